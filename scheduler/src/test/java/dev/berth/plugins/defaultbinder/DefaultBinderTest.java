package dev.berth.plugins.defaultbinder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.framework.CycleState;
import dev.berth.framework.Status;
import dev.berth.plugins.Make;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DefaultBinderTest {

  @Test
  void pod_isBoundOnce_andTheServersAnswerIsPassedOn() throws InterruptedException {
    List<String> bound = new ArrayList<>();
    Status wantAnswer = Status.error("pods \"p\" is forbidden");
    DefaultBinder plugin =
        new DefaultBinder(
            (pod, node) -> {
              bound.add(pod.uid() + " -> " + node);
              return wantAnswer;
            });

    assertThat(plugin.bind(CycleState.create(), Make.pod("p").build(), "n1")).isSameAs(wantAnswer);
    assertThat(bound).containsExactly("p -> n1");
  }
}
