package dev.berth.pipeline;

import dev.berth.framework.ClusterView;
import dev.berth.framework.CycleState;
import dev.berth.framework.FeasibleNodes;
import dev.berth.framework.FilterPlugin;
import dev.berth.framework.NodeStatuses;
import dev.berth.framework.PostFilterPlugin;
import dev.berth.framework.PostFilterResult;
import dev.berth.framework.PreFilterPlugin;
import dev.berth.framework.PreFilterResult;
import dev.berth.framework.PreScorePlugin;
import dev.berth.framework.ScoreException;
import dev.berth.framework.ScorePlugin;
import dev.berth.framework.Scores;
import dev.berth.framework.Shortfall;
import dev.berth.framework.Status;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A plugin whose answers a test writes down, and that remembers what it was asked. It answers
 * success, or 0, wherever nothing was written down.
 */
final class Scripted
    implements PreFilterPlugin, FilterPlugin, PostFilterPlugin, PreScorePlugin, ScorePlugin {

  interface PreFilter {
    PreFilterResult run(CycleState state, PodInfo pod, ClusterView view);
  }

  interface Filter {
    Status run(CycleState state, PodInfo pod, NodeInfo node);
  }

  /** Answers to addPod and removePod. */
  interface Moved {
    Status run(CycleState state, PodInfo moved, NodeInfo node);
  }

  interface PostFilter {
    PostFilterResult run(ClusterView view, NodeStatuses statuses);
  }

  interface Score {
    long of(NodeInfo node) throws ScoreException;
  }

  private final String name;

  /** Points that were run, as {@code point} or {@code point node}, in order. */
  final List<String> asked = new ArrayList<>();

  private PreFilter preFilter = (state, pod, view) -> PreFilterResult.allNodes();
  private Filter filter = (state, pod, node) -> Status.success();
  private Moved addPod = (state, added, node) -> Status.success();
  private Moved removePod = (state, removed, node) -> Status.success();
  private Function<NodeInfo, List<Shortfall>> shortfalls = node -> List.of();
  private PostFilter postFilter =
      (view, statuses) -> PostFilterResult.of(Status.unschedulable("no room was made"));
  private Supplier<Status> preScore = Status::success;
  private Score score = node -> 0;
  private Consumer<Scores> normalize = scores -> {};

  private Scripted(String name) {
    this.name = name;
  }

  static Scripted plugin(String name) {
    return new Scripted(name);
  }

  Scripted onPreFilter(PreFilter answer) {
    preFilter = answer;
    return this;
  }

  Scripted onPreFilter(PreFilterResult answer) {
    return onPreFilter((state, pod, view) -> answer);
  }

  Scripted onFilter(Filter answer) {
    filter = answer;
    return this;
  }

  Scripted onFilter(Function<String, Status> answerByNode) {
    return onFilter((state, pod, node) -> answerByNode.apply(node.name()));
  }

  Scripted onAddPod(Moved answer) {
    addPod = answer;
    return this;
  }

  Scripted onRemovePod(Moved answer) {
    removePod = answer;
    return this;
  }

  Scripted onShortfalls(Function<NodeInfo, List<Shortfall>> answer) {
    shortfalls = answer;
    return this;
  }

  Scripted onPostFilter(PostFilter answer) {
    postFilter = answer;
    return this;
  }

  Scripted onPostFilter(PostFilterResult answer) {
    return onPostFilter((view, statuses) -> answer);
  }

  Scripted onPreScore(Supplier<Status> answer) {
    preScore = answer;
    return this;
  }

  Scripted onScore(Score answer) {
    score = answer;
    return this;
  }

  Scripted onNormalize(Consumer<Scores> answer) {
    normalize = answer;
    return this;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public PreFilterResult preFilter(CycleState state, PodInfo pod, ClusterView view) {
    asked.add("preFilter");
    return preFilter.run(state, pod, view);
  }

  @Override
  public Status addPod(CycleState state, PodInfo pod, PodInfo added, NodeInfo node) {
    asked.add("addPod " + added.uid() + " to " + node.name());
    return addPod.run(state, added, node);
  }

  @Override
  public Status removePod(CycleState state, PodInfo pod, PodInfo removed, NodeInfo node) {
    asked.add("removePod " + removed.uid() + " from " + node.name());
    return removePod.run(state, removed, node);
  }

  @Override
  public Status filter(CycleState state, PodInfo pod, NodeInfo node) {
    asked.add("filter " + node.name());
    return filter.run(state, pod, node);
  }

  @Override
  public List<Shortfall> shortfalls(CycleState state, PodInfo pod, NodeInfo node) {
    return shortfalls.apply(node);
  }

  @Override
  public PostFilterResult postFilter(
      CycleState state, PodInfo pod, ClusterView view, NodeStatuses statuses) {
    asked.add("postFilter");
    return postFilter.run(view, statuses);
  }

  @Override
  public Status preScore(CycleState state, PodInfo pod, ClusterView view, FeasibleNodes nodes) {
    asked.add("preScore");
    return preScore.get();
  }

  @Override
  public long score(CycleState state, PodInfo pod, NodeInfo node) throws ScoreException {
    asked.add("score " + node.name());
    return score.of(node);
  }

  @Override
  public void normalize(CycleState state, PodInfo pod, Scores scores) {
    normalize.accept(scores);
  }
}
