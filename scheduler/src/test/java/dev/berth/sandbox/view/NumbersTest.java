package dev.berth.sandbox.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class NumbersTest {
  @Test
  void durations_haveThreeDigitsThatMatter() {
    assertThat(Numbers.millis(4_211)).isEqualTo("0.00 ms");
    assertThat(Numbers.millis(421_100)).isEqualTo("0.42 ms");
    assertThat(Numbers.millis(42_110_000)).isEqualTo("42.1 ms");
    assertThat(Numbers.millis(4_211_000_000L)).isEqualTo("4211 ms");
  }

  @Test
  void clock_hasHoursWhenThereAreSome() {
    assertThat(Numbers.clock(Duration.ofSeconds(67))).isEqualTo("01:07");
    assertThat(Numbers.clock(Duration.ofSeconds(3667))).isEqualTo("1:01:07");
  }

  @Test
  void percent_isNothingOnlyForNothing_andAllOnlyForAll() {
    assertThat(Numbers.percent(0)).isEqualTo("0%");
    assertThat(Numbers.percent(0.0001)).isEqualTo("1%");
    assertThat(Numbers.percent(0.9999)).isEqualTo("99%");
    assertThat(Numbers.percent(1)).isEqualTo("100%");
    assertThat(Numbers.percent(1.5)).isEqualTo("150%");
  }

  @Test
  void widths_areThoseOfATerminal() {
    assertThat(TextWidth.of("a→█")).isEqualTo(3);
    assertThat(TextWidth.of("節点")).isEqualTo(4);
    assertThat(TextWidth.of("e\u0301")).isEqualTo(1);
    assertThat(TextWidth.of("🚢")).isEqualTo(2);
    assertThat(TextWidth.prefix("節点", 3)).isEqualTo("節");
  }
}
