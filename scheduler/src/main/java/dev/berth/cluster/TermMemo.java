package dev.berth.cluster;

import dev.berth.framework.NodeDependence;
import dev.berth.framework.PlacedTerms;
import dev.berth.model.PodInfo;
import java.util.ArrayList;
import java.util.List;

/**
 * The terms that pods on the view's nodes have.
 *
 * <p>Changed by: a node that comes, goes or gets another ordinal while pods with terms are on it; a
 * pod with terms that is placed, assumed, forgotten, moved or removed. Each costs the terms of that
 * node's pods.
 *
 * <p>Threading: the thread that owns the view.
 */
final class TermMemo extends Memo<LiveView> {

  private final TermIndex index = new TermIndex();

  /** By ordinal, the list of pods whose terms are in the index; lists never change. */
  private final List<List<PodInfo>> seen = new ArrayList<>();

  TermMemo(LiveView view) {
    super(view, NodeDependence.NODE_AND_PODS);
  }

  PlacedTerms terms() {
    return index;
  }

  @Override
  void resize(int nodes) {
    while (seen.size() > nodes) {
      replace(seen.size() - 1, List.of());
      seen.removeLast();
    }
    while (seen.size() < nodes) {
      seen.add(List.of());
    }
  }

  @Override
  boolean fill(LiveView of) {
    for (int ordinal = 0; ordinal < of.nodeCount(); ordinal++) {
      ask(ordinal, of);
    }
    return true;
  }

  @Override
  boolean ask(int ordinal, LiveView of) {
    replace(ordinal, of.node(ordinal).podsWithAffinity());
    return true;
  }

  private void replace(int ordinal, List<PodInfo> pods) {
    List<PodInfo> before = seen.get(ordinal);
    if (!before.equals(pods)) {
      // First those that come, so that a term which stays does not leave its places.
      pods.forEach(index::add);
      before.forEach(index::remove);
      seen.set(ordinal, pods);
    }
  }

  @Override
  long columnBytes() {
    return 8L * seen.size() + index.bytes();
  }
}
