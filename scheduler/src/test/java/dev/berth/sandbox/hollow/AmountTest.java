package dev.berth.sandbox.hollow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.berth.model.Quantity;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmountTest {
  private static final List<String> UNITS =
      List.of(
          "", "n", "u", "m", "k", "M", "G", "T", "Ki", "Mi", "Gi", "Ti", "e2", "E-3", "e+6", "E");

  private static BigDecimal counted(String resource, String text) {
    return Amount.counted(resource, Amount.read(TextNode.valueOf(text), "here"));
  }

  @ParameterizedTest
  @CsvSource({
    "cpu,100m,100",
    "cpu,0.1,100",
    "cpu,1u,1",
    "cpu,1.0001,1001",
    "cpu,2,2000",
    "memory,1.5Gi,1610612736",
    "memory,1500m,2",
    "memory,1e3,1000",
    "memory,1E,1000000000000000000",
    "memory,12E5,1200000",
    "memory,.5k,500",
    "memory,5.,5",
    "memory,9Ei,9223372036854775807",
    "memory,1e999,9223372036854775807",
    "memory,0.0000000001,1",
    "memory,+3,3",
    "memory,-3,-3",
  })
  void amount_inAnyForm_isCountedExactlyAndRoundedUp(String resource, String text, String want) {
    assertThat(counted(resource, text)).isEqualByComparingTo(want);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "abc", "1 Gi", "1gi", "--1", "1e", "0x10", "1.2.3", "m", "1KiB", "٣"})
  void text_thatIsNoQuantity_isNamedWithItsPath(String text) {
    assertThatThrownBy(() -> Amount.read(TextNode.valueOf(text), "spec.overhead[cpu]"))
        .hasMessage(
            "spec.overhead[cpu]: \"%s\" is no quantity. Maybe 500m, 2 or 1.5Gi is meant", text);
  }

  @Test
  void number_withoutQuotes_isAnAmount() {
    assertThat(Amount.read(IntNode.valueOf(2), "here")).isEqualByComparingTo("2");
  }

  /** Not beyond 2^63: there kube-scheduler's own arithmetic gives 0, on which nobody relies. */
  @Test
  void amounts_atRandom_areWhatTheSchedulerTakesThemFor() {
    Random random = new Random(7);
    for (int i = 0; i < 5_000; i++) {
      String text = number(random) + UNITS.get(random.nextInt(UNITS.size()));
      BigDecimal whole = counted("memory", text);
      if (whole.compareTo(BigDecimal.valueOf(Long.MAX_VALUE / 1000)) < 0) {
        Quantity quantity = Quantity.parse(text);
        assertThat(whole)
            .as("%s as a whole number", text)
            .isEqualByComparingTo(BigDecimal.valueOf(quantity.value()));
        assertThat(counted("cpu", text))
            .as("%s in thousandths", text)
            .isEqualByComparingTo(BigDecimal.valueOf(quantity.milliValue()));
      }
    }
  }

  private static String number(Random random) {
    String whole = Integer.toString(random.nextInt(5000));
    return random.nextBoolean() ? whole : whole + "." + random.nextInt(100_000);
  }
}
