package dev.berth.kube.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.cycle.AttemptEnd;
import dev.berth.kube.FakeApiServer;
import dev.berth.kube.FakeApiServer.Answer;
import dev.berth.kube.FakeApiServer.Request;
import dev.berth.kube.KubeClients;
import dev.berth.kube.events.EventOutcomes.Drop;
import dev.berth.kube.lease.Leadership;
import dev.berth.model.PodInfo;
import dev.berth.model.PodKey;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which requests events become, through the real client, and what is counted. */
final class KubeEventsTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String EVENTS = "/apis/events.k8s.io/v1/namespaces/shop/events";
  private static final Instant START = Instant.parse("2026-03-01T12:00:00.000120Z");
  private static final KubeEvents.Limits LIMITS =
      new KubeEvents.Limits(100, 2, 1 << 20, Duration.ZERO);
  private static final PodInfo WEB = pod("web");

  private final FakeApiServer server = FakeApiServer.start();
  private final KubeClients clients = server.clients();
  private final Outcomes outcomes = new Outcomes();
  private final AtomicBoolean leads = new AtomicBoolean(true);
  private volatile Instant now = START;
  private KubeEvents events = start(LIMITS);

  /** What was counted, in order. */
  private static final class Outcomes implements EventOutcomes {
    private final BlockingQueue<String> all = new LinkedBlockingQueue<>();

    @Override
    public void sent() {
      all.add("sent");
    }

    @Override
    public void failed() {
      all.add("failed");
    }

    @Override
    public void dropped(Drop reason) {
      all.add(reason.name());
    }

    private String next() throws InterruptedException {
      String next = all.poll(FakeApiServer.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      return next == null ? "nothing" : next;
    }
  }

  private KubeEvents start(KubeEvents.Limits limits) {
    Leadership leadership = leads::get;
    return KubeEvents.start(
        clients.events(),
        "host-1",
        () -> now,
        new SplittableRandom(1),
        leadership,
        outcomes,
        limits);
  }

  @AfterEach
  void stop() {
    events.close();
    clients.close();
    server.close();
  }

  private static PodInfo pod(String name) {
    return PodInfo.builder(new PodKey("shop", name))
        .uid("uid-" + name)
        .resourceVersion("7")
        .schedulerName("berth")
        .build();
  }

  private static AttemptEnd failure(PodInfo pod, String message) {
    return new AttemptEnd(pod, AttemptEnd.Outcome.UNSCHEDULABLE, 1, 0, 0, false, message);
  }

  private void onPost(Answer... answers) {
    Deque<Answer> rest = new ArrayDeque<>(List.of(answers));
    server.on(
        "POST " + EVENTS,
        request -> {
          synchronized (rest) {
            return rest.size() > 1 ? rest.removeFirst() : rest.getFirst();
          }
        });
  }

  private static JsonNode body(Request request) {
    try {
      return MAPPER.readTree(request.body());
    } catch (JsonProcessingException e) {
      throw new AssertionError(request.body(), e);
    }
  }

  private static Answer created() {
    return Answer.json(201, "{'kind': 'Event'}");
  }

  // ---- what is told ----------------------------------------------------------------------------

  @Test
  void boundPod_isToldWithTheFieldsOfKubeScheduler() throws Exception {
    onPost(created());

    events.bound(WEB, "n1");

    assertThat(outcomes.next()).isEqualTo("sent");
    assertThat(server.requests())
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.header("Content-type")).startsWith("application/json");
              assertThat(body(request))
                  .isEqualTo(
                      MAPPER.readTree(
                          FakeApiServer.quoted(
                              """
                              {'apiVersion': 'events.k8s.io/v1', 'kind': 'Event',
                               'metadata': {'name': 'web.1898b5d9b3d854c0', 'namespace': 'shop'},
                               'eventTime': '2026-03-01T12:00:00.000120Z',
                               'reportingController': 'berth', 'reportingInstance': 'berth-host-1',
                               'action': 'Binding', 'reason': 'Scheduled', 'type': 'Normal',
                               'regarding': {'kind': 'Pod', 'apiVersion': 'v1', 'namespace': 'shop', 'name': 'web',
                                 'uid': 'uid-web', 'resourceVersion': '7'},
                               'note': 'Successfully assigned shop/web to n1'}
                              """)));
            });
  }

  @Test
  void failedAttempt_isAWarningWithItsWholeText() throws Exception {
    onPost(created());

    events.ended(failure(WEB, "0/1 nodes are available: 1 \"100%\" \\ full.\n"));
    events.skipped(pod("going"));
    assertThat(outcomes.next()).isEqualTo("sent");
    assertThat(outcomes.next()).isEqualTo("sent");

    assertThat(server.requests().stream().map(KubeEventsTest::body))
        .allSatisfy(
            event -> {
              assertThat(event.path("type").asText()).isEqualTo("Warning");
              assertThat(event.path("reason").asText()).isEqualTo("FailedScheduling");
              assertThat(event.path("action").asText()).isEqualTo("Scheduling");
            })
        .extracting(event -> event.path("note").asText())
        .containsExactlyInAnyOrder(
            "0/1 nodes are available: 1 \"100%\" \\ full.\n",
            "skip schedule deleting pod: shop/going");
  }

  @Test
  void attemptThatEndedInABinding_isNotAFailure() throws Exception {
    onPost(created());

    events.ended(new AttemptEnd(WEB, AttemptEnd.Outcome.SCHEDULED, 1, 0, 0, false, ""));
    events.bound(WEB, "n1");

    assertThat(outcomes.next()).isEqualTo("sent");
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void names_areUniqueWithinANanosecond_andNeverTooLong() throws Exception {
    onPost(created());
    PodInfo longest = pod("p".repeat(253));

    events.bound(WEB, "n1");
    events.bound(WEB, "n1");
    events.bound(longest, "n1");
    for (int i = 0; i < 3; i++) {
      assertThat(outcomes.next()).isEqualTo("sent");
    }

    assertThat(server.requests().stream().map(event -> body(event).at("/metadata/name").asText()))
        .doesNotHaveDuplicates()
        .allSatisfy(name -> assertThat(name).hasSizeLessThanOrEqualTo(253));
  }

  // ---- series ----------------------------------------------------------------------------------

  @Test
  void sameFailureAgain_patchesASeries_andIsThenOnlyCounted() throws Exception {
    onPost(created());
    events.ended(failure(WEB, "no"));
    assertThat(outcomes.next()).isEqualTo("sent");
    String name = body(server.requests().getFirst()).at("/metadata/name").asText();
    server.on("PATCH " + EVENTS + "/" + name, request -> created());
    now = START.plusSeconds(90);

    events.ended(failure(WEB, "no"));
    assertThat(outcomes.next()).isEqualTo("sent");
    events.ended(failure(WEB, "no"));
    events.ended(failure(WEB.toBuilder().resourceVersion("8").build(), "other"));
    assertThat(outcomes.next()).isEqualTo("sent");

    assertThat(server.requests().stream().map(Request::method))
        .containsExactly("POST", "PATCH", "POST");
    Request patch = server.requests("PATCH").getFirst();
    assertThat(patch.header("Content-type")).startsWith("application/strategic-merge-patch+json");
    assertThat(patch.body())
        .isEqualTo(
            FakeApiServer.quoted(
                "{'series':{'count':2,'lastObservedTime':'2026-03-01T12:01:30.000120Z'}}"));
  }

  @Test
  void seriesWhoseEventIsGone_becomesAnEventAgain() throws Exception {
    onPost(created());
    events.ended(failure(WEB, "no"));
    assertThat(outcomes.next()).isEqualTo("sent");

    events.ended(failure(WEB, "no"));

    assertThat(outcomes.next()).isEqualTo("sent");
    JsonNode again = body(server.requests("POST").getLast());
    assertThat(again.at("/series/count").asInt()).isEqualTo(2);
    assertThat(again.path("metadata"))
        .isEqualTo(body(server.requests("POST").getFirst()).path("metadata"));
  }

  // ---- a server that does not take them --------------------------------------------------------

  @Test
  void serverThatCannotBeReachedOrIsBusy_isTriedAgainWithTheSameEvent() throws Exception {
    onPost(
        Answer.none(),
        Answer.refusal(429, "slow down"),
        Answer.refusal(503, "starting"),
        created());

    events.bound(WEB, "n1");

    assertThat(outcomes.next()).isEqualTo("sent");
    assertThat(server.requests().stream().map(Request::body).distinct()).hasSize(1);
    assertThat(server.requests()).hasSize(4);
  }

  @Test
  void serverThatIsNeverThere_isGivenUpAfterTwelveTries() throws Exception {
    onPost(Answer.none());

    events.bound(WEB, "n1");

    assertThat(outcomes.next()).isEqualTo("failed");
    assertThat(server.requests()).hasSize(12);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 422, 500})
  void refusal_isNotRepeated(int code) throws Exception {
    onPost(Answer.refusal(code, "never"));

    events.bound(WEB, "n1");

    assertThat(outcomes.next()).isEqualTo("failed");
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void eventThatTheServerHasAlready_isSent() throws Exception {
    onPost(Answer.none(), Answer.refusal(409, "already exists"));

    events.bound(WEB, "n1");

    assertThat(outcomes.next()).isEqualTo("sent");
  }

  @Test
  void namespaceThatGoesOrIsGone_dropsWithoutAWord() throws Exception {
    onPost(
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
              events.bound(WEB, "n1");
              events.bound(WEB, "n1");
              assertThat(outcomes.next()).isEqualTo(Drop.NAMESPACE_GONE.name());
              assertThat(outcomes.next()).isEqualTo(Drop.NAMESPACE_GONE.name());
            });

    assertThat(log).doesNotContain("event");
  }

  @Test
  void missingRule_isNamedOnce() throws Exception {
    onPost(Answer.refusal(403, "events.events.k8s.io is forbidden: User berth cannot create"));

    String log =
        logOf(
            () -> {
              events.bound(WEB, "n1");
              assertThat(outcomes.next()).isEqualTo("failed");
              events.bound(WEB, "n1");
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
    onPost(Answer.json(404, "404 page not found"));

    String log =
        logOf(
            () -> {
              events.bound(WEB, "n1");
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

  // ---- pressure, leadership, the end -----------------------------------------------------------

  @Test
  void eventsBeyondTheBound_areDroppedAndCounted_andTheLoopNeverWaits() throws Exception {
    events.close();
    events = start(new KubeEvents.Limits(3, 1, 1 << 20, Duration.ZERO));
    CountDownLatch goOn = new CountDownLatch(1);
    server.on(
        "POST " + EVENTS,
        request -> {
          await(goOn);
          return created();
        });

    for (String name : List.of("a", "b", "c", "d", "e")) {
      events.ended(failure(pod(name), "no"));
    }

    assertThat(outcomes.next()).isEqualTo(Drop.QUEUE_FULL.name());
    assertThat(outcomes.next()).isEqualTo(Drop.QUEUE_FULL.name());
    goOn.countDown();
    for (int i = 0; i < 3; i++) {
      assertThat(outcomes.next()).isEqualTo("sent");
    }
    events.ended(failure(pod("e"), "no"));
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

    events.bound(WEB, "n1");

    assertThat(outcomes.next()).isEqualTo(Drop.NOT_LEADING.name());
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void close_letsWhatWaitsGoOut_andTakesNoMore() throws Exception {
    onPost(created());
    for (int i = 0; i < 20; i++) {
      events.bound(WEB, "n1");
    }

    events.close(FakeApiServer.PATIENCE);
    events.bound(WEB, "n1");

    assertThat(server.requests()).hasSize(20);
    assertThat(outcomes.all).filteredOn("sent"::equals).hasSize(20);
    assertThat(outcomes.all).filteredOn(Drop.STOPPING.name()::equals).hasSize(1);
  }

  @Test
  void close_doesNotWaitForAServerThatHangs() throws Exception {
    server.on("POST " + EVENTS, request -> new Answer.Stream(new FakeApiServer.Script()));
    for (int i = 0; i < 5; i++) {
      events.bound(WEB, "n1");
    }
    server.await(request -> request.method().equals("POST"));
    server.await(request -> request.method().equals("POST"));

    events.close(Duration.ofMillis(1));

    for (int i = 0; i < 3; i++) {
      assertThat(outcomes.next()).isEqualTo(Drop.STOPPING.name());
    }
  }
}
