package dev.berth.sandbox.hollow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.sandbox.objects.Kinds;
import dev.berth.sandbox.objects.KubeObject;
import dev.berth.sandbox.objects.ObjectKey;
import dev.berth.sandbox.registry.Registry;
import dev.berth.sandbox.registry.Registry.DeleteOptions;
import dev.berth.sandbox.registry.Registry.Part;
import dev.berth.sandbox.registry.Registry.WriteOptions;
import dev.berth.sandbox.store.Change;
import dev.berth.sandbox.store.Changes;
import dev.berth.sandbox.store.ObjectStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HollowNodesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Timing QUICK =
      new Timing(
          Duration.ofMillis(5), Duration.ofMillis(5), Duration.ofMillis(20), Duration.ofMillis(50));

  private final ObjectStore store = new ObjectStore(1000);
  private final Registry registry =
      new Registry(store, InstantSource.system(), new SplittableRandom(1));
  private @Nullable HollowNodes machines;

  @AfterEach
  void stop() {
    if (machines != null) {
      machines.close();
    }
  }

  private HollowNodes start() {
    HollowNodes started = HollowNodes.start(registry, QUICK, InstantSource.system());
    machines = started;
    return started;
  }

  private KubeObject createNode(String name, String allocatable) {
    ObjectNode node = Made.nodeTree(name, allocatable);
    node.withObject("/metadata").remove("uid");
    return registry.create(Kinds.NODE, "", node, WriteOptions.NONE);
  }

  private KubeObject createPod(String name, String node, String requests) {
    ObjectNode pod = Made.podTree(name, node, requests);
    pod.withObject("/metadata").remove("uid");
    return registry.create(Kinds.POD, "default", pod, WriteOptions.NONE);
  }

  private static ObjectKey key(String name) {
    return new ObjectKey("default", name);
  }

  /** The pod as soon as it is as wanted. */
  private KubeObject await(String name, Predicate<KubeObject> wanted) throws InterruptedException {
    KubeObject pod = find(name, wanted);
    if (pod == null) {
      throw new AssertionError(name + " is " + store.get(Kinds.POD, key(name)));
    }
    return pod;
  }

  private @Nullable KubeObject find(String name, Predicate<KubeObject> wanted)
      throws InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    try (Changes changes = registry.changesAfter(Kinds.POD, store.version())) {
      while (Instant.now().isBefore(end)) {
        KubeObject pod = store.get(Kinds.POD, key(name));
        if (pod != null && wanted.test(pod)) {
          return pod;
        }
        changes.next(Duration.ofMillis(20));
      }
    }
    return null;
  }

  private void await(String what, BooleanSupplier condition) throws InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    try (Changes changes = store.changesAfter(Kinds.POD, store.version())) {
      while (!condition.getAsBoolean()) {
        assertThat(Instant.now()).as(what).isBefore(end);
        changes.next(Duration.ofMillis(20));
      }
    }
  }

  private static Predicate<KubeObject> inPhase(String phase) {
    return pod -> phase.equals(pod.field("status.phase"));
  }

  @Test
  void boundPod_becomesRunning_withAllThatAKubeletReports() throws InterruptedException {
    createNode("n1", "cpu: 4, memory: 1Gi, pods: 10");
    HollowNodes started = start();
    createPod("p", "n1", "cpu: 1");
    JsonNode status = await("p", inPhase("Running")).tree().path("status");

    assertThat(status.path("conditions"))
        .extracting(c -> c.path("type").asText() + "=" + c.path("status").asText())
        .containsExactly(
            "PodReadyToStartContainers=True",
            "Initialized=True",
            "Ready=True",
            "ContainersReady=True",
            "PodScheduled=True");
    assertThat(status.path("hostIP").asText()).isEqualTo("192.0.2.1");
    assertThat(status.path("podIP").asText()).matches("10\\.128\\.0\\.\\d+");
    assertThat(status.path("podIPs").path(0).path("ip")).isEqualTo(status.path("podIP"));
    assertThat(status.path("startTime").asText()).endsWith("Z");
    JsonNode container = status.path("containerStatuses").path(0);
    assertThat(container.path("name").asText()).isEqualTo("c");
    assertThat(container.path("image").asText()).isEqualTo("example.org/c");
    assertThat(container.path("started").asBoolean()).isTrue();
    assertThat(container.path("ready").asBoolean()).isTrue();
    assertThat(container.path("state").has("running")).isTrue();
    assertThat(started.tally().failures()).isZero();
  }

  @Test
  void podThatDoesNotFit_isFailedInTheKubeletsWords_andItsEventTellsOfIt()
      throws InterruptedException {
    createNode("n1", "cpu: 1, pods: 10");
    HollowNodes started = start();
    createPod("first", "n1", "cpu: 700m");
    await("first", inPhase("Running"));
    createPod("second", "n1", "cpu: 700m");
    JsonNode status = await("second", inPhase("Failed")).tree().path("status");

    String want =
        "Node didn't have enough resource: cpu, requested: 700, used: 700, capacity: 1000";
    assertThat(status.path("reason").asText()).isEqualTo("OutOfcpu");
    assertThat(status.path("message").asText()).isEqualTo("Pod was rejected: " + want);
    await("event", () -> !registry.list(Kinds.CORE_EVENT).objects().isEmpty());
    JsonNode event = registry.list(Kinds.CORE_EVENT).objects().getFirst().tree();
    assertThat(event.path("reason").asText()).isEqualTo("OutOfcpu");
    assertThat(event.path("message").asText()).isEqualTo(want);
    assertThat(event.path("type").asText()).isEqualTo("Warning");
    assertThat(event.path("source").path("host").asText()).isEqualTo("n1");
    assertThat(event.path("involvedObject").path("name").asText()).isEqualTo("second");
    await("tally", () -> started.tally().refused() == 1);
  }

  @Test
  void podThatEnded_orIsDeleted_freesItsPlace() throws InterruptedException {
    createNode("n1", "cpu: 1, pods: 10");
    start();
    createPod("first", "n1", "cpu: 1");
    await("first", inPhase("Running"));
    registry.update(
        Kinds.POD,
        key("first"),
        Part.STATUS,
        pod -> {
          pod.withObject("/status").put("phase", "Succeeded");
          return pod;
        },
        WriteOptions.NONE);
    createPod("second", "n1", "cpu: 1");
    await("second", inPhase("Running"));

    registry.delete(Kinds.POD, key("second"), DeleteOptions.NONE);
    await("end of second", () -> store.get(Kinds.POD, key("second")) == null);
    createPod("third", "n1", "cpu: 1");
    await("third", inPhase("Running"));
  }

  @Test
  void podsOfADeletedNode_areFailedAndCollected() throws InterruptedException {
    createNode("n1", "pods: 10");
    start();
    createPod("p", "n1", "");
    KubeObject running = await("p", inPhase("Running"));
    List<Change> seen = new ArrayList<>();
    try (Changes changes = store.changesAfter(Kinds.POD, running.version())) {
      registry.delete(Kinds.NODE, ObjectKey.ofCluster("n1"), DeleteOptions.NONE);
      await("end of the pod", () -> store.get(Kinds.POD, key("p")) == null);
      for (Change c = changes.next(PATIENCE); c != null; c = changes.next(Duration.ZERO)) {
        seen.add(c);
      }
    }
    assertThat(seen.getLast().type()).isEqualTo(Change.Type.DELETED);
    JsonNode status = seen.getLast().object().tree().path("status");
    assertThat(status.path("phase").asText()).isEqualTo("Failed");
    assertThat(status.path("conditions").findValuesAsText("reason")).contains("DeletionByPodGC");
  }

  private void changeSpec(String name, Consumer<ObjectNode> change) {
    registry.update(
        Kinds.POD,
        key(name),
        Part.WHOLE,
        pod -> {
          change.accept(pod.withObject("/spec"));
          return pod;
        },
        WriteOptions.NONE);
  }

  private static Predicate<KubeObject> hasObserved(int generation) {
    return pod ->
        pod.tree().path("status").path("observedGeneration").asInt() == generation
            && pod.tree().path("metadata").path("generation").asInt() == generation;
  }

  @Test
  void runningPod_thatToleratesMore_isReportedAsItIsNow_onceOnly() throws InterruptedException {
    createNode("n1", "pods: 10");
    HollowNodes started = start();
    createPod("p", "n1", "");
    await("p", inPhase("Running"));
    changeSpec("p", spec -> spec.withArray("tolerations").addObject().put("operator", "Exists"));
    KubeObject followed = await("p", hasObserved(2));
    JsonNode status = followed.tree().path("status");

    assertThat(status.path("conditions"))
        .hasSize(5)
        .allSatisfy(c -> assertThat(c.path("observedGeneration").asInt()).isEqualTo(2));
    assertThat(status.path("containerStatuses").path(0).path("restartCount").asInt()).isZero();
    createPod("later", "n1", "");
    await("later", inPhase("Running"));
    assertThat(await("p", pod -> true).version()).isEqualTo(followed.version());
    assertThat(started.tally().failures()).isZero();
  }

  @Test
  void runningPod_thatGetsAnotherImage_isRestartedWithIt() throws InterruptedException {
    createNode("n1", "pods: 10");
    start();
    createPod("p", "n1", "");
    JsonNode before = await("p", inPhase("Running")).tree().path("status");
    changeSpec("p", spec -> ((ObjectNode) spec.at("/containers/0")).put("image", "example.org/d"));
    JsonNode status = await("p", hasObserved(2)).tree().path("status");

    JsonNode container = status.path("containerStatuses").path(0);
    assertThat(container.path("image").asText()).isEqualTo("example.org/d");
    assertThat(container.path("imageID").asText()).isEqualTo("example.org/d");
    assertThat(container.path("restartCount").asInt()).isEqualTo(1);
    assertThat(container.path("ready").asBoolean()).isTrue();
    assertThat(container.at("/state").has("running")).isTrue();
    assertThat(container.at("/lastState/terminated/containerID"))
        .isEqualTo(before.at("/containerStatuses/0/containerID"))
        .isNotEqualTo(container.path("containerID"));
    assertThat(status.path("phase").asText()).isEqualTo("Running");
    assertThat(status.path("podIP")).isEqualTo(before.path("podIP"));
  }

  @Test
  void runningPod_thatChangedWhileNoKubeletLooked_isCaughtUpWith() throws InterruptedException {
    createNode("n1", "pods: 10");
    store.create(
        Made.pod("p", "n1", "")
            .with(
                pod -> {
                  pod.withObject("/metadata").put("generation", 3);
                  pod.withObject("/status").put("phase", "Running").put("observedGeneration", 2);
                }));
    start();
    await("p", hasObserved(3));
  }

  @Test
  void podBoundToANodeThatComesLater_runsThere() throws InterruptedException {
    machines =
        HollowNodes.start(
            registry,
            new Timing(QUICK.start(), QUICK.end(), Duration.ofDays(1), QUICK.lease()),
            InstantSource.system());
    createPod("p", "n1", "");
    createNode("n1", "pods: 10");
    await("p", inPhase("Running"));
  }

  @Test
  void podsThatRan_keepTheirPlacesInANewProcess_fittingOrNot() throws InterruptedException {
    createNode("n1", "cpu: 1, pods: 10");
    store.create(
        Made.pod("a", "n1", "cpu: 5")
            .with(pod -> pod.withObject("/status").put("phase", "Running")));
    store.create(Made.pod("b", "n1", "cpu: 1"));
    start();
    await("b", inPhase("Failed"));
    assertThat(await("a", pod -> true).field("status.phase")).isEqualTo("Running");
  }

  @Test
  void objectsThatCannotBeRead_areRefusedOrLeftAlone_andStopNobody() throws InterruptedException {
    store.create(Made.node("odd", "cpu: plenty"));
    createNode("n1", "cpu: 1, pods: 10");
    HollowNodes started = start();
    store.create(Made.pod("malformed", "n1", "cpu: some"));
    store.create(Made.pod("astray", "odd", "cpu: 1"));
    createPod("p", "n1", "cpu: 1");
    await("p", inPhase("Running"));
    await("the failed refusal", () -> started.tally().failures() > 0);
    assertThat(await("astray", inPhase("Failed")).tree().path("status").path("reason").asText())
        .isEqualTo("InvalidNodeInfo");
  }

  @Test
  void threadsThatMeetTheUnforeseen_startOver() throws InterruptedException {
    createNode("n1", "pods: 10");
    createPod("p", "n1", "");
    AtomicInteger times = new AtomicInteger();
    HollowNodes started =
        HollowNodes.start(
            registry,
            QUICK,
            () -> {
              if (times.incrementAndGet() <= 4) {
                throw new AssertionError("a clock that stands still");
              }
              return Instant.now();
            });
    machines = started;
    await("p", inPhase("Running"));
    await("lease", () -> store.get(Kinds.LEASE, new ObjectKey("kube-node-lease", "n1")) != null);
    assertThat(started.tally().failures()).isEqualTo(4);
  }

  @Test
  void changesThatTheStoreHasForgotten_areMadeUpForByReadingAnew() throws InterruptedException {
    createNode("n1", "pods: 10");
    HollowNodes started = start();
    createPod("before", "n1", "");
    await("before", inPhase("Running"));
    store.compact();
    await("second listing", () -> started.tally().relists() > 1);
    createPod("after", "n1", "");
    await("after", inPhase("Running"));
    assertThat(started.tally().failures()).isZero();
  }

  @Test
  void leaseOfANode_isMadeRenewedAndRemovedWithTheNode() throws InterruptedException {
    KubeObject node = createNode("n1", "pods: 10");
    start();
    ObjectKey key = new ObjectKey("kube-node-lease", "n1");
    await("first lease", () -> store.get(Kinds.LEASE, key) != null);
    JsonNode first = registry.get(Kinds.LEASE, key).tree();
    assertThat(first.path("spec").path("holderIdentity").asText()).isEqualTo("n1");
    assertThat(first.path("metadata").path("ownerReferences").path(0).path("uid").asText())
        .isEqualTo(node.uid());
    await(
        "renewal",
        () ->
            !first
                .path("spec")
                .path("renewTime")
                .equals(registry.get(Kinds.LEASE, key).tree().path("spec").path("renewTime")));
    registry.delete(Kinds.NODE, ObjectKey.ofCluster("n1"), DeleteOptions.NONE);
    await("end of the lease", () -> store.get(Kinds.LEASE, key) == null);
  }
}
