package dev.berth.pipeline;

import dev.berth.framework.ClusterView;
import dev.berth.framework.ExternalExtender;
import dev.berth.framework.Status;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The {@link Diagnosis} of a pod that no node is left for, before PostFilter adds to it.
 *
 * <p>Threading: one per diagnosis.
 */
final class Diagnostics {
  private final Set<String> blamed;
  private final Set<String> pending = new HashSet<>();

  private Diagnostics(Set<String> narrowedBy) {
    this.blamed = new HashSet<>(narrowedBy);
  }

  /** Of a pod that was rejected before any node was looked at. */
  static Diagnosis ofPod(ClusterView view, Status status, Set<String> narrowedBy) {
    Diagnostics diagnostics = new Diagnostics(narrowedBy);
    diagnostics.blame(status);
    return diagnostics.diagnosis(view, status, Map.of());
  }

  /** Of nodes that were rejected one by one. */
  static Diagnosis ofNodes(
      ClusterView view,
      RejectionCounts counts,
      PreFilterOutcome.Candidates candidates,
      ExtenderPhase extenders) {
    Diagnostics diagnostics = new Diagnostics(candidates.narrowedBy());
    Map<Status, Integer> rejections = counts.byStatus(view.memos().codes());
    rejections.remove(FilterPhase.NOT_VISITED);
    extenders.addUnknown(rejections);
    for (Status status : rejections.keySet()) {
      if (extenders.isFromExtender(status)) {
        diagnostics.blamed.add(ExternalExtender.PLUGIN);
      } else {
        diagnostics.blame(status);
      }
    }
    extenders.blame(diagnostics.blamed);
    return diagnostics.diagnosis(view, null, rejections);
  }

  private Diagnosis diagnosis(
      ClusterView view, @Nullable Status ofPod, Map<Status, Integer> rejections) {
    return Diagnosis.beforePostFilter(view.nodeCount(), ofPod, rejections, blamed, pending);
  }

  private void blame(Status status) {
    if (!status.plugin().isEmpty()) {
      blamed.add(status.plugin());
      if (status instanceof Status.Pending) {
        pending.add(status.plugin());
      }
    }
  }
}
