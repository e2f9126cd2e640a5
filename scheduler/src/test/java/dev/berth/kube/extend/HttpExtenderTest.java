package dev.berth.kube.extend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.core.JsonParser;
import dev.berth.config.ConfigLoader;
import dev.berth.config.ExtenderConfig;
import dev.berth.framework.ExtenderException;
import dev.berth.framework.ExternalExtender;
import dev.berth.framework.PreemptionCandidate;
import dev.berth.framework.Status;
import dev.berth.kube.KubeEnvironmentException;
import dev.berth.kube.decode.KubeJson;
import dev.berth.kube.decode.NodeDecoder;
import dev.berth.kube.decode.PodDecoder;
import dev.berth.kube.decode.UnknownFieldListener;
import dev.berth.model.Interner;
import dev.berth.model.Node;
import dev.berth.model.PodInfo;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes over the wire to an extender, and what its answers mean. */
final class HttpExtenderTest {
  private static final String POD =
      """
      {"metadata":{"name":"p","namespace":"default","uid":"u1","managedFields":[{"a":"b"}]},\
      "spec":{"containers":[{"name":"c","resources":{"limits":{"example.com/gpu":"1"}}}],\
      "future":{"amount":1.50}},"status":{}}\
      """;
  private static final String KEPT_POD = POD.replace("[{\"a\":\"b\"}]", "[]");
  private static final String NODE =
      "{\"metadata\":{\"name\":\"n1\",\"uid\":\"x\"},\"status\":{\"future\":[1.50]}}";

  private final List<String> calls = new ArrayList<>();
  private ForeignExtender server;
  private HttpExtenders made = extenders("urlPrefix: \"http://x\"");
  private PodInfo pod;
  private List<Node> nodes;

  @BeforeEach
  void start() throws Exception {
    server = new ForeignExtender();
    Interner interner = new Interner();
    pod = decoded(POD);
    NodeDecoder decoder = new NodeDecoder(interner, UnknownFieldListener.NONE).keeping(_ -> true);
    nodes = List.of(decoder.decode(parser(NODE)), decoder.decode(parser(NODE.replace("n1", "n2"))));
  }

  private static PodInfo decoded(String json) throws Exception {
    return new PodDecoder(new Interner(), UnknownFieldListener.NONE)
        .keeping(_ -> true)
        .decode(parser(json));
  }

  private static JsonParser parser(String json) throws IOException {
    JsonParser parser = KubeJson.factory().createParser(json);
    parser.nextToken();
    return parser;
  }

  @AfterEach
  void close() {
    made.close();
    server.close();
  }

  private HttpExtenders extenders(String fields) {
    List<ExtenderConfig> configs =
        ConfigLoader.parse(
                """
                apiVersion: kubescheduler.config.k8s.io/v1
                kind: KubeSchedulerConfiguration
                extenders:
                - {%s}
                """
                    .formatted(fields),
                "test")
            .extenders();
    return new HttpExtenders(
        configs,
        (pod, node, failure) -> Status.error("read back: " + failure),
        (name, question, failed, nanos) -> calls.add(question + (failed ? " failed" : "")));
  }

  private ExternalExtender names(String more) {
    return extender("nodeCacheCapable: true, " + more);
  }

  private ExternalExtender extender(String more) {
    made.close();
    made =
        extenders(
            "urlPrefix: \"%s/\", filterVerb: filter, prioritizeVerb: score, bindVerb: bind, weight: 1, httpTimeout: 60s, %s"
                .formatted(server.address(), more));
    return made.all().getFirst();
  }

  // ---- what is sent -----------------------------------------------------------------------------

  @Test
  void names_areSentToWhoKeepsNodes_andThePodAsItIs() throws Exception {
    server.answers("/filter", "{\"NodeNames\":[\"n2\"]}");
    assertThat(names("").filter(pod, nodes).passing()).containsExactly("n2");

    ForeignExtender.Received sent = server.received().getFirst();
    assertThat(sent.method()).isEqualTo("POST");
    assertThat(sent.contentType()).isEqualTo("application/json");
    assertThat(sent.body())
        .isEqualTo("{\"Pod\":" + KEPT_POD + ",\"Nodes\":null,\"NodeNames\":[\"n1\",\"n2\"]}");
  }

  @Test
  void nodes_areSentToWhoDoesNot_asTheyAre() throws Exception {
    server.answers("/score", "[{\"Host\":\"n1\",\"Score\":7}]");
    assertThat(extender("").prioritize(pod, nodes)).containsOnly(entry("n1", 7L));

    assertThat(server.bodies("/score"))
        .containsExactly(
            "{\"Pod\":"
                + KEPT_POD
                + ",\"Nodes\":{\"metadata\":{},\"items\":["
                + NODE
                + ","
                + NODE.replace("n1", "n2")
                + "]},\"NodeNames\":null}");
  }

  @Test
  void victims_areUidsForWhoKeepsNodes() throws Exception {
    server.answers("/evict", "{\"NodeNameToMetaVictims\":{}}");
    assertThat(names("preemptVerb: evict").preempt(pod, candidates())).isEmpty();

    assertThat(server.bodies("/evict"))
        .containsExactly(
            "{\"Pod\":"
                + KEPT_POD
                + ",\"NodeNameToVictims\":null,\"NodeNameToMetaVictims\":{"
                + "\"n1\":{\"Pods\":[{\"UID\":\"u1\"},{\"UID\":\"u1\"}],\"NumPDBViolations\":1},"
                + "\"n2\":{\"Pods\":[{\"UID\":\"u1\"}],\"NumPDBViolations\":0}}}");
    assertThat(calls).containsExactly("PREEMPT");
  }

  @Test
  void victims_areWholePodsForWhoDoesNot() throws Exception {
    server.answers("/evict", "{}");
    assertThat(extender("preemptVerb: evict").preempt(pod, candidates().subList(1, 2))).isEmpty();

    assertThat(server.bodies("/evict"))
        .containsExactly(
            "{\"Pod\":"
                + KEPT_POD
                + ",\"NodeNameToVictims\":{\"n2\":{\"Pods\":["
                + KEPT_POD
                + "],\"NumPDBViolations\":0}},\"NodeNameToMetaVictims\":null}");
  }

  private List<PreemptionCandidate> candidates() {
    return List.of(
        new PreemptionCandidate("n1", List.of(pod, pod), 1),
        new PreemptionCandidate("n2", List.of(pod), 0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"NodeNameToMetaVictims\":{\"n2\":{\"Pods\":[{\"UID\":\"b\"},{\"UID\":\"a\"}],\"NumPDBViolations\":2},\"n1\":null}}"
            + " | {n2=Victims[uids=[b, a], budgetViolations=2], n1=Victims[uids=[],"
            + " budgetViolations=0]}",
        "{\"nodenametometavictims\":{\"n\":{\"pods\":[{\"uid\":\"a\",\"x\":1}],\"y\":[2]}},\"z\":{}}"
            + " | {n=Victims[uids=[a], budgetViolations=0]}",
        "{\"NodeNameToMetaVictims\":null} | {}",
        "{\"NodeNameToVictims\":{\"n\":{\"Pods\":[]}}} | {}",
        "null | {}",
      })
  void theAnswerAboutVictims_isByUid(String answer, String want) throws Exception {
    server.answers("/evict", answer);
    assertThat(names("preemptVerb: evict").preempt(pod, candidates())).hasToString(want);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{\"NodeNameToMetaVictims\":[]}",
        "{\"NodeNameToMetaVictims\":{\"n\":{\"Pods\":[\"a\"]}}}",
        "{\"NodeNameToMetaVictims\":{\"n\":{\"Pods\":[{\"UID\":1}]}}}",
        "{\"NodeNameToMetaVictims\":{\"n\":{\"NumPDBViolations\":1.5}}}"
      })
  void nonsenseAboutVictims_isAFailure(String answer) {
    server.answers("/evict", answer);
    assertThatExceptionOfType(ExtenderException.class)
        .isThrownBy(() -> names("preemptVerb: evict").preempt(pod, candidates()))
        .withMessageContaining("is wanted");
    assertThat(calls).containsExactly("PREEMPT failed");
  }

  @Test
  void aBinding_isNamesAndUid() throws Exception {
    server.answers("/bind", "{}");
    assertThat(names("").bind(pod, "n1").isSuccess()).isTrue();
    assertThat(server.bodies("/bind"))
        .containsExactly(
            "{\"PodName\":\"p\",\"PodNamespace\":\"default\",\"PodUID\":\"u1\",\"Node\":\"n1\"}");
  }

  // ---- what answers mean ------------------------------------------------------------------------

  @Test
  void keysMayHaveAnyCase_andUnknownOnesArePassedOver() throws Exception {
    server.answers(
        "/filter",
        """
        {"nodenames":["n1"],"FAILEDNODES":{"n2":"full"},"x":{"y":[1]},
         "failedAndUnresolvableNodes":{"n3":null},"error":""} trailing
        """);
    ExternalExtender.Filtered filtered = names("").filter(pod, nodes);
    assertThat(filtered.passing()).containsExactly("n1");
    assertThat(filtered.failed()).containsEntry("n2", "full");
    assertThat(filtered.unresolvable()).containsEntry("n3", "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "true  | {\"NodeNames\":[\"n1\"],\"Nodes\":{\"items\":[]}} | [n1]",
        "true  | {\"Nodes\":{\"Items\":[{\"Metadata\":{\"NAME\":\"n2\"}}]}} | [n2]",
        "true  | {\"NodeNames\":[]} | []",
        "false | {\"NodeNames\":[\"n1\"],\"Nodes\":{\"items\":[{\"metadata\":{\"name\":\"n2\"}}]}}"
            + " | [n2]",
        "false | {\"NodeNames\":[\"n1\"]} | []",
        "false | {\"Nodes\":{\"items\":null}} | []",
        "true  | {} | []",
        "true  | null | []"
      })
  void whatPasses_isWhatTheFormSays(boolean capable, String answer, String want) throws Exception {
    server.answers("/filter", answer);
    assertThat(extender("nodeCacheCapable: " + capable).filter(pod, nodes).passing().toString())
        .isEqualTo(want);
  }

  @Test
  void ofAFieldThatIsGivenTwice_nullChangesNoText_andMapsAddUp() throws Exception {
    server.answers("/filter", "{\"Error\":\"no database\",\"Error\":null}");
    assertThat(failureOfFilter(names(""))).isEqualTo("no database");

    server.answers(
        "/filter",
        """
        {"FailedNodes":{"n1":"a","n2":"b"},"failedNodes":{"n2":"c"},
         "FailedAndUnresolvableNodes":{"n1":"a"},"FailedAndUnresolvableNodes":null}
        """);
    ExternalExtender.Filtered filtered = names("").filter(pod, nodes);
    assertThat(filtered.failed()).containsOnly(entry("n1", "a"), entry("n2", "c"));
    assertThat(filtered.unresolvable()).isEmpty();
  }

  @Test
  void anotherNode_isAnError() {
    server.answers("/filter", "{\"NodeNames\":[\"n9\"]}");
    assertThat(failureOfFilter(names("")))
        .isEqualTo(
            "extender \"%s/\" claims a filtered node \"n9\" which is not found in the input node list"
                .formatted(server.address()));
  }

  @Test
  void itsError_isTheFailure() {
    server.answers("/filter", "{\"NodeNames\":[\"n1\"],\"Error\":\"no database\"}");
    assertThat(failureOfFilter(names(""))).isEqualTo("no database");
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 204, 304, 404, 500})
  void anotherCodeThan200_isAFailure(int code) {
    server.answers("/filter", code, request -> "");
    assertThat(failureOfFilter(names("")))
        .isEqualTo(
            "failed filter with extender at URL %s/filter, code %d"
                .formatted(server.address(), code));
    assertThat(server.received()).hasSize(1);
    assertThat(calls).containsExactly("FILTER failed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "{\"NodeNames\":7}", "{\"NodeNames\":[{}]}", "<html>"})
  void nonsense_isAFailure(String answer) {
    server.answers("/filter", answer);
    assertThat(failureOfFilter(names(""))).startsWith("Post \"" + server.address() + "/filter\": ");
  }

  @Test
  void anAnswerThatIsCutOff_isSaidWithoutWhatOurParserIsLike() {
    server.answers("/filter", "{\"NodeNames\":[\"n1\"");
    assertThat(failureOfFilter(names("")))
        .isEqualTo(
            ("Post \"%s/filter\": the answer is not JSON: Unexpected end-of-input: expected close"
                    + " marker for Array")
                .formatted(server.address()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[{\"Host\":\"n1\",\"Score\":1.5}]", "[{\"Score\":\"7\"}]"})
  void scoresThatAreNone_areAFailure(String answer) {
    server.answers("/score", answer);
    assertThatExceptionOfType(ExtenderException.class)
        .isThrownBy(() -> names("").prioritize(pod, nodes));
  }

  @Test
  void noServer_isAFailure() throws Exception {
    try (Socket deaf = new Socket()) {
      deaf.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)); // and nobody else can
      try (HttpExtenders asked =
          extenders(
              "urlPrefix: \"http://127.0.0.1:%d\", filterVerb: filter, nodeCacheCapable: true, httpTimeout: 60s"
                  .formatted(deaf.getLocalPort()))) {
        assertThat(failureOfFilter(asked.all().getFirst()))
            .isEqualTo(
                "Post \"http://127.0.0.1:%d/filter\": dial tcp 127.0.0.1:%d: connect: connection refused"
                    .formatted(deaf.getLocalPort(), deaf.getLocalPort()));
      }
    }
  }

  @Test
  void aServerThatDoesNotAnswer_isGivenUp() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        HttpExtenders slow =
            extenders(
                "urlPrefix: \"http://127.0.0.1:%d\", filterVerb: filter, nodeCacheCapable: true, httpTimeout: 50ms"
                    .formatted(silent.getLocalPort()))) {
      assertThat(failureOfFilter(slow.all().getFirst()))
          .endsWith("context deadline exceeded (Client.Timeout exceeded while awaiting headers)");
    }
  }

  @Test
  void aServerThatClosesConnectionsWithoutAWord_isAskedOverANewOne() throws Exception {
    try (ServerSocket curt = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        HttpExtenders asked =
            extenders(
                "urlPrefix: \"http://127.0.0.1:%d\", filterVerb: filter, nodeCacheCapable: true, httpTimeout: 60s"
                    .formatted(curt.getLocalPort()))) {
      Thread.ofVirtual().start(() -> answerOnceOnEach(curt));
      ExternalExtender extender = asked.all().getFirst();
      for (int i = 0; i < 3; i++) {
        assertThat(extender.filter(pod, nodes).passing()).containsExactly("n1");
      }
    }
  }

  /** Each connection is good for one answer, which does not say so. */
  private static void answerOnceOnEach(ServerSocket server) {
    String body = "{\"NodeNames\":[\"n1\"]}";
    byte[] answer =
        ("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body).getBytes(UTF_8);
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        readRequest(socket.getInputStream());
        socket.getOutputStream().write(answer);
      } catch (IOException closed) {
        return;
      }
    }
  }

  private static void readRequest(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.read());
    }
    Matcher length = Pattern.compile("(?i)content-length: (\\d+)").matcher(head);
    assertThat(length.find()).isTrue();
    in.readNBytes(Integer.parseInt(length.group(1)));
  }

  @Test
  void anAnswerThatNeverEnds_isGivenUp() throws Exception {
    String huge = "\"" + "x".repeat(1 << 20) + "\",";
    server.answers("/filter", 200, request -> "{\"x\":[" + huge.repeat(18) + "1]}");
    assertThat(failureOfFilter(names(""))).contains("the answer is longer than");
  }

  @Test
  void anInterrupt_isNoFailure() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    server.answers(
        "/filter",
        200,
        request -> {
          asked.countDown();
          try {
            never.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return "{}";
        });
    ExternalExtender extender = names("");
    List<Throwable> thrown = new ArrayList<>();
    Thread asking =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    extender.filter(pod, nodes);
                  } catch (ExtenderException | InterruptedException e) {
                    thrown.add(e);
                  }
                });
    asked.await();
    asking.interrupt();
    asking.join();
    never.countDown();
    assertThat(thrown).singleElement().isInstanceOf(InterruptedException.class);
  }

  @Test
  void aBindingThatFailed_isReadBack() throws Exception {
    server.answers("/bind", "{\"Error\":\"no\"}");
    assertThat(names("").bind(pod, "n1")).isEqualTo(Status.error("read back: no"));
    server.answers("/bind", 500, request -> "");
    assertThat(names("").bind(pod, "n1").message())
        .isEqualTo(
            "read back: failed bind with extender at URL " + server.address() + "/bind, code 500");
  }

  private String failureOfFilter(ExternalExtender extender) {
    try {
      return "no failure: " + extender.filter(pod, nodes);
    } catch (ExtenderException e) {
      return e.getMessage();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  // ---- who is asked -----------------------------------------------------------------------------

  @Test
  void onlyPodsWithItsResources_areItsConcern() {
    assertThat(names("").isInterested(pod)).isTrue();
    assertThat(names("managedResources: [{name: example.com/gpu}]").isInterested(pod))
        .as("a limit is enough")
        .isTrue();
    assertThat(names("managedResources: [{name: example.com/tpu}]").isInterested(pod)).isFalse();
    assertThat(names("").answers(ExternalExtender.Question.PREEMPT)).isFalse();
    assertThat(names("").answers(ExternalExtender.Question.BIND)).isTrue();
  }

  @Test
  void whatOnlyTheOverheadOfAPodNeeds_isNobodysConcern() throws Exception {
    PodInfo withOverhead =
        decoded(
            """
            {"metadata":{"name":"p"},"spec":{"overhead":{"example.com/slot":"1"},\
            "containers":[{"name":"c","resources":{"requests":{"example.com/gpu":"1"}}}],\
            "initContainers":[{"name":"i","resources":{"limits":{"example.com/nic":"0"}}}]}}\
            """);
    assertThat(interested("example.com/slot", withOverhead)).isFalse();
    assertThat(interested("example.com/gpu", withOverhead)).as("a request is enough").isTrue();
    assertThat(interested("example.com/nic", withOverhead)).as("of any container").isTrue();
  }

  private boolean interested(String resource, PodInfo pod) {
    return names("managedResources: [{name: %s}]".formatted(resource)).isInterested(pod);
  }

  @Test
  void whoStandsInTheAddress_isToldToIt_andThePasswordToNobodyElse() {
    String address = server.address().replace("//", "//me%40home:pass%2Fword@");
    ExternalExtender extender =
        extenders(
                "urlPrefix: \"%s\", filterVerb: filter, nodeCacheCapable: true, httpTimeout: 60s"
                    .formatted(address))
            .all()
            .getFirst();
    String want = server.address().replace("//", "//me%40home:***@");

    assertThat(failureOfFilter(extender))
        .isEqualTo("failed filter with extender at URL %s/filter, code 404".formatted(want));
    assertThat(server.received().getFirst().authorization())
        .isEqualTo("Basic bWVAaG9tZTpwYXNzL3dvcmQ=");
    assertThat(extender.name()).isEqualTo(want);
    server.answers("/filter", "[]");
    assertThat(failureOfFilter(extender)).startsWith("Post \"" + want + "/filter\": ");
  }

  @Test
  void anAddressWithoutAnybody_isAskedByNobody() {
    failureOfFilter(names(""));
    assertThat(server.received().getFirst().authorization()).isEmpty();
  }

  @Test
  void anAddressThatIsNone_isSaidAtOnce() {
    assertThatExceptionOfType(KubeEnvironmentException.class)
        .isThrownBy(() -> extenders("urlPrefix: \"localhost:1\""))
        .withMessage(
            "The urlPrefix \"localhost:1\" of an extender is no address. Maybe http://localhost:1");
  }

  @Test
  void anAddressThatIsNone_isSaidWithoutItsPassword() {
    assertThatExceptionOfType(KubeEnvironmentException.class)
        .isThrownBy(() -> extenders("urlPrefix: \"ftp://user:secret@host\""))
        .withMessageContaining("\"ftp://user:***@host\"")
        .withMessageNotContaining("secret");
  }
}
