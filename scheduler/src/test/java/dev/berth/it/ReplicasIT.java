package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.controlplane.Fault;
import dev.berth.controlplane.RewritingProxy;
import dev.berth.controlplane.SeenAnswer;
import dev.berth.controlplane.SeenRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two replicas and one lease, while one ends, is stopped, or loses the lease; each reaches the API
 * server through a proxy of its own, which sees all that it writes.
 */
final class ReplicasIT {

  private static final String LEASES = "/apis/coordination.k8s.io/v1/namespaces/kube-system/leases";

  /** Waited out three times here; a machine may stand still for almost as long as that. */
  private static final Duration LEASE = Duration.ofSeconds(20);

  private static final Duration DEADLINE = Duration.ofSeconds(18);
  private static final Duration RETRY = Duration.ofSeconds(1);

  /** A standby looks once in 2.2 retry periods at most, and a busy machine takes its time. */
  private static final Duration MARGIN = Duration.ofSeconds(5);

  private static final String LEADS = " became leader";
  private static final String STANDS_BY = " stands by";
  private static final String LEADS_NO_MORE = " leads no more";
  private static final int LOST = 1;
  private static final int PODS = 30;
  private static final int BOUND_AT_ONCE = 4;

  @RegisterExtension static final ClusterBed cluster = ClusterBed.with();

  private static int leases;

  @TempDir private Path directory;
  private final String lease = "lease-" + leases++;
  private final List<Replica> replicas = new ArrayList<>();

  /** One Berth and its way to the API server. */
  private record Replica(BerthProcess process, RewritingProxy proxy) {

    /** Not those about the lease. */
    List<SeenRequest> writes() {
      return proxy.requests().stream()
          .filter(request -> Writes.isWrite(request) && !Writes.isLease(request))
          .toList();
    }

    /** What the lease was made, by those writes of it that the API server took. */
    List<JsonNode> leaseWrites() {
      return proxy.answers().stream()
          .filter(answer -> answer.status() < 300 && Writes.isLease(answer.request()))
          .map(answer -> Yaml.json(answer.request().body()).path("spec"))
          .toList();
    }

    int allWrites() {
      return Math.toIntExact(proxy.requests().stream().filter(Writes::isWrite).count());
    }
  }

  @BeforeEach
  void fill() {
    cluster.api.create(
        ApiServer.NODES,
        IntStream.range(0, 5)
            .mapToObj(i -> Yaml.node("node-" + i, "", "", "cpu: \"8\", pods: \"20\"", ""))
            .toList());
  }

  @AfterEach
  void close() {
    for (Replica replica : replicas) {
      replica.process().close();
      replica.proxy().close();
    }
  }

  // ---- the leader ends -------------------------------------------------------------------------

  @Test
  void leader_that_is_killed_is_followed_within_lease_and_retry_and_every_pod_is_bound_once() {
    Replica first = leader(LEASE);
    Replica second = standby(LEASE);
    CountDownLatch killed = new CountDownLatch(1);
    atBinding(
        PODS / 2,
        first,
        () -> {
          first.process().kill();
          killed.countDown();
        });
    createPods("first", PODS);
    awaitOf(first, killed);

    second.process().awaitLine(LEADS);

    // By the clocks of the two: that of this test would count how late it sees what they do.
    Duration took =
        Duration.between(
            time("renewTime", first.leaseWrites().getLast()),
            time("acquireTime", second.leaseWrites().getFirst()));
    System.out.println("The second replica led " + took + " after the first renewed the lease");
    assertThat(took).isLessThan(LEASE.plus(RETRY).plus(MARGIN));
    assertAllBoundOnce(PODS);
    assertThat(Writes.of(second.writes()).bindings()).hasSizeGreaterThanOrEqualTo(PODS / 2);
  }

  @Test
  void leader_that_is_told_to_stop_hands_over_at_once() {
    Duration longer = Duration.ofMinutes(10);
    Replica first = leader(longer);
    Replica second = standby(longer);
    createPods("first", PODS);

    assertThat(first.process().terminate()).as(first.process().log()).isZero();
    second.process().awaitLine(LEADS);

    createPods("second", PODS);
    assertAllBoundOnce(2 * PODS);
  }

  // ---- the leader sleeps -----------------------------------------------------------------------

  @Test
  void leader_that_slept_over_its_lease_writes_nothing_more_and_ends() {
    Replica sleeper = leader(LEASE);
    Replica second = standby(LEASE);
    CountDownLatch asleep = pauseWithAllWritesUnderWay(sleeper);
    createPods("first", PODS);
    awaitOf(sleeper, asleep);
    second.process().awaitLine(LEADS);
    createPods("second", PODS);
    assertAllBoundOnce(2 * PODS);
    int wantWrites = sleeper.allWrites();

    createPods("third", PODS);
    sleeper.process().resume();

    assertThat(sleeper.process().exitCode()).as(sleeper.process().log()).isEqualTo(LOST);
    assertThat(sleeper.process().log()).contains(LEADS_NO_MORE);
    assertThat(sleeper.allWrites()).isEqualTo(wantWrites);
    assertThat(Writes.of(sleeper.writes()).bindings()).hasSize(BOUND_AT_ONCE);
    assertAllBoundOnce(3 * PODS);
  }

  // ---- somebody meddles with the lease ---------------------------------------------------------

  @Test
  void lease_that_a_stranger_takes_stops_the_leader_until_the_stranger_is_gone() {
    Replica first = leader(LEASE);
    Replica second = standby(LEASE);
    createPods("first", PODS);
    assertAllBoundOnce(PODS);

    Instant taken = takeLease("stranger");
    assertThat(first.process().exitCode()).as(first.process().log()).isEqualTo(LOST);
    createPods("second", PODS);
    second.process().awaitLine("the lease is held by stranger");
    second.process().awaitLine(LEADS);

    assertThat(time("acquireTime", leaseSpec())).isAfterOrEqualTo(taken.plus(LEASE));
    assertNothingBoundBeforeTheLease(second);
    assertAllBoundOnce(2 * PODS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{\"spec\":{\"holderIdentity\":\"\"}}", "{\"spec\":null}"})
  void lease_that_is_deleted_or_emptied_is_taken_again_by_one_of_them(String patch) {
    List<Replica> both = List.of(leader(LEASE), standby(LEASE));
    createPods("first", PODS);

    if (patch.isEmpty()) {
      cluster.api.delete(LEASES + "/" + lease);
    } else {
      cluster.api.patch(LEASES + "/" + lease, patch);
    }
    createPods("second", PODS);

    assertAllBoundOnce(2 * PODS);
    assertThat(both).allSatisfy(ReplicasIT::assertNothingBoundBeforeTheLease);
  }

  private static void assertNothingBoundBeforeTheLease(Replica replica) {
    List<SeenAnswer> answers =
        replica.proxy().answers().stream()
            .filter(answer -> answer.status() < 300)
            .filter(
                answer -> Writes.isLease(answer.request()) || Writes.isBinding(answer.request()))
            .toList();
    assertThat(answers.stream().limit(1)).allMatch(answer -> Writes.isLease(answer.request()));
  }

  /** As if it had been won right now; the holder will not renew it. */
  private Instant takeLease(String holder) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    String time = now.toString().replace("Z", ".000000Z");
    cluster.api.patch(
        LEASES + "/" + lease,
        """
        {"spec":{"holderIdentity":"%s","leaseDurationSeconds":%d,"acquireTime":"%s","renewTime":"%s"}}\
        """
            .formatted(holder, LEASE.toSeconds(), time, time));
    return now;
  }

  private JsonNode leaseSpec() {
    return cluster.api.get(LEASES + "/" + lease).path("spec");
  }

  private static Instant time(String field, JsonNode spec) {
    return Instant.parse(spec.path(field).asText());
  }

  // ---- replicas --------------------------------------------------------------------------------

  private Replica leader(Duration duration) {
    Replica replica = standby(duration);
    replica.process().awaitLine(LEADS);
    return replica;
  }

  private Replica standby(Duration duration) {
    RewritingProxy proxy = RewritingProxy.inFrontOf(cluster.controlPlane);
    int number = replicas.size();
    BerthProcess process =
        BerthProcess.startWith(
            proxy.writeKubeconfig(directory.resolve("kubeconfig-" + number)),
            "--config=" + config(duration));
    Replica replica = new Replica(process, proxy);
    replicas.add(replica);
    process.awaitLine(STANDS_BY);
    return replica;
  }

  private Path config(Duration duration) {
    String text =
        """
        apiVersion: kubescheduler.config.k8s.io/v1
        kind: KubeSchedulerConfiguration
        leaderElection:
          leaderElect: true
          resourceName: %s
          leaseDuration: %ss
          renewDeadline: %ss
          retryPeriod: %ss
        ---
        apiVersion: berth.dev/v1alpha1
        kind: BerthConfiguration
        maxBindsInFlight: %d
        """
            .formatted(
                lease,
                duration.toSeconds(),
                DEADLINE.toSeconds(),
                RETRY.toSeconds(),
                BOUND_AT_ONCE);
    try {
      return Files.writeString(directory.resolve("config-" + lease + ".yaml"), text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Does something once that many bindings are there, none of which had an answer; then every other
   * one of them reaches the API server.
   */
  private static void atBinding(int number, Replica replica, Runnable action) {
    AtomicInteger bindings = new AtomicInteger();
    CountDownLatch done = new CountDownLatch(1);
    replica
        .proxy()
        .injectFaults(
            request -> {
              if (!Writes.isBinding(request)) {
                return new Fault.None();
              }
              int count = bindings.incrementAndGet();
              if (count <= number - BOUND_AT_ONCE) {
                return new Fault.None();
              }
              if (count == number) {
                action.run();
                done.countDown();
              }
              await(done);
              return count % 2 == 0 ? new Fault.None() : new Fault.DropRequest();
            });
  }

  /**
   * Stops it once every thread of it that may write waits for an answer: all bindings that it may
   * have under way at once are at the proxy, and then a renewal of the lease. So it cannot have
   * begun a write that comes when it goes on. Every other binding arrives, and the renewal.
   *
   * @return open when it is stopped
   */
  private static CountDownLatch pauseWithAllWritesUnderWay(Replica replica) {
    AtomicInteger bindings = new AtomicInteger();
    AtomicBoolean pausing = new AtomicBoolean();
    CountDownLatch asleep = new CountDownLatch(1);
    replica
        .proxy()
        .injectFaults(
            request -> {
              if (Writes.isBinding(request)) {
                boolean arrives = bindings.incrementAndGet() % 2 == 0;
                await(asleep);
                return arrives ? new Fault.None() : new Fault.DropRequest();
              }
              if (Writes.isLease(request)
                  && bindings.get() == BOUND_AT_ONCE
                  && pausing.compareAndSet(false, true)) {
                replica.process().pause();
                asleep.countDown();
              }
              return new Fault.None();
            });
    return asleep;
  }

  private static void awaitOf(Replica replica, CountDownLatch latch) {
    assertThat(await(latch)).as(() -> replica.process().log()).isTrue();
  }

  /** Whether it came within a minute. */
  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }

  // ---- pods ------------------------------------------------------------------------------------

  private static void createPods(String prefix, int count) {
    cluster.api.create(
        ApiServer.PODS,
        IntStream.range(0, count)
            .mapToObj(i -> Yaml.pod(prefix + "-" + i, "", "", Yaml.requests("cpu: 100m")))
            .toList());
  }

  /** Waits for it. */
  private void assertAllBoundOnce(int count) {
    cluster.history.awaitThat(pods -> assertThat(Pods.bound(pods)).hasSize(count));
    List<JsonNode> pods = cluster.api.pods();
    assertThat(new RestJudge("berth", cluster.api.nodes(), pods).findings()).isEmpty();
    assertThat(RestJudge.boundTwice(cluster.history.lives())).isEmpty();
    assertThat(
            replicas.stream()
                .flatMap(replica -> Writes.acceptedBindings(replica.proxy().answers()).stream()))
        .doesNotHaveDuplicates();
  }
}
