package dev.berth.sandbox.table;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AgeTest {

  @ParameterizedTest
  @CsvSource({
    "PT-2S, <invalid>",
    "PT-1.9S, 0s",
    "PT0.9S, 0s",
    "PT1M59S, 119s",
    "PT2M, 2m",
    "PT2M1S, 2m1s",
    "PT9M59S, 9m59s",
    "PT10M59S, 10m",
    "PT2H59M, 179m",
    "PT3H, 3h",
    "PT3H1M, 3h1m",
    "PT7H59M, 7h59m",
    "PT8H59M, 8h",
    "PT47H, 47h",
    "PT48H, 2d",
    "PT49H, 2d1h",
    "P7DT23H, 7d23h",
    "P8DT1H, 8d",
    "P729D, 729d",
    "P730D, 2y",
    "P731D, 2y1d",
    "P2919D, 7y364d",
    "P2921D, 8y"
  })
  void age_hasTwoOrThreeFigures(Duration age, String want) {
    assertThat(Age.text(age)).isEqualTo(want);
  }

  @Test
  void timeThatIsNotThere_isUnknown() {
    Age age = new Age(Instant.parse("2026-01-01T00:01:00Z"));

    assertThat(age.of(MissingNode.getInstance())).isEqualTo("<unknown>");
    assertThat(age.of(NullNode.getInstance())).isEqualTo("<unknown>");
    assertThat(age.of(TextNode.valueOf("2026-01-01T00:00:00.500000Z"))).isEqualTo("59s");
  }
}
