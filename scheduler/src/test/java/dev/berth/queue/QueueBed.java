package dev.berth.queue;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.framework.ClusterEvent;
import dev.berth.framework.EventRegistration;
import dev.berth.framework.PreEnqueuePlugin;
import dev.berth.framework.ProfilePlugins;
import dev.berth.framework.QueueSortPlugin;
import dev.berth.framework.QueuedPodInfo;
import dev.berth.framework.QueueingHint;
import dev.berth.framework.Status;
import dev.berth.model.PodInfo;
import dev.berth.model.PodKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A queue with one profile, whose plugins are written in the test and whose clock is stepped by
 * hand. The clock begins on a whole second.
 */
final class QueueBed {
  static final String PROFILE = "berth";

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final InstantSource clock = () -> now;
  private QueueSettings settings = QueueSettings.DEFAULTS;
  private final Map<String, List<EventRegistration>> registrations = new LinkedHashMap<>();
  private final List<PreEnqueuePlugin> gates = new ArrayList<>();
  private SchedulingQueue queue = build();

  /** How often hints were asked. */
  int hintsAsked;

  // ---- the plugins; all before the first pod ---------------------------------------------------

  QueueBed settings(QueueSettings value) {
    settings = value;
    return rebuilt();
  }

  /** The plugin's hint says Queue to each of these. */
  QueueBed listens(String plugin, ClusterEvent... events) {
    for (ClusterEvent event : events) {
      hint(plugin, event, (pod, before, after) -> QueueingHint.QUEUE);
    }
    return events.length == 0 ? deaf(plugin) : this;
  }

  /** The plugin registers nothing: only time and force help its pods. */
  QueueBed deaf(String plugin) {
    registrations.putIfAbsent(plugin, List.of());
    return rebuilt();
  }

  QueueBed hint(String plugin, ClusterEvent event, QueueingHint.Function hint) {
    List<EventRegistration> all = new ArrayList<>(registrations.getOrDefault(plugin, List.of()));
    all.add(
        new EventRegistration(
            event,
            (pod, before, after) -> {
              hintsAsked++;
              return hint.hint(pod, before, after);
            }));
    registrations.put(plugin, all);
    return rebuilt();
  }

  QueueBed gate(String plugin, Predicate<PodInfo> admits) {
    gates.add(
        gateAnswering(
            plugin, pod -> admits.test(pod) ? Status.success() : Status.unschedulable("not yet")));
    return rebuilt();
  }

  QueueBed gate(PreEnqueuePlugin plugin) {
    gates.add(plugin);
    return rebuilt();
  }

  private interface Answer {
    Status to(PodInfo pod);
  }

  private static PreEnqueuePlugin gateAnswering(String plugin, Answer answer) {
    return new PreEnqueuePlugin() {
      @Override
      public String name() {
        return plugin;
      }

      @Override
      public Status preEnqueue(PodInfo pod) {
        return answer.to(pod);
      }
    };
  }

  private QueueBed rebuilt() {
    queue = build();
    return this;
  }

  private SchedulingQueue build() {
    return new SchedulingQueue(List.of(profile(PROFILE, gates, registrations)), settings, clock);
  }

  static ProfilePlugins profile(
      String name,
      List<PreEnqueuePlugin> gates,
      Map<String, List<EventRegistration>> registrations) {
    return new ProfilePlugins(
        name,
        0,
        gates,
        new ByPriority(),
        new ProfilePlugins.Placement(List.of(), List.of(), List.of(), List.of(), List.of()),
        new ProfilePlugins.Commitment(List.of(), List.of(), List.of(), List.of(), List.of()),
        registrations);
  }

  /** Higher priority first, then who queued earlier. */
  static final class ByPriority implements QueueSortPlugin {
    private static final Comparator<QueuedPodInfo> ORDER =
        Comparator.<QueuedPodInfo>comparingInt(queued -> -queued.pod().priority())
            .thenComparingLong(QueuedPodInfo::queuedAtMicros);

    @Override
    public String name() {
      return "ByPriority";
    }

    @Override
    public int compare(QueuedPodInfo a, QueuedPodInfo b) {
      return ORDER.compare(a, b);
    }
  }

  // ---- pods ------------------------------------------------------------------------------------

  static PodInfo pod(String name) {
    return pod(name, 0);
  }

  static PodInfo pod(String name, int priority) {
    return PodInfo.builder(new PodKey("ns", name))
        .uid("uid-" + name)
        .resourceVersion("1")
        .schedulerName(PROFILE)
        .priority(priority)
        .build();
  }

  /** The pod's next version. */
  static PodInfo next(PodInfo pod, UnaryOperator<PodInfo.Builder> change) {
    int version = Integer.parseInt(pod.resourceVersion());
    return change.apply(pod.toBuilder().resourceVersion(String.valueOf(version + 1))).build();
  }

  // ---- what happens ----------------------------------------------------------------------------

  SchedulingQueue queue() {
    return queue;
  }

  QueueBed add(PodInfo... pods) {
    for (PodInfo pod : pods) {
      queue.addOrUpdate(pod);
    }
    return this;
  }

  QueuedPod popped() {
    return requireNonNull(queue.pop(), "nobody to pop");
  }

  List<String> popAll() {
    List<String> names = new ArrayList<>();
    for (QueuedPod pod = queue.pop(); pod != null; pod = queue.pop()) {
      names.add(pod.pod().key().name());
    }
    return names;
  }

  /** Adds the pod, pops it, and lets these plugins reject it. */
  QueuedPod rejected(PodInfo pod, String... plugins) {
    queue.addOrUpdate(pod);
    return rejectNext(pod.key().name(), plugins);
  }

  /** Pops the pod, which must be next, and lets these plugins reject it; an error when none. */
  QueuedPod rejectNext(String wantName, String... plugins) {
    QueuedPod queued = popped();
    assertThat(queued.pod().key().name()).isEqualTo(wantName);
    assertThat(queue.addUnschedulable(queued, List.of(plugins), List.of())).isTrue();
    return queued;
  }

  QueuedPod pending(PodInfo pod, String plugin) {
    queue.addOrUpdate(pod);
    QueuedPod queued = popped();
    queue.addUnschedulable(queued, List.of(), List.of(plugin));
    return queued;
  }

  QueueBed happens(ClusterEvent event) {
    queue.moveAll(event, null, new Object());
    return this;
  }

  /** Time passes, and the loop ticks once. */
  QueueBed after(Duration time) {
    now = now.plus(time);
    queue.tick();
    return this;
  }

  /** Time passes, and nobody ticks. */
  QueueBed silently(Duration time) {
    now = now.plus(time);
    return this;
  }

  long nowMicros() {
    return now.toEpochMilli() * 1000;
  }

  Place placeOf(String name) {
    QueuedPod pod = queue.find(new PodKey("ns", name));
    return pod == null ? Place.GONE : pod.place();
  }

  static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }

  static Duration millis(long millis) {
    return Duration.ofMillis(millis);
  }
}
