package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.config.BerthConfig;
import dev.berth.config.ConfigLoader;
import dev.berth.config.OwnSettings;
import dev.berth.cycle.BindingPool;
import dev.berth.cycle.KnownObjects;
import dev.berth.extender.ExtenderPatience;
import dev.berth.kube.ClientSettings;
import dev.berth.kube.watch.WatchTiming;
import dev.berth.model.PodInfo;
import dev.berth.queue.QueueSettings;
import dev.berth.sandbox.Sandbox;
import dev.berth.sandbox.fault.Faults;
import dev.berth.sandbox.hollow.Oracle;
import dev.berth.sandbox.objects.Json;
import dev.berth.sandbox.objects.Kind;
import dev.berth.sandbox.objects.Kinds;
import dev.berth.sandbox.objects.KubeObject;
import dev.berth.sandbox.objects.ObjectKey;
import dev.berth.sandbox.registry.Registry;
import dev.berth.sandbox.store.Change;
import dev.berth.sandbox.store.Changes;
import dev.berth.sandbox.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A whole scheduler in front of a sandbox whose wire can have faults, and what must be true of the
 * two afterwards. Hollow nodes there are none: a test plays them where it needs them.
 *
 * <p>Threading: one thread.
 */
final class SandboxBed implements AutoCloseable {
  private static final int WINDOW = 50_000;
  private static final Duration LONG = Duration.ofSeconds(60);
  static final Duration NO_DRIFT_CHECK = Duration.ZERO;
  static final Duration OFTEN = Duration.ofMillis(100);

  /** No watch is given up for its silence. */
  static final Duration NEVER = Duration.ofMinutes(5);

  private final Sandbox sandbox;
  final ObjectStore store;
  final Registry registry;
  final Faults faults;
  private final Path kubeconfig;

  /** After that a write is given up; longer than any hold of a test lasts. */
  private Duration answerTime = LONG;

  private String extenders = "";

  /** So long a rejection by the facade waits for a change of the cluster. */
  private Duration news = Duration.ZERO;

  private RunSettings.Role role = RunSettings.Role.SCHEDULER;
  private @Nullable RunningScheduler scheduler;

  SandboxBed(Path directory) throws IOException {
    sandbox =
        Sandbox.start(
            new Sandbox.Settings(
                0, WINDOW, OFTEN, InstantSource.system(), new SplittableRandom(7)));
    store = sandbox.store();
    registry = sandbox.registry();
    faults = sandbox.faults();
    kubeconfig = directory.resolve("kubeconfig");
    sandbox.writeKubeconfig(kubeconfig);
  }

  // ---- the scheduler ---------------------------------------------------------------------------

  /** Starts it without drift check, and with endless patience for silent watches. */
  void schedule() {
    schedule(NO_DRIFT_CHECK, NEVER);
  }

  void schedule(Duration driftCheck, Duration silence) {
    RunningScheduler started = RunningScheduler.of(settings(driftCheck, silence));
    scheduler = started;
    started.start();
  }

  /**
   * Has it ask extenders.
   *
   * @param entries of {@code extenders}, in YAML
   */
  void asking(String... entries) {
    extenders = "extenders:\n- " + String.join("\n- ", entries) + "\n";
  }

  /** Starts one that only serves a facade, without TLS. */
  void advise() {
    role = RunSettings.Role.EXTENDER;
    schedule();
  }

  /** The same, and it waits as long as it takes for a change before it rejects every node. */
  void adviseUntilNewsCome() {
    news = LONG;
    advise();
  }

  int extenderPort() {
    return running().extenderPort();
  }

  private RunningScheduler running() {
    RunningScheduler running = scheduler;
    if (running == null) {
      throw new AssertionError("nothing was started");
    }
    return running;
  }

  /** Makes the scheduler give up writes that nobody answers. */
  void loseAnswersAfter(Duration time) {
    answerTime = time;
  }

  void awaitSynced() {
    await(() -> running().isUpToDate(), () -> "the first lists are not all there");
  }

  /** From here on changes come as events, and not with the first list. */
  void awaitWatching() {
    await(
        () -> store.watching(Kinds.POD) > 0 && store.watching(Kinds.NODE) > 0,
        () -> "pods and nodes are not watched");
  }

  private RunSettings settings(Duration driftCheck, Duration silence) {
    WatchTiming quick =
        new WatchTiming(
            5,
            Duration.ofSeconds(20),
            Duration.ofMillis(1),
            Duration.ofMillis(20),
            Duration.ofMillis(1),
            new WatchTiming.Silence(silence, silence));
    ClientSettings.Timeouts requests =
        new ClientSettings.Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(5), LONG, answerTime);
    return new RunSettings(
        config(driftCheck),
        new ClusterSettings(kubeconfig, null),
        QueueSettings.DEFAULTS.maxUnschedulable(),
        ServiceSettings.OFF,
        new Patience(
            quick,
            requests,
            new ExtenderPatience(FacadeBed.LONG_TURNS.turn(), news),
            BindingPool.STANDARD_GRACE),
        role);
  }

  /** With waits that a configuration cannot have so short. */
  private BerthConfig config(Duration driftCheck) {
    BerthConfig slow =
        ConfigLoader.parse(
            """
            apiVersion: kubescheduler.config.k8s.io/v1
            kind: KubeSchedulerConfiguration
            leaderElection: {leaseDuration: 60s, renewDeadline: 50s, retryPeriod: 100ms}
            """
                + extenders,
            "test");
    BerthConfig facade =
        ConfigLoader.parse(
            """
            apiVersion: berth.dev/v1alpha1
            kind: BerthConfiguration
            extender: {port: 0, plainHTTP: true}
            """,
            "test");
    OwnSettings own = slow.own();
    return new BerthConfig(
        slow.profiles(),
        Duration.ofMillis(20),
        Duration.ofMillis(100),
        slow.clientConnection(),
        slow.leaderElection(),
        slow.delayCacheUntilActive(),
        slow.extenders(),
        new OwnSettings(
            own.allowDefaultScheduler(),
            own.deterministic(),
            7L,
            own.decisionRecords(),
            own.maxBindsInFlight(),
            driftCheck,
            own.countCheckInterval(),
            facade.own().extender()),
        slow.effective(),
        slow.notices());
  }

  // ---- the cluster -----------------------------------------------------------------------------

  void node(String name, int milliCpu) {
    ObjectNode node = named(name);
    node.withObject("/status/allocatable")
        .put("cpu", milliCpu + "m")
        .put("memory", "8Gi")
        .put("pods", "110");
    registry.create(Kinds.NODE, "", node, Registry.WriteOptions.NONE);
  }

  void pod(String name, int milliCpu) {
    podOf("berth", name, milliCpu);
  }

  void podOf(String schedulerName, String name, int milliCpu) {
    ObjectNode pod = named(name);
    ObjectNode spec = pod.putObject("spec").put("schedulerName", schedulerName);
    spec.putArray("containers")
        .addObject()
        .put("name", "main")
        .put("image", "i")
        .withObject("/resources/requests")
        .put("cpu", milliCpu + "m");
    registry.create(Kinds.POD, "default", pod, Registry.WriteOptions.NONE);
  }

  private static ObjectNode named(String name) {
    ObjectNode object = Json.object();
    object.putObject("metadata").put("name", name);
    return object;
  }

  void bind(String pod, String node) {
    ObjectNode binding = named(pod).put("apiVersion", "v1").put("kind", "Binding");
    binding.putObject("target").put("kind", "Node").put("name", node);
    registry.bind(key(pod), binding, Registry.WriteOptions.NONE);
  }

  void deletePod(String name) {
    registry.delete(Kinds.POD, key(name), new Registry.DeleteOptions(0L, null, null, false));
  }

  void deleteNode(String name) {
    registry.delete(Kinds.NODE, ObjectKey.ofCluster(name), Registry.DeleteOptions.NONE);
  }

  void changeNode(String name, Registry.Part part, Consumer<ObjectNode> change) {
    registry.update(
        Kinds.NODE,
        ObjectKey.ofCluster(name),
        part,
        tree -> {
          change.accept(tree);
          return tree;
        },
        Registry.WriteOptions.NONE);
  }

  static ObjectKey key(String pod) {
    return new ObjectKey("default", pod);
  }

  List<KubeObject> list(Kind kind) {
    return store.list(kind).objects();
  }

  static String nodeOf(KubeObject pod) {
    String node = pod.field("spec.nodeName");
    return node == null ? "" : node;
  }

  String nodeOf(String pod) {
    return nodeOf(registry.get(Kinds.POD, key(pod)));
  }

  List<String> bound() {
    return list(Kinds.POD).stream()
        .filter(pod -> !nodeOf(pod).isEmpty())
        .map(KubeObject::name)
        .toList();
  }

  // ---- what must be true -----------------------------------------------------------------------

  void awaitBound(int pods) {
    await(() -> bound().size() == pods, () -> "bound: " + bound() + ", wanted: " + pods);
  }

  /** Waits until the scheduler knows nodes and pods just as they are. */
  void awaitInStep() {
    await(
        () -> known().equals(stored()),
        () -> "known:\n" + String.join("\n", known()) + "\ntrue:\n" + String.join("\n", stored()));
  }

  /**
   * The end of every test: the scheduler knows what is so, no pod ever had two nodes, and no node
   * has more than it can hold.
   */
  void assertSound() {
    awaitInStep();
    assertThat(Oracle.judge(list(Kinds.NODE), list(Kinds.POD)).overCommits()).isEmpty();
    assertThat(everBound()).allSatisfy((_, nodes) -> assertThat(nodes).hasSize(1));
  }

  /** The nodes that each pod ever had, in order. */
  private Map<String, List<String>> everBound() {
    Map<String, List<String>> nodes = new HashMap<>();
    try (Changes changes = store.changesAfter(Kinds.POD, 0)) {
      Change change;
      while ((change = changes.next(Duration.ZERO)) != null) {
        KubeObject pod = change.object();
        List<String> its = nodes.computeIfAbsent(pod.uid(), _ -> new ArrayList<>());
        if (!nodeOf(pod).isEmpty() && !its.contains(nodeOf(pod))) {
          its.add(nodeOf(pod));
        }
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    nodes.values().removeIf(List::isEmpty);
    return nodes;
  }

  private List<String> stored() {
    Stream<String> nodes = list(Kinds.NODE).stream().map(n -> n.name() + " " + n.version());
    Stream<String> pods =
        list(Kinds.POD).stream()
            .filter(pod -> !nodeOf(pod).isEmpty() || isOurs(pod))
            .map(pod -> pod.name() + " " + pod.version() + " on '" + nodeOf(pod) + "'");
    return Stream.concat(nodes, pods).sorted().toList();
  }

  private static boolean isOurs(KubeObject pod) {
    return "berth".equals(pod.field("spec.schedulerName"));
  }

  private List<String> known() {
    KnownObjects known = knownObjects();
    Stream<String> nodes =
        known.nodes().stream().map(n -> n.node().name() + " " + n.node().resourceVersion());
    Stream<PodInfo> pods =
        Stream.of(
                known.nodes().stream().flatMap(node -> node.pods().stream()),
                known.elsewhere().stream(),
                known.queued().stream())
            .flatMap(each -> each);
    return Stream.concat(
            nodes,
            pods.map(
                pod ->
                    pod.key().name()
                        + " "
                        + pod.resourceVersion()
                        + " on '"
                        + pod.nodeName()
                        + "'"))
        .sorted()
        .toList();
  }

  private KnownObjects knownObjects() {
    try {
      return running().known().get(LONG.toSeconds(), TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  static void await(BooleanSupplier wanted, Supplier<String> instead) {
    long end = System.nanoTime() + LONG.toNanos();
    while (!wanted.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError(instead.get());
      }
      LockSupport.parkNanos(5_000_000);
    }
  }

  @Override
  public void close() {
    faults.clear();
    if (scheduler != null) {
      scheduler.close();
    }
    sandbox.close();
  }
}
