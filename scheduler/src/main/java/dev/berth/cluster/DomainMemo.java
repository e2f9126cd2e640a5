package dev.berth.cluster;

import dev.berth.columns.DomainColumn;
import dev.berth.framework.NodeDependence;

/**
 * The value of one label of every node. Changed by: a node that comes, goes, gets another ordinal,
 * or whose labels change.
 *
 * <p>Threading: the thread that owns the view.
 */
final class DomainMemo extends Memo<String> {

  private final DomainColumn column = new DomainColumn();

  DomainMemo(LiveView view) {
    super(view, NodeDependence.NODE_OBJECT);
  }

  DomainColumn column() {
    return column;
  }

  @Override
  void resize(int nodes) {
    if (column.size() != nodes) {
      column.resize(nodes);
    }
  }

  @Override
  boolean fill(String topologyKey) {
    for (int ordinal = 0; ordinal < view.nodeCount(); ordinal++) {
      ask(ordinal, topologyKey);
    }
    return true;
  }

  @Override
  boolean ask(int ordinal, String topologyKey) {
    column.set(ordinal, view.node(ordinal).node().labels().get(topologyKey));
    return true;
  }

  @Override
  long columnBytes() {
    return column.bytes();
  }
}
