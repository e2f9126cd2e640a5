package dev.berth.model.devices;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DeviceTolerationTest {
  @ParameterizedTest
  @CsvSource({
    "k, Equal, v, NoSchedule, true",
    "k, '', v, '', true",
    "k, Equal, w, '', false",
    "k, Exists, w, '', true",
    "'', Exists, '', '', true",
    "'', Equal, v, '', true",
    "j, Exists, '', '', false",
    "k, Exists, '', NoExecute, false",
    "k, Gt, v, '', false",
  })
  void aToleration_tolerates(
      String key, String operator, String value, String effect, boolean want) {
    DeviceToleration toleration = new DeviceToleration(key, operator, value, effect, null);
    assertThat(toleration.tolerates(new DeviceTaint("k", "v", "NoSchedule"))).isEqualTo(want);
  }
}
