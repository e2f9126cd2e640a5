package dev.berth.plugins.podtopologyspread;

import dev.berth.framework.QueueingHint;
import dev.berth.model.Node;
import dev.berth.model.PodInfo;
import dev.berth.model.SpreadConstraint;
import dev.berth.model.SpreadConstraint.NodePolicy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which changes may help a pod that its required constraints rejected.
 *
 * <p>Mirrors {@code isSchedulableAfterPodChange} and {@code isSchedulableAfterNodeChange} of
 * plugins/podtopologyspread/plugin.go, Kubernetes 1.36.3. Threading: scheduler thread only.
 */
final class SpreadHints {
  private final Constraints constraints;

  SpreadHints(Constraints constraints) {
    this.constraints = constraints;
  }

  /** A pod that counts came or went, began or ceased to count, or the pod itself changed. */
  QueueingHint afterPodChange(PodInfo pod, @Nullable PodInfo before, @Nullable PodInfo after) {
    if (!isInvolved(before, pod) || !isInvolved(after, pod)) {
      return QueueingHint.SKIP;
    }
    Constraints.Applying applying = constraints.hard(pod);
    if (applying.failure() != null) {
      return QueueingHint.QUEUE;
    }
    List<SpreadConstraint> hard = applying.list();
    if (before != null && after != null) {
      return afterUpdate(pod, before, after, hard);
    }
    PodInfo one = after == null ? before : after;
    return one != null && MatchingPods.countsAny(hard, one)
        ? QueueingHint.QUEUE
        : QueueingHint.SKIP;
  }

  private static boolean isInvolved(@Nullable PodInfo changed, PodInfo pod) {
    if (changed == null || changed.uid().equals(pod.uid())) {
      return true;
    }
    boolean hasPlace = !changed.nodeName().isEmpty() || !changed.nominatedNodeName().isEmpty();
    return hasPlace && changed.key().namespace().equals(pod.key().namespace());
  }

  private static QueueingHint afterUpdate(
      PodInfo pod, PodInfo before, PodInfo after, List<SpreadConstraint> hard) {
    if (after.uid().equals(pod.uid())
        && !after.tolerations().equals(before.tolerations())
        && hard.stream().anyMatch(c -> c.nodeTaintsPolicy() == NodePolicy.HONOR)) {
      return QueueingHint.QUEUE;
    }
    for (SpreadConstraint constraint : hard) {
      boolean counted = constraint.selector().matches(before.labels());
      if (counted != constraint.selector().matches(after.labels())) {
        return QueueingHint.QUEUE;
      }
    }
    return QueueingHint.SKIP;
  }

  /**
   * A node with all the labels came or went, or it got or lost them, or they or its taints changed.
   */
  QueueingHint afterNodeChange(PodInfo pod, @Nullable Node before, @Nullable Node after) {
    Constraints.Applying applying = constraints.hard(pod);
    if (applying.failure() != null) {
      return QueueingHint.QUEUE;
    }
    List<SpreadConstraint> hard = applying.list();
    boolean mattered = before != null && MatchingPods.hasAllLabels(before, hard);
    boolean matters = after != null && MatchingPods.hasAllLabels(after, hard);
    if (before == null || after == null) {
      return mattered || matters ? QueueingHint.QUEUE : QueueingHint.SKIP;
    }
    boolean helps =
        mattered != matters
            || (matters && (moved(before, after, hard) || !before.taints().equals(after.taints())));
    return helps ? QueueingHint.QUEUE : QueueingHint.SKIP;
  }

  private static boolean moved(Node before, Node after, List<SpreadConstraint> hard) {
    for (SpreadConstraint constraint : hard) {
      String value = before.labels().get(constraint.topologyKey());
      if (value != null && !value.equals(after.labels().get(constraint.topologyKey()))) {
        return true;
      }
    }
    return false;
  }
}
