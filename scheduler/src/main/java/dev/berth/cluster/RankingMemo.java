package dev.berth.cluster;

import dev.berth.columns.Ranking;
import dev.berth.columns.WeightedColumns;
import dev.berth.framework.NodeDependence;
import dev.berth.framework.Scores;

/** Weighted sums of several plugins' scores. Threading: the thread that owns the view. */
final class RankingMemo extends Memo<WeightedColumns> {

  private final Ranking ranking = new Ranking(Scores.MIN_SCORE, Scores.MAX_SCORE);

  RankingMemo(LiveView view) {
    super(view, NodeDependence.NODE_AND_PODS);
  }

  Ranking ranking() {
    return ranking;
  }

  @Override
  void resize(int nodes) {
    ranking.resize(nodes);
  }

  @Override
  boolean fill(WeightedColumns sum) {
    ranking.compute(sum);
    return true;
  }

  @Override
  boolean ask(int ordinal, WeightedColumns sum) {
    ranking.compute(sum, ordinal);
    return true;
  }

  @Override
  long columnBytes() {
    return ranking.bytes();
  }
}
