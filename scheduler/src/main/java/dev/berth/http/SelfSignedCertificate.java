package dev.berth.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.common.net.InetAddresses;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.security.auth.x500.X500Principal;

/**
 * A fresh key and a certificate for it that nobody vouches for.
 *
 * <p>Valid for ten years, because nothing renews it while the process runs. Put together here and
 * not by BouncyCastle, whose signed jars cost every start a tenth of a second. Threading: any
 * thread.
 */
final class SelfSignedCertificate {
  private static final byte[] NAME = new X500Principal("CN=berth").getEncoded();
  private static final Duration VALID = Duration.ofDays(3650);

  /** For callers whose clock is behind. */
  private static final Duration VALID_BEFORE = Duration.ofHours(1);

  private static final int SERIAL_BITS = 120;

  // Tags of ASN.1 in DER, X.690.
  private static final int INTEGER = 0x02;
  private static final int BITS = 0x03;
  private static final int OCTETS = 0x04;
  private static final int UTC_TIME = 0x17;
  private static final int TIME = 0x18;
  private static final int SEQUENCE = 0x30;

  // What RFC 5280 calls them, as they stand in a certificate.
  private static final byte[] VERSION_3 = hex("a003020102");
  private static final byte[] ECDSA_WITH_SHA256 = hex("300a06082a8648ce3d040302");
  private static final byte[] SUBJECT_ALT_NAME = hex("0603551d11");
  private static final byte[] EXT_KEY_USAGE = hex("0603551d25");
  private static final byte[] SERVER_AUTH = hex("06082b06010505070301");
  private static final int EXTENSIONS = 0xa3;
  private static final int DNS_NAME = 0x82;
  private static final int IP_ADDRESS = 0x87;

  /** From then on RFC 5280 wants years in full, and before in two digits. */
  private static final Instant LONG_YEARS = Instant.parse("2050-01-01T00:00:00Z");

  private static final int LONG_FORM = 0x80;
  private static final int OCTET = 0xff;

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
    } catch (GeneralSecurityException e) {
      throw new IOException("no certificate could be made: " + e, e);
    }
  }

  private static Certificate certificate(KeyPair pair, List<String> hosts)
      throws GeneralSecurityException {
    byte[] serial = new BigInteger(SERIAL_BITS, new SecureRandom()).toByteArray();
    Instant now = Instant.now();
    byte[] statement =
        der(
            SEQUENCE,
            VERSION_3,
            der(INTEGER, serial),
            ECDSA_WITH_SHA256,
            NAME,
            der(SEQUENCE, time(now.minus(VALID_BEFORE)), time(now.plus(VALID))),
            NAME,
            pair.getPublic().getEncoded(),
            der(
                EXTENSIONS,
                der(
                    SEQUENCE,
                    extension(SUBJECT_ALT_NAME, names(hosts)),
                    extension(EXT_KEY_USAGE, der(SEQUENCE, SERVER_AUTH)))));
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(pair.getPrivate());
    signature.update(statement);
    byte[] allBitsUsed = {0};
    byte[] whole =
        der(SEQUENCE, statement, ECDSA_WITH_SHA256, der(BITS, allBitsUsed, signature.sign()));
    return CertificateFactory.getInstance("X.509")
        .generateCertificate(new ByteArrayInputStream(whole));
  }

  private static byte[] extension(byte[] identifier, byte[] value) {
    return der(SEQUENCE, identifier, der(OCTETS, value));
  }

  private static byte[] names(List<String> hosts) {
    Set<String> all = new LinkedHashSet<>(hosts);
    all.addAll(List.of("localhost", "127.0.0.1", "::1"));
    byte[][] names = all.stream().map(SelfSignedCertificate::name).toArray(byte[][]::new);
    return der(SEQUENCE, names);
  }

  private static byte[] name(String host) {
    return InetAddresses.isInetAddress(host)
        ? der(IP_ADDRESS, InetAddresses.forString(host).getAddress())
        : der(DNS_NAME, host.getBytes(US_ASCII));
  }

  private static byte[] time(Instant instant) {
    boolean shortYear = instant.isBefore(LONG_YEARS);
    DateTimeFormatter format =
        DateTimeFormatter.ofPattern((shortYear ? "uu" : "uuuu") + "MMddHHmmss'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    return der(shortYear ? UTC_TIME : TIME, format.format(instant).getBytes(US_ASCII));
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }

  /** One value: its tag, the length of its parts together, its parts. */
  private static byte[] der(int tag, byte[]... parts) {
    int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (length > OCTET) {
      out.write(LONG_FORM + 2); // no certificate has 64 KiB
      out.write(length >> Byte.SIZE);
    } else if (length >= LONG_FORM) {
      out.write(LONG_FORM + 1);
    }
    out.write(length);
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
