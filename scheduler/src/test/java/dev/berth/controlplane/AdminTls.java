package dev.berth.controlplane;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * TLS as the administrator of a {@link ControlPlane}, from the PEM files that it was started with.
 *
 * <p>Threading: any thread.
 */
final class AdminTls {

  private static final char[] NO_PASSWORD = {};

  private AdminTls() {}

  static SSLContext of(Path credentials) {
    try {
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(authority(credentials));
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys(credentials), trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("The credentials in " + credentials + " do not load", e);
    }
  }

  /** The administrator's certificate and key. */
  static KeyManager[] keys(Path credentials) {
    try {
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(adminKey(credentials), NO_PASSWORD);
      return keys.getKeyManagers();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("The credentials in " + credentials + " do not load", e);
    }
  }

  private static KeyStore adminKey(Path credentials) throws GeneralSecurityException, IOException {
    KeyStore store = emptyStore();
    Certificate[] chain = {certificate(credentials.resolve("admin.crt"))};
    store.setKeyEntry("admin", privateKey(credentials.resolve("admin.key")), NO_PASSWORD, chain);
    return store;
  }

  private static KeyStore authority(Path credentials) throws GeneralSecurityException, IOException {
    KeyStore store = emptyStore();
    store.setCertificateEntry("authority", certificate(credentials.resolve("ca.crt")));
    return store;
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD);
    return store;
  }

  private static Certificate certificate(Path pem) throws GeneralSecurityException, IOException {
    try (InputStream in = Files.newInputStream(pem)) {
      return CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  private static PrivateKey privateKey(Path pem) throws GeneralSecurityException, IOException {
    String base64 = Files.readString(pem).replaceAll("-----[A-Z ]+-----", "");
    byte[] der = Base64.getMimeDecoder().decode(base64);
    return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
  }
}
