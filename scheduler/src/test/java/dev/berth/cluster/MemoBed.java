package dev.berth.cluster;

import static dev.berth.cluster.Samples.node;
import static dev.berth.cluster.Samples.pod;
import static java.util.Objects.requireNonNull;

import dev.berth.columns.CodeColumn;
import dev.berth.columns.ScoreColumn;
import dev.berth.framework.CycleState;
import dev.berth.model.PodInfo;
import dev.berth.model.Taint;
import java.util.List;

/** A mirror and the memos of its view. */
final class MemoBed {
  static final long PLENTY = 1L << 30;

  final ClusterMirror mirror;

  final CycleState state = CycleState.create();

  MemoBed() {
    this(PLENTY, 1_000);
  }

  MemoBed(long maxMemoBytes, int maxStatuses) {
    mirror = new ClusterMirror(maxMemoBytes, maxStatuses);
  }

  MemoStore memos() {
    return (MemoStore) mirror.view().memos();
  }

  void putNodes(int count) {
    for (int i = 0; i < count; i++) {
      mirror.putNode(node("n" + i));
    }
  }

  void taint(String name) {
    mirror.putNode(
        node(name).toBuilder().taints(List.of(new Taint("k", name, Taint.NO_SCHEDULE))).build());
  }

  CodeColumn filter(ToyFilter plugin, PodInfo pod) {
    return requireNonNull(memos().filter(plugin, state, pod), "remembered codes");
  }

  ScoreColumn score(ToyScore plugin, PodInfo pod) {
    return requireNonNull(memos().score(plugin, state, pod), "remembered scores");
  }
}
