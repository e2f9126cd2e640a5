import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A fresh key with a certificate that both sides of a training run show and trust, made by the
 * JDK's keytool.
 *
 * <p>Threading: immutable.
 */
record Credentials(SSLContext tls, byte[] certificatePem, byte[] keyPem) {
  private static final String PASSWORD = "training";
  private static final String NAME = "training";

  static Credentials generate(Path directory) throws Exception {
    Path file = directory.resolve("keys.p12");
    Files.deleteIfExists(file);
    run(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-keystore",
            file.toString(),
            "-storepass",
            PASSWORD,
            "-alias",
            NAME,
            "-keyalg",
            "EC",
            "-groupname",
            "secp256r1",
            "-dname",
            "CN=" + NAME,
            "-ext",
            "san=ip:127.0.0.1"));
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD.toCharArray());
    }
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD.toCharArray());
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry(NAME, store.getCertificate(NAME));
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    var tls = SSLContext.getInstance("TLS");
    tls.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return new Credentials(
        tls,
        pem("CERTIFICATE", store.getCertificate(NAME).getEncoded()),
        pem("PRIVATE KEY", store.getKey(NAME, PASSWORD.toCharArray()).getEncoded()));
  }

  private static void run(List<String> command) throws Exception {
    int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (exit != 0) {
      throw new IllegalStateException(command.getFirst() + " ended with " + exit);
    }
  }

  private static byte[] pem(String label, byte[] content) {
    String base64 = Base64.getMimeEncoder().encodeToString(content);
    return ("-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n")
        .getBytes(US_ASCII);
  }
}
