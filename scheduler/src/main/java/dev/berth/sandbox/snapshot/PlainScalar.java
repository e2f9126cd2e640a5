package dev.berth.sandbox.snapshot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a YAML scalar without quotes means, as kubectl's reader has it (YAML 1.1, but for times and
 * numbers to base 60, which stay text).
 *
 * <p>Threading: any thread.
 */
final class PlainScalar {
  private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
  private static final Set<String> TRUE =
      Set.of("true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON", "y", "Y");
  private static final Set<String> FALSE =
      Set.of("false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF", "n", "N");
  private static final int LONGEST_NUMBER = 40;
  private static final Pattern OCTAL = Pattern.compile("[-+]?0o?[0-7]+");
  private static final Pattern HEX = Pattern.compile("[-+]?0x[0-9a-fA-F]+");
  private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9]+");
  private static final Pattern DECIMAL =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?");

  private static final Pattern WORD = Pattern.compile("[A-Za-z][A-Za-z0-9_./-]{0,199}");

  private PlainScalar() {}

  static JsonNode meaning(String text) {
    if (NULLS.contains(text)) {
      return NullNode.getInstance();
    }
    if (TRUE.contains(text)) {
      return BooleanNode.TRUE;
    }
    if (FALSE.contains(text)) {
      return BooleanNode.FALSE;
    }
    return text.length() > LONGEST_NUMBER ? TextNode.valueOf(text) : numberOrText(text);
  }

  private static JsonNode numberOrText(String text) {
    if (OCTAL.matcher(text).matches() && text.length() > 1) {
      return whole(text.replaceFirst("0o?", ""), 8);
    }
    if (HEX.matcher(text).matches()) {
      return whole(text.replaceFirst("0x", ""), 16);
    }
    if (WHOLE.matcher(text).matches()) {
      return whole(text, 10);
    }
    if (DECIMAL.matcher(text).matches()) {
      return DecimalNode.valueOf(new BigDecimal(text));
    }
    return TextNode.valueOf(text);
  }

  private static JsonNode whole(String digits, int base) {
    BigInteger value = new BigInteger(digits, base);
    return value.bitLength() < Long.SIZE
        ? JsonNodeFactory.instance.numberNode(value.longValueExact())
        : JsonNodeFactory.instance.numberNode(value);
  }

  /** Whether a text may stand without quotes and is still that text to every reader. */
  static boolean isSafe(String text) {
    return WORD.matcher(text).matches() && meaning(text).isTextual();
  }
}
