package dev.berth.sandbox.census;

import dev.berth.sandbox.census.PodState.Standing;
import dev.berth.sandbox.demo.Expectation;
import dev.berth.sandbox.hollow.Oracle;
import dev.berth.sandbox.objects.Kinds;
import dev.berth.sandbox.objects.KubeObject;
import dev.berth.sandbox.objects.ObjectKey;
import dev.berth.sandbox.store.ObjectStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a sandbox that has come to rest is as it should be: pods that must be bound are, nobody
 * was refused by a node, no node has more than it can hold.
 *
 * <p>Pods that are gone were deleted by somebody who may do so. Threading: immutable.
 */
public final class Judgement {
  private Judgement() {}

  /**
   * What is wrong, a sentence each; nothing when all is well.
   *
   * @param schedulers the names of those that are here
   * @param expected what must have become of which pod; of others only that somebody has dealt with
   *     them
   */
  public static List<String> of(
      ObjectStore store, Set<String> schedulers, Map<ObjectKey, Expectation> expected) {
    List<KubeObject> pods = store.list(Kinds.POD).objects();
    Oracle.Verdict verdict = Oracle.judge(store.list(Kinds.NODE).objects(), pods);
    List<String> complaints = new ArrayList<>();
    verdict.overCommits().forEach(found -> complaints.add(found.toString()));
    complaints.addAll(verdict.unreadable());
    for (KubeObject pod : pods) {
      PodState state = PodState.of(pod, schedulers);
      if (state.standing() == Standing.FAILED) {
        complaints.add("pod " + pod.key() + " " + state.why());
      } else if (isLeftBehind(state, expected.get(pod.key()))) {
        complaints.add("pod " + pod.key() + " should be bound and is not: " + state.why());
      }
    }
    return complaints;
  }

  private static boolean isLeftBehind(PodState pod, @Nullable Expectation expected) {
    return switch (pod.standing()) {
      case PENDING, UNSERVED -> true;
      case UNSCHEDULABLE, GATED -> expected == Expectation.BOUND;
      case BOUND, RUNNING, FAILED, ENDED -> false;
    };
  }
}
