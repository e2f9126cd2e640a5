package dev.berth.cluster;

import dev.berth.columns.DomainTally;
import dev.berth.framework.NodeDependence;
import dev.berth.framework.NodeTally;
import dev.berth.model.NodeInfo;

/**
 * What one key counts on every node, and the sums by domain. Its {@link DomainMemo} is brought up
 * to date before it.
 *
 * <p>Changed by: whatever changes a node or the pods on it, which is to say a node that comes,
 * goes, gets another ordinal, or whose labels or taints change; a pod that is placed, assumed,
 * forgotten, moved or removed, begins to terminate, or whose labels change. Each costs a count of
 * the pods of that node. Everything else is in the key.
 *
 * <p>Threading: the thread that owns the view.
 */
final class TallyMemo extends Memo<NodeTally> {

  private final DomainMemo domains;
  private final DomainTally tally;

  TallyMemo(LiveView view, DomainMemo domains) {
    super(view, NodeDependence.NODE_AND_PODS);
    this.domains = domains;
    this.tally = new DomainTally(domains.column());
  }

  boolean isOver(DomainMemo others) {
    return domains == others;
  }

  DomainTally tally() {
    return tally;
  }

  @Override
  void resize(int nodes) {
    tally.resize(nodes);
  }

  @Override
  boolean fill(NodeTally key) {
    tally.clear();
    for (int ordinal = 0; ordinal < view.nodeCount(); ordinal++) {
      ask(ordinal, key);
    }
    assert tally.holds() : "SUMS broken for " + key;
    return true;
  }

  @Override
  boolean ask(int ordinal, NodeTally key) {
    NodeInfo node = view.node(ordinal);
    if (node.node().labels().has(key.topologyKey()) && key.includes(node.node())) {
      tally.put(ordinal, key.count(node));
    } else {
      tally.leaveOut(ordinal);
    }
    return true;
  }

  @Override
  long columnBytes() {
    return tally.bytes();
  }
}
