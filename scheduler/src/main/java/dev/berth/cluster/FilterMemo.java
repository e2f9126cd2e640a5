package dev.berth.cluster;

import dev.berth.columns.CodeColumn;
import dev.berth.framework.CycleState;
import dev.berth.framework.MemoizedFilter;
import dev.berth.framework.Status;
import dev.berth.framework.StatusCodes;
import dev.berth.model.PodInfo;

/**
 * A filter's verdicts for one aspect, as codes.
 *
 * <p>Only success and rejections are remembered. Threading: the thread that owns the view.
 */
final class FilterMemo extends Memo {

  private final MemoizedFilter plugin;
  private final StatusCodes codes;
  private final CodeColumn column = new CodeColumn();

  FilterMemo(LiveView view, MemoizedFilter plugin, StatusCodes codes) {
    super(view, plugin.filterDependence());
    this.plugin = plugin;
    this.codes = codes;
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
  boolean fill(CycleState state, PodInfo pod) {
    int nodes = view.nodeCount();
    if (!plugin.filterColumns(pod, view.columns(), codes, column.array(), 0, nodes)) {
      for (int ordinal = 0; ordinal < nodes; ordinal++) {
        if (!judge(ordinal, state, pod)) {
          return false;
        }
      }
    }
    column.recount();
    return true;
  }

  @Override
  boolean ask(int ordinal, CycleState state, PodInfo pod) {
    int before = column.get(ordinal);
    if (plugin.filterColumns(pod, view.columns(), codes, column.array(), ordinal, ordinal + 1)) {
      column.rewritten(ordinal, before);
      return true;
    }
    return judge(ordinal, state, pod);
  }

  private boolean judge(int ordinal, CycleState state, PodInfo pod) {
    Status verdict = plugin.filter(state, pod, view.node(ordinal));
    if (!verdict.isSuccess() && !verdict.isRejection()) {
      return false;
    }
    column.set(ordinal, codes.codeOf(verdict));
    return true;
  }

  @Override
  long columnBytes() {
    return column.bytes();
  }
}
