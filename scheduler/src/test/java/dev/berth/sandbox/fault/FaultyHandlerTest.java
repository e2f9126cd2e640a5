package dev.berth.sandbox.fault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.http.Answer;
import dev.berth.http.IncomingRequest;
import dev.berth.http.Reply;
import dev.berth.http.ReplyStream;
import dev.berth.http.RequestMemory;
import dev.berth.http.RouteHandler;
import dev.berth.http.StreamedReply;
import dev.berth.sandbox.objects.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FaultyHandlerTest {
  private static final String CUT = "<cut>";

  private final Faults faults = new Faults(new SplittableRandom(1));
  private final List<String> carriedOut = new ArrayList<>();
  private List<String> events = List.of();
  private final RouteHandler api = faults.around(this::api);

  private Answer api(IncomingRequest request) {
    carriedOut.add(request.method() + " " + request.path());
    return request.query().containsKey("watch")
        ? new StreamedReply(200, "application/json", this::sendEvents)
        : Reply.json(200, "{\"kind\":\"Pod\",\"n\":1}");
  }

  private void sendEvents(ReplyStream stream) throws IOException {
    stream.open();
    for (String event : events) {
      stream.write(event.getBytes(UTF_8));
    }
  }

  /** What the caller gets to see: the text, and whether the connection broke after it. */
  private static final class Caller implements ReplyStream {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int writes;
    private String end = "";

    @Override
    public void open() {}

    @Override
    public void write(byte[] more, int length) {
      bytes.write(more, 0, length);
      writes++;
    }

    @Override
    public void cut() {
      end = CUT;
    }

    String seen() {
      return bytes.toString(UTF_8) + end;
    }
  }

  private static IncomingRequest request(String method, String path) {
    return new IncomingRequest(
        method, path, Map.of(), Map.of(), new byte[0], null, RequestMemory.UNLIMITED);
  }

  private static IncomingRequest watch(String path) {
    return new IncomingRequest(
        "GET",
        path,
        Map.of("watch", List.of("true")),
        Map.of(),
        new byte[0],
        null,
        RequestMemory.UNLIMITED);
  }

  private Answer bind(String pod) throws Exception {
    return api.handle(request("POST", "/api/v1/namespaces/default/pods/" + pod + "/binding"));
  }

  private static Caller read(Answer answer) throws Exception {
    Caller caller = new Caller();
    if (answer instanceof StreamedReply streamed) {
      streamed.body().writeTo(caller);
    } else {
      throw new AssertionError("not streamed: " + answer);
    }
    return caller;
  }

  private static Reply whole(Answer answer) {
    return switch (answer) {
      case Reply reply -> reply;
      case StreamedReply streamed -> throw new AssertionError("streamed: " + streamed);
    };
  }

  private static String event(String type, String name, int version) {
    return """
    {"type":"%s","object":{"kind":"Pod","apiVersion":"v1","metadata":{"namespace":"default","name":"%s","resourceVersion":"%d"}}}
    """
        .formatted(type, name, version);
  }

  private String watched() throws Exception {
    return read(api.handle(watch("/api/v1/pods"))).seen();
  }

  // ---- which -----------------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      emptyValue = "",
      value = {
        "GET, /api/v1/pods, false, list, pods, '', ''",
        "GET, /api/v1/pods, true, watch, pods, '', ''",
        "GET, /api/v1/namespaces/a/pods, true, watch, pods, a, ''",
        "GET, /api/v1/namespaces/a/pods/p, false, get, pods, a, p",
        "POST, /api/v1/namespaces/a/pods/p/binding, false, create, pods/binding, a, p",
        "PATCH, /api/v1/namespaces/a/pods/p/status, false, patch, pods/status, a, p",
        "PUT, /apis/coordination.k8s.io/v1/namespaces/a/leases/l, false, update, leases, a, l",
        "DELETE, /api/v1/nodes/n, false, delete, nodes, '', n",
        "DELETE, /api/v1/namespaces/a/pods, false, deletecollection, pods, a, ''",
        "GET, /api/v1/namespaces/a, false, get, namespaces, '', a",
        "PUT, /api/v1/namespaces/a/status, false, update, namespaces/status, '', a",
        "GET, /api/v1, false, get, '', '', /api/v1",
        "GET, /healthz, false, get, '', '', /healthz",
      })
  void paths_areReadAsCalls(
      String method,
      String path,
      boolean watch,
      String verb,
      String resource,
      String namespace,
      String name) {
    assertThat(Call.of(method, path, watch)).isEqualTo(new Call(verb, resource, namespace, name));
  }

  @Test
  void fault_strikesTheRequestsThatItIsFor_untilItIsTakenOut() throws Exception {
    FaultRule rule =
        faults.on(
            Requests.all().verb("create").of("pods/binding").in("default").named("a"),
            Times.always(),
            RequestFault.refuse(500));

    assertThat(whole(bind("b")).status()).isEqualTo(200);
    assertThat(whole(api.handle(request("GET", "/api/v1/namespaces/default/pods/a"))).status())
        .isEqualTo(200);
    assertThat(whole(bind("a")).status()).isEqualTo(500);
    assertThat(rule.struck()).isEqualTo(1);
    rule.close();
    assertThat(whole(bind("a")).status()).isEqualTo(200);
  }

  private String strikes(Times times, int requests) throws Exception {
    faults.clear();
    faults.on(Requests.all(), times, RequestFault.refuse(500));
    StringBuilder strikes = new StringBuilder();
    for (int i = 0; i < requests; i++) {
      strikes.append(whole(bind("a")).status() == 500 ? 'x' : '.');
    }
    return strikes.toString();
  }

  @Test
  void times_sayWhichOfThemAreStruck() throws Exception {
    assertThat(strikes(Times.always(), 3)).isEqualTo("xxx");
    assertThat(strikes(Times.once(), 3)).isEqualTo("x..");
    assertThat(strikes(Times.first(2), 4)).isEqualTo("xx..");
    assertThat(strikes(Times.nth(3), 5)).isEqualTo("..x..");
    assertThat(strikes(Times.every(2), 5)).isEqualTo(".x.x.");
    assertThat(strikes(Times.chance(0), 20)).doesNotContain("x");
    assertThat(strikes(Times.chance(1), 20)).doesNotContain(".");
    assertThat(strikes(Times.chance(0.5), 50)).contains("x", ".");
  }

  @Test
  void ofSeveralFaults_theOldestThatStrikesHappens() throws Exception {
    faults.on(Requests.all(), Times.nth(2), RequestFault.refuse(503));
    FaultRule younger = faults.on(Requests.all(), Times.always(), RequestFault.refuse(500));

    assertThat(whole(bind("a")).status()).isEqualTo(500);
    assertThat(whole(bind("a")).status()).isEqualTo(503);
    assertThat(younger.struck()).isEqualTo(1);
  }

  // ---- requests --------------------------------------------------------------------------------

  @Test
  void refusal_isAStatus_andNothingIsCarriedOut() throws Exception {
    faults.on(Requests.all(), Times.always(), new RequestFault.Refuse(429, 2));

    Reply reply = whole(bind("a"));

    JsonNode status = Json.parse(reply.body());
    assertThat(status.path("code").asInt()).isEqualTo(429);
    assertThat(status.path("reason").asText()).isEqualTo("TooManyRequests");
    assertThat(reply.headers()).containsEntry("Retry-After", "2");
    assertThat(carriedOut).isEmpty();
  }

  @Test
  void lostRequest_isNotCarriedOut_lostReply_is() throws Exception {
    faults.on(Requests.all(), Times.nth(1), new RequestFault.LoseRequest());
    faults.on(Requests.all(), Times.nth(1), new RequestFault.LoseReply());

    assertThat(read(bind("a")).seen()).isEqualTo(CUT);
    assertThat(carriedOut).isEmpty();
    assertThat(read(bind("a")).seen()).isEqualTo(CUT);
    assertThat(carriedOut).hasSize(1);
  }

  @Test
  void noReply_isCarriedOut_andWaitsUntilTheCallerGoes() throws Exception {
    faults.on(Requests.all(), Times.always(), new RequestFault.NoReply());
    Answer answer = bind("a");
    assertThat(carriedOut).hasSize(1);
    Caller caller = new Caller();
    Thread writing =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    ((StreamedReply) answer).body().writeTo(caller);
                  } catch (InterruptedException | IOException e) {
                    caller.end = "gone";
                  }
                });
    while (writing.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    writing.interrupt();
    writing.join();
    assertThat(caller.seen()).isEqualTo("gone");
  }

  @Test
  void truncatedAnswer_isNoJson() throws Exception {
    faults.on(Requests.all(), Times.always(), new RequestFault.Truncate(50));

    Reply reply = whole(bind("a"));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(new String(reply.body(), UTF_8)).isEqualTo("{\"kind\":\"P");
  }

  @Test
  void slowAnswer_comesWhole_inPieces() throws Exception {
    faults.on(Requests.all(), Times.always(), new RequestFault.Slow(200));

    Caller caller = read(bind("a"));

    assertThat(caller.seen()).isEqualTo("{\"kind\":\"Pod\",\"n\":1}");
    assertThat(caller.writes).isEqualTo(2);
  }

  @Test
  void delayedRequest_isCarriedOutInTheEnd() throws Exception {
    faults.on(Requests.all(), Times.always(), new RequestFault.Delay(Duration.ofMillis(1)));

    assertThat(whole(bind("a")).status()).isEqualTo(200);
    assertThat(carriedOut).hasSize(1);
  }

  @Test
  void heldRequest_isCarriedOutOnceItIsLetGo() throws Exception {
    CountDownLatch until = new CountDownLatch(1);
    faults.on(Requests.all(), Times.always(), new RequestFault.Hold(until));
    Thread caller =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    bind("a");
                  } catch (Exception e) {
                    throw new AssertionError(e);
                  }
                });
    while (caller.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    assertThat(carriedOut).isEmpty();
    until.countDown();
    caller.join();
    assertThat(carriedOut).hasSize(1);
  }

  // ---- watches ---------------------------------------------------------------------------------

  private static final String A = event("ADDED", "a", 1);
  private static final String B = event("MODIFIED", "b", 2);
  private static final String C = event("DELETED", "c", 3);
  private static final String BOOKMARK = event("BOOKMARK", "", 4);

  private String watchedWith(WatchFault fault) throws Exception {
    events = List.of(A, B, C, BOOKMARK);
    faults.clear();
    faults.on(Events.all().of("pods").in("default").named("b"), Times.always(), fault);
    return watched();
  }

  @Test
  void watchWithoutFaults_isAsItWas() throws Exception {
    events = List.of(A, B, C, BOOKMARK);
    assertThat(watched()).isEqualTo(A + B + C + BOOKMARK);
    faults.on(Events.all().of("nodes"), Times.always(), new WatchFault.Drop());
    faults.on(Events.all().type("ADDED").named("b"), Times.always(), new WatchFault.Drop());
    assertThat(watched()).isEqualTo(A + B + C + BOOKMARK);
  }

  @Test
  void eventFaults_doWhatTheySay() throws Exception {
    String wantBookmark =
        """
        {"type":"BOOKMARK","object":{"kind":"Pod","apiVersion":"v1","metadata":{"resourceVersion":"2"}}}
        """;
    String rest = C + BOOKMARK;
    assertThat(watchedWith(new WatchFault.Drop())).isEqualTo(A + rest);
    assertThat(watchedWith(new WatchFault.OnlyBookmark())).isEqualTo(A + wantBookmark + rest);
    assertThat(watchedWith(new WatchFault.Duplicate())).isEqualTo(A + B + B + rest);
    assertThat(watchedWith(new WatchFault.ReplayOlder())).isEqualTo(A + B + A + rest);
    assertThat(watchedWith(new WatchFault.Delay(Duration.ofMillis(1)))).isEqualTo(A + B + rest);
    assertThat(watchedWith(new WatchFault.Silence())).isEqualTo(A);
    assertThat(watchedWith(new WatchFault.End())).isEqualTo(A);
    assertThat(watchedWith(new WatchFault.Cut())).isEqualTo(A + CUT);
    assertThat(watchedWith(new WatchFault.CutMidLine()))
        .isEqualTo(A + B.substring(0, B.length() / 2) + CUT);
  }

  @Test
  void replayOfAnOlderEvent_isOfTheSameObjectIfThereIsOne() throws Exception {
    String newer = event("MODIFIED", "b", 5);
    events = List.of(A, B, newer);
    faults.on(Events.all(), Times.nth(3), new WatchFault.ReplayOlder());
    assertThat(watched()).isEqualTo(A + B + newer + B);
  }

  @Test
  void errorEvent_carriesItsStatus_orNone_andEndsTheWatch() throws Exception {
    String error = watchedWith(new WatchFault.ErrorEvent(410)).substring(A.length());
    JsonNode event = Json.parse(error.getBytes(UTF_8));
    assertThat(event.path("type").asText()).isEqualTo("ERROR");
    assertThat(event.at("/object/code").asInt()).isEqualTo(410);
    assertThat(event.at("/object/reason").asText()).isEqualTo("Expired");

    assertThat(watchedWith(new WatchFault.ErrorEventWithoutStatus()))
        .isEqualTo(A + "{\"type\":\"ERROR\",\"object\":null}\n");
  }

  @Test
  void cutMidCharacter_leavesTextThatIsNoUtf8() throws Exception {
    events = List.of(A);
    faults.on(Events.all(), Times.always(), new WatchFault.CutMidCharacter());

    Caller caller = read(api.handle(watch("/api/v1/pods")));

    assertThat(caller.end).isEqualTo(CUT);
    assertThatExceptionOfType(CharacterCodingException.class)
        .isThrownBy(() -> UTF_8.newDecoder().decode(ByteBuffer.wrap(caller.bytes.toByteArray())));
  }

  @Test
  void linesThatComeInOneWrite_orInPieces_areJudgedOneByOne() throws Exception {
    String all = A + B + C;
    events =
        List.of(
            all.substring(0, 20), all.substring(20, A.length() + 5), all.substring(A.length() + 5));
    faults.on(Events.all().named("b"), Times.always(), new WatchFault.Drop());

    assertThat(watched()).isEqualTo(A + C);
  }

  @Test
  void bookmarks_areStruckOnlyWhenTheyAreMeant() throws Exception {
    events = List.of(A, BOOKMARK);
    FaultRule drop = faults.on(Events.all(), Times.always(), new WatchFault.Drop());
    assertThat(watched()).isEqualTo(BOOKMARK);
    drop.close();
    faults.on(Events.all().type("BOOKMARK"), Times.always(), new WatchFault.Drop());
    assertThat(watched()).isEqualTo(A);
  }
}
