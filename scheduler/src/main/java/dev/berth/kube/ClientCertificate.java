package dev.berth.kube;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.util.credentials.Authentication;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Credentials that are a certificate and its private key.
 *
 * <p>Threading: any thread.
 */
final class ClientCertificate implements Authentication {
  private static final char[] IN_MEMORY_ONLY = new char[0];

  private final PublicKey certified;
  private final PrivateKey key;
  private final KeyManagerFactory keys;

  private ClientCertificate(PublicKey certified, PrivateKey key, KeyManagerFactory keys) {
    this.certified = certified;
    this.key = key;
    this.keys = keys;
  }

  /** Null when this pair is not understood here, and the official client must say what it is. */
  static @Nullable ClientCertificate of(byte[] certificates, byte[] key) {
    PrivateKey privateKey = PrivateKeyPem.parse(key);
    if (privateKey == null) {
      return null;
    }
    try {
      Certificate[] chain =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(certificates))
              .toArray(new Certificate[0]);
      if (chain.length == 0) {
        return null;
      }
      // Of the two kinds that every JDK has, the one that does not stretch the password for long.
      KeyStore store = KeyStore.getInstance("JKS");
      store.load(null, IN_MEMORY_ONLY);
      store.setKeyEntry("client", privateKey, IN_MEMORY_ONLY, chain);
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, IN_MEMORY_ONLY);
      return new ClientCertificate(chain[0].getPublicKey(), privateKey, keys);
    } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
      return null;
    }
  }

  /** Whether the key is that of the first certificate; if not, one of the two is older. */
  boolean isOneIdentity() {
    byte[] text = "a key and its certificate".getBytes(US_ASCII);
    try {
      Signature signature =
          Signature.getInstance(
              key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA");
      signature.initSign(key);
      signature.update(text);
      byte[] signed = signature.sign();
      signature.initVerify(certified);
      signature.update(text);
      return signature.verify(signed);
    } catch (InvalidKeyException | SignatureException e) {
      return false; // not even of the same kind
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has it", e);
    }
  }

  KeyManager[] keyManagers() {
    return keys.getKeyManagers();
  }

  @Override
  public void provide(ApiClient client) {
    client.setKeyManagers(keyManagers());
  }
}
