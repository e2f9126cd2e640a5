package dev.berth.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NearestNameTest {
  private static final List<String> KNOWN =
      List.of("LeastAllocated", "MostAllocated", "NodeAffinity", "NodeName", "bind", "filter");

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "leastAllocated, LeastAllocated",
    "LEASTALLOCATED, LeastAllocated",
    "MostAlocated, MostAllocated",
    "NodeAffinityy, NodeAffinity",
    "NoedName, NodeName",
    "FILTER, filter",
    "fitler, filter",
  })
  void nearestName_ofASlip_isWhatWasMeant(String wrong, String want) {
    assertThat(NearestName.of(wrong, KNOWN)).isEqualTo(want);
  }

  @Test
  void nearestName_ofSomethingElse_isNone() {
    assertThat(NearestName.of("VolumeZone", KNOWN)).isNull();
    assertThat(NearestName.of("xy", KNOWN)).isNull();
    assertThat(NearestName.maybe("xy", KNOWN)).isEmpty();
  }

  @Test
  void nearestName_amongEquallyNear_isTheFirstInNaturalOrder() {
    assertThat(NearestName.of("bard", List.of("barn", "bark", "bare"))).isEqualTo("bare");
  }

  @Test
  void maybe_ofASlip_isASentenceWithABlankInFront() {
    assertThat(NearestName.maybe("bnid", KNOWN)).isEqualTo(" Maybe \"bnid\" -> \"bind\"?");
  }
}
