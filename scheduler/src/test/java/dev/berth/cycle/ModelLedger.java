package dev.berth.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.framework.CycleState;
import dev.berth.framework.PermitPlugin;
import dev.berth.framework.PostBindPlugin;
import dev.berth.framework.ReservePlugin;
import dev.berth.framework.Status;
import dev.berth.model.PodInfo;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The plugin of a model history: keeps books on its reservations, refuses some, and holds the pods
 * labelled so.
 */
final class ModelLedger implements ReservePlugin, PermitPlugin, PostBindPlugin {

  static final String NAME = "Ledger";
  static final String HOLD = "hold";

  private final RandomGenerator random;

  /** Off when a history goes quiet. */
  boolean moody = true;

  final Map<String, String> reserved = new HashMap<>();
  final Set<String> bound = new HashSet<>();

  ModelLedger(RandomGenerator random) {
    this.random = random;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Status reserve(CycleState state, PodInfo pod, String nodeName) {
    assertThat(reserved.put(pod.uid(), nodeName)).as("earlier reservation of " + pod).isNull();
    return moody && random.nextInt(15) == 0
        ? Status.unschedulable("not in the mood")
        : Status.success();
  }

  @Override
  public void unreserve(CycleState state, PodInfo pod, String nodeName) {
    assertThat(reserved.remove(pod.uid())).as("reservation of " + pod).isEqualTo(nodeName);
    assertThat(bound).as("bound pods").doesNotContain(pod.uid());
  }

  @Override
  public Status permit(CycleState state, PodInfo pod, String nodeName) {
    assertThat(reserved.get(pod.uid())).as("reservation of " + pod).isEqualTo(nodeName);
    return isHeld(pod) ? Status.waiting(Duration.ofSeconds(30)) : Status.success();
  }

  boolean isHeld(PodInfo pod) {
    return moody && pod.labels().has(HOLD);
  }

  @Override
  public void postBind(CycleState state, PodInfo pod, String nodeName) {
    assertThat(reserved.get(pod.uid())).as("reservation of " + pod).isEqualTo(nodeName);
    assertThat(bound.add(pod.uid())).as("first binding of " + pod).isTrue();
  }
}
