package dev.berth.kube;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A private key as it stands in a kubeconfig, read with nothing but the JDK: RSA and elliptic curve
 * keys in the three forms that tools write (PKCS #8, PKCS #1, SEC 1).
 *
 * <p>The official client reads them with BouncyCastle, whose provider takes longer to set itself up
 * than all the rest of a start together. It stays in charge of what is not understood here.
 *
 * <p>Threading: immutable.
 */
final class PrivateKeyPem {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ((?:[A-Z0-9]+ )*PRIVATE KEY)-----([^-]*)-----END \\1-----");

  private static final int INTEGER = 0x02;
  private static final int OCTETS = 0x04;
  private static final int OBJECT_IDENTIFIER = 0x06;
  private static final int SEQUENCE = 0x30;
  private static final int CURVE = 0xa0; // field 0 of a key of SEC 1
  private static final int LONG_FORM = 0x80;
  private static final int OCTET = 0xff;

  private static final byte[] ZERO = der(INTEGER, new byte[1]);
  private static final byte[] RSA = HexFormat.of().parseHex("06092a864886f70d010101");
  private static final byte[] NO_PARAMETERS = HexFormat.of().parseHex("0500");
  private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");

  private PrivateKeyPem() {}

  /** Null when the text has no key of a form that is known here. */
  static @Nullable PrivateKey parse(byte[] pem) {
    Matcher block = BLOCK.matcher(new String(pem, ISO_8859_1));
    if (!block.find()) {
      return null;
    }
    try {
      byte[] key = Base64.getMimeDecoder().decode(block.group(2));
      return switch (block.group(1)) {
        case "PRIVATE KEY" -> ofPkcs8(key);
        case "RSA PRIVATE KEY" -> ofPkcs8(pkcs8(der(SEQUENCE, RSA, NO_PARAMETERS), key));
        case "EC PRIVATE KEY" -> ofPkcs8(pkcs8(der(SEQUENCE, EC, curveOf(key)), key));
        default -> null;
      };
    } catch (GeneralSecurityException | IllegalArgumentException | BufferUnderflowException e) {
      return null;
    }
  }

  private static @Nullable PrivateKey ofPkcs8(byte[] key) throws GeneralSecurityException {
    ByteBuffer fields = content(ByteBuffer.wrap(key), SEQUENCE);
    content(fields, INTEGER);
    ByteBuffer type = content(content(fields, SEQUENCE), OBJECT_IDENTIFIER);
    byte[] identifier = new byte[type.remaining()];
    type.get(identifier);
    byte[] algorithm = der(OBJECT_IDENTIFIER, identifier);
    if (Arrays.equals(algorithm, EC)) {
      return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key));
    }
    return Arrays.equals(algorithm, RSA)
        ? KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(key))
        : null;
  }

  private static byte[] pkcs8(byte[] algorithm, byte[] key) {
    return der(SEQUENCE, ZERO, algorithm, der(OCTETS, key));
  }

  /** What SEC 1 keeps inside of the key and PKCS #8 beside it. */
  private static byte[] curveOf(byte[] sec1) {
    ByteBuffer fields = content(ByteBuffer.wrap(sec1), SEQUENCE);
    content(fields, INTEGER);
    content(fields, OCTETS);
    ByteBuffer curve = content(fields, CURVE);
    byte[] identifier = new byte[curve.remaining()];
    curve.get(identifier);
    return identifier;
  }

  // ---- DER: a tag, the length of the content, the content -------------------------------------

  /** The content of the value at the buffer's position, which moves behind it. */
  private static ByteBuffer content(ByteBuffer values, int tag) {
    if (Byte.toUnsignedInt(values.get()) != tag) {
      throw new IllegalArgumentException("another structure than expected");
    }
    int length = Byte.toUnsignedInt(values.get());
    if (length >= LONG_FORM) {
      int bytes = length - LONG_FORM;
      length = 0;
      for (int i = 0; i < bytes; i++) {
        length = length << Byte.SIZE | Byte.toUnsignedInt(values.get());
      }
    }
    ByteBuffer content = values.slice();
    content.limit(length);
    values.position(values.position() + length);
    return content;
  }

  private static byte[] der(int tag, byte[]... parts) {
    int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (length > OCTET) {
      out.write(LONG_FORM + 2); // no key has 64 KiB
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
