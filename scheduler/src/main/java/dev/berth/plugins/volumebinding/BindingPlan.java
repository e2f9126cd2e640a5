package dev.berth.plugins.volumebinding;

import dev.berth.framework.Assumptions;
import dev.berth.framework.Status;
import dev.berth.framework.VolumeWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * What has to be written so that a pod's claims are bound on its node, and how far that has come.
 *
 * <pre>
 *   assumed --write--&gt; written --the watch shows it--&gt; as watched
 *      |
 *      +----take back--&gt; as watched
 * </pre>
 *
 * <p>What was written is not taken back, as upstream: the PV controller or the provisioner goes on
 * with it, and the next attempt prefers it.
 *
 * <p>Mirrors {@code AssumePodVolumes}, {@code bindAPIUpdate} and {@code RevertAssumedPodVolumes},
 * plugins/volumebinding/binder.go, Kubernetes 1.36.3. Threading: one per attempt; scheduler thread,
 * then the attempt's binding thread, never both at once.
 */
final class BindingPlan {
  private final List<PlannedWrite.SetAside> volumes;
  private final List<PlannedWrite.NodeSelection> claims;

  BindingPlan(NodeVolumes.Fit fit, String nodeName) {
    volumes =
        fit.matches().stream()
            .map(match -> new PlannedWrite.SetAside(match.volume(), match.claim()))
            .toList();
    claims =
        fit.provisions().stream()
            .map(claim -> new PlannedWrite.NodeSelection(claim, nodeName))
            .toList();
  }

  List<PlannedWrite.SetAside> volumes() {
    return volumes;
  }

  List<PlannedWrite.NodeSelection> claims() {
    return claims;
  }

  /** Volumes first, as upstream. */
  private List<PlannedWrite> writes() {
    List<PlannedWrite> all = new ArrayList<>(volumes);
    all.addAll(claims);
    return all;
  }

  Status assume(Assumptions assumptions) {
    for (PlannedWrite write : writes()) {
      if (!assumptions.assume(write.wanted())) {
        return Status.error("\"" + write.wanted().key() + "\" is out of sync");
      }
    }
    return Status.success();
  }

  void takeBack(Assumptions assumptions) {
    for (PlannedWrite write : writes()) {
      if (!write.isWritten()) {
        assumptions.restore(write.wanted());
      }
    }
  }

  /** Up to the first write that fails. */
  Status write(VolumeWriter writer) throws InterruptedException {
    for (PlannedWrite write : writes()) {
      switch (write.send(writer)) {
        case VolumeWriter.Outcome.Written(String version) -> write.written(version);
        case VolumeWriter.Outcome.Failed(String message) -> {
          return Status.error(message);
        }
      }
    }
    return Status.success();
  }
}
