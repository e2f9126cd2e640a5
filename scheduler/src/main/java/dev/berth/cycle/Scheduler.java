package dev.berth.cycle;

import dev.berth.cluster.ClusterMirror;
import dev.berth.framework.WaitingPods;
import dev.berth.model.PodKey;
import dev.berth.pipeline.ExtenderAnswer;
import dev.berth.queue.QueuedPod;
import dev.berth.queue.SchedulingQueue;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * The loop: takes what happened from the Inbox, and places one pod after the other.
 *
 * <p>Owns mirror, queue and pipelines; nobody else touches them. {@link SchedulerThread} turns it
 * on a thread of its own; tests and benchmarks turn it by hand with {@link #step}.
 *
 * <p>Mirrors {@code scheduleOne}, {@code pkg/scheduler/schedule_one.go}, Kubernetes 1.36.3.
 * Threading: scheduler thread only, except {@link #inbox}, {@link #lastTurnMillis}, {@link
 * #isSynced} and {@link #listsMissing}.
 */
public final class Scheduler {
  /** Turns at least this often, so that {@link #lastTurnMillis} is a heartbeat. */
  private static final long MAX_SLEEP_MILLIS = 1000;

  private final Inbox inbox;
  private final ClusterMirror mirror;
  private final SchedulingQueue queue;
  private final Map<String, Profile> profiles;
  private final WaitingRoom waitingRoom;
  private final ForeignPods foreignPods;
  private final ClusterChanges changes;
  private final Observers observers;
  private final Commitment commitment;
  private final Attempts attempts;
  private final InstantSource clock;
  private final BooleanSupplier mayDecide;
  private volatile Set<ObjectKind> listsMissing;
  private volatile long lastTurnMillis;

  Scheduler(SchedulerParts parts) {
    this.inbox = parts.inbox();
    this.mirror = parts.mirror();
    this.queue = parts.queue();
    this.profiles = parts.profiles();
    this.waitingRoom = parts.waitingRoom();
    this.foreignPods = new ForeignPods(mirror, profiles);
    this.changes = parts.changes();
    this.observers = parts.observers();
    this.commitment = parts.commitment();
    this.attempts = parts.attempts();
    this.clock = parts.clock();
    this.mayDecide = parts.mayDecide();
    this.listsMissing = Set.copyOf(parts.waitFor());
    this.lastTurnMillis = clock.millis();
  }

  /** Where everything is posted. Any thread. */
  public Inbox inbox() {
    return inbox;
  }

  /** The mirror; for questions that the Inbox asks, and for tests that turn the loop by hand. */
  public ClusterMirror mirror() {
    return mirror;
  }

  /** The queue; as {@link #mirror}. */
  public SchedulingQueue queue() {
    return queue;
  }

  /** What is known now; for a question that the Inbox asks. O(nodes + queued pods). */
  public KnownObjects known() {
    return new KnownObjects(
        mirror.nodes(), mirror.podsElsewhere(), queue.newestPods(), profiles.keySet());
  }

  public WaitingPods waitingPods() {
    return waitingRoom;
  }

  /** Pods whose binding is under way. */
  public int bindingsInFlight() {
    return commitment.inFlight();
  }

  /** Whether an attempt waits for extenders. */
  boolean isAsking() {
    return attempts.isParked();
  }

  /** How many things the binding threads wait for to show. */
  int observedSubjects() {
    return observers.subjects();
  }

  /** Where a pod is and what it waits for; a question for the Inbox. */
  public Whereabouts whereabouts(PodKey key) {
    return Whereabouts.of(key, mirror, queue, waitingRoom);
  }

  /** For questions about pods that another scheduler places. */
  public ForeignPods foreignPods() {
    return foreignPods;
  }

  /** True as soon as every first list was applied. Any thread. */
  public boolean isSynced() {
    return listsMissing.isEmpty();
  }

  /** The kinds whose first list was not applied yet. Any thread. */
  public Set<ObjectKind> listsMissing() {
    return listsMissing;
  }

  /** When the loop last began a turn, milliseconds since the epoch. Any thread. */
  public long lastTurnMillis() {
    return lastTurnMillis;
  }

  /**
   * One turn of the loop.
   *
   * @return false when there was nothing to do: wait for the Inbox, or for {@link #idleFor}
   */
  public boolean step() {
    lastTurnMillis = clock.millis();

    // 1. What happened since the last turn, in order.
    List<Message> messages = inbox.takeAll();
    messages.forEach(this::apply);
    if (!messages.stream().allMatch(Message.Question.class::isInstance)) {
      foreignPods.changed();
    }

    // 2. What is due.
    queue.tick();
    waitingRoom.expire();
    waitingRoom.settle();

    // 3. Nothing is decided on half a cluster, nor by who does not lead.
    if (!isSynced() || !mayDecide.getAsBoolean()) {
      return !messages.isEmpty();
    }

    // 4. The pod that waited for extenders.
    if (attempts.resume()) {
      waitingRoom.settle();
      return true;
    }

    // 5. One pod.
    QueuedPod next = queue.pop(attempts::mayStart);
    if (next == null) {
      return !messages.isEmpty();
    }
    attempts.start(next);
    waitingRoom.settle();
    return true;
  }

  /** How long the loop may sleep when nothing is posted. */
  public Duration idleFor() {
    long queueMicros = queue.nextDeadlineMicros();
    long queueMillis = queueMicros == Long.MAX_VALUE ? Long.MAX_VALUE : queueMicros / 1000 + 1;
    long next = Math.min(queueMillis, waitingRoom.nextDeadlineMillis());
    long millis = next == Long.MAX_VALUE ? MAX_SLEEP_MILLIS : next - clock.millis();
    return Duration.ofMillis(Math.clamp(millis, 0, MAX_SLEEP_MILLIS));
  }

  private void apply(Message message) {
    switch (message) {
      case Message.NodeSeen seen -> changes.nodeSeen(seen.node());
      case Message.NodeGone gone -> changes.nodeGone(gone.name());
      case Message.PodSeen seen -> changes.podSeen(seen.pod());
      case Message.PodGone gone -> changes.podGone(gone.uid());
      case Message.ObjectSeen seen -> changes.objectSeen(seen.object());
      case Message.ObjectGone gone -> changes.objectGone(gone.kind(), gone.key());
      case Message.KindMissing(ObjectKind kind, String why) -> {
        changes.kindMissing(kind, why);
        listed(kind);
      }
      case Message.ListComplete complete -> {
        changes.kindKnown(complete.kind());
        listed(complete.kind());
      }
      case Message.BindingFinished finished ->
          commitment.finished(finished.uid(), finished.status());
      case Message.ExtendersAnswered(String _, ExtenderAnswer answer) -> attempts.answered(answer);
      case Message.Question question -> question.ask().run();
    }
    observers.applied(message);
    waitingRoom.settle();
  }

  private void listed(ObjectKind kind) {
    Set<ObjectKind> missing = EnumSet.noneOf(ObjectKind.class);
    missing.addAll(listsMissing);
    missing.remove(kind);
    listsMissing = Set.copyOf(missing);
  }
}
