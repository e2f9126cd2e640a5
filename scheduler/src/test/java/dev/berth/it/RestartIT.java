package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.controlplane.Fault;
import dev.berth.controlplane.RewritingProxy;
import dev.berth.controlplane.SeenRequest;
import dev.berth.it.Writes.Write;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A hundred pods that are being bound when Berth ends, and when somebody else binds them too. */
final class RestartIT {

  private static final int PODS = 100;
  private static final int NODES = 12;
  private static final int PODS_A_NODE = 10;
  private static final String RESERVE = "reserve";

  @RegisterExtension static final ClusterBed cluster = ClusterBed.with();

  @TempDir private Path directory;
  private RewritingProxy proxy;
  private Path kubeconfig;

  @BeforeEach
  void fill() {
    proxy = RewritingProxy.inFrontOf(cluster.controlPlane);
    kubeconfig = proxy.writeKubeconfig(directory.resolve("kubeconfig"));
    cluster.controlPlane.create(
        Yaml.all(
            IntStream.range(0, NODES)
                .mapToObj(i -> Yaml.node("node-" + i, "", "", room(PODS_A_NODE), ""))
                .toList()));
    createPods("first", PODS);
  }

  @AfterEach
  void close() {
    proxy.close();
  }

  private static String room(int pods) {
    return "cpu: \"64\", memory: 64Gi, pods: \"" + pods + "\"";
  }

  private static void createPods(String prefix, int count) {
    cluster.controlPlane.create(
        Yaml.all(
            IntStream.range(0, count)
                .mapToObj(i -> Yaml.pod(prefix + "-" + i, "", "", Yaml.requests("cpu: 100m")))
                .toList()));
  }

  @Test
  void told_to_stop_with_bindings_under_way_loses_none() {
    createPods("too-many", PODS);
    CountDownLatch thirty = new CountDownLatch(30);
    proxy.injectFaults(
        request -> {
          if (Writes.isBinding(request)) {
            thirty.countDown();
          }
          return new Fault.None();
        });

    Map<String, String> wantNodes;
    Set<String> wantRejected;
    try (BerthProcess berth = BerthProcess.start(kubeconfig)) {
      await(thirty);
      assertThat(berth.terminate()).as(berth.log()).isZero();
      wantNodes = berth.decisions();
      wantRejected = berth.rejections();
    }

    List<JsonNode> pods = cluster.api.pods();
    assertThat(Pods.bound(pods).stream().collect(Collectors.toMap(Pods::name, Pods::node)))
        .isEqualTo(wantNodes);
    assertThat(names(pods.stream().filter(Pods::isUnschedulable).toList())).isEqualTo(wantRejected);
  }

  @Test
  void pods_that_somebody_else_binds_at_the_same_moment_are_left_to_him_and_free_their_room() {
    cluster.controlPlane.create(
        Yaml.node(RESERVE, "", "taints: [{key: t, effect: NoSchedule}]", room(PODS), ""));
    AtomicInteger bindings = new AtomicInteger();
    Set<String> elsewhere = ConcurrentHashMap.newKeySet();
    proxy.injectFaults(
        request -> {
          if (Writes.isBinding(request) && request.path().contains("first")) {
            Write binding = bindingsIn(List.of(request)).getFirst();
            bindFirst(binding, bindings.incrementAndGet(), elsewhere);
          }
          return new Fault.None();
        });

    try (BerthProcess berth = BerthProcess.start(kubeconfig)) {
      cluster.history.awaitThat(pods -> assertThat(pods).hasSize(PODS).allMatch(Pods::isBound));
      // What was assumed for the pods that went elsewhere is free again, and nothing else is.
      int second = NODES * PODS_A_NODE - PODS + elsewhere.size();
      createPods("second", second);
      cluster.history.awaitThat(
          pods -> assertThat(pods).hasSize(PODS + second).allMatch(Pods::isBound));
      createPods("third", 1);
      cluster.history.awaitThat(
          pods ->
              assertThat(pods)
                  .filteredOn(Pods::isUnschedulable)
                  .singleElement()
                  .extracting(Pods::messageHead)
                  .isEqualTo(
                      "0/13 nodes are available: 1 node(s) had untolerated taint(s), 12 Too many"
                          + " pods."));
      assertThat(berth.terminate()).as(berth.log()).isZero();
    }

    assertBoundOnce();
    assertNoNodeIsOverfull();
    assertThat(elsewhere).hasSize(PODS / 4);
    assertThat(
            names(
                cluster.api.pods().stream().filter(pod -> Pods.node(pod).equals(RESERVE)).toList()))
        .isEqualTo(elsewhere);
    assertThat(bindingsIn(proxy.requests())).extracting(Write::pod).doesNotHaveDuplicates();
  }

  /** Every fourth pod goes to the node in reserve, every other fourth to the node Berth chose. */
  private static void bindFirst(Write binding, int number, Set<String> elsewhere) {
    if (number % 4 == 0) {
      elsewhere.add(binding.pod());
      assertThat(cluster.api.bind(binding.pod(), RESERVE).code()).isEqualTo(201);
    } else if (number % 4 == 2) {
      String same = binding.body().at("/target/name").asText();
      assertThat(cluster.api.bind(binding.pod(), same).code()).isEqualTo(201);
    }
  }

  // ---- what has to be true ---------------------------------------------------------------------

  private void assertBoundOnce() {
    assertThat(RestJudge.boundTwice(cluster.history.lives())).isEmpty();
  }

  private static void assertNoNodeIsOverfull() {
    assertThat(new PlacementRules(cluster.api.nodes(), cluster.api.pods()).overcommitments())
        .isEmpty();
  }

  private static List<Write> bindingsIn(List<SeenRequest> requests) {
    return Writes.of(requests).bindings();
  }

  private static Set<String> names(Collection<JsonNode> pods) {
    return pods.stream().map(Pods::name).collect(Collectors.toSet());
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).as("came within a minute").isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }
}
