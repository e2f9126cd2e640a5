package dev.berth.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.framework.BindPlugin;
import dev.berth.framework.EnqueueExtensions;
import dev.berth.framework.EventRegistration;
import dev.berth.framework.ExternalExtender;
import dev.berth.framework.FilterPlugin;
import dev.berth.framework.PermitPlugin;
import dev.berth.framework.Plugin;
import dev.berth.framework.PluginContext;
import dev.berth.framework.PluginNews;
import dev.berth.framework.PointTimes;
import dev.berth.framework.PostBindPlugin;
import dev.berth.framework.PostFilterPlugin;
import dev.berth.framework.PreBindPlugin;
import dev.berth.framework.PreEnqueuePlugin;
import dev.berth.framework.PreFilterPlugin;
import dev.berth.framework.PreScorePlugin;
import dev.berth.framework.Preemption;
import dev.berth.framework.ProfilePlugins;
import dev.berth.framework.QueueSortPlugin;
import dev.berth.framework.ReservePlugin;
import dev.berth.framework.ScorePlugin;
import dev.berth.framework.Status;
import dev.berth.framework.StatusWriter;
import dev.berth.framework.VolumeWriter;
import dev.berth.framework.WaitingPods;
import dev.berth.framework.Weighted;
import dev.berth.model.Node;
import dev.berth.model.PodInfo;
import dev.berth.model.PodKey;
import dev.berth.pipeline.EvaluationMode;
import dev.berth.pipeline.Extenders;
import dev.berth.pipeline.Recording;
import dev.berth.pipeline.ScheduleResult;
import dev.berth.pipeline.TieBreak;
import dev.berth.plugins.Make;
import dev.berth.plugins.defaultbinder.DefaultBinder;
import dev.berth.plugins.queuesort.PrioritySort;
import dev.berth.queue.QueueListener;
import dev.berth.queue.QueueSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The real loop with everything around it, turned by hand: a stepped clock, a seeded generator, a
 * binder with arranged replies behind the real {@link BindingPool} and {@link Inbox}, and one trace
 * of what plugins, status writer and listener are called with.
 */
final class TestLoop implements AutoCloseable {

  /** The profile that pods belong to unless they say otherwise. */
  static final String PROFILE = "berth";

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  final SteppedClock clock = new SteppedClock();
  final Trace trace = new Trace();

  /** How attempts ended, as listeners are told; apart from the trace. */
  final List<String> ends = new ArrayList<>();

  /** Who is to be evicted where for whom. */
  final List<String> plans = new ArrayList<>();

  final TestBinder binder = new TestBinder();
  final Inbox inbox = new Inbox();
  private final BindingPool bindings = new BindingPool(8, inbox);
  private final ExtenderCalls calls = new ExtenderCalls(inbox);
  private final SchedulerAssembly assembly =
      new SchedulerAssembly(clock, new SplittableRandom(1), binder);
  private CycleListener onlooker = new CycleListener() {};
  private PointTimes times = PointTimes.NONE;
  private EvaluationMode mode = EvaluationMode.FAST;
  private TieBreak ties = TieBreak.first();
  private Set<ObjectKind> waitFor = EnumSet.noneOf(ObjectKind.class);
  private @Nullable Scheduler scheduler;
  private long versions;

  // ---- put together -----------------------------------------------------------------------------

  TestLoop inMode(EvaluationMode wanted) {
    mode = wanted;
    return this;
  }

  TestLoop timing(PointTimes listener) {
    times = listener;
    return this;
  }

  TestLoop listening(CycleListener listener) {
    onlooker = listener;
    return this;
  }

  TestLoop breakingTiesBy(TieBreak wanted) {
    ties = wanted;
    return this;
  }

  TestLoop decidingWhile(BooleanSupplier allowed) {
    assembly.decidingWhile(allowed);
    return this;
  }

  TestLoop asking(ExternalExtender... extenders) {
    assembly.askingExtenders(Extenders.of(List.of(extenders)), calls);
    return this;
  }

  TestLoop writingVolumesBy(VolumeWriter writer) {
    assembly.writingVolumesBy(writer);
    return this;
  }

  TestLoop waitingFor(Set<ObjectKind> kinds) {
    waitFor = kinds;
    return this;
  }

  /** The ports that plugins of that profile are given. */
  PluginContext context(String profile) {
    return assembly.context(profile);
  }

  WaitingPods waitingPods() {
    return context(PROFILE).waitingPods();
  }

  TracePlugin plugin(String name) {
    return new TracePlugin(name, trace);
  }

  /** A loop with one profile of these plugins, in this order at each of their points. */
  TestLoop start(Plugin... plugins) {
    return startProfiles(profile(PROFILE, plugins));
  }

  TestLoop startProfiles(ProfilePlugins... profiles) {
    scheduler =
        assembly.assemble(
            List.of(profiles),
            QueueSettings.DEFAULTS,
            new SchedulerAssembly.Decisions(mode, ties, Recording.ON),
            waitFor,
            bindings,
            inbox,
            new TracedWrites(),
            new Listeners(
                new CycleListeners(List.of(new TracedListener(), onlooker)),
                QueueListener.NONE,
                times,
                PluginNews.NONE));
    return this;
  }

  /** A profile of these plugins; DefaultBinder comes last, PrioritySort when nobody else sorts. */
  ProfilePlugins profile(String name, Plugin... plugins) {
    PluginContext context = context(name);
    List<Plugin> all = new ArrayList<>(List.of(plugins));
    all.add(new DefaultBinder(context.binder()));
    all.add(new PrioritySort());
    List<Weighted> score = new ArrayList<>();
    at(ScorePlugin.class, Point.SCORE, all).forEach(plugin -> score.add(new Weighted(plugin, 1)));
    return new ProfilePlugins(
        name,
        0,
        at(PreEnqueuePlugin.class, Point.PRE_ENQUEUE, all),
        at(QueueSortPlugin.class, Point.PRE_ENQUEUE, all).getFirst(),
        new ProfilePlugins.Placement(
            at(PreFilterPlugin.class, Point.PRE_FILTER, all),
            at(FilterPlugin.class, Point.FILTER, all),
            at(PostFilterPlugin.class, Point.POST_FILTER, all),
            at(PreScorePlugin.class, Point.PRE_SCORE, all),
            score),
        new ProfilePlugins.Commitment(
            at(ReservePlugin.class, Point.RESERVE, all),
            at(PermitPlugin.class, Point.PERMIT, all),
            at(PreBindPlugin.class, Point.PRE_BIND, all),
            at(BindPlugin.class, Point.BIND, all),
            at(PostBindPlugin.class, Point.POST_BIND, all)),
        registrations(all));
  }

  private static <T extends Plugin> List<T> at(Class<T> type, Point point, List<Plugin> all) {
    return all.stream()
        .filter(plugin -> !(plugin instanceof TracePlugin traced) || traced.isAt(point))
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  private static Map<String, List<EventRegistration>> registrations(List<Plugin> all) {
    Map<String, List<EventRegistration>> byPlugin = new HashMap<>();
    for (Plugin plugin : all) {
      EnqueueExtensions extensions =
          plugin instanceof TracePlugin traced
              ? traced.extensions()
              : plugin instanceof EnqueueExtensions own ? own : null;
      if (extensions != null) {
        byPlugin.put(plugin.name(), extensions.eventsToRegister());
      }
    }
    return byPlugin;
  }

  private final class TracedWrites implements StatusWriter {
    @Override
    public void notScheduled(
        PodInfo pod, Reason reason, String message, @Nullable String nominatedNode) {
      String nomination = nominatedNode == null ? "kept" : "'" + nominatedNode + "'";
      trace.add(
          "condition "
              + pod.key().name()
              + " "
              + reason.text()
              + ", nomination "
              + nomination
              + ": "
              + message);
    }

    @Override
    public void expectedNode(PodInfo pod, String nodeName) {
      trace.add("expected " + pod.key().name() + " " + nodeName);
    }
  }

  private final class TracedListener implements CycleListener {
    @Override
    public void decided(Attempt attempt) {
      if (attempt.result() instanceof ScheduleResult.Unfit unfit
          && unfit.diagnosis().preemption() instanceof Preemption.Planned plan) {
        List<String> victims = plan.victims().stream().map(victim -> victim.key().name()).toList();
        long violations = plan.budgetViolations();
        plans.add(
            "%s: %s %s%s"
                .formatted(
                    attempt.pod().key().name(),
                    plan.node(),
                    victims,
                    violations == 0 ? "" : ", " + violations + " against budgets"));
      }
    }

    @Override
    public void bound(PodInfo pod, String nodeName) {
      trace.add("bound " + pod.key().name() + " " + nodeName);
    }

    @Override
    public void undone(PodInfo pod, String nodeName, Status status) {
      trace.add("undone " + pod.key().name() + " " + nodeName + ", " + whereabouts(pod.uid()));
    }

    @Override
    public void ended(AttemptEnd end) {
      String version = end.pod().key().name() + "@" + end.pod().resourceVersion();
      ends.add(end.outcome() + " " + version + ": " + end.message());
    }

    @Override
    public void skipped(PodInfo pod) {
      ends.add("skipped " + pod.key().name());
    }

    @Override
    public void placedElsewhere(PodInfo pod, String assumedNode) {
      trace.add("elsewhere " + pod.key().name() + " " + pod.nodeName() + " not " + assumedNode);
    }
  }

  // ---- turn
  // ---------------------------------------------------------------------------------------

  Scheduler scheduler() {
    if (scheduler == null) {
      throw new IllegalStateException("the loop was not started");
    }
    return scheduler;
  }

  /** Turns until there is nothing to do; outcomes of binding threads may still be missing. */
  TestLoop run() {
    int turns = 0;
    while (scheduler().step()) {
      assertThat(++turns).as("turns without coming to rest").isLessThan(10_000);
    }
    return this;
  }

  /** Turns until every binding and question has had its outcome and there is nothing to do. */
  TestLoop settle() throws InterruptedException {
    run();
    int outcomes = 0;
    while (scheduler().bindingsInFlight() > 0 || scheduler().isAsking()) {
      assertThat(++outcomes).as("bindings without coming to rest").isLessThan(1_000);
      awaitMessage();
      run();
    }
    return this;
  }

  /** Waits until the Inbox has something: an outcome, when the test has posted nothing. */
  void awaitMessage() throws InterruptedException {
    inbox.await(PATIENCE);
    assertThat(inbox.depth()).as("messages after " + PATIENCE).isPositive();
  }

  TestLoop pass(Duration time) {
    clock.advance(time);
    return run();
  }

  // ---- what the watch shows
  // ------------------------------------------------------------------------

  /** A node that every pod of these tests fits. */
  TestLoop node(String name) {
    return node(Make.node(name).allocatable(Make.resources("cpu=4", "memory=8Gi", "pods=10")));
  }

  TestLoop node(Node.Builder node) {
    Node built = node.build();
    return post(
        new Message.NodeSeen(
            built.uid().isEmpty() ? built.toBuilder().uid("uid-" + built.name()).build() : built));
  }

  /** A pending pod whose uid is its name. */
  TestLoop pod(String name) {
    return pod(pending(name));
  }

  /** The pod as it is now, in a version of its own. */
  TestLoop pod(PodInfo.Builder pod) {
    return post(new Message.PodSeen(pod.resourceVersion("" + ++versions).build()));
  }

  static PodInfo.Builder pending(String name) {
    return PodInfo.builder(new PodKey("default", name)).uid(name).schedulerName(PROFILE);
  }

  TestLoop gone(String name) {
    return goneUid(name, name);
  }

  TestLoop goneUid(String name, String uid) {
    return post(new Message.PodGone(new PodKey("default", name), uid));
  }

  TestLoop post(Message message) {
    inbox.post(message);
    return this;
  }

  // ---- what is so now
  // ------------------------------------------------------------------------------

  /** Where the pod is: on a node, assumed there, waiting in Permit. */
  String whereabouts(String uid) {
    PodInfo placed = scheduler().mirror().find(uid);
    String mirror =
        placed == null
            ? "nowhere"
            : (scheduler().mirror().isAssumed(uid) ? "assumed on " : "on ") + placed.nodeName();
    return scheduler().waitingPods().waitingFor(uid).isEmpty() ? mirror : mirror + " waiting";
  }

  /** Sizes of the queue: active, backoff, unschedulable, gated, in flight. */
  String queue() {
    var sizes = scheduler().queue().sizes();
    return "active %d, backoff %d, unschedulable %d, gated %d, in flight %d"
        .formatted(
            sizes.active(),
            sizes.backoff(),
            sizes.unschedulable(),
            sizes.gated(),
            sizes.inFlight());
  }

  @Override
  public void close() {
    bindings.close();
    calls.close();
  }
}
