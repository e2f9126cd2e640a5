package dev.berth.http;

import com.google.common.net.InetAddresses;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A fresh key and a certificate for it that nobody vouches for.
 *
 * <p>Valid for ten years, because nothing renews it while the process runs. Threading: any thread.
 */
final class SelfSignedCertificate {
  private static final X500Name NAME = new X500Name("CN=berth");
  private static final Duration VALID = Duration.ofDays(3650);

  /** For callers whose clock is behind. */
  private static final Duration VALID_BEFORE = Duration.ofHours(1);

  private static final int SERIAL_BITS = 120;

  private SelfSignedCertificate() {}

  /**
   * A key store with key and certificate.
   *
   * @param hosts names and addresses beside those of the loopback
   */
  static KeyStore make(List<String> hosts) throws IOException {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      return PemFile.keyStore(pair.getPrivate(), certificate(pair, hosts));
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IOException("no certificate could be made: " + e, e);
    }
  }

  private static X509Certificate certificate(KeyPair pair, List<String> hosts)
      throws IOException, GeneralSecurityException, OperatorCreationException {
    Instant now = Instant.now();
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            NAME,
            new BigInteger(SERIAL_BITS, new SecureRandom()),
            Date.from(now.minus(VALID_BEFORE)),
            Date.from(now.plus(VALID)),
            NAME,
            pair.getPublic());
    builder.addExtension(Extension.subjectAlternativeName, false, names(hosts));
    builder.addExtension(
        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
  }

  private static GeneralNames names(List<String> hosts) {
    Set<String> all = new LinkedHashSet<>(hosts);
    all.addAll(List.of("localhost", "127.0.0.1", "::1"));
    List<GeneralName> names = new ArrayList<>();
    for (String host : all) {
      int kind = InetAddresses.isInetAddress(host) ? GeneralName.iPAddress : GeneralName.dNSName;
      names.add(new GeneralName(kind, host));
    }
    return new GeneralNames(names.toArray(GeneralName[]::new));
  }
}
