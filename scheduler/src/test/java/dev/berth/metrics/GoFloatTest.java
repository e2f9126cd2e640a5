package dev.berth.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GoFloatTest {

  /** Printed by Go 1.26. */
  @ParameterizedTest
  @CsvSource({
    "0000000000000000, 0",
    "8000000000000000, -0",
    "3ff0000000000000, 1",
    "bff0000000000000, -1",
    "3fb999999999999a, 0.1",
    "3f1a36e2eb1c432d, 0.0001",
    "3ee4f8b588e368f1, 1e-05",
    "bee4f8b588e368f1, -1e-05",
    "3eef75104d551d69, 1.5e-05",
    "3eff75104d551d6a, 3.0000000000000004e-05",
    "3f36a55df2fa5e00, 0.00034555",
    "3ff8000000000000, 1.5",
    "4030624dd2f1a9fc, 16.384",
    "40b47ae147ae147b, 5242.88",
    "40c81cd6c8b43958, 12345.678",
    "40f86a0000000000, 100000",
    "412e847e00000000, 999999",
    "412e848000000000, 1e+06",
    "4130000000000000, 1.048576e+06",
    "4132d68780000000, 1.2345675e+06",
    "444b1ae4d6e2ef50, 1e+21",
    "3e7ad7f29abcaf48, 1e-07",
    "54b249ad2594c37d, 1e+100",
    "7fefffffffffffff, 1.7976931348623157e+308",
    "7ff0000000000000, +Inf",
    "fff0000000000000, -Inf",
    "7ff8000000000001, NaN",
  })
  void number_isPrintedAsGoDoes(String bits, String want) {
    assertThat(GoFloat.text(Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16))))
        .isEqualTo(want);
  }

  @Test
  void bounds_areMultipliedAsGoDoes() {
    assertThat(DoubleStream.of(Buckets.exponential(0.00001, 1.5, 4)).mapToObj(GoFloat::text))
        .containsExactly(
            "1e-05", "1.5000000000000002e-05", "2.2500000000000005e-05", "3.375000000000001e-05");
  }
}
