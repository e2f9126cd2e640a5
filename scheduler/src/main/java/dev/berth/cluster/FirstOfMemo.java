package dev.berth.cluster;

import dev.berth.columns.CodeColumn;
import dev.berth.framework.NodeDependence;
import java.util.List;

/**
 * Several filters' verdicts laid over each other: of each node, the first that is not success.
 *
 * <p>Threading: the thread that owns the view.
 */
final class FirstOfMemo extends Memo<List<CodeColumn>> {

  private final CodeColumn column = new CodeColumn();

  FirstOfMemo(LiveView view) {
    super(view, NodeDependence.NODE_AND_PODS);
  }

  CodeColumn column() {
    return column;
  }

  @Override
  void resize(int nodes) {
    if (column.size() != nodes) {
      column.resize(nodes);
    }
  }

  @Override
  boolean fill(List<CodeColumn> columns) {
    column.fill(0);
    for (int i = 0; i < columns.size(); i++) {
      column.keepFirst(columns.get(i));
    }
    return true;
  }

  @Override
  boolean ask(int ordinal, List<CodeColumn> columns) {
    int code = 0;
    for (int i = 0; i < columns.size() && code == 0; i++) {
      code = columns.get(i).get(ordinal);
    }
    column.set(ordinal, code);
    return true;
  }

  @Override
  long columnBytes() {
    return column.bytes();
  }
}
