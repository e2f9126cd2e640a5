package dev.berth.kube.lease;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.Uninterruptibles;
import dev.berth.config.LeaderElection;
import dev.berth.kube.ClientSettings;
import dev.berth.kube.FakeApiServer;
import dev.berth.kube.FakeApiServer.Answer;
import dev.berth.kube.FakeApiServer.Request;
import dev.berth.kube.KubeClients;
import dev.berth.kube.KubeReply;
import dev.berth.kube.lease.ElectionStatus.Phase;
import io.kubernetes.client.openapi.ApiClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The elector's thread and requests, over HTTP. Leads and releases last by a clock that a test
 * turns; requests and waits between them take real time.
 */
final class LeaderElectorTest {
  private static final String LEASES = "/apis/coordination.k8s.io/v1/namespaces/ns/leases";
  private static final String LEASE = LEASES + "/berth";

  /** Nothing takes so long in a test that passes. */
  private static final Duration LONG = Duration.ofMinutes(10);

  private static final Duration CLOSING = FakeApiServer.PATIENCE.multipliedBy(3);

  private final FakeApiServer api = FakeApiServer.start();

  /** All that is limited gets one request in these tests. */
  private final KubeClients clients =
      KubeClients.of(
          new ApiClient().setBasePath(api.url()),
          ClientSettings.ofVersion("test")
              .withTimeouts(
                  new ClientSettings.Timeouts(LONG, LONG, LONG, LONG)) // the elector has its own
              .withRateLimit(new ClientSettings.RateLimit(0.001, 1)));

  private final SimulatedLeases leases = new SimulatedLeases();
  private final CountDownLatch testOver = new CountDownLatch(1);
  private final Heard heard = new Heard();
  private final Turned clock = new Turned();

  /** Stands unless it is turned, so that no pause of this machine ends a lead or a release. */
  private static final class Turned implements Timebase {
    private final AtomicLong nanos = new AtomicLong();

    void pass(Duration time) {
      nanos.addAndGet(time.toNanos());
    }

    @Override
    public long nanoTime() {
      return nanos.get();
    }

    @Override
    public Instant wallClock() {
      return Timebase.SYSTEM.wallClock();
    }

    @Override
    public void sleep(long time) throws InterruptedException {
      Timebase.SYSTEM.sleep(time);
    }
  }

  /** What the elector tells. */
  private static final class Heard implements ElectionListener {
    private final BlockingQueue<Leadership> leads = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> losses = new LinkedBlockingQueue<>();

    @Override
    public void startedLeading(Leadership leadership) {
      leads.add(leadership);
    }

    @Override
    public void lost(String reason) {
      losses.add(reason);
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
      T next = queue.poll(FakeApiServer.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(next).isNotNull();
      return next;
    }
  }

  @BeforeEach
  void serve() {
    api.on("GET " + LEASE, request -> answer(leases.get()));
    api.on("POST " + LEASES, request -> answer(leases.post(request.body())));
    api.on("PUT " + LEASE, request -> answer(leases.put(request.body())));
  }

  @AfterEach
  void end() {
    testOver.countDown();
    clients.close();
    api.close();
  }

  private static Answer answer(KubeReply reply) {
    return Answer.json(reply.code(), new String(reply.body(), StandardCharsets.UTF_8));
  }

  private Answer afterTheTest(Request request) {
    try {
      testOver.await();
    } catch (InterruptedException e) {
      throw new AssertionError(request.path(), e);
    }
    return Answer.none();
  }

  private LeaderElector start(Duration renewDeadline) {
    LeaderElection settings =
        new LeaderElection(
            true,
            renewDeadline.multipliedBy(2),
            renewDeadline,
            Duration.ofMillis(50),
            "ns",
            "berth");
    return start(settings, heard);
  }

  private LeaderElector start(LeaderElection settings, ElectionListener listener) {
    return LeaderElector.start(
        clients.lease(), settings, "me", new SplittableRandom(1), listener, clock, CLOSING);
  }

  @Test
  void elector_leadsRenewsAndGivesBack() throws Exception {
    Leadership leadership;
    try (LeaderElector elector = start(Duration.ofSeconds(30))) {
      leadership = Heard.next(heard.leads);
      Request renewal = api.await(request -> request.method().equals("PUT"));

      assertThat(renewal.body()).contains("\"holderIdentity\":\"me\"", "\"resourceVersion\"");
      assertThat(renewal.header("Content-type")).startsWith("application/json");
      assertThat(leadership.isHeld()).isTrue();
      assertThat(elector.status().phase()).isEqualTo(Phase.LEADING);
    }
    assertThat(leadership.isHeld()).isFalse();
    assertThat(leases.holder()).isEmpty();
    assertThat(heard.losses).isEmpty();
    awaitNoElectorThread();
  }

  @Test
  void request_withoutAnAnswer_isGivenUpInTimeForTheDeadline() throws Exception {
    try (LeaderElector elector = start(Duration.ofSeconds(2))) {
      Leadership leadership = Heard.next(heard.leads);
      CountDownLatch hanging = new CountDownLatch(1);
      api.on(
          "PUT " + LEASE,
          request -> {
            hanging.countDown();
            return afterTheTest(request);
          });
      api.on("GET " + LEASE, this::afterTheTest);
      assertThat(hanging.await(FakeApiServer.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      clock.pass(Duration.ofSeconds(2));

      String loss = Heard.next(heard.losses);

      assertThat(loss).startsWith("the lease was not renewed in time: cannot ");
      assertThat(leadership.isHeld()).isFalse();
      assertThat(elector.status().phase()).isEqualTo(Phase.LOST);
    }
    awaitNoElectorThread();
  }

  @Test
  void close_duringARequestWithoutAnAnswer_isPromptAndStillGivesBack() throws Exception {
    LeaderElector elector = start(LONG); // a request alone may take half of that
    Heard.next(heard.leads);
    CountDownLatch hanging = new CountDownLatch(1);
    api.on(
        "PUT " + LEASE,
        request -> {
          if (!request.body().contains("holderIdentity")) {
            return answer(leases.put(request.body()));
          }
          hanging.countDown();
          return afterTheTest(request);
        });
    assertThat(hanging.await(FakeApiServer.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

    Thread closing = Thread.ofVirtual().start(elector::close);

    assertThat(closing.join(FakeApiServer.PATIENCE)).isTrue();
    assertThat(leases.holder()).isEmpty();
    awaitNoElectorThread();
  }

  @Test
  void listener_thatFails_isTheEnd() throws Exception {
    BlockingQueue<String> losses = new LinkedBlockingQueue<>();
    ElectionListener failing =
        new ElectionListener() {
          @Override
          public void startedLeading(Leadership leadership) {
            throw new IllegalStateException("cannot");
          }

          @Override
          public void lost(String reason) {
            losses.add(reason);
          }
        };
    LeaderElection settings =
        new LeaderElection(
            true,
            Duration.ofSeconds(9),
            Duration.ofSeconds(6),
            Duration.ofSeconds(1),
            "ns",
            "berth");
    try (LeaderElector elector =
        LeaderElector.start(clients.lease(), settings, "me", new SplittableRandom(1), failing)) {
      assertThat(Heard.next(losses)).contains("cannot");
      assertThat(elector.status().phase()).isEqualTo(Phase.LOST);
    }
  }

  @Test
  void listener_mayEndTheProcess_whichClosesTheElector() throws Exception {
    CompletableFuture<LeaderElector> elector = new CompletableFuture<>();
    CountDownLatch closed = new CountDownLatch(1);
    ElectionListener ending =
        new ElectionListener() {
          @Override
          public void startedLeading(Leadership leadership) {
            leases.edit(spec -> spec.put("holderIdentity", "stranger"));
          }

          @Override
          public void lost(String reason) {
            Thread shutdownHook = Thread.ofVirtual().start(() -> elector.join().close());
            Uninterruptibles.joinUninterruptibly(shutdownHook);
            closed.countDown();
          }
        };
    LeaderElection settings =
        new LeaderElection(
            true,
            Duration.ofSeconds(90),
            Duration.ofSeconds(60),
            Duration.ofMillis(50),
            "ns",
            "berth");
    elector.complete(start(settings, ending));

    // A close that waited for the thread that waits for it would take CLOSING.
    assertThat(closed.await(FakeApiServer.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void identity_isTheHostsNameAndSomethingUnique() {
    UUID uuid = new UUID(1, 2);

    assertThat(ReplicaIdentity.onThisHost(uuid))
        .matches("[^_\\s]+_00000000-0000-0001-0000-000000000002");
  }

  /** Also of an earlier test, whose thread may just be ending. */
  private static void awaitNoElectorThread() throws InterruptedException {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("leader-election")) {
        assertThat(thread.join(FakeApiServer.PATIENCE)).as("%s has ended", thread).isTrue();
      }
    }
  }
}
