package dev.berth.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.jspecify.annotations.Nullable;

/**
 * Certificates and keys in PEM files, as key stores.
 *
 * <p>Threading: any thread.
 */
final class PemFile {
  /** Of key stores that never leave the memory. */
  static final String PASSWORD = "in memory only";

  private PemFile() {}

  /**
   * A key store with one entry.
   *
   * @throws IOException when a file cannot be read or used, or the two do not belong together
   */
  static KeyStore keys(Path chainFile, Path keyFile) throws IOException {
    Certificate[] chain = certificates(chainFile, read(chainFile)).toArray(Certificate[]::new);
    PrivateKey key = privateKey(keyFile);
    try {
      if (!belongsTo(chain[0].getPublicKey(), key)) {
        throw new IOException(
            "the key in %s is not that of the first certificate in %s. Maybe one of them is older."
                .formatted(keyFile, chainFile));
      }
      return keyStore(key, chain);
    } catch (GeneralSecurityException e) {
      throw new IOException("%s and %s cannot be used: %s".formatted(chainFile, keyFile, e), e);
    }
  }

  static KeyStore keyStore(PrivateKey key, Certificate... chain)
      throws IOException, GeneralSecurityException {
    KeyStore store = empty();
    store.setKeyEntry("berth", key, PASSWORD.toCharArray(), chain);
    return store;
  }

  /** A key store that trusts each certificate of the source; null when it is empty. */
  static @Nullable KeyStore authorities(PemSource source) throws IOException {
    byte[] content = source.read();
    if (content.length == 0) {
      return null;
    }
    try {
      KeyStore store = empty();
      int number = 0;
      for (Certificate authority : certificates(source, content)) {
        store.setCertificateEntry("authority " + number++, authority);
      }
      return store;
    } catch (GeneralSecurityException e) {
      throw new IOException("%s cannot be used: %s".formatted(source, e), e);
    }
  }

  /** The whole file; an error that names it. */
  static byte[] read(Path file) throws IOException {
    return PemSource.file(file).read();
  }

  private static KeyStore empty() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static Collection<? extends Certificate> certificates(Object source, byte[] content)
      throws IOException {
    Collection<? extends Certificate> found;
    try {
      found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(content));
    } catch (GeneralSecurityException e) {
      throw new IOException("%s has no certificates in PEM: %s".formatted(source, e), e);
    }
    if (found.isEmpty()) {
      throw new IOException("%s has no certificate. Maybe it is the key?".formatted(source));
    }
    return found;
  }

  private static PrivateKey privateKey(Path file) throws IOException {
    byte[] content = read(file);
    try (PEMParser parser =
        new PEMParser(
            new InputStreamReader(new ByteArrayInputStream(content), StandardCharsets.US_ASCII))) {
      JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
      for (Object object = parser.readObject(); object != null; object = parser.readObject()) {
        if (object instanceof PrivateKeyInfo key) {
          return converter.getPrivateKey(key);
        }
        if (object instanceof PEMKeyPair pair) {
          return converter.getPrivateKey(pair.getPrivateKeyInfo());
        }
      }
    } catch (IOException e) {
      throw new IOException("%s has no usable private key: %s".formatted(file, e.getMessage()), e);
    }
    throw new IOException(
        "%s has no private key. Maybe it is encrypted? Berth reads plain PEM keys."
            .formatted(file));
  }

  private static boolean belongsTo(PublicKey certified, PrivateKey key)
      throws GeneralSecurityException {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC", "ECDSA" -> "SHA256withECDSA";
          default -> key.getAlgorithm();
        };
    byte[] text = "a key and its certificate".getBytes(StandardCharsets.US_ASCII);
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(text);
      byte[] signed = signature.sign();
      signature.initVerify(certified);
      signature.update(text);
      return signature.verify(signed);
    } catch (java.security.InvalidKeyException | java.security.SignatureException e) {
      return false; // not even of the same kind
    }
  }
}
