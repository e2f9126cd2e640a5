package dev.berth.plugins.queuesort;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.framework.QueuedPodInfo;
import dev.berth.model.PodInfo;
import dev.berth.plugins.Make;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class PrioritySortTest {

  private record Queued(PodInfo pod, long queuedAtMicros, int attempts) implements QueuedPodInfo {}

  private static Queued queued(String name, int priority, long queuedAtMicros) {
    return new Queued(Make.pod(name).priority(priority).build(), queuedAtMicros, 0);
  }

  @Test
  void higherPriority_comesFirst_howeverLate() {
    assertThat(order(queued("early", 1, 10), queued("late", 2, 20)))
        .containsExactly("late", "early");
  }

  @Test
  void equalPriorities_comeInTheOrderOfTheQueue() {
    assertThat(order(queued("second", 5, 11), queued("first", 5, 10)))
        .containsExactly("first", "second");
  }

  @Test
  void prioritiesOfOppositeExtremes_areComparedWithoutOverflow() {
    assertThat(order(queued("low", Integer.MIN_VALUE, 10), queued("high", Integer.MAX_VALUE, 20)))
        .containsExactly("high", "low");
  }

  private static List<String> order(Queued... pods) {
    return Stream.of(pods)
        .sorted(new PrioritySort())
        .map(queued -> queued.pod().key().name())
        .toList();
  }
}
