package dev.berth.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.cluster.ClusterMirror;
import dev.berth.columns.ScoreColumn;
import dev.berth.framework.ClusterView;
import dev.berth.framework.CountedFilter;
import dev.berth.framework.CountedScore;
import dev.berth.framework.CycleState;
import dev.berth.framework.DomainRule;
import dev.berth.framework.FeasibleNodes;
import dev.berth.framework.PointTimes;
import dev.berth.framework.PreFilterResult;
import dev.berth.framework.ProfilePlugins;
import dev.berth.framework.StateKey;
import dev.berth.framework.Status;
import dev.berth.framework.TimedPoint;
import dev.berth.framework.Weighted;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;
import dev.berth.plugins.Make;
import dev.berth.plugins.queuesort.PrioritySort;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Plugins whose kept counts are wrong, beside the check that is to find out. */
final class CountCheckTest {

  private static final StateKey<Boolean> BY_COUNTS = StateKey.of("byCounts");

  /** Wants n0; by kept counts, it wants n1. */
  private static final class WrongFilter implements CountedFilter {
    int askedByCounts;

    @Override
    public String name() {
      return "WrongFilter";
    }

    @Override
    public PreFilterResult preFilter(CycleState state, PodInfo pod, ClusterView view) {
      state.put(BY_COUNTS, false);
      return PreFilterResult.allNodes();
    }

    @Override
    public PreFilterResult preFilterByCounts(CycleState state, PodInfo pod, ClusterView view) {
      askedByCounts++;
      state.put(BY_COUNTS, true);
      return PreFilterResult.allNodes();
    }

    @Override
    public @Nullable List<DomainRule> rules(CycleState state, PodInfo pod) {
      return null;
    }

    @Override
    public Status filter(CycleState state, PodInfo pod, NodeInfo node) {
      String wanted = state.get(BY_COUNTS) ? "n1" : "n0";
      return node.name().equals(wanted) ? Status.success() : Status.unschedulable("elsewhere");
    }
  }

  /** Prefers n0; by kept counts, it prefers n1. */
  private static final class WrongScore implements CountedScore {
    @Override
    public String name() {
      return "WrongScore";
    }

    @Override
    public Status preScore(CycleState state, PodInfo pod, ClusterView view, FeasibleNodes nodes) {
      state.put(BY_COUNTS, false);
      return Status.success();
    }

    @Override
    public Status preScoreByCounts(
        CycleState state, PodInfo pod, ClusterView view, FeasibleNodes nodes) {
      state.put(BY_COUNTS, true);
      return Status.success();
    }

    @Override
    public boolean scoreByCounts(CycleState state, PodInfo pod, ScoreColumn into) {
      if (state.get(BY_COUNTS)) {
        into.set(1, 100);
        return true;
      }
      return false;
    }

    @Override
    public long score(CycleState state, PodInfo pod, NodeInfo node) {
      return node.name().equals("n0") ? 100 : 0;
    }
  }

  private final ClusterMirror mirror = new ClusterMirror();
  private final List<String> differences = new ArrayList<>();
  private final WrongFilter filter = new WrongFilter();

  private Pipeline pipeline(int interval, ProfilePlugins.Placement placement) {
    mirror.putNode(Make.node("n0").build());
    mirror.putNode(Make.node("n1").build());
    ProfilePlugins plugins =
        new ProfilePlugins(
            "berth",
            100,
            List.of(),
            new PrioritySort(),
            placement,
            new ProfilePlugins.Commitment(List.of(), List.of(), List.of(), List.of(), List.of()),
            Map.of());
    PointTimes listener =
        new PointTimes() {
          @Override
          public void took(String profile, TimedPoint point, Status status, long nanos) {}

          @Override
          public void countsDiffered(String profile, String plugin) {
            differences.add(profile + "/" + plugin);
          }
        };
    return new Pipeline(
        plugins,
        new Nominees(),
        EvaluationMode.FAST,
        TieBreak.first(),
        Recording.OFF,
        interval,
        listener,
        Extenders.NONE);
  }

  private Pipeline filtering(int interval) {
    return pipeline(
        interval,
        new ProfilePlugins.Placement(
            List.of(filter), List.of(filter), List.of(), List.of(), List.of()));
  }

  private Pipeline scoring(int interval) {
    WrongScore score = new WrongScore();
    return pipeline(
        interval,
        new ProfilePlugins.Placement(
            List.of(), List.of(), List.of(), List.of(score), List.of(new Weighted(score, 1))));
  }

  private String node(Pipeline pipeline, String app) {
    PodInfo pod = Make.pod("pod").labels(Make.labels("app=" + app)).build();
    return pipeline.schedule(CycleState.create(), pod, mirror.view())
            instanceof ScheduleResult.Selected selected
        ? selected.nodeName()
        : "";
  }

  @Test
  void wrongFilter_isFoundInTheDecisionThatIsChecked_andNotTrustedAgain() {
    Pipeline pipeline = filtering(3);
    assertThat(node(pipeline, "x")).isEqualTo("n1");
    assertThat(node(pipeline, "x")).isEqualTo("n1");
    assertThat(node(pipeline, "x")).as("checked").isEqualTo("n0");
    for (int i = 0; i < 7; i++) {
      assertThat(node(pipeline, "x")).as("not trusted").isEqualTo("n0");
    }
    assertThat(filter.askedByCounts).isEqualTo(3);
    assertThat(differences).containsExactly("berth/WrongFilter");
    assertThat(node(pipeline, "y")).as("other pods are").isEqualTo("n1");
  }

  @Test
  void wrongScore_isFoundInTheDecisionThatIsChecked_andNotTrustedAgain() {
    Pipeline pipeline = scoring(2);
    assertThat(node(pipeline, "x")).isEqualTo("n1");
    for (int i = 0; i < 5; i++) {
      assertThat(node(pipeline, "x")).isEqualTo("n0");
    }
    assertThat(differences).containsExactly("berth/WrongScore");
  }

  @Test
  void withoutAnInterval_nothingIsChecked() {
    Pipeline pipeline = filtering(0);
    for (int i = 0; i < 5; i++) {
      assertThat(node(pipeline, "x")).isEqualTo("n1");
    }
    assertThat(differences).isEmpty();
  }
}
