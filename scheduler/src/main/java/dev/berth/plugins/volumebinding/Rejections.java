package dev.berth.plugins.volumebinding;

import dev.berth.framework.Status;
import java.util.ArrayList;
import java.util.List;

/**
 * Why a node cannot take the pod's volumes: several reasons may hold at once, and are given in this
 * order.
 *
 * <p>Mirrors the {@code ErrReason} constants of plugins/volumebinding/binder.go, Kubernetes 1.36.3.
 * Threading: immutable.
 */
record Rejections(
    boolean boundElsewhere, boolean noVolume, boolean noSpace, boolean volumeMissing) {

  boolean any() {
    return boundElsewhere || noVolume || noSpace || volumeMissing;
  }

  Rejections withoutVolume() {
    return new Rejections(boundElsewhere, true, noSpace, volumeMissing);
  }

  Rejections withoutSpace() {
    return new Rejections(boundElsewhere, noVolume, true, volumeMissing);
  }

  Status status() {
    List<String> reasons = new ArrayList<>(2);
    if (boundElsewhere) {
      reasons.add("node(s) didn't match PersistentVolume's node affinity");
    }
    if (noVolume) {
      reasons.add("node(s) didn't find available persistent volumes to bind");
    }
    if (noSpace) {
      reasons.add("node(s) did not have enough free storage");
    }
    if (volumeMissing) {
      reasons.add("node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)");
    }
    return Status.unresolvable(reasons.toArray(String[]::new));
  }
}
