package dev.berth.kube.events;

import static dev.berth.kube.events.EventsBed.EVENTS;
import static dev.berth.kube.events.EventsBed.WEB;
import static dev.berth.kube.events.EventsBed.created;
import static dev.berth.kube.events.EventsBed.failure;
import static dev.berth.kube.events.EventsBed.pod;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.kube.FakeApiServer;
import dev.berth.kube.FakeApiServer.Answer;
import dev.berth.kube.FakeApiServer.Request;
import dev.berth.kube.events.EventOutcomes.Drop;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of events that the server does not take, or that are too many or too late. */
final class EventDeliveryTest {
  private final EventsBed bed = new EventsBed();
  private final FakeApiServer server = bed.server;
  private final EventsBed.Outcomes outcomes = bed.outcomes;
  private final AtomicBoolean leads = bed.leads;

  @AfterEach
  void close() {
    bed.close();
  }

  // ---- a server that does not take them

  @Test
  void serverThatCannotBeReachedOrIsBusy_isTriedAgainWithTheSameEvent() throws Exception {
    bed.onPost(
        Answer.none(),
        Answer.refusal(429, "slow down"),
        Answer.refusal(503, "starting"),
        created());

    bed.events.bound(WEB, "n1");

    assertThat(outcomes.next()).isEqualTo("sent");
    assertThat(server.requests().stream().map(Request::body).distinct()).hasSize(1);
    assertThat(server.requests()).hasSize(4);
  }

  @Test
  void serverThatIsNeverThere_isGivenUpAfterTwelveTries() throws Exception {
    bed.onPost(Answer.none());

    bed.events.bound(WEB, "n1");

    assertThat(outcomes.next()).isEqualTo("failed");
    assertThat(server.requests()).hasSize(12);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 422, 500})
  void refusal_isNotRepeated(int code) throws Exception {
    bed.onPost(Answer.refusal(code, "never"));

    bed.events.bound(WEB, "n1");

    assertThat(outcomes.next()).isEqualTo("failed");
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void eventThatTheServerHasAlready_isSent() throws Exception {
    bed.onPost(Answer.none(), Answer.refusal(409, "already exists"));

    bed.events.bound(WEB, "n1");

    assertThat(outcomes.next()).isEqualTo("sent");
  }

  @Test
  void namespaceThatGoesOrIsGone_dropsWithoutAWord() throws Exception {
    bed.onPost(
        Answer.json(
            403,
            """
            {'kind': 'Status', 'code': 403, 'reason': 'Forbidden',
             'details': {'causes': [{'reason': 'NamespaceTerminating', 'field': 'metadata.namespace'}]}}
            """),
        Answer.refusal(404, "namespaces 'shop' not found"));

    String log =
        logOf(
            () -> {
              bed.events.bound(WEB, "n1");
              bed.events.bound(WEB, "n1");
              assertThat(outcomes.next()).isEqualTo(Drop.NAMESPACE_GONE.name());
              assertThat(outcomes.next()).isEqualTo(Drop.NAMESPACE_GONE.name());
            });

    assertThat(log.lines())
        .as("what the threads of events say")
        .noneMatch(l -> l.contains("[event-"));
  }

  @Test
  void missingRule_isNamedOnce() throws Exception {
    bed.onPost(Answer.refusal(403, "events.events.k8s.io is forbidden: User berth cannot create"));

    String log =
        logOf(
            () -> {
              bed.events.bound(WEB, "n1");
              assertThat(outcomes.next()).isEqualTo("failed");
              bed.events.bound(WEB, "n1");
              assertThat(outcomes.next()).isEqualTo("failed");
            });

    assertThat(log)
        .containsOnlyOnce(
            "events cannot be written: events.events.k8s.io is forbidden: User berth cannot create."
                + " Maybe a role lacks the rule: apiGroups [\"events.k8s.io\"], resources"
                + " [\"events\"], verbs [\"create\", \"patch\"].");
  }

  @Test
  void serverWithoutTheGroup_getsNothingElseInstead() throws Exception {
    bed.onPost(Answer.json(404, "404 page not found"));

    String log =
        logOf(
            () -> {
              bed.events.bound(WEB, "n1");
              assertThat(outcomes.next()).isEqualTo("failed");
            });

    assertThat(log).contains("does not know events.k8s.io/v1");
    assertThat(server.requests()).hasSize(1);
  }

  @FunctionalInterface
  private interface Action {
    void run() throws InterruptedException;
  }

  /** What is logged meanwhile; slf4j-simple writes to whatever System.err is. */
  private static String logOf(Action action) throws InterruptedException {
    PrintStream before = System.err;
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    System.setErr(new PrintStream(log, true));
    try {
      action.run();
    } finally {
      System.setErr(before);
    }
    return log.toString(UTF_8);
  }

  // ---- pressure, leadership, the end

  @Test
  void eventsBeyondTheBound_areDroppedAndCounted_andTheLoopNeverWaits() throws Exception {
    bed.events.close();
    bed.events = bed.start(new KubeEvents.Limits(3, 1, 1 << 20, Duration.ZERO));
    CountDownLatch goOn = new CountDownLatch(1);
    server.on(
        "POST " + EVENTS,
        request -> {
          await(goOn);
          return created();
        });

    for (String name : List.of("a", "b", "c", "d", "e")) {
      bed.events.ended(failure(pod(name), "no"));
    }

    assertThat(outcomes.next()).isEqualTo(Drop.QUEUE_FULL.name());
    assertThat(outcomes.next()).isEqualTo(Drop.QUEUE_FULL.name());
    goOn.countDown();
    for (int i = 0; i < 3; i++) {
      assertThat(outcomes.next()).isEqualTo("sent");
    }
    bed.events.ended(failure(pod("e"), "no"));
    assertThat(outcomes.next()).isEqualTo("sent");
    assertThat(server.requests().stream().map(Request::method))
        .as("what was dropped is no series")
        .containsExactly("POST", "POST", "POST", "POST");
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void processThatDoesNotLead_writesNothing() throws Exception {
    leads.set(false);

    bed.events.bound(WEB, "n1");

    assertThat(outcomes.next()).isEqualTo(Drop.NOT_LEADING.name());
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void close_letsWhatWaitsGoOut_andTakesNoMore() throws Exception {
    bed.onPost(created());
    for (int i = 0; i < 20; i++) {
      bed.events.bound(WEB, "n1");
    }

    bed.events.close(FakeApiServer.PATIENCE);
    bed.events.bound(WEB, "n1");

    assertThat(server.requests()).hasSize(20);
    assertThat(outcomes.all).filteredOn("sent"::equals).hasSize(20);
    assertThat(outcomes.all).filteredOn(Drop.STOPPING.name()::equals).hasSize(1);
  }

  @Test
  void close_doesNotWaitForAServerThatHangs() throws Exception {
    server.on("POST " + EVENTS, request -> new Answer.Stream(new FakeApiServer.Script()));
    for (int i = 0; i < 5; i++) {
      bed.events.bound(WEB, "n1");
    }
    server.await(request -> request.method().equals("POST"));
    server.await(request -> request.method().equals("POST"));

    bed.events.close(Duration.ofMillis(1));

    for (int i = 0; i < 3; i++) {
      assertThat(outcomes.next()).isEqualTo(Drop.STOPPING.name());
    }
  }
}
