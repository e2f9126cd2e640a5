package dev.berth.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.cluster.ClusterMirror;
import dev.berth.framework.ClusterView;
import dev.berth.framework.CycleState;
import dev.berth.framework.FilterPlugin;
import dev.berth.framework.PostFilterPlugin;
import dev.berth.framework.PreFilterPlugin;
import dev.berth.framework.PreScorePlugin;
import dev.berth.framework.ProfilePlugins;
import dev.berth.framework.ScorePlugin;
import dev.berth.framework.Status;
import dev.berth.framework.Weighted;
import dev.berth.model.Node;
import dev.berth.model.PodInfo;
import dev.berth.plugins.Make;
import dev.berth.plugins.queuesort.PrioritySort;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A small cluster in the real mirror, a profile of a test's own plugins, and the pipeline over
 * both, which is made by the first attempt.
 */
final class Trial {

  static final PodInfo POD = Make.pod("pod").build();

  final ClusterMirror mirror = new ClusterMirror();
  final Nominees nominees = new Nominees();
  private final EvaluationMode mode;
  private final List<PreFilterPlugin> preFilter = new ArrayList<>();
  private final List<FilterPlugin> filter = new ArrayList<>();
  private final List<PostFilterPlugin> postFilter = new ArrayList<>();
  private final List<PreScorePlugin> preScore = new ArrayList<>();
  private final List<Weighted> score = new ArrayList<>();
  private int percentageOfNodesToScore = 100;
  private TieBreak ties = TieBreak.first();
  private Recording recording = Recording.ON;
  private @Nullable Pipeline pipeline;

  Trial(EvaluationMode mode) {
    this.mode = mode;
  }

  Trial nodes(String... names) {
    for (String name : names) {
      node(Make.node(name));
    }
    return this;
  }

  /** Nodes n0, n1 and so on. */
  Trial manyNodes(int count) {
    for (int i = 0; i < count; i++) {
      nodes("n" + i);
    }
    return this;
  }

  Trial node(Node.Builder node) {
    mirror.putNode(node.build());
    return this;
  }

  Trial preFilter(PreFilterPlugin... plugins) {
    preFilter.addAll(List.of(plugins));
    return this;
  }

  Trial filter(FilterPlugin... plugins) {
    filter.addAll(List.of(plugins));
    return this;
  }

  Trial postFilter(PostFilterPlugin... plugins) {
    postFilter.addAll(List.of(plugins));
    return this;
  }

  Trial preScore(PreScorePlugin... plugins) {
    preScore.addAll(List.of(plugins));
    return this;
  }

  Trial score(ScorePlugin plugin, long weight) {
    score.add(new Weighted(plugin, weight));
    return this;
  }

  Trial score(ScorePlugin plugin) {
    return score(plugin, 1);
  }

  Trial percentageOfNodesToScore(int percentage) {
    percentageOfNodesToScore = percentage;
    return this;
  }

  Trial ties(TieBreak choice) {
    ties = choice;
    return this;
  }

  Trial recording(Recording choice) {
    recording = choice;
    return this;
  }

  Trial nominate(PodInfo pod, String node) {
    nominees.nominate(pod, node);
    return this;
  }

  ClusterView view() {
    return mirror.view();
  }

  Pipeline pipeline() {
    Pipeline made = pipeline;
    if (made == null) {
      made = new Pipeline(profile(), nominees, mode, ties, recording);
      pipeline = made;
    }
    return made;
  }

  private ProfilePlugins profile() {
    return new ProfilePlugins(
        "berth",
        percentageOfNodesToScore,
        List.of(),
        new PrioritySort(),
        new ProfilePlugins.Placement(preFilter, filter, postFilter, preScore, score),
        new ProfilePlugins.Commitment(List.of(), List.of(), List.of(), List.of(), List.of()),
        Map.of());
  }

  ScheduleResult schedule(PodInfo pod) {
    return pipeline().schedule(CycleState.create(), pod, view());
  }

  Judgement judge(PodInfo pod) {
    return pipeline().judge(CycleState.create(), pod, view());
  }

  ScheduleResult.Selected selected(PodInfo pod) {
    return as(ScheduleResult.Selected.class, schedule(pod));
  }

  Diagnosis unfit(PodInfo pod) {
    return as(ScheduleResult.Unfit.class, schedule(pod)).diagnosis();
  }

  Status.Error aborted(PodInfo pod) {
    return as(ScheduleResult.Aborted.class, schedule(pod)).error();
  }

  private static <T extends ScheduleResult> T as(Class<T> type, ScheduleResult result) {
    assertThat(result).isInstanceOf(type);
    return type.cast(result);
  }
}
