package dev.berth.cluster;

import dev.berth.columns.CodeColumn;
import dev.berth.framework.MemoizedFilter;
import dev.berth.framework.Status;
import dev.berth.framework.StatusCodes;

/**
 * A filter's verdicts for one aspect, as codes.
 *
 * <p>Only success and rejections are remembered. Threading: the thread that owns the view.
 */
final class FilterMemo extends Memo<PodAttempt> {

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
  boolean fill(PodAttempt asker) {
    int nodes = view.nodeCount();
    if (!plugin.filterColumns(asker.pod(), view.columns(), codes, column.array(), 0, nodes)) {
      for (int ordinal = 0; ordinal < nodes; ordinal++) {
        if (!judge(ordinal, asker)) {
          return false;
        }
      }
    }
    column.recount();
    return true;
  }

  @Override
  boolean ask(int ordinal, PodAttempt asker) {
    int before = column.get(ordinal);
    if (plugin.filterColumns(
        asker.pod(), view.columns(), codes, column.array(), ordinal, ordinal + 1)) {
      column.rewritten(ordinal, before);
      return true;
    }
    return judge(ordinal, asker);
  }

  private boolean judge(int ordinal, PodAttempt asker) {
    Status verdict = plugin.filter(asker.state(), asker.pod(), view.node(ordinal));
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
