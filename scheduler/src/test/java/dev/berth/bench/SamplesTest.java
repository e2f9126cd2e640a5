package dev.berth.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class SamplesTest {

  private static Samples of(LongStream values) {
    Samples samples = new Samples(0);
    values.forEach(samples::add);
    return samples;
  }

  @Test
  void percentiles_areNearestRanksWhateverTheOrder() {
    Samples samples = of(LongStream.rangeClosed(1, 200).map(i -> 201 - i));

    assertThat(samples.percentiles()).isEqualTo(new Percentiles(200, 100, 198, 200));
  }

  @Test
  void percentiles_ofOneSample_areThatSample() {
    assertThat(of(LongStream.of(5)).percentiles()).isEqualTo(new Percentiles(1, 5, 5, 5));
  }

  @Test
  void percentiles_ofNothing_areZero() {
    assertThat(of(LongStream.empty()).percentiles()).isEqualTo(Percentiles.NONE);
  }

  @Test
  void firstSamples_areThoseThatCameFirst() {
    Samples samples = of(LongStream.of(9, 7, 8, 1, 1));

    assertThat(samples.first()).isEqualTo(9);
    assertThat(samples.percentilesOfFirst(3)).isEqualTo(new Percentiles(3, 8, 9, 9));
  }

  @Test
  void mediansByTenth_followTheOrderOfTheSamples() {
    assertThat(of(LongStream.range(0, 30)).medianByTenth())
        .containsExactly(1L, 4L, 7L, 10L, 13L, 16L, 19L, 22L, 25L, 28L);
  }

  @Test
  void mediansByTenth_ofFewSamples_areTheSamples() {
    assertThat(of(LongStream.of(4, 2)).medianByTenth()).containsExactly(4L, 2L);
  }

  @Test
  void mean_isCutOff() {
    assertThat(of(LongStream.of(1, 2, 2)).mean()).isEqualTo(1);
  }
}
