package dev.berth.http;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;

/** A certificate authority for one test. Threading: any thread. */
public final class Authority {
  private static final GeneralName LOOPBACK = new GeneralName(GeneralName.iPAddress, "127.0.0.1");
  private static final AtomicLong SERIAL = new AtomicLong(1);

  /** A key and the certificate that the authority signed for it. */
  public record Issued(PrivateKey key, X509Certificate certificate) {

    public void writeTo(Path chainFile, Path keyFile) {
      write(chainFile, certificate);
      write(keyFile, key);
    }

    KeyStore keyStore() {
      try {
        return PemFile.keyStore(key, certificate);
      } catch (IOException | GeneralSecurityException e) {
        throw new AssertionError(e);
      }
    }
  }

  private final KeyPair pair;
  private final X509Certificate certificate;
  private final X500Name name;

  public Authority(String commonName) {
    name = new X500Name("CN=" + commonName);
    pair = newPair("EC");
    certificate = sign(pair, name, LOOPBACK);
  }

  public X509Certificate certificate() {
    return certificate;
  }

  /** A certificate for 127.0.0.1. */
  public Issued issue(String subject) {
    return issue(subject, "EC");
  }

  /** A certificate for a server of that name. */
  public Issued issueForServer(String dnsName) {
    KeyPair owner = newPair("EC");
    GeneralName server = new GeneralName(GeneralName.dNSName, dnsName);
    return new Issued(owner.getPrivate(), sign(owner, new X500Name("CN=" + dnsName), server));
  }

  Issued issue(String subject, String algorithm) {
    KeyPair owner = newPair(algorithm);
    return new Issued(owner.getPrivate(), sign(owner, new X500Name(subject), LOOPBACK));
  }

  /** One that was good until some minutes ago. */
  Issued issueExpired(String subject) {
    KeyPair owner = newPair("EC");
    Instant end = Instant.now().minus(Duration.ofMinutes(5));
    return new Issued(owner.getPrivate(), sign(owner, new X500Name(subject), LOOPBACK, end));
  }

  private X509Certificate sign(KeyPair owner, X500Name subject, GeneralName server) {
    return sign(owner, subject, server, Instant.now().plus(Duration.ofHours(1)));
  }

  private X509Certificate sign(KeyPair owner, X500Name subject, GeneralName server, Instant end) {
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            name,
            BigInteger.valueOf(SERIAL.getAndIncrement()),
            Date.from(end.minus(Duration.ofHours(2))),
            Date.from(end),
            subject,
            owner.getPublic());
    try {
      builder.addExtension(
          Extension.basicConstraints, true, new BasicConstraints(owner.equals(pair)));
      builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(server));
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
    } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
      throw new AssertionError(e);
    }
  }

  private static KeyPair newPair(String algorithm) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(algorithm.equals("EC") ? 256 : 2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  public static void write(Path file, X509Certificate certificate) {
    writePem(file, certificate);
  }

  /** In PKCS#8. */
  static void write(Path file, PrivateKey key) {
    try {
      writePem(file, new JcaPKCS8Generator(key, null));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** In the form that older tools make: PKCS#1 for RSA, SEC 1 for elliptic curves. */
  static void writeTraditional(Path file, PrivateKey key) {
    PrivateKeyInfo info = PrivateKeyInfo.getInstance(key.getEncoded());
    try {
      if (key.getAlgorithm().equals("RSA")) {
        byte[] inner = info.parsePrivateKey().toASN1Primitive().getEncoded();
        writePem(file, new PemObject("RSA PRIVATE KEY", inner));
      } else {
        ECPrivateKey inner = ECPrivateKey.getInstance(info.parsePrivateKey());
        ECPrivateKey whole =
            new ECPrivateKey(256, inner.getKey(), info.getPrivateKeyAlgorithm().getParameters());
        writePem(file, new PemObject("EC PRIVATE KEY", whole.getEncoded()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void writePem(Path file, Object object) {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
      pem.writeObject(object);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    write(file, text.toString());
  }

  static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
