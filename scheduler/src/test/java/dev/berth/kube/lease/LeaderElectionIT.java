package dev.berth.kube.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.config.LeaderElection;
import dev.berth.controlplane.ControlPlane;
import dev.berth.kube.ClientSettings;
import dev.berth.kube.KubeClients;
import dev.berth.kube.KubeReply;
import dev.berth.kube.lease.ElectionStatus.Phase;
import io.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.util.Config;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Elections on a real API server: among ourselves, and with client-java's elector. */
final class LeaderElectionIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** A standby looks once in 2.2 retry periods at most, and a busy machine takes its time. */
  private static final Duration MARGIN = Duration.ofSeconds(5);

  /** A takeover that comes faster did not wait for the lease to end. */
  private static final Duration LONG_LEASE = Duration.ofSeconds(60);

  private static final Duration LONG_DEADLINE = Duration.ofSeconds(40);

  private static ControlPlane controlPlane;
  private static KubeClients clients;

  @BeforeAll
  static void start() {
    controlPlane = ControlPlane.start();
    clients =
        KubeClients.fromKubeconfig(controlPlane.kubeconfig(), null, ClientSettings.ofVersion("it"));
  }

  @AfterAll
  static void stop() {
    clients.close();
    controlPlane.close();
  }

  private static LeaderElection longLease(String name) {
    return new LeaderElection(
        true, LONG_LEASE, LONG_DEADLINE, Duration.ofMillis(300), "default", name);
  }

  private static String show(String lease, String field) {
    return controlPlane.kubectl("get", "lease", lease, "-o", "jsonpath={.spec." + field + "}");
  }

  /** One of ours in this JVM. */
  private static final class Ours implements ElectionListener, AutoCloseable {
    private final BlockingQueue<Leadership> leads = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> losses = new LinkedBlockingQueue<>();
    private final LeaderElector elector;

    Ours(LeaderElection settings, String identity) {
      elector =
          LeaderElector.start(clients.lease(), settings, identity, new SplittableRandom(), this);
    }

    @Override
    public void startedLeading(Leadership leadership) {
      leads.add(leadership);
    }

    @Override
    public void lost(String reason) {
      losses.add(reason);
    }

    Leadership awaitLead(Duration patience) throws InterruptedException {
      Leadership lead = leads.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
      assertThat(lead).as("lead within %s; %s", patience, elector.status()).isNotNull();
      return lead;
    }

    void end() {
      elector.close();
    }

    @Override
    public void close() {
      end();
    }
  }

  /** One of client-java's in this JVM. */
  private static final class Foreign implements AutoCloseable {
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final io.kubernetes.client.extended.leaderelection.LeaderElector elector;
    private final String lease;

    Foreign(String lease, String identity) throws IOException {
      this.lease = lease;
      ApiClient client = Config.fromConfig(controlPlane.kubeconfig().toString());
      elector =
          new io.kubernetes.client.extended.leaderelection.LeaderElector(
              new LeaderElectionConfig(
                  new LeaseLock("default", lease, identity, client),
                  LONG_LEASE,
                  LONG_DEADLINE,
                  Duration.ofSeconds(6))); // also what it gives one try
      Thread.ofVirtual().start(() -> elector.run(() -> heard.add("leading"), () -> {}));
    }

    void awaitLead(Duration patience) throws InterruptedException {
      assertThat(heard.poll(patience.toMillis(), TimeUnit.MILLISECONDS)).isEqualTo("leading");
    }

    /** In the middle of a renewal it would end without giving the lease back. */
    void endAfterARenewal() {
      long start = System.nanoTime();
      String last = show(lease, "renewTime");
      while (show(lease, "renewTime").equals(last)) {
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE);
      }
      elector.close();
    }

    @Override
    public void close() {
      elector.close();
    }
  }

  @Test
  void closedLeader_isFollowedAtOnce_andTheLeaseTellsIt() throws Exception {
    try (Ours first = new Ours(longLease("ours"), "first")) {
      Leadership lead = first.awaitLead(PATIENCE);
      try (Ours second = new Ours(longLease("ours"), "second")) {
        first.end();
        assertThat(lead.isHeld()).isFalse();

        second.awaitLead(LONG_LEASE.dividedBy(2));

        assertThat(show("ours", "holderIdentity")).isEqualTo("second");
        assertThat(show("ours", "leaseTransitions")).isEqualTo("2");
        assertThat(show("ours", "leaseDurationSeconds")).isEqualTo("60");
      }
    }
    assertThat(show("ours", "holderIdentity")).isEmpty();
  }

  @Test
  void deletedLease_isMadeAnewByItsLeader() throws Exception {
    try (Ours leader = new Ours(longLease("deleted"), "leader")) {
      Leadership lead = leader.awaitLead(PATIENCE);

      controlPlane.kubectl("delete", "lease", "deleted");
      controlPlane.kubectl("wait", "lease/deleted", "--for=create", "--timeout=30s");

      assertThat(show("deleted", "holderIdentity")).isEqualTo("leader");
      assertThat(lead.isHeld()).isTrue();
      assertThat(leader.elector.status().phase()).isEqualTo(Phase.LEADING);
      assertThat(leader.losses).isEmpty();
    }
  }

  @Test
  void leaseGivenToAStrangerByHand_isLost() throws Exception {
    try (Ours leader = new Ours(longLease("given"), "leader")) {
      Leadership lead = leader.awaitLead(PATIENCE);

      controlPlane.kubectl(
          "patch", "lease", "given", "--type=merge", "-p={\"spec\":{\"holderIdentity\":\"x\"}}");

      assertThat(leader.losses.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS))
          .isEqualTo("the lease is held by x");
      assertThat(lead.isHeld()).isFalse();
    }
  }

  @Test
  void times_withZeroMicros_passThroughTheServerUnchanged() throws Exception {
    LeaseRequests requests = new KubeLeaseRequests(clients.lease(), "default", "times");
    Instant whole = Instant.parse("2026-01-01T12:00:00Z");
    LeaseDocument wanted = LeaseDocument.fresh("default", "times").heldBy("me", 15, whole);

    KubeReply reply = requests.create(wanted, TIMEOUT.toNanos());

    assertThat(reply.code()).as(reply.message()).isEqualTo(201);
    assertThat(LeaseDocument.parse(reply.body()).record()).isEqualTo(wanted.record());
    LeaseDocument read = LeaseDocument.parse(requests.read(TIMEOUT.toNanos()).body());
    assertThat(read.record()).isEqualTo(wanted.record());
  }

  @Test
  void write_overALeaseThatIsGone_createsNothing() throws Exception {
    LeaseRequests requests = new KubeLeaseRequests(clients.lease(), "default", "gone");
    LeaseDocument wanted = LeaseDocument.fresh("default", "gone").heldBy("me", 15, Instant.now());
    LeaseDocument there = LeaseDocument.parse(requests.create(wanted, TIMEOUT.toNanos()).body());
    controlPlane.kubectl("delete", "lease", "gone");

    KubeReply reply = requests.replace(there, TIMEOUT.toNanos());

    assertThat(reply.isSuccess()).as(reply.message()).isFalse();
    assertThat(requests.read(TIMEOUT.toNanos()).code()).isEqualTo(404);
  }

  @Test
  void emptyLease_ofAManifest_isTakenAtOnce() throws Exception {
    controlPlane.apply(
        """
        apiVersion: coordination.k8s.io/v1
        kind: Lease
        metadata: {name: empty, namespace: default, labels: {app: berth}}
        """);
    try (Ours ours = new Ours(longLease("empty"), "ours")) {
      ours.awaitLead(LONG_LEASE.dividedBy(2));
      assertThat(
              controlPlane.kubectl(
                  "get", "lease", "empty", "-o", "jsonpath={.metadata.labels.app}"))
          .isEqualTo("berth");
    }
  }

  @Test
  void foreignLeader_isLeftAlone_andFollowedAtOnceWhenItCloses() throws Exception {
    try (Foreign foreign = new Foreign("foreign-first", "foreign")) {
      foreign.awaitLead(PATIENCE);
      try (Ours ours = new Ours(longLease("foreign-first"), "ours")) {
        controlPlane.kubectl(
            "wait", "lease/foreign-first", "--for=jsonpath={.spec.holderIdentity}=foreign");
        assertThat(ours.leads.poll(2, TimeUnit.SECONDS)).isNull();
        assertThat(ours.elector.status().holder()).isEqualTo("foreign");

        foreign.endAfterARenewal();

        ours.awaitLead(LONG_LEASE.dividedBy(2));
        assertThat(show("foreign-first", "holderIdentity")).isEqualTo("ours");
      }
    }
  }

  @Test
  void foreignStandby_waitsForOurLead_andFollowsAtOnceWhenItIsGivenBack() throws Exception {
    try (Ours ours = new Ours(longLease("ours-first"), "ours")) {
      ours.awaitLead(PATIENCE);
      try (Foreign foreign = new Foreign("ours-first", "foreign")) {
        assertThat(foreign.heard.poll(2, TimeUnit.SECONDS)).isNull();

        ours.end();

        foreign.awaitLead(LONG_LEASE.dividedBy(2));
        assertThat(show("ours-first", "holderIdentity")).isEqualTo("foreign");
      }
    }
  }

  /** By its clock, by a watch on it, or by what it reads, whichever has its turn first. */
  private static final String FOUND_OUT =
      "not held|lost: the lease (was not renewed in time.*|is held by fourth)";

  @Test
  void killedLeader_isReplacedWhenItsLeaseEnds_stoppedOneFindsItselfReplaced() throws Exception {
    var kubeconfig = controlPlane.kubeconfig();
    try (var first = ElectionProcess.start(kubeconfig, "signals", "first")) {
      assertThat(first.next(PATIENCE)).isEqualTo("leading");
      try (var second = ElectionProcess.start(kubeconfig, "signals", "second");
          Ours third = new Ours(ElectionProcess.settings("signals"), "third")) {
        Duration longer = ElectionProcess.LEASE.plusSeconds(2);
        assertThat(third.leads.poll(longer.toSeconds(), TimeUnit.SECONDS)).isNull();
        assertThat(first.hasSpoken()).isFalse();

        third.end(); // so that it is second's turn
        first.signal("KILL");
        first.awaitEnd();
        Instant lastRenewal = Instant.parse(show("signals", "renewTime"));
        assertThat(second.next(PATIENCE)).isEqualTo("leading");
        Instant takenOver = Instant.parse(show("signals", "acquireTime"));
        assertThat(Duration.between(lastRenewal, takenOver))
            .isBetween(
                ElectionProcess.LEASE,
                ElectionProcess.LEASE.plus(ElectionProcess.RETRY).plus(MARGIN));

        try (Ours fourth = new Ours(ElectionProcess.settings("signals"), "fourth")) {
          second.signal("STOP");
          Leadership lead = fourth.awaitLead(PATIENCE);
          second.signal("CONT");

          assertThat(second.next(PATIENCE)).matches(FOUND_OUT);
          assertThat(second.awaitEnd()).isEqualTo(1);
          assertThat(lead.isHeld()).isTrue();
          assertThat(show("signals", "holderIdentity")).isEqualTo("fourth");
        }
      }
    }
  }
}
