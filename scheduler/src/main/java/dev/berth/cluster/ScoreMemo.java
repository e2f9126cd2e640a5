package dev.berth.cluster;

import dev.berth.columns.ScoreColumn;
import dev.berth.framework.MemoizedScore;
import dev.berth.framework.ScoreException;

/** A score plugin's raw scores for one aspect. Threading: the thread that owns the view. */
final class ScoreMemo extends Memo<PodAttempt> {

  private final MemoizedScore plugin;
  private final ScoreColumn column = new ScoreColumn();

  ScoreMemo(LiveView view, MemoizedScore plugin) {
    super(view, plugin.scoreDependence());
    this.plugin = plugin;
  }

  ScoreColumn column() {
    return column;
  }

  @Override
  void resize(int nodes) {
    if (column.size() != nodes) {
      column.resize(nodes);
    }
  }

  @Override
  boolean fill(PodAttempt asker) throws ScoreException {
    int nodes = view.nodeCount();
    if (!plugin.scoreColumns(asker.pod(), view.columns(), column.array(), 0, nodes)) {
      for (int ordinal = 0; ordinal < nodes; ordinal++) {
        column.set(ordinal, plugin.score(asker.state(), asker.pod(), view.node(ordinal)));
      }
    }
    column.recount();
    return true;
  }

  @Override
  boolean ask(int ordinal, PodAttempt asker) throws ScoreException {
    long before = column.get(ordinal);
    if (plugin.scoreColumns(asker.pod(), view.columns(), column.array(), ordinal, ordinal + 1)) {
      column.rewritten(ordinal, before);
    } else {
      column.set(ordinal, plugin.score(asker.state(), asker.pod(), view.node(ordinal)));
    }
    return true;
  }

  @Override
  long columnBytes() {
    return column.bytes();
  }
}
