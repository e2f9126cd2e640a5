package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.FreePort;
import dev.berth.controlplane.Fault;
import dev.berth.controlplane.RewritingProxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The facade ends by SIGKILL while the real kube-scheduler places pods through it. */
final class ExtenderRestartIT {
  private static final String STOCK = "default-scheduler";
  private static final String OUR_REASON = "node(s) didn't have the label example-label";
  private static final int NODES = 12;
  private static final int LABELLED = 4;
  private static final int HALF = 100;

  @RegisterExtension static final ClusterBed cluster = ClusterBed.with();

  @TempDir private Path directory;

  @BeforeEach
  void fill() {
    cluster.api.create(ApiServer.NODES, IntStream.range(0, NODES).mapToObj(this::node).toList());
  }

  // ---- the cluster -----------------------------------------------------------------------------

  private String node(int number) {
    return Yaml.node(
        "node-" + number,
        number < LABELLED ? "example-label: \"\"" : "kind: other",
        "",
        "cpu: \"16\", memory: 64Gi, pods: \"80\"",
        "");
  }

  private static void createPods(String name, int count) {
    cluster.api.create(
        ApiServer.PODS,
        IntStream.range(0, count)
            .mapToObj(number -> pod(name + "-" + number, "", 100 + 10 * (number % 5)))
            .toList());
  }

  private static String pod(String name, String spec, int milliCpu) {
    return Yaml.pod(
        name,
        "",
        Yaml.fields("schedulerName: " + STOCK, spec),
        Yaml.requests("cpu: " + milliCpu + "m, memory: 64Mi"));
  }

  /** It fits only where the facade lets nobody through. */
  private void createHopeless() {
    cluster.api.createOne(ApiServer.PODS, pod("hopeless", "nodeSelector: {kind: other}", 100));
  }

  private static Predicate<JsonNode> named(String name) {
    return pod -> Pods.name(pod).startsWith(name + "-");
  }

  private static List<JsonNode> bound(List<JsonNode> pods, String name) {
    return Pods.bound(pods).stream().filter(named(name)).toList();
  }

  private void awaitBound(String name, int atLeast) {
    cluster.history.awaitThat(
        pods -> assertThat(bound(pods, name).size()).as(name).isGreaterThanOrEqualTo(atLeast));
  }

  private static FacadeProcess facade(int port) {
    return FacadeProcess.extender(
        cluster.controlPlane.kubeconfig(), FacadeProcess.LABEL_WANTED, port);
  }

  private KubeSchedulerProcess kubeScheduler(FacadeProcess facade, String more) {
    return KubeSchedulerProcess.asking(
        cluster.controlPlane, directory, FacadeProcess.entry(facade.url(), more));
  }

  // ---- at rest ---------------------------------------------------------------------------------

  private void awaitHopeless() {
    cluster.history.awaitThat(
        pods ->
            assertThat(pods)
                .filteredOn(pod -> Pods.name(pod).equals("hopeless"))
                .singleElement()
                .matches(Pods::isUnschedulable)
                .extracting(Pods::messageHead)
                .asString()
                .contains("0/12 nodes are available: ", LABELLED + " node(s) didn't match")
                .contains((NODES - LABELLED) + " " + OUR_REASON));
  }

  private void assertSound(List<JsonNode> nodes, List<JsonNode> pods) {
    assertThat(new RestJudge(STOCK, nodes, pods).findings()).isEmpty();
    assertThat(RestJudge.boundTwice(cluster.history.lives())).isEmpty();
  }

  // ---- the facade ends -------------------------------------------------------------------------

  @Test
  void facadeThatIsNotIgnorable_nothingIsPlacedWithoutIt_andEverythingAfterIt() {
    FacadeProcess first = facade(FreePort.get());
    try (KubeSchedulerProcess stock = kubeScheduler(first, "ignorable: false")) {
      createHopeless();
      createPods("before", HALF);
      awaitBound("before", HALF / 2);
      first.kill();
      createPods("without", HALF);

      cluster.history.awaitThat(
          pods ->
              assertThat(
                      pods.stream()
                          .filter(named("without"))
                          .filter(ExtenderRestartIT::waitsForTheFacade)
                          .count())
                  .as(stock::log)
                  .isEqualTo(HALF));
      assertThat(bound(cluster.api.pods(), "without")).isEmpty();

      try (FacadeProcess second = facade(first.port())) {
        awaitBound("before", HALF);
        awaitBound("without", HALF);
        awaitHopeless();
        assertSound(FacadeProcess.labelled(cluster.api), cluster.api.pods());
        assertThat(second.log()).doesNotContain("ERROR");
      }
    } finally {
      first.close();
    }
  }

  private static boolean waitsForTheFacade(JsonNode pod) {
    JsonNode condition = Pods.scheduled(pod);
    return condition.path("reason").asText().equals("SchedulerError")
        && condition.path("message").asText().contains("refused");
  }

  @Test
  void facadeThatIsIgnorable_podsGoOnWithoutIt_andAskItAgainAfterwards() {
    FacadeProcess first = facade(FreePort.get());
    try (KubeSchedulerProcess stock = kubeScheduler(first, "ignorable: true, bindVerb: bind")) {
      createPods("before", HALF);
      awaitBound("before", HALF / 2);
      first.kill();
      createPods("without", HALF);
      awaitBound("before", HALF);
      awaitBound("without", HALF);

      try (FacadeProcess second = facade(first.port())) {
        createPods("after", HALF / 2);
        createHopeless();
        awaitBound("after", HALF / 2);
        awaitHopeless();
        List<JsonNode> pods = cluster.api.pods();
        assertThat(bound(pods, "without"))
            .as(stock::log)
            .anyMatch(pod -> !isLabelled(Pods.node(pod)));
        assertThat(bound(pods, "after")).allMatch(pod -> isLabelled(Pods.node(pod)));
        assertSound(cluster.api.nodes(), pods.stream().filter(Pods::isBound).toList());
        assertThat(second.log()).doesNotContain("ERROR");
      }
    } finally {
      first.close();
    }
  }

  private static boolean isLabelled(String node) {
    return Integer.parseInt(node.substring("node-".length())) < LABELLED;
  }

  // ---- in the middle of a binding --------------------------------------------------------------

  /** Each life of the facade ends at a binding, which the API server sees or does not see. */
  @Test
  void facadeThatEndsWhileItBinds_eachPodIsBoundOnce() {
    List<Fault> ends = List.of(new Fault.None(), new Fault.DropRequest(), new Fault.None());
    int podsOfALife = 20;
    List<FacadeProcess> lives = new ArrayList<>();
    try (RewritingProxy proxy = RewritingProxy.inFrontOf(cluster.controlPlane)) {
      Path kubeconfig = proxy.writeKubeconfig(directory.resolve("proxy"));
      lives.add(FacadeProcess.extender(kubeconfig, FacadeProcess.LABEL_WANTED, FreePort.get()));
      try (KubeSchedulerProcess stock = kubeScheduler(lives.getFirst(), "bindVerb: bind")) {
        for (Fault end : ends) {
          CountDownLatch killed = killAtBinding(5, lives.getLast(), end, proxy);
          createPods("life-" + lives.size(), podsOfALife);
          await(killed);
          proxy.injectFaults(_ -> new Fault.None());
          lives.add(
              FacadeProcess.extender(
                  kubeconfig, FacadeProcess.LABEL_WANTED, lives.getFirst().port()));
        }

        int all = ends.size() * podsOfALife;
        cluster.history.awaitThat(
            pods -> assertThat(Pods.bound(pods).size()).as(stock::log).isEqualTo(all));
        List<JsonNode> pods = cluster.api.pods();
        assertSound(FacadeProcess.labelled(cluster.api), pods);
        assertThat(Writes.acceptedBindings(proxy.answers()))
            .containsExactlyInAnyOrderElementsOf(pods.stream().map(Pods::uid).toList());
      }
    } finally {
      lives.forEach(FacadeProcess::close);
    }
  }

  /** After it nothing that the dead one has sent gets through. */
  private static CountDownLatch killAtBinding(
      int number, FacadeProcess doomed, Fault end, RewritingProxy proxy) {
    CountDownLatch killed = new CountDownLatch(1);
    AtomicInteger seen = new AtomicInteger();
    proxy.injectFaults(
        request -> {
          int count = Writes.isBinding(request) ? seen.incrementAndGet() : 0;
          if (count < number) {
            return new Fault.None();
          }
          if (count > number) {
            await(killed);
            return new Fault.DropRequest();
          }
          doomed.kill();
          killed.countDown();
          return end;
        });
    return killed;
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(180, TimeUnit.SECONDS)).as("came in time").isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }
}
