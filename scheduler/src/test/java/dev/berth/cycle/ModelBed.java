package dev.berth.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.config.ConfigLoader;
import dev.berth.config.Profile;
import dev.berth.cycle.ModelReference.Place;
import dev.berth.framework.ClusterView;
import dev.berth.framework.ProfilePlugins;
import dev.berth.framework.Status;
import dev.berth.framework.StatusWriter;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;
import dev.berth.pipeline.EvaluationMode;
import dev.berth.pipeline.Recording;
import dev.berth.pipeline.ScheduleResult;
import dev.berth.pipeline.TieBreak;
import dev.berth.plugins.InTreeRegistry;
import dev.berth.plugins.PluginAssembly;
import dev.berth.plugins.PluginRegistry;
import dev.berth.queue.QueueSettings;
import dev.berth.queue.QueueSizes;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The real loop beside its reference: both are told the same, every decision is checked when it is
 * made, and everything else after every turn.
 */
final class ModelBed implements AutoCloseable {

  static final List<String> PROFILES = List.of("berth", "second");

  private static final long PATIENCE_NANOS = Duration.ofSeconds(30).toNanos();
  private static final String CONFIG =
      """
      apiVersion: kubescheduler.config.k8s.io/v1
      kind: KubeSchedulerConfiguration
      profiles:
      - schedulerName: berth
        plugins: {multiPoint: {enabled: [{name: Ledger}]}}
      - schedulerName: second
        plugins: {multiPoint: {enabled: [{name: Ledger}]}}
      """;

  final SteppedClock clock = new SteppedClock();
  final ModelReference reference = new ModelReference();
  final ModelLedger ledger;

  /** Nodes by the uid of the pod whose binding has had no outcome yet. */
  final Map<String, String> inFlight = new LinkedHashMap<>();

  /** The last condition written, by uid. */
  final Map<String, String> conditions = new HashMap<>();

  /** Pods that the ledger rejected in their last attempt: anything that happens wakes them. */
  final Set<String> rejectedByLedger = new HashSet<>();

  /** How often what happened, for the test that a history is worth its time. */
  final Map<String, Integer> happened = new TreeMap<>();

  private final Inbox inbox = new Inbox();
  private final ModelBinder binder = new ModelBinder();
  private final BindingPool bindings = new BindingPool(1_000, inbox);
  private final Scheduler scheduler;
  private final Map<String, String> wantConditions = new HashMap<>();

  /** May be written: the pod's end or binding is in the same turn, but after the failure. */
  private final Map<String, String> lateConditions = new HashMap<>();

  private final Map<String, Integer> errors = new HashMap<>();
  private final Map<String, Instant> notBefore = new HashMap<>();
  private final Set<String> answered = new HashSet<>();
  private final Set<String> tried = new HashSet<>();

  ModelBed(RandomGenerator random, EvaluationMode mode) {
    ledger = new ModelLedger(random);
    SchedulerAssembly assembly = new SchedulerAssembly(clock, random, binder);
    PluginRegistry registry =
        InTreeRegistry.get().with(ModelLedger.NAME, (context, args) -> ledger);
    List<ProfilePlugins> profiles =
        ConfigLoader.parse(CONFIG, "model").profiles().stream()
            .map(profile -> assemble(profile, registry, assembly))
            .toList();
    scheduler =
        assembly.assemble(
            profiles,
            QueueSettings.DEFAULTS,
            new SchedulerAssembly.Decisions(mode, TieBreak.random(random), Recording.ON),
            EnumSet.noneOf(ObjectKind.class),
            bindings,
            inbox,
            new Writer(),
            new Listener());
  }

  private static ProfilePlugins assemble(
      Profile profile, PluginRegistry registry, SchedulerAssembly assembly) {
    return PluginAssembly.assemble(profile, registry, assembly.context(profile.schedulerName()));
  }

  void happens(String what) {
    happened.merge(what, 1, Integer::sum);
  }

  // ---- what the history does --------------------------------------------------------------------

  void show(List<Message> news) {
    news.forEach(reference::apply);
    news.forEach(inbox::post);
  }

  /** Shows the loop something that the reference need not know. */
  void showOnly(Message news) {
    inbox.post(news);
  }

  /** Nodes by the uid of the pod whose binding waits for a reply. */
  Map<String, String> unanswered() {
    Map<String, String> open = new LinkedHashMap<>(inFlight);
    open.keySet().removeAll(answered);
    return open;
  }

  /** Ends the binding of that pod, and waits until its outcome is in the Inbox. */
  void reply(String uid, Status status) {
    int before = inbox.depth();
    answered.add(uid);
    binder.reply(uid, status);
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (inbox.depth() == before) {
      assertThat(System.nanoTime()).as("time for the outcome of " + uid).isLessThan(end);
      Thread.onSpinWait();
    }
  }

  void allow(String uid) {
    reference.places.put(uid, Place.HANDED_OVER);
    inFlight.put(uid, nodeOf(uid));
    scheduler.waitingPods().allow(uid, ModelLedger.NAME);
    turn();
  }

  void reject(String uid) {
    assertThat(scheduler.waitingPods().reject(uid, ModelLedger.NAME, "the test says no")).isTrue();
    turn();
  }

  private String nodeOf(String uid) {
    String node = reference.assumed.get(uid);
    assertThat(node).as("assumed node of " + uid).isNotNull();
    return node == null ? "" : node;
  }

  /** One turn, and every check. */
  boolean turn() {
    boolean busy = scheduler.step();
    check();
    return busy;
  }

  // ---- what the loop does -----------------------------------------------------------------------

  private final class Listener implements CycleListener {
    @Override
    public void decided(Attempt attempt) {
      checkAttempt(attempt.pod());
      String uid = attempt.pod().uid();
      rejectedByLedger.remove(uid);
      tried.add(uid);
      switch (attempt.result()) {
        case ScheduleResult.Selected selected -> selected(attempt.pod(), selected.nodeName());
        case ScheduleResult.Unfit unfit -> {
          happens("unfit");
          assertThat(reference.fitsSomewhere(uid)).as(uid + " fits somewhere").isFalse();
          wantConditions.put(uid, reference.message(uid));
          errors.remove(uid);
        }
        case ScheduleResult.Aborted aborted ->
            throw new AssertionError("an attempt was aborted: " + aborted.error());
      }
    }

    private void selected(PodInfo pod, String nodeName) {
      String uid = pod.uid();
      var node = reference.nodes.get(nodeName);
      assertThat(node).as("chosen node " + nodeName).isNotNull();
      if (node != null) {
        assertThat(reference.obstacles(uid, node)).as("obstacles on chosen " + nodeName).isEmpty();
      }
      reference.assumed.put(uid, nodeName);
      boolean held = ledger.isHeld(pod);
      reference.places.put(uid, held ? Place.WAITING : Place.HANDED_OVER);
      if (!held) {
        inFlight.put(uid, nodeName);
      }
      happens(held ? "held" : "handed over");
    }

    @Override
    public void bound(PodInfo pod, String nodeName) {
      happens("bound");
      assertThat(inFlight.remove(pod.uid())).as("node of " + pod).isEqualTo(nodeName);
      answered.remove(pod.uid());
      reference.places.replace(pod.uid(), Place.BOUND);
      notBefore.remove(pod.uid());
    }

    @Override
    public void undone(PodInfo pod, String nodeName, Status status) {
      String uid = pod.uid();
      happens(status.isRejection() ? "rejected after decision" : "failed after decision");
      if (status.message().contains("timeout")) {
        happens("timed out in permit");
      }
      inFlight.remove(uid);
      answered.remove(uid);
      reference.assumed.remove(uid);
      String condition =
          status.isRejection()
              ? "0/1 nodes are available: 1 " + status.message() + "."
              : status.message();
      boolean pending = reference.places.replace(uid, Place.QUEUE) != null;
      (pending ? wantConditions : lateConditions).put(uid, condition);
      if (status.isRejection()) {
        rejectedByLedger.add(uid);
        errors.remove(uid);
      } else {
        int inARow = errors.merge(uid, 1, Integer::sum);
        long seconds = Math.min(10, 1L << Math.min(10, inARow - 1));
        notBefore.put(uid, clock.instant().plusSeconds(seconds));
      }
    }

    @Override
    public void placedElsewhere(PodInfo pod, String assumedNode) {
      happens("placed elsewhere");
      assertThat(pod.nodeName()).isNotEqualTo(assumedNode);
    }
  }

  private void checkAttempt(PodInfo pod) {
    String uid = pod.uid();
    PodInfo newest = reference.pending.get(uid);
    assertThat(newest).as("the pending pod that is tried, " + pod).isNotNull();
    if (newest == null) {
      return;
    }
    assertThat(pod.resourceVersion()).as("version tried").isEqualTo(newest.resourceVersion());
    assertThat(reference.places.get(uid)).as("place of " + uid).isEqualTo(Place.QUEUE);
    assertThat(pod.terminating()).as(uid + " is terminating").isFalse();
    assertThat(ModelReference.isGated(pod)).as(uid + " is gated").isFalse();
    Instant earliest = notBefore.getOrDefault(uid, Instant.MIN);
    assertThat(clock.instant()).as("after the error backoff of " + uid).isAfterOrEqualTo(earliest);
    for (PodInfo other : reference.pending.values()) {
      if (isSurelyActive(other)) {
        assertThat(other.priority())
            .as("priority of %s, tried after %s", other, pod)
            .isLessThanOrEqualTo(pod.priority());
      }
    }
  }

  private boolean isSurelyActive(PodInfo pod) {
    return reference.places.get(pod.uid()) == Place.QUEUE
        && !tried.contains(pod.uid())
        && !pod.terminating()
        && !ModelReference.isGated(pod);
  }

  private final class Writer implements StatusWriter {
    @Override
    public void notScheduled(
        PodInfo pod, Reason reason, String message, @Nullable String nominatedNode) {
      String want = wantConditions.remove(pod.uid());
      assertThat(headOf(message))
          .as("condition of " + pod)
          .isEqualTo(want == null ? lateConditions.get(pod.uid()) : want);
      conditions.put(pod.uid(), headOf(message));
    }

    /** Without what PostFilter adds, which is not for the model to know. */
    private static String headOf(String message) {
      int end = message.indexOf(". ");
      return end < 0 ? message : message.substring(0, end + 1);
    }

    @Override
    public void expectedNode(PodInfo pod, String nodeName) {
      assertThat(reference.assumed.get(pod.uid())).as("node of " + pod).isEqualTo(nodeName);
    }
  }

  // ---- what must be so after every turn
  // ------------------------------------------------------------

  private void check() {
    assertThat(wantConditions).as("conditions that were not written").isEmpty();
    lateConditions.clear();
    checkMirror();
    assertThat(Set.copyOf(scheduler.waitingPods().uids()))
        .as("pods that wait in Permit")
        .isEqualTo(Set.copyOf(reference.pendingAt(Place.WAITING)));
    assertThat(scheduler.bindingsInFlight()).as("bindings").isEqualTo(inFlight.size());
    checkQueue();
  }

  private void checkMirror() {
    ClusterView view = scheduler.mirror().view();
    assertThat(view.nodeCount()).as("nodes").isEqualTo(reference.nodes.size());
    for (String name : reference.nodes.keySet()) {
      NodeInfo node = view.find(name);
      assertThat(node).as("node " + name).isNotNull();
      if (node != null) {
        assertThat(node.requested().milliCpu())
            .as("cpu on " + name)
            .isEqualTo(reference.milliCpuOn(name));
        assertThat(node.requested().memoryBytes())
            .as("memory on " + name)
            .isEqualTo(reference.memoryOn(name));
        assertThat(node.podCount()).as("pods on " + name).isEqualTo(reference.on(name).size());
      }
    }
    var sizes = scheduler.mirror().sizes();
    assertThat(sizes.assumedPods()).as("assumed pods").isEqualTo(reference.assumed.size());
    assertThat(sizes.pods())
        .as("placed pods")
        .isEqualTo(reference.assumed.size() + reference.placed.size());
  }

  /** Every pending pod of ours is in exactly one place. */
  private void checkQueue() {
    QueueSizes sizes = scheduler.queue().sizes();
    assertThat(sizes.inFlight())
        .as("pods in flight")
        .isEqualTo(reference.pendingAt(Place.WAITING).size());
    List<PodInfo> queued =
        reference.pendingAt(Place.QUEUE).stream().map(reference.pending::get).toList();
    assertThat(sizes.gated())
        .as("gated pods")
        .isEqualTo((int) queued.stream().filter(ModelReference::isGated).count());
    // A terminating pod leaves its place when its turn comes, and nobody is told.
    int going =
        (int) queued.stream().filter(p -> p.terminating() && !ModelReference.isGated(p)).count();
    assertThat(sizes.active() + sizes.backoff() + sizes.unschedulable() + sizes.gated())
        .as("pods in the queue")
        .isBetween(queued.size() - going, queued.size());
  }

  @Override
  public void close() {
    unanswered().keySet().forEach(uid -> binder.reply(uid, Status.error("the history is over")));
    bindings.close();
  }
}
