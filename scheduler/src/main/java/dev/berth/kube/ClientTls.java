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
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import okhttp3.internal.tls.OkHostnameVerifier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS to a server other than the API server: whom to believe, and whom to be.
 *
 * <p>Files are looked at before each new connection. Files that changed and do not make sense,
 * because they are half written or do not belong together yet, are left alone until they change
 * again; what was read before stays in use.
 *
 * <p>Mirrors {@code TLSConfigFor}, {@code k8s.io/client-go/transport/transport.go} v0.36.3, except
 * that authorities are read again too, which a kube-scheduler does not do for its extenders, and
 * that there a connection fails while its certificate cannot be read. Threading: any thread; {@code
 * this} guards what was read.
 */
public final class ClientTls {
  private static final Logger LOG = LoggerFactory.getLogger(ClientTls.class);
  private static final X509Certificate[] NOBODY = new X509Certificate[0];

  private final String of;
  private final boolean verified;
  private final String serverName;
  private final Documents documents;
  private Contents seen;
  private Sockets sockets;

  /** What is wrong with the files as they are now, "" when nothing is. */
  private String complaint = "";

  private ClientTls(
      String of, boolean verified, String serverName, Documents documents, Contents contents) {
    this.of = of;
    this.verified = verified;
    this.serverName = serverName;
    this.documents = documents;
    this.seen = contents;
    this.sockets = sockets(of, verified, contents);
  }

  /**
   * Where the documents are.
   *
   * @param authorities whom to believe instead of those that this Java trusts
   * @param certificate whom to be, with its key
   */
  public record Documents(Pem authorities, Pem certificate, Pem key) {
    private Contents read() throws IOException {
      return new Contents(authorities.read(), certificate.read(), key.read());
    }
  }

  /** What was found there. */
  private record Contents(String authorities, String certificate, String key) {}

  /** What is made of it. */
  private record Sockets(SSLSocketFactory factory, X509TrustManager trust) {}

  /**
   * Reads the documents.
   *
   * @param of whose they are, for messages
   * @param verified false to believe anybody
   * @param serverName who the server must be; empty for the host of its address
   * @throws KubeEnvironmentException when they cannot be read or understood
   */
  public static ClientTls of(String of, boolean verified, String serverName, Documents documents) {
    try {
      return new ClientTls(of, verified, serverName, documents, documents.read());
    } catch (IOException e) {
      throw new KubeEnvironmentException(of + " names " + e.getMessage() + ". Maybe a typo?", e);
    }
  }

  /** With the documents as they are now, or were when they last made sense. */
  private synchronized SSLSocketFactory current() {
    try {
      Contents now = documents.read();
      if (!now.equals(seen)) {
        seen = now;
        sockets = sockets(of, verified, now);
        LOG.info("{} has new certificates, which are used from now on", of);
      }
      complaint = "";
    } catch (IOException e) {
      complainOnce(of + " names " + e.getMessage());
    } catch (KubeEnvironmentException e) {
      complainOnce(String.valueOf(e.getMessage()));
    }
    return sockets.factory();
  }

  private synchronized void complainOnce(String problem) {
    if (!problem.equals(complaint)) {
      LOG.warn("new certificates cannot be used, the former stay: {}", problem);
      complaint = problem;
    }
  }

  private static Sockets sockets(String of, boolean verified, Contents contents) {
    if (contents.certificate().isEmpty() != contents.key().isEmpty()) {
      throw new KubeEnvironmentException(
          of + " has a certificate without a key, or a key without a certificate. Maybe both?");
    }
    try {
      X509TrustManager trust = verified ? trustOf(contents.authorities()) : new TrustsAnybody();
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(identityOf(of, contents), new TrustManager[] {trust}, null);
      return new Sockets(context.getSocketFactory(), trust);
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

  private static KeyManager @Nullable [] identityOf(String of, Contents contents) {
    if (contents.key().isEmpty()) {
      return null;
    }
    ClientCertificate pair =
        ClientCertificate.of(
            contents.certificate().getBytes(ISO_8859_1), contents.key().getBytes(ISO_8859_1));
    if (pair == null) {
      throw new KubeEnvironmentException(
          of
              + " has a certificate or key that cannot be read. Maybe not PEM, or encrypted, or"
              + " neither RSA nor an elliptic curve?");
    }
    if (!pair.isOneIdentity()) {
      throw new KubeEnvironmentException(
          of + " has a key that is not that of its certificate. Maybe one of them is older?");
    }
    return pair.keyManagers();
  }

  /** Has a client speak so. */
  public void applyTo(OkHttpClient.Builder http) {
    http.sslSocketFactory(new LayeredSockets(this::current, serverName), firstTrust());
    if (!verified) {
      http.hostnameVerifier((host, session) -> true);
    } else if (!serverName.isEmpty()) {
      http.hostnameVerifier(
          (host, session) -> OkHostnameVerifier.INSTANCE.verify(serverName, session));
    }
  }

  /** OkHttp wants one, and asks it for nothing but the chains of pinned certificates. */
  private synchronized X509TrustManager firstTrust() {
    return sockets.trust();
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
