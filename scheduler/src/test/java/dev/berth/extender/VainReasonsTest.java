package dev.berth.extender;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class VainReasonsTest {
  private static final Set<String> CPU = Set.of("Insufficient cpu");
  private static final Set<String> CPU_OR_LABEL =
      Set.of("Insufficient cpu", "node(s) didn't have the label a");

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);
  private final VainReasons vain = new VainReasons(nanos::get);

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Test
  void reason_isVainForTwiceAsLong_eachTime_upToFiveMinutes() {
    for (int seconds : new int[] {2, 4, 8, 16, 32, 64, 128, 256, 300, 300}) {
      assertThat(vain.areAll(CPU)).isFalse();
      vain.learn(CPU, true);
      pass(Duration.ofSeconds(seconds).minusMillis(1));
      assertThat(vain.areAll(CPU)).as("after less than %d s", seconds).isTrue();
      pass(Duration.ofMillis(1));
    }
  }

  @Test
  void lookThatHelped_isWorthItAgain() {
    vain.learn(CPU, true);
    vain.learn(CPU, false);
    assertThat(vain.areAll(CPU)).isFalse();

    vain.learn(CPU, true);
    pass(Duration.ofSeconds(2));
    assertThat(vain.areAll(CPU)).as("it starts anew").isFalse();
  }

  @Test
  void oneReasonThatIsNot_isEnough() {
    vain.learn(CPU, true);

    assertThat(vain.areAll(CPU_OR_LABEL)).isFalse();
  }

  @Test
  void namesAndNumbers_makeNoOtherReason() {
    vain.learn(Set.of("persistentvolumeclaim \"a-1\" not found", "3 too many"), true);

    assertThat(vain.areAll(Set.of("persistentvolumeclaim \"b\" not found", "17 too many")))
        .isTrue();
    assertThat(vain.areAll(Set.of("storageclass \"b\" not found"))).isFalse();
  }
}
