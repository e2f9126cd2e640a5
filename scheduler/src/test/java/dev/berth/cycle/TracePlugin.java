package dev.berth.cycle;

import dev.berth.framework.BindPlugin;
import dev.berth.framework.ClusterView;
import dev.berth.framework.CycleState;
import dev.berth.framework.EnqueueExtensions;
import dev.berth.framework.EventRegistration;
import dev.berth.framework.FeasibleNodes;
import dev.berth.framework.FilterPlugin;
import dev.berth.framework.NodeStatuses;
import dev.berth.framework.PermitPlugin;
import dev.berth.framework.PostBindPlugin;
import dev.berth.framework.PostFilterPlugin;
import dev.berth.framework.PostFilterResult;
import dev.berth.framework.PreBindPlugin;
import dev.berth.framework.PreEnqueuePlugin;
import dev.berth.framework.PreFilterPlugin;
import dev.berth.framework.PreFilterResult;
import dev.berth.framework.PreScorePlugin;
import dev.berth.framework.ReservePlugin;
import dev.berth.framework.ScoreException;
import dev.berth.framework.ScorePlugin;
import dev.berth.framework.Scores;
import dev.berth.framework.Status;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A plugin for every extension point: writes each call into the trace and answers what the test
 * arranged, Success when nothing was.
 *
 * <p>Threading: arranged before the loop turns, or on the thread that turns it.
 */
final class TracePlugin
    implements PreEnqueuePlugin,
        PreFilterPlugin,
        FilterPlugin,
        PostFilterPlugin,
        PreScorePlugin,
        ScorePlugin,
        ReservePlugin,
        PermitPlugin,
        PreBindPlugin,
        BindPlugin,
        PostBindPlugin {

  /** One call of a plugin: whatever of it the extension point has. */
  record Call(CycleState state, PodInfo pod, String node) {}

  /** What a test has a plugin answer. */
  @FunctionalInterface
  interface Answer {
    Status to(Call call);
  }

  /** A score for a node. */
  @FunctionalInterface
  interface NodeScore {
    long of(String node) throws ScoreException;
  }

  /** What a test has PostFilter do. */
  @FunctionalInterface
  interface Rescue {
    PostFilterResult attempt(
        CycleState state, PodInfo pod, ClusterView view, NodeStatuses statuses);
  }

  private static final CycleState NO_STATE = CycleState.create();

  private final String name;
  private final Trace trace;
  private final Set<Point> points = EnumSet.noneOf(Point.class);
  private final Map<Point, Answer> answers = new EnumMap<>(Point.class);
  private final List<EventRegistration> wakers = new ArrayList<>();
  private boolean listens;
  private @Nullable Set<String> onlyNodes;
  private @Nullable Rescue rescue;
  private NodeScore score = node -> 0;
  private LongUnaryOperator normaliser = raw -> raw;

  TracePlugin(String name, Trace trace) {
    this.name = name;
    this.trace = trace;
  }

  /** Enables the plugin at these points. */
  TracePlugin at(Point... enabled) {
    points.addAll(List.of(enabled));
    return this;
  }

  boolean isAt(Point point) {
    return points.contains(point);
  }

  TracePlugin answers(Point point, Status status) {
    return answers(point, call -> status);
  }

  TracePlugin answers(Point point, Answer answer) {
    points.add(point);
    answers.put(point, answer);
    return this;
  }

  /** The answer is given for the pod of that name only. */
  TracePlugin answersFor(String pod, Point point, Status status) {
    return answers(point, call -> call.pod().key().name().equals(pod) ? status : Status.success());
  }

  TracePlugin throwsAt(Point point) {
    return answers(
        point,
        call -> {
          throw new IllegalStateException(name + " broke at " + point);
        });
  }

  TracePlugin narrowsTo(String... nodes) {
    points.add(Point.PRE_FILTER);
    onlyNodes = Set.of(nodes);
    return this;
  }

  TracePlugin rescues(Rescue how) {
    points.add(Point.POST_FILTER);
    rescue = how;
    return this;
  }

  TracePlugin scores(NodeScore how) {
    points.add(Point.SCORE);
    score = how;
    return this;
  }

  /** Traces the normalising, too, and makes this of each raw score. */
  TracePlugin normalises(LongUnaryOperator how) {
    points.add(Point.NORMALIZE);
    normaliser = how;
    return this;
  }

  /** Says what wakes the pods that this plugin rejects; without a call, everything does. */
  TracePlugin wokenBy(EventRegistration... registrations) {
    listens = true;
    wakers.addAll(List.of(registrations));
    return this;
  }

  /** The plugin as one that says what wakes its pods; null when it does not say. */
  @Nullable EnqueueExtensions extensions() {
    return listens ? new Extensions(name, wakers) : null;
  }

  private record Extensions(String name, List<EventRegistration> eventsToRegister)
      implements EnqueueExtensions {}

  @Override
  public String name() {
    return name;
  }

  private Status call(Point point, CycleState state, PodInfo pod, String node) {
    trace.add(name + "." + point + " " + pod.key().name() + (node.isEmpty() ? "" : " " + node));
    Answer answer = answers.get(point);
    return answer == null ? Status.success() : answer.to(new Call(state, pod, node));
  }

  @Override
  public Status preEnqueue(PodInfo pod) {
    return call(Point.PRE_ENQUEUE, NO_STATE, pod, "");
  }

  @Override
  public PreFilterResult preFilter(CycleState state, PodInfo pod, ClusterView view) {
    Status status = call(Point.PRE_FILTER, state, pod, "");
    return new PreFilterResult(status, status.isSuccess() ? onlyNodes : null);
  }

  @Override
  public Status addPod(CycleState state, PodInfo pod, PodInfo added, NodeInfo node) {
    return call(Point.ADD_POD, state, added, node.name());
  }

  @Override
  public Status removePod(CycleState state, PodInfo pod, PodInfo removed, NodeInfo node) {
    return call(Point.REMOVE_POD, state, removed, node.name());
  }

  @Override
  public Status filter(CycleState state, PodInfo pod, NodeInfo node) {
    return call(Point.FILTER, state, pod, node.name());
  }

  @Override
  public PostFilterResult postFilter(
      CycleState state, PodInfo pod, ClusterView view, NodeStatuses statuses) {
    Status status = call(Point.POST_FILTER, state, pod, "");
    return rescue == null
        ? PostFilterResult.of(status)
        : rescue.attempt(state, pod, view, statuses);
  }

  @Override
  public Status preScore(CycleState state, PodInfo pod, ClusterView view, FeasibleNodes nodes) {
    return call(Point.PRE_SCORE, state, pod, "");
  }

  @Override
  public long score(CycleState state, PodInfo pod, NodeInfo node) throws ScoreException {
    call(Point.SCORE, state, pod, node.name());
    return score.of(node.name());
  }

  @Override
  public void normalize(CycleState state, PodInfo pod, Scores scores) {
    if (!isAt(Point.NORMALIZE)) {
      return;
    }
    call(Point.NORMALIZE, state, pod, "");
    FeasibleNodes nodes = scores.nodes();
    for (int i = nodes.next(0); i >= 0; i = nodes.next(i + 1)) {
      scores.set(i, normaliser.applyAsLong(scores.get(i)));
    }
  }

  @Override
  public Status reserve(CycleState state, PodInfo pod, String nodeName) {
    return call(Point.RESERVE, state, pod, nodeName);
  }

  @Override
  public void unreserve(CycleState state, PodInfo pod, String nodeName) {
    call(Point.UNRESERVE, state, pod, nodeName);
  }

  @Override
  public Status permit(CycleState state, PodInfo pod, String nodeName) {
    return call(Point.PERMIT, state, pod, nodeName);
  }

  @Override
  public Status preBindPreFlight(CycleState state, PodInfo pod, String nodeName) {
    return isAt(Point.PRE_FLIGHT) ? call(Point.PRE_FLIGHT, state, pod, nodeName) : Status.success();
  }

  @Override
  public Status preBind(CycleState state, PodInfo pod, String nodeName) {
    return call(Point.PRE_BIND, state, pod, nodeName);
  }

  @Override
  public Status bind(CycleState state, PodInfo pod, String nodeName) {
    return call(Point.BIND, state, pod, nodeName);
  }

  @Override
  public void postBind(CycleState state, PodInfo pod, String nodeName) {
    call(Point.POST_BIND, state, pod, nodeName);
  }
}
