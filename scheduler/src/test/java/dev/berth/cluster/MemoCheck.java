package dev.berth.cluster;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.columns.CodeColumn;
import dev.berth.columns.Ranking;
import dev.berth.columns.ScoreColumn;
import dev.berth.columns.WeightedColumns;
import dev.berth.framework.ClusterView;
import dev.berth.framework.CycleState;
import dev.berth.framework.NodeMemos;
import dev.berth.framework.ScoreException;
import dev.berth.framework.Status;
import dev.berth.model.PodInfo;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The memos of toy plugins in a view, against the scalar forms of those plugins. */
final class MemoCheck {
  private final ClusterView view;
  private final List<ToyFilter> filters =
      List.of(
          new ToyFilter.Taints(),
          new ToyFilter.Ports(),
          new ToyFilter.Room(),
          new ToyFilter.Size());
  private final List<ToyScore> scores =
      List.of(
          new ToyScore.Taints(), new ToyScore.Images(), new ToyScore.Crowd(), new ToyScore.Free());
  private int rankings;

  MemoCheck(ClusterView view) {
    this.view = view;
  }

  /** How many rankings were checked. */
  int rankings() {
    return rankings;
  }

  void check(PodInfo pod) throws ScoreException {
    for (ToyFilter filter : filters) {
      checkFilter(filter, pod);
    }
    for (ToyScore score : scores) {
      checkScore(score, pod);
    }
    checkTogether(pod);
  }

  /** What follows from all that is remembered for the pod, from its second time on. */
  private void checkTogether(PodInfo pod) throws ScoreException {
    NodeMemos memos = view.memos();
    CycleState state = CycleState.create();
    List<CodeColumn> codes = new ArrayList<>();
    for (ToyFilter filter : filters) {
      CodeColumn column = memos.filter(filter, state, pod);
      if (column != null) {
        codes.add(column);
      }
    }
    CodeColumn first = memos.firstOf(codes);
    if (first == null) {
      return;
    }
    WeightedColumns sum = new WeightedColumns();
    sum.begin(first);
    List<ScoreColumn> added = new ArrayList<>();
    for (ToyScore score : scores) {
      ScoreColumn column = memos.score(score, state, pod);
      if (column != null) {
        added.add(column);
        sum.add(column, added.size());
      }
    }
    checkTogether(codes, first, added, memos.ranking(sum));
  }

  private void checkTogether(
      List<CodeColumn> codes,
      CodeColumn first,
      List<ScoreColumn> added,
      @Nullable Ranking ranking) {
    assertThat(first.size()).isEqualTo(view.nodeCount());
    int wantRejected = 0;
    for (int i = 0; i < view.nodeCount(); i++) {
      int ordinal = i;
      int wantCode =
          codes.stream()
              .map(column -> column.get(ordinal))
              .filter(c -> c != 0)
              .findFirst()
              .orElse(0);
      assertThat(first.get(i)).isEqualTo(wantCode);
      wantRejected += wantCode == 0 ? 0 : 1;
      if (ranking != null && wantCode == 0) {
        long wantTotal = 0;
        for (int weight = 1; weight <= added.size(); weight++) {
          wantTotal += weight * added.get(weight - 1).get(i);
        }
        assertThat(ranking.total(i)).isEqualTo(wantTotal);
      }
    }
    assertThat(first.rejected()).isEqualTo(wantRejected);
    if (ranking != null) {
      rankings++;
      assertThat(ranking.top(100)).hasSize(first.size() - wantRejected);
    }
  }

  private void checkFilter(ToyFilter plugin, PodInfo pod) {
    CycleState state = CycleState.create();
    CodeColumn codes = view.memos().filter(plugin, state, pod);
    if (plugin.filterAspect(state, pod) == null) {
      assertThat(codes).isNull();
      return;
    }
    requireNonNull(codes, "remembered codes");
    assertThat(codes.size()).isEqualTo(view.nodeCount());
    int wantRejected = 0;
    for (int ordinal = 0; ordinal < view.nodeCount(); ordinal++) {
      Status want = plugin.filter(state, pod, view.node(ordinal)).by(plugin.name());
      assertThat(view.memos().codes().statusOf(codes.get(ordinal)))
          .as("%s of %s on %s", plugin.name(), pod.uid(), view.node(ordinal))
          .isEqualTo(want);
      wantRejected += want.isSuccess() ? 0 : 1;
    }
    assertThat(codes.rejected()).as(plugin.name()).isEqualTo(wantRejected);
  }

  private void checkScore(ToyScore plugin, PodInfo pod) throws ScoreException {
    CycleState state = CycleState.create();
    ScoreColumn scores = view.memos().score(plugin, state, pod);
    if (plugin.scoreAspect(state, pod, view) == null) {
      assertThat(scores).isNull();
      return;
    }
    requireNonNull(scores, "remembered scores");
    assertThat(scores.size()).isEqualTo(view.nodeCount());
    for (int ordinal = 0; ordinal < view.nodeCount(); ordinal++) {
      long want = plugin.score(state, pod, view.node(ordinal));
      assertThat(scores.get(ordinal))
          .as("%s of %s on %s", plugin.name(), pod.uid(), view.node(ordinal))
          .isEqualTo(want);
      if (scores.isUniform()) {
        assertThat(scores.uniformScore()).isEqualTo(want);
      }
    }
  }
}
