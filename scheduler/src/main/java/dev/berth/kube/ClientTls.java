package dev.berth.kube;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import okhttp3.internal.tls.OkHostnameVerifier;
import org.jspecify.annotations.Nullable;

/**
 * TLS to a server other than the API server: whom to believe, and whom to be.
 *
 * <p>Mirrors {@code TLSConfigFor}, {@code k8s.io/client-go/transport/transport.go} v0.36.3, except
 * that files are read once. Threading: immutable.
 */
public final class ClientTls {
  private static final X509Certificate[] NOBODY = new X509Certificate[0];

  private final boolean verified;
  private final String serverName;
  private final X509TrustManager trust;
  private final KeyManager @Nullable [] identity;

  private ClientTls(
      boolean verified,
      String serverName,
      X509TrustManager trust,
      KeyManager @Nullable [] identity) {
    this.verified = verified;
    this.serverName = serverName;
    this.trust = trust;
    this.identity = identity;
  }

  /**
   * PEM documents; each may be empty.
   *
   * @param authorities whom to believe instead of those that this Java trusts
   * @param certificate whom to be, with its key
   */
  public record Documents(String authorities, String certificate, String key) {}

  /**
   * Reads the documents.
   *
   * @param of whose they are, for messages
   * @param verified false to believe anybody
   * @param serverName who the server must be; empty for the host of its address
   * @throws KubeEnvironmentException when they cannot be understood
   */
  public static ClientTls of(String of, boolean verified, String serverName, Documents documents) {
    if (documents.certificate().isEmpty() != documents.key().isEmpty()) {
      throw new KubeEnvironmentException(
          of + " has a certificate without a key, or a key without a certificate. Maybe both?");
    }
    try {
      X509TrustManager trust = verified ? trustOf(documents.authorities()) : new TrustsAnybody();
      return new ClientTls(verified, serverName, trust, identityOf(of, documents));
    } catch (GeneralSecurityException | IOException e) {
      throw new KubeEnvironmentException(
          of + " has authorities that cannot be used: " + e.getMessage() + ". Maybe not PEM?", e);
    }
  }

  private static X509TrustManager trustOf(String authorities)
      throws GeneralSecurityException, IOException {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(authorities.isEmpty() ? null : store(authorities));
    return Arrays.stream(trust.getTrustManagers())
        .filter(X509TrustManager.class::isInstance)
        .map(X509TrustManager.class::cast)
        .findFirst()
        .orElseThrow(() -> new GeneralSecurityException("this Java verifies no certificates"));
  }

  private static KeyStore store(String authorities) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    Collection<? extends Certificate> certificates =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(authorities.getBytes(ISO_8859_1)));
    if (certificates.isEmpty()) {
      throw new GeneralSecurityException("there is no certificate among them");
    }
    int number = 0;
    for (Certificate certificate : certificates) {
      store.setCertificateEntry("authority-" + number++, certificate);
    }
    return store;
  }

  private static KeyManager @Nullable [] identityOf(String of, Documents documents) {
    if (documents.key().isEmpty()) {
      return null;
    }
    ClientCertificate pair =
        ClientCertificate.of(
            documents.certificate().getBytes(ISO_8859_1), documents.key().getBytes(ISO_8859_1));
    if (pair == null) {
      throw new KubeEnvironmentException(
          of
              + " has a certificate or key that cannot be read. Maybe not PEM, or encrypted, or"
              + " neither RSA nor an elliptic curve?");
    }
    return pair.keyManagers();
  }

  /** Has a client speak so. */
  public void applyTo(OkHttpClient.Builder http) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(identity, new TrustManager[] {trust}, null);
      http.sslSocketFactory(
          serverName.isEmpty()
              ? context.getSocketFactory()
              : new NamedSockets(context.getSocketFactory(), serverName),
          trust);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no TLS", e);
    }
    if (!verified) {
      http.hostnameVerifier((host, session) -> true);
    } else if (!serverName.isEmpty()) {
      http.hostnameVerifier(
          (host, session) -> OkHostnameVerifier.INSTANCE.verify(serverName, session));
    }
  }

  /** Asked for by the user, or by not saying whom to believe. */
  private static final class TrustsAnybody extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return NOBODY;
    }
  }
}
