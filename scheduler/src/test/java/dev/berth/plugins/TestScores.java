package dev.berth.plugins;

import dev.berth.framework.CycleState;
import dev.berth.framework.FeasibleNodes;
import dev.berth.framework.PreScorePlugin;
import dev.berth.framework.ScoreException;
import dev.berth.framework.ScorePlugin;
import dev.berth.framework.Scores;
import dev.berth.framework.Status;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** One plugin's scores of all nodes of a {@link TestView}. */
public final class TestScores implements Scores {

  private final TestView view;
  private final List<Long> scores = new ArrayList<>();

  private TestScores(TestView view) {
    this.view = view;
  }

  /** Raw scores, after the plugin's PreScore if it has one, which must succeed. */
  public static List<Long> raw(ScorePlugin plugin, PodInfo pod, TestView view)
      throws ScoreException {
    return List.copyOf(run(plugin, CycleState.create(), pod, view).scores);
  }

  /** Normalised scores. */
  public static List<Long> normalised(ScorePlugin plugin, PodInfo pod, TestView view)
      throws ScoreException {
    CycleState state = CycleState.create();
    TestScores scores = run(plugin, state, pod, view);
    plugin.normalize(state, pod, scores);
    return List.copyOf(scores.scores);
  }

  private static TestScores run(ScorePlugin plugin, CycleState state, PodInfo pod, TestView view)
      throws ScoreException {
    if (plugin instanceof PreScorePlugin preScore) {
      Status status = preScore.preScore(state, pod, view, view);
      if (!status.isSuccess()) {
        throw new AssertionError("PreScore answered " + status);
      }
    }
    TestScores scores = new TestScores(view);
    for (NodeInfo node : view.nodes()) {
      scores.scores.add(plugin.score(state, pod, node));
    }
    return scores;
  }

  @Override
  public FeasibleNodes nodes() {
    return view;
  }

  @Override
  public long get(int ordinal) {
    return scores.get(ordinal);
  }

  @Override
  public void set(int ordinal, long score) {
    scores.set(ordinal, score);
  }

  @Override
  public long max() {
    return Math.max(0, Collections.max(scores));
  }

  @Override
  public void normalizeByMax(boolean reverse) {
    long max = max();
    scores.replaceAll(
        score -> {
          long scaled = max == 0 ? 0 : MAX_SCORE * score / max;
          return reverse ? MAX_SCORE - scaled : scaled;
        });
  }
}
