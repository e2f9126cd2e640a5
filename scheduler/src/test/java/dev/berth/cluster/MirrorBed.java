package dev.berth.cluster;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;

/** A mirror, and what its view has on a node. */
final class MirrorBed {
  final ClusterMirror mirror = new ClusterMirror();

  NodeInfo on(String name) {
    return requireNonNull(mirror.view().find(name), "node of the view");
  }

  void assertPods(String nodeName, PodInfo... wantPods) {
    assertThat(on(nodeName).pods()).containsExactlyInAnyOrder(wantPods);
  }
}
