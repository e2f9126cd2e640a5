package dev.berth.queue;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.framework.ClusterEvent;
import dev.berth.model.Labels;
import dev.berth.model.PodInfo;
import dev.berth.model.PodKey;
import dev.berth.model.Toleration;
import dev.berth.model.Tolerations;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One random history, played to the real queue and to the naive one. */
final class QueueHistory {
  private static final List<PodKey> KEYS =
      IntStream.range(0, 12).mapToObj(i -> new PodKey("ns", "p" + i)).toList();
  private static final List<String> NODES = List.of("", "n1", "n2");

  private final long seed;
  private final Random random;
  private final QueueBed bed = new QueueBed();
  private final HistoryPlugins plugins = new HistoryPlugins();
  private final NaiveQueue naive;
  private final Deque<String> lastSteps = new ArrayDeque<>();
  private final Coverage coverage = new Coverage();
  private final Map<String, Place> placeBefore = new HashMap<>();

  /** Popped and not ended yet, also when gone meanwhile. */
  private final List<QueuedPod> out = new ArrayList<>();

  private int uids;

  /** Which moves were seen. */
  static final class Coverage {
    private final Set<String> moves = new TreeSet<>();

    Set<String> moves() {
      return moves;
    }

    void add(Coverage other) {
      moves.addAll(other.moves);
    }
  }

  QueueHistory(long seed) {
    this.seed = seed;
    this.random = new Random(seed);
    QueueSettings settings =
        new QueueSettings(
            Duration.ofSeconds(1 + random.nextInt(3)),
            Duration.ofSeconds(random.nextInt(8) == 0 ? 0 : 3 + random.nextInt(8)),
            Duration.ofSeconds(random.nextBoolean() ? 60 : 300));
    this.naive = new NaiveQueue(plugins.rules(), settings);
    plugins.installIn(bed.settings(settings));
    naive.timeIs(bed.nowMicros());
  }

  Coverage run(int steps) {
    int step = 0;
    try {
      for (; step < steps; step++) {
        step();
        compare();
      }
      nobodyIsForgotten();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(
          "history with seed %d fails at step %d (replay: -Dberth.queue.seed=%d -Dberth.queue.steps=%d); its last steps:%n  %s"
              .formatted(seed, step, seed, step + 1, String.join("\n  ", lastSteps)),
          e);
    }
    return coverage;
  }

  // ---- the steps -----------------------------------------------------------------------------

  private void step() {
    switch (random.nextInt(20)) {
      case 0, 1, 2 -> addPod();
      case 3, 4, 5 -> updatePod();
      case 6 -> deletePod();
      case 7, 8, 9 -> popPod();
      case 10, 11, 12 -> endAttempt();
      case 13 -> handOver();
      case 14, 15 -> somethingChanges();
      case 16, 17 -> timePasses();
      case 18 -> activatePods();
      default -> rareThing();
    }
  }

  private void say(Object... words) {
    lastSteps.addLast(Stream.of(words).map(String::valueOf).collect(Collectors.joining(" ")));
    if (lastSteps.size() > 25) {
      lastSteps.removeFirst();
    }
  }

  private <T> T anyOf(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private void addPod() {
    PodKey key = anyOf(KEYS);
    if (random.nextInt(4) != 0 && naive.byKey(key) != null) {
      return;
    }
    PodInfo pod =
        PodInfo.builder(key)
            .uid("uid-" + uids++)
            .resourceVersion("1")
            .schedulerName(QueueBed.PROFILE)
            .priority(random.nextInt(4))
            .nominatedNodeName(random.nextInt(6) == 0 ? anyOf(NODES) : "")
            .schedulingGates(random.nextInt(4) == 0 ? List.of("gate") : List.of())
            .build();
    say("add", key, pod.uid(), "priority", pod.priority(), "gates", pod.schedulingGates());
    bed.add(pod);
    naive.addOrUpdate(pod);
  }

  private void updatePod() {
    if (naive.pods.isEmpty()) {
      return;
    }
    PodInfo before = anyOf(naive.pods).newest;
    PodInfo after = random.nextInt(10) == 0 ? before : QueueBed.next(before, anyChange(before));
    say("update", before.uid(), "to version", after.resourceVersion());
    bed.add(after);
    naive.addOrUpdate(after);
  }

  private UnaryOperator<PodInfo.Builder> anyChange(PodInfo before) {
    int number = random.nextInt(4);
    return switch (random.nextInt(6)) {
      case 0 -> b -> b.labels(Labels.of(Map.of("n", String.valueOf(number))));
      case 1 -> b -> b.priority(number);
      case 2 -> b -> b.schedulingGates(List.of());
      case 3 -> b -> b.nominatedNodeName(NODES.get(number % NODES.size()));
      case 4 ->
          b ->
              b.tolerations(Tolerations.of(List.of(new Toleration("k" + number, "Exists", "", ""))))
                  .labels(before.labels());
      default -> b -> b.generation(number);
    };
  }

  private void deletePod() {
    if (naive.pods.isEmpty()) {
      return;
    }
    String uid = anyOf(naive.pods).pod.uid();
    if (random.nextBoolean()) {
      say("delete", uid);
      bed.queue().delete(uid);
      naive.delete(uid);
    } else {
      say("bound", uid);
      bed.queue().bound(uid);
      naive.bound(uid);
    }
  }

  private void popPod() {
    QueuedPod real = bed.queue().pop();
    NaiveQueue.Pod want = naive.pop();
    say("pop", want == null ? "nobody" : want.pod.uid());
    assertThat(real == null ? null : real.uid())
        .as("popped")
        .isEqualTo(want == null ? null : want.pod.uid());
    if (real != null) {
      out.add(real);
    }
  }

  private void endAttempt() {
    if (out.isEmpty()) {
      return;
    }
    QueuedPod real = out.remove(random.nextInt(out.size()));
    NaiveQueue.Pod twin = naive.byUid(real.uid());
    List<String> rejecting = random.nextInt(4) == 0 ? List.of() : someOf(HistoryPlugins.NAMES, 2);
    List<String> pending = random.nextInt(4) == 0 ? someOf(HistoryPlugins.NAMES, 1) : List.of();
    say("fail", real.uid(), "rejecting", rejecting, "pending", pending);
    assertThat(bed.queue().addUnschedulable(real, rejecting, pending))
        .as("came back")
        .isEqualTo(twin != null);
    String node = random.nextInt(3) == 0 ? anyOf(NODES) : null;
    bed.queue().nominate(real, node);
    if (twin != null) {
      naive.addUnschedulable(twin, rejecting, pending);
      naive.nominate(twin, node);
    }
  }

  private List<String> someOf(List<String> plugins, int atMost) {
    Set<String> some = new TreeSet<>();
    for (int i = 0; i < atMost; i++) {
      some.add(anyOf(plugins));
    }
    return List.copyOf(some);
  }

  private void handOver() {
    if (out.isEmpty()) {
      return;
    }
    String uid = anyOf(out).uid();
    say("done", uid);
    bed.queue().nominations().remove(uid);
    bed.queue().done(uid);
    naive.assumed(uid);
    naive.done(uid);
  }

  private void somethingChanges() {
    ClusterEvent event = anyOf(HistoryPlugins.EVENTS);
    Integer after = random.nextInt(4);
    int highest = random.nextInt(3) == 0 ? random.nextInt(4) : Integer.MAX_VALUE;
    say("event", event.label(), "with", after, "for priorities up to", highest);
    bed.queue().moveAll(event, null, after, pod -> pod.priority() <= highest);
    naive.moveAll(event, after, pod -> pod.priority() <= highest);
  }

  private void timePasses() {
    long millis =
        switch (random.nextInt(10)) {
          case 0 -> 30_000 + random.nextInt(300_000);
          case 1, 2 -> 1000L * random.nextInt(15);
          default -> random.nextInt(1500);
        };
    boolean ticks = random.nextInt(4) != 0;
    say(millis, "ms pass,", ticks ? "tick" : "no tick");
    bed.silently(Duration.ofMillis(millis));
    naive.timeIs(bed.nowMicros());
    if (ticks) {
      bed.queue().tick();
      naive.tick();
      backoffsAreServed();
    }
  }

  private void activatePods() {
    List<PodKey> keys = List.of(anyOf(KEYS), anyOf(KEYS));
    say("activate", keys);
    bed.queue().activate(keys);
    naive.activate(keys);
  }

  private void rareThing() {
    if (random.nextInt(5) == 0) {
      say("everything may have changed");
      bed.queue().moveAll(ClusterEvent.WILDCARD, null, null);
      naive.moveAll(ClusterEvent.WILDCARD, null, pod -> true);
    } else {
      plugins.doorIsOpen = !plugins.doorIsOpen;
      say("the door is", plugins.doorIsOpen ? "open" : "closed");
    }
  }

  // ---- what must hold ------------------------------------------------------------------------

  private void compare() {
    QueueComparison.check(bed.queue(), naive, KEYS);
    KEYS.forEach(key -> noteMove(key, bed.queue().find(key)));
  }

  private void noteMove(PodKey key, @Nullable QueuedPod real) {
    Place now = real == null ? Place.GONE : real.place();
    Place before = requireNonNull(placeBefore.getOrDefault(key.name(), Place.GONE));
    if (now != before) {
      coverage.moves.add(before + ">" + now);
      placeBefore.put(key.name(), now);
    }
  }

  /** After a tick nobody backs off whose time is over. */
  private void backoffsAreServed() {
    for (NaiveQueue.Pod pod : naive.in(Place.BACKOFF)) {
      QueuedPod real = requireNonNull(bed.queue().find(pod.pod.key()));
      assertThat(real.backoffUntilMicros() + Backoff.WINDOW_MICROS)
          .as("end of the backoff of %s", real)
          .isGreaterThan(naive.now());
    }
  }

  /** With all gates open and time to wait, every pod gets its attempt. */
  private void nobodyIsForgotten() {
    plugins.doorIsOpen = true;
    for (NaiveQueue.Pod pod : List.copyOf(naive.pods)) {
      bed.add(QueueBed.next(pod.newest, b -> b.schedulingGates(List.of()).priority(0)));
    }
    bed.queue().activate(naive.pods.stream().map(p -> p.pod.key()).toList());
    for (QueuedPod pod : out) {
      bed.queue().addUnschedulable(pod, List.of("Deaf"), List.of());
    }
    Set<String> tried = new HashSet<>();
    for (int i = 0; i < 40; i++) {
      bed.after(Duration.ofSeconds(30));
      for (QueuedPod pod = bed.queue().pop(); pod != null; pod = bed.queue().pop()) {
        tried.add(pod.uid());
      }
    }
    assertThat(tried)
        .as("tried in the end")
        .containsAll(naive.pods.stream().map(p -> p.pod.uid()).toList());
  }
}
