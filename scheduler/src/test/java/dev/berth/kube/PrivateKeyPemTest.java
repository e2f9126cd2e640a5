package dev.berth.kube;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubernetes.client.util.SSLUtils;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.Objects;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys in the forms in which BouncyCastle writes them for the official client. */
final class PrivateKeyPemTest {
  private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();

  private static PrivateKey ellipticCurve(String curve) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", BOUNCY_CASTLE);
    generator.initialize(new ECGenParameterSpec(curve));
    return generator.generateKeyPair().getPrivate();
  }

  private static byte[] block(String label, byte[] content) {
    String base64 = Base64.getMimeEncoder().encodeToString(content);
    return ("-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n")
        .getBytes(US_ASCII);
  }

  private static byte[] join(byte[] one, byte[] two) {
    return (new String(one, US_ASCII) + new String(two, US_ASCII)).getBytes(US_ASCII);
  }

  @ParameterizedTest
  @ValueSource(strings = {"secp256r1", "secp384r1", "secp521r1"})
  void elliptic_curve_key_is_the_same_in_sec1_and_in_pkcs8(String curve) throws Exception {
    PrivateKey want = ellipticCurve(curve);
    byte[] sec1 = SSLUtils.dumpKey(want);
    assertThat(new String(sec1, US_ASCII)).startsWith("-----BEGIN EC PRIVATE KEY-----");

    assertSame(PrivateKeyPem.parse(sec1), want);
    assertSame(PrivateKeyPem.parse(block("PRIVATE KEY", want.getEncoded())), want);
  }

  private static void assertSame(@Nullable PrivateKey got, PrivateKey want) {
    assertThat(got).isInstanceOf(ECPrivateKey.class);
    ECPrivateKey key = (ECPrivateKey) Objects.requireNonNull(got);
    ECPrivateKey wantKey = (ECPrivateKey) want;
    assertThat(key.getS()).isEqualTo(wantKey.getS());
    assertThat(key.getParams().getOrder()).isEqualTo(wantKey.getParams().getOrder());
    assertThat(key.getClass().getName()).as("read by the JDK").startsWith("sun.");
  }

  @ParameterizedTest
  @ValueSource(ints = {1024, 2048, 4096})
  void rsa_key_is_the_same_in_pkcs1_and_in_pkcs8(int bits) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(bits);
    PrivateKey want = generator.generateKeyPair().getPrivate();
    byte[] pkcs1 = SSLUtils.dumpKey(want);
    assertThat(new String(pkcs1, US_ASCII)).startsWith("-----BEGIN RSA PRIVATE KEY-----");

    assertThat(PrivateKeyPem.parse(pkcs1)).isEqualTo(want);
    assertThat(PrivateKeyPem.parse(block("PRIVATE KEY", want.getEncoded()))).isEqualTo(want);
  }

  @Test
  void blocks_before_the_key_are_passed_over() throws Exception {
    PrivateKey want = ellipticCurve("secp256r1");
    byte[] parameters = block("EC PARAMETERS", new byte[] {6, 1, 0});

    assertSame(PrivateKeyPem.parse(join(parameters, SSLUtils.dumpKey(want))), want);
  }

  @Test
  void forms_that_are_not_known_are_left_to_others() throws Exception {
    byte[] encrypted =
        """
        -----BEGIN RSA PRIVATE KEY-----
        Proc-Type: 4,ENCRYPTED
        DEK-Info: AES-128-CBC,00

        AAAA
        -----END RSA PRIVATE KEY-----
        """
            .getBytes(US_ASCII);
    PrivateKey edwards = KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate();

    assertThat(PrivateKeyPem.parse(encrypted)).isNull();
    assertThat(PrivateKeyPem.parse(block("ENCRYPTED PRIVATE KEY", new byte[9]))).isNull();
    assertThat(PrivateKeyPem.parse(block("PRIVATE KEY", edwards.getEncoded()))).isNull();
    assertThat(PrivateKeyPem.parse(new byte[0])).isNull();
  }

  @Test
  void no_damage_of_a_key_does_more_than_make_it_unknown() throws Exception {
    byte[] whole =
        Base64.getMimeDecoder()
            .decode(
                new String(SSLUtils.dumpKey(ellipticCurve("secp256r1")), US_ASCII)
                    .replaceAll("-----[A-Z ]*-----", ""));
    for (int at = 0; at < 40; at++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] damaged = whole.clone();
        damaged[at] ^= (byte) (1 << bit);
        PrivateKeyPem.parse(block("EC PRIVATE KEY", damaged));
        PrivateKeyPem.parse(block("PRIVATE KEY", damaged));
      }
      byte[] cut = new byte[at];
      System.arraycopy(whole, 0, cut, 0, at);
      assertThat(PrivateKeyPem.parse(block("EC PRIVATE KEY", cut))).isNull();
    }
  }
}
