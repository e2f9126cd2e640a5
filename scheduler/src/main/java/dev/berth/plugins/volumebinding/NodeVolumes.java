package dev.berth.plugins.volumebinding;

import dev.berth.framework.Status;
import dev.berth.model.storage.PersistentVolume;
import dev.berth.model.storage.PersistentVolumeClaim;
import java.util.List;

/**
 * What a pod's volumes mean for one node.
 *
 * <p>Threading: immutable.
 */
sealed interface NodeVolumes {

  /** The node is fine, if these claims get these volumes, and those are provisioned. */
  record Fit(List<Match> matches, List<PersistentVolumeClaim> provisions) implements NodeVolumes {
    static final Fit NOTHING_TO_DO = new Fit(List.of(), List.of());

    public Fit {
      matches = List.copyOf(matches);
      provisions = List.copyOf(provisions);
    }
  }

  /** A rejection of the node, or an error. */
  record Unfit(Status status) implements NodeVolumes {}

  /** A claim and the volume that was found for it. */
  record Match(PersistentVolumeClaim claim, PersistentVolume volume) {}
}
