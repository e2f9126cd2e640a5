package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.controlplane.ControlPlane;
import dev.berth.controlplane.Fault;
import dev.berth.controlplane.RewritingProxy;
import dev.berth.controlplane.SeenRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One life of Berth after the other ends by SIGKILL, each at another request to the API server,
 * which the server sees or does not see; the last life finds everything as it should be.
 */
final class SigkillIT {

  private static final long SEED = Long.getLong("berth.it.seed", 1363);
  private static final int NODES = 16;
  private static final int LIVES = 14;

  /** Of each life; so many of each kind of request are sure to come. */
  private static final int FITTING = 6;

  private static final int HOPELESS = 2;

  /** What a life is killed at. */
  private enum Kind {
    READ(3),
    WRITE(FITTING + HOPELESS),
    BINDING(FITTING),
    STATUS(HOPELESS);

    private final int sure;

    Kind(int sure) {
      this.sure = sure;
    }

    private boolean isOne(SeenRequest request) {
      return switch (this) {
        case READ -> !Writes.isWrite(request);
        case WRITE -> Writes.isWrite(request);
        case BINDING -> Writes.isBinding(request);
        case STATUS -> Writes.isStatus(request);
      };
    }
  }

  private static final List<Kind> KINDS = List.of(Kind.values());

  /**
   * When a life ends.
   *
   * @param fault what becomes of that request
   */
  private record End(Kind kind, int number, Fault fault) {
    static End any(int life, SplittableRandom random) {
      Kind kind = KINDS.get(life % KINDS.size());
      boolean arrives = life / KINDS.size() % 2 == 0;
      return new End(
          kind,
          1 + random.nextInt(kind.sure),
          arrives ? new Fault.None() : new Fault.DropRequest());
    }
  }

  @Test
  void lives_that_end_anywhere_bind_every_pod_once(@TempDir Path directory) {
    System.out.println("Seed " + SEED + ". Replay with -Dberth.it.seed=" + SEED);
    SplittableRandom random = new SplittableRandom(SEED);
    try (ControlPlane controlPlane = ControlPlane.start();
        ApiServer api = new ApiServer(controlPlane);
        RewritingProxy proxy = RewritingProxy.inFrontOf(controlPlane);
        PodHistory history = PodHistory.of(api)) {
      api.create(ApiServer.NODES, nodes());
      Path kubeconfig = proxy.writeKubeconfig(directory.resolve("kubeconfig"));
      for (int life = 0; life < LIVES; life++) {
        api.create(ApiServer.PODS, pods(life));
        live(End.any(life, random), proxy, kubeconfig);
      }
      try (BerthProcess last = BerthProcess.start(kubeconfig)) {
        history.awaitThat(
            pods ->
                assertThat(new RestJudge("berth", api.nodes(), pods).findings())
                    .as("seed " + SEED)
                    .isEmpty());
        assertThat(last.terminate()).as(last.log()).isZero();
      }

      List<JsonNode> pods = api.pods();
      assertThat(Pods.bound(pods)).hasSize(LIVES * FITTING);
      assertThat(pods.stream().filter(Pods::isUnschedulable)).hasSize(LIVES * HOPELESS);
      assertThat(RestJudge.boundTwice(history.lives())).isEmpty();
      assertThat(Writes.acceptedBindings(proxy.answers()))
          .containsExactlyInAnyOrderElementsOf(Pods.bound(pods).stream().map(Pods::uid).toList());
    }
  }

  private static List<String> nodes() {
    return IntStream.range(0, NODES)
        .mapToObj(
            number ->
                Yaml.node("node-" + number, "", "", "cpu: \"1\", memory: 8Gi, pods: \"8\"", ""))
        .toList();
  }

  /** All that fit fill the nodes to more than half. */
  private static List<String> pods(int life) {
    List<String> pods = new ArrayList<>();
    for (int i = 0; i < FITTING + HOPELESS; i++) {
      String cpu = i < FITTING ? "100m" : "1001m";
      pods.add(
          Yaml.pod(
              String.format(Locale.ROOT, "life-%02d-%d", life, i),
              "",
              "",
              Yaml.requests("cpu: " + cpu)));
    }
    return pods;
  }

  /** Until its end nothing goes wrong; after it nothing more of that kind gets through. */
  private static void live(End end, RewritingProxy proxy, Path kubeconfig) {
    CompletableFuture<BerthProcess> doomed = new CompletableFuture<>();
    CountDownLatch killed = new CountDownLatch(1);
    AtomicInteger seen = new AtomicInteger();
    proxy.injectFaults(
        request -> {
          int count = end.kind().isOne(request) ? seen.incrementAndGet() : 0;
          if (count < end.number()) {
            return new Fault.None();
          }
          if (count > end.number()) {
            await(killed);
            return new Fault.DropRequest();
          }
          doomed.join().kill();
          killed.countDown();
          return end.fault();
        });
    try (BerthProcess berth = BerthProcess.start(kubeconfig)) {
      doomed.complete(berth);
      await(killed);
    }
    proxy.injectFaults(request -> new Fault.None());
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
