package dev.berth.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * One key and its certificate for both ends of a connection on the loopback: each end shows it and
 * trusts nothing else.
 *
 * <p>Threading: any thread.
 */
public final class SharedIdentity {
  private final KeyStore keys;

  private SharedIdentity(KeyStore keys) {
    this.keys = keys;
  }

  public static SharedIdentity make() throws IOException {
    return new SharedIdentity(SelfSignedCertificate.make(List.of()));
  }

  /** For the end that reads PEM: the certificate is its own, and the authority of the other one. */
  public void writeTo(Path certificateFile, Path keyFile) throws IOException {
    try {
      String alias = keys.aliases().nextElement();
      Key key = keys.getKey(alias, PemFile.PASSWORD.toCharArray());
      write(certificateFile, "CERTIFICATE", keys.getCertificate(alias).getEncoded());
      write(keyFile, "PRIVATE KEY", key.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IOException("the key cannot be written: " + e, e);
    }
  }

  private static void write(Path file, String kind, byte[] content) throws IOException {
    String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    Files.writeString(
        file,
        "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(kind, lines),
        StandardCharsets.US_ASCII);
  }

  /** For the end that is in this process. */
  public SSLContext context() throws IOException {
    try {
      KeyManagerFactory shown =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      shown.init(keys, PemFile.PASSWORD.toCharArray());
      TrustManagerFactory trusted =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trusted.init(keys);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(shown.getKeyManagers(), trusted.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("the key cannot be used: " + e, e);
    }
  }
}
