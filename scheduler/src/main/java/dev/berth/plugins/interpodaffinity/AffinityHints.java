package dev.berth.plugins.interpodaffinity;

import dev.berth.framework.QueueingHint;
import dev.berth.model.AffinityTerm;
import dev.berth.model.Node;
import dev.berth.model.PodAffinity;
import dev.berth.model.PodInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which changes may help a pod that affinity or anti-affinity rejected.
 *
 * <p>Selectors of namespaces are asked without labels here, as upstream.
 *
 * <p>Mirrors {@code isSchedulableAfterPodChange} and {@code isSchedulableAfterNodeChange} of
 * plugins/interpodaffinity/plugin.go, Kubernetes 1.36.3. Threading: any thread.
 */
final class AffinityHints {
  private AffinityHints() {}

  /**
   * A pod came that the pod wants to be near, or one went that keeps it away, or a pod changed into
   * the first or out of the second, or the pod itself changed.
   */
  static QueueingHint afterPodChange(
      PodInfo pod, @Nullable PodInfo before, @Nullable PodInfo after) {
    if (before != null && after != null && after.uid().equals(pod.uid())) {
      return QueueingHint.QUEUE;
    }
    if (isNowhere(before) || isNowhere(after)) {
      return QueueingHint.SKIP;
    }
    PodAffinity own = pod.affinity();
    if (!own.requiredParses() || !own.requiredAntiParses()) {
      return QueueingHint.QUEUE;
    }
    return helps(pod, before, after) ? QueueingHint.QUEUE : QueueingHint.SKIP;
  }

  private static boolean isNowhere(@Nullable PodInfo pod) {
    return pod != null && pod.nodeName().isEmpty() && pod.nominatedNodeName().isEmpty();
  }

  private static boolean helps(PodInfo pod, @Nullable PodInfo before, @Nullable PodInfo after) {
    List<AffinityTerm> wanted = pod.affinity().required();
    List<AffinityTerm> avoided = pod.affinity().requiredAnti();
    if (before == null) {
      return after != null && IncomingPod.allMean(wanted, after);
    }
    if (after == null) {
      return IncomingPod.allMean(avoided, before)
          || !before.affinity().requiredAntiParses()
          || IncomingPod.allMean(before.affinity().requiredAnti(), pod);
    }
    return (!IncomingPod.allMean(wanted, before) && IncomingPod.allMean(wanted, after))
        || (IncomingPod.allMean(avoided, before) && !IncomingPod.allMean(avoided, after));
  }

  /** The node came to, or moved to another, place that a term speaks of. */
  static QueueingHint afterNodeChange(PodInfo pod, @Nullable Node before, Node after) {
    PodAffinity own = pod.affinity();
    if (!own.requiredParses() || !own.requiredAntiParses()) {
      return QueueingHint.QUEUE;
    }
    for (AffinityTerm term : own.required()) {
      String now = after.labels().get(term.topologyKey());
      String then = before == null ? null : before.labels().get(term.topologyKey());
      if (now != null && !now.equals(then)) {
        return QueueingHint.QUEUE;
      }
    }
    for (AffinityTerm term : own.requiredAnti()) {
      // A node without the key is never too near, so any new node may do.
      String now = after.labels().get(term.topologyKey());
      String then = before == null ? null : before.labels().get(term.topologyKey());
      if (before == null || (then != null && !then.equals(now))) {
        return QueueingHint.QUEUE;
      }
    }
    return QueueingHint.SKIP;
  }
}
