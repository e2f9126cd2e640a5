package dev.berth.explain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AmountsTest {

  @ParameterizedTest(name = "{0} {1} is {2}")
  @CsvSource({
    "cpu, 0, 0",
    "cpu, 700, 700m",
    "cpu, -300, -300m",
    "cpu, 1000, 1",
    "cpu, 1300, 1.3",
    "cpu, 20000, 20",
    "cpu, 2505, 2.505",
    "memory, 0, 0",
    "memory, 512, 512",
    "memory, 1024, 1Ki",
    "memory, 1610612736, 1.5Gi",
    "memory, 8589934592, 8Gi",
    "memory, -1073741824, -1Gi",
    "memory, 1000000000, 953.67Mi",
    "memory, 9223372036854775807, 8Ei",
    "ephemeral-storage, 2048, 2Ki",
    "hugepages-2Mi, 4194304, 4Mi",
    "pods, 1, 1",
    "example.com/gpu, 4096, 4096"
  })
  void amount_isWrittenForPeople(String resource, long amount, String want) {
    assertThat(Amounts.text(resource, amount)).isEqualTo(want);
  }
}
