package dev.berth.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class QuantityTest {
  record Vector(
      String in,
      boolean wantError,
      String wantCanonical,
      long wantValue,
      long wantMilliValue,
      boolean wantZero) {
    static Vector read(String line) {
      try {
        JsonNode json = new ObjectMapper().readTree(line);
        return new Vector(
            json.path("in").asText(),
            json.path("error").asBoolean(),
            json.path("canonical").asText(),
            json.path("value").asLong(),
            json.path("milliValue").asLong(),
            json.path("isZero").asBoolean());
      } catch (IOException e) {
        throw new IllegalStateException(line, e);
      }
    }

    @Override
    public String toString() {
      return in;
    }
  }

  static List<Vector> vectors() throws IOException {
    InputStream file =
        Objects.requireNonNull(
            QuantityTest.class.getResourceAsStream("/golden/quantities.jsonl.gz"));
    try (BufferedReader lines = reader(new GZIPInputStream(file))) {
      return lines.lines().map(Vector::read).toList();
    }
  }

  private static BufferedReader reader(InputStream bytes) {
    return new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8));
  }

  @ParameterizedTest(name = "[{index}] \"{0}\"")
  @MethodSource("vectors")
  void parse_goldenVector_isWhatGoMakesOfIt(Vector vector) {
    if (vector.wantError()) {
      assertThatThrownBy(() -> Quantity.parse(vector.in()))
          .isInstanceOf(QuantityFormatException.class);
      return;
    }

    Quantity quantity = Quantity.parse(vector.in());

    assertThat(quantity.canonical()).as("canonical").isEqualTo(vector.wantCanonical());
    assertThat(quantity.value()).as("value").isEqualTo(vector.wantValue());
    assertThat(quantity.milliValue()).as("milliValue").isEqualTo(vector.wantMilliValue());
    assertThat(quantity.isZero()).as("isZero").isEqualTo(vector.wantZero());
  }

  @Test
  void goldenVectors_areAllThere() throws IOException {
    assertThat(vectors()).hasSizeGreaterThan(70);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", " 1", "1 ", "foo", "1Q", "1mi", "1ki", "1KI", "1e", "1E+", "1e5Ki", "1.2.3", "--1",
        "1-", "٣", "1٣", "1e٣", ".e-10", "e-10", "0x10", "1_000", "NaN", "1e20000",
      })
  void parse_notAQuantity_isRefusedWithTheText(String text) {
    assertThatThrownBy(() -> Quantity.parse(text))
        .isInstanceOf(QuantityFormatException.class)
        .hasMessageContaining("\"" + text + "\"")
        .hasMessageContaining("Maybe");
  }

  /** What Go accepts without having meant to. Columns: text, canonical, value, milli value. */
  @ParameterizedTest
  @CsvSource({
    "+, 0, 0, 0",
    "-, 0, 0, 0",
    "., 0, 0, 0",
    "Ki, 0, 0, 0",
    "e5, 0, 0, 0",
    "1., 1., 1, 1000",
    "-0.0, 0, 0, 0",
    "1000E, 1, 0, 0",
    "1e-400, 1e-9, 1, 1",
    "-1e-400, -1e-9, 1, 1",
    "-1.5e-10, -1e-9, 1, 1",
    "-12345678901234567890m, -12345678901234567890m, 7484280361, 7484280360335",
    "646278609407230953, 646278609407230953, 646278609407230953, 642566827396646440",
    "20728425933671530G, 20728425933671530G, 4085484843944616960, 0",
  })
  void parse_oddities_areKept(
      String text, String wantCanonical, long wantValue, long wantMilliValue) {
    Quantity quantity = Quantity.parse(text);

    assertThat(quantity.canonical()).isEqualTo(wantCanonical);
    assertThat(quantity.value()).isEqualTo(wantValue);
    assertThat(quantity.milliValue()).isEqualTo(wantMilliValue);
  }

  @Test
  void parseCommon_anyText_agreesWithTheExactParserOrPasses() {
    Seed seed = Seed.next();
    RandomGenerator random = seed.generator();
    int fast = 0;
    for (int i = 0; i < 200_000; i++) {
      String text = randomText(random);
      Quantity common = QuantityParser.parseCommon(text);
      if (common != null) {
        fast++;
        assertThat(shape(common))
            .as("\"%s\", %s", text, seed)
            .isEqualTo(shape(QuantityParser.parseAny(text)));
      }
    }
    assertThat(fast).as("texts that took the fast path, %s", seed).isGreaterThan(10_000);
  }

  private static String randomText(RandomGenerator random) {
    String suffixes = "|m|Ki|Mi|Gi|Ti|k|M|e3|n|i|mi|Kim|.5|";
    String[] choices = suffixes.split("\\|", -1);
    StringBuilder text = new StringBuilder();
    if (random.nextInt(10) == 0) {
      text.append(random.nextBoolean() ? '-' : '+');
    }
    int digits = random.nextInt(12);
    for (int i = 0; i < digits; i++) {
      text.append(random.nextInt(4) == 0 ? '0' : (char) ('0' + random.nextInt(10)));
    }
    return text.append(choices[random.nextInt(choices.length)]).toString();
  }

  /** Everything that can be seen of a quantity, the representation included. */
  private static String shape(Quantity quantity) {
    return "%s %s %d %d %s %d %d"
        .formatted(
            quantity.canonical(),
            quantity.format(),
            quantity.value(),
            quantity.milliValue(),
            quantity.isBig(),
            quantity.small(),
            quantity.exponent());
  }

  static List<String> arithmetic() throws IOException {
    try (BufferedReader lines =
        reader(
            Objects.requireNonNull(
                QuantityTest.class.getResourceAsStream("quantity-arithmetic.tsv")))) {
      return lines.lines().filter(line -> !line.startsWith("#")).toList();
    }
  }

  @Test
  void arithmetic_randomPairs_isWhatGoMakesOfThem() throws IOException {
    assertThat(arithmetic()).hasSizeGreaterThan(200);
    for (String row : arithmetic()) {
      List<String> cells = List.of(row.split("\t", -1));
      Quantity first = Quantity.parse(cells.get(0));
      Quantity second = Quantity.parse(cells.get(1));

      assertThat(shown(first)).as(row).isEqualTo(cells.get(2));
      assertThat(shown(first.plus(second))).as("sum, %s", row).isEqualTo(cells.get(3));
      assertThat(shown(first.max(second))).as("max, %s", row).isEqualTo(cells.get(4));
    }
  }

  private static String shown(Quantity quantity) {
    return "%s %d %d %s"
        .formatted(
            quantity.canonical(), quantity.value(), quantity.milliValue(), quantity.isZero());
  }

  @ParameterizedTest
  @CsvSource({
    "100m, 1, 1100m",
    "0.1m, 0.1m, 200u",
    "1Gi, 1G, 2073741824",
    "0Ki, 1k, 1k",
    "0, 1Ki, 1Ki",
    "1Ki, 1k, 2024",
    "9223372036854775807, 1, 9223372036854775808",
    "-1, 1, 0",
    "1e3, 1, 1001",
    "8Ei, 1, 8Ei",
  })
  void plus_twoQuantities_isExact(String a, String b, String wantCanonical) {
    assertThat(Quantity.parse(a).plus(Quantity.parse(b)).canonical()).isEqualTo(wantCanonical);
  }

  @Test
  void plus_manyTenthsOfAMilli_areRoundedOnce() {
    Quantity sum = Quantity.ZERO;
    for (int i = 0; i < 10; i++) {
      sum = sum.plus(Quantity.parse("0.1m"));
    }

    assertThat(sum.milliValue()).isEqualTo(1);
  }

  @Test
  void max_smallCandidateAgainstALongOne_overflowsLikeALongOne() {
    Quantity negative = Quantity.parse("-12345678901234567890");

    assertThat(Quantity.parse("1E").milliValue()).isZero();
    assertThat(negative.max(Quantity.parse("1E")).milliValue()).isEqualTo(Long.MIN_VALUE);
  }

  @Test
  void max_equalCandidate_keepsTheFirst() {
    Quantity first = Quantity.parse("1000m");

    assertThat(first.max(Quantity.parse("1"))).isSameAs(first);
  }

  @Test
  void compareTo_sameNumberInAnyNotation_isEqualWithTheSameHash() {
    List<String> notations = List.of("1024", "1Ki", "1.024k", "1024000m", "1024e0", "+1024");

    assertThat(notations.stream().map(Quantity::parse).collect(Collectors.toSet())).hasSize(1);
  }

  @Test
  void compareTo_farApartExponents_comparesTheNumbers() {
    List<Quantity> wantOrder = new ArrayList<>();
    for (String text : List.of("-1e30", "-1", "0", "1n", "1", "1Ki", "1Ei", "1e30")) {
      wantOrder.add(Quantity.parse(text));
    }

    assertThat(wantOrder.reversed().stream().sorted()).containsExactlyElementsOf(wantOrder);
  }

  @Test
  void equals_otherThings_isFalse() {
    @Nullable Object nothing = null;

    assertThat(Quantity.ZERO.equals(nothing)).isFalse();
    assertThat(Quantity.parse("1")).isNotEqualTo(Quantity.parse("2"));
  }
}
