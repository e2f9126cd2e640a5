package dev.berth.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the facade says to input that is wrong, odd or huge: fault F24 of the fault list, and what
 * of F26 one request can do.
 */
final class FacadeBadInputTest {
  private static final int MORE_THAN_A_CLUSTER = 200_001;
  private static FacadeBed bed;
  private static FacadeClient client;

  @BeforeAll
  static void start() {
    bed = FacadeBed.plain();
    bed.node("n1", 4000);
    bed.node("n2", 100);
    client = bed.client();
  }

  @AfterAll
  static void stop() {
    client.close();
    bed.close();
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }

  private static String nested(int levels) {
    return "[".repeat(levels) + "]".repeat(levels);
  }

  private static String objects(int levels) {
    return "{'x':".repeat(levels) + "1" + "}".repeat(levels);
  }

  private static String manyNames() {
    return IntStream.range(0, MORE_THAN_A_CLUSTER)
        .mapToObj(n -> "\"" + n + "\"")
        .collect(Collectors.joining(","));
  }

  // ---- wrong -----------------------------------------------------------------------------------

  static Stream<Arguments> wrong() {
    Stream<Arguments> everywhere =
        Stream.of(
                Arguments.of("nothing", ""),
                Arguments.of("blanks", " \n "),
                Arguments.of("half an object", "{"),
                Arguments.of("a list", "[]"),
                Arguments.of("a number", "7"),
                Arguments.of("null", "null"),
                Arguments.of("no JSON", "name: p"),
                Arguments.of("a byte order mark and more", "\ufeff\ufeff{}"),
                Arguments.of("no fields", "{}"),
                Arguments.of("100,000 lists", nested(100_000)),
                Arguments.of("100,000 lists in an unknown field", "{'x':" + nested(100_000) + "}"),
                Arguments.of("100,000 objects", objects(100_000)),
                Arguments.of("open for ever", "{'x':" + "[".repeat(100_000)),
                Arguments.of("not UTF-8", "\u00ff\u00fe{'Pod':{}}"),
                Arguments.of("a NUL", "\0"))
            .flatMap(body -> allVerbs().map(verb -> with(verb, body)));
    String pod = "{'metadata':{'name':'p','uid':'u'}}";
    Stream<Arguments> offers =
        Stream.of(
                Arguments.of("a pod that is a number", "{'Pod':7,'NodeNames':['n1']}"),
                Arguments.of("a pod without a name", "{'Pod':{},'NodeNames':['n1']}"),
                Arguments.of(
                    "a priority in words",
                    "{'Pod':{'metadata':{'name':'p'},'spec':{'priority':'high'}},'NodeNames':[]}"),
                Arguments.of("neither nodes nor names", "{'Pod':" + pod + "}"),
                Arguments.of("both null", "{'Pod':" + pod + ",'Nodes':null,'NodeNames':null}"),
                Arguments.of("names that are a text", "{'Pod':" + pod + ",'NodeNames':'n1'}"),
                Arguments.of("a name that is a list", "{'Pod':" + pod + ",'NodeNames':[['n1']]}"),
                Arguments.of("nodes that are a list", "{'Pod':" + pod + ",'Nodes':[]}"),
                Arguments.of("half a character", "{'Pod':" + pod + ",'NodeNames':['\\udc00n1']}"),
                Arguments.of(
                    "half a character of a node",
                    "{'Pod':" + pod + ",'Nodes':{'items':[{'metadata':{'name':'\\ud800'}}]}}"),
                Arguments.of("a node that is null", "{'Pod':" + pod + ",'Nodes':{'items':[null]}}"),
                Arguments.of(
                    "deep inside of the pod",
                    "{'Pod':{'metadata':{'name':'p'},'spec':{'x':" + nested(100_000) + "}}}"),
                Arguments.of("something after it", "{'Pod':" + pod + ",'NodeNames':[]} {}"),
                Arguments.of(
                    "more names than any cluster has",
                    "{'Pod':" + pod + ",'NodeNames':[" + manyNames() + "]}"))
            .flatMap(body -> Stream.of("filter", "prioritize").map(verb -> with(verb, body)));
    Stream<Arguments> preemptions =
        Stream.of(
                Arguments.of("no pod", "{'NodeNameToMetaVictims':{}}"),
                Arguments.of(
                    "victims that are a list", "{'Pod':" + pod + ",'NodeNameToMetaVictims':[]}"),
                Arguments.of(
                    "a uid that is a number",
                    "{'Pod':" + pod + ",'NodeNameToMetaVictims':{'n1':{'Pods':[{'UID':7}]}}}"),
                Arguments.of(
                    "a count that is a list",
                    "{'Pod':" + pod + ",'NodeNameToMetaVictims':{'n1':{'NumPDBViolations':[1]}}}"),
                Arguments.of(
                    "a count that is an object",
                    "{'Pod':"
                        + pod
                        + ",'NodeNameToMetaVictims':{'n1':{'NumPDBViolations':{'a':1},'Pods':[]}}}"),
                Arguments.of(
                    "a count that is huge",
                    "{'Pod':" + pod + ",'NodeNameToVictims':{'n1':{'NumPDBViolations':9e99}}}"))
            .map(body -> with("preempt", body));
    Stream<Arguments> bindings =
        Stream.of(
                Arguments.of("a name that is a number", "{'PodName':7}"),
                Arguments.of(
                    "no uid", "{'PodName':'p','PodNamespace':'shop','PodUID':'','Node':'n1'}"),
                Arguments.of(
                    "no node", "{'PodName':'p','PodNamespace':'shop','PodUID':'u','Node':null}"))
            .map(body -> with("bind", body));
    return Stream.of(everywhere, offers, preemptions, bindings).flatMap(each -> each);
  }

  private static Stream<String> allVerbs() {
    return Stream.of("filter", "prioritize", "bind", "preempt");
  }

  private static Arguments with(String verb, Arguments body) {
    return Arguments.of(verb, body.get()[0], body.get()[1]);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("wrong")
  void wrongBody_isAResultWithAnError_orABadRequest(String verb, String what, String body)
      throws Exception {
    boolean errorInResult = verb.equals("filter") || verb.equals("bind");

    HttpResponse<String> response =
        client.post("/" + verb, json(body).getBytes(what.equals("not UTF-8") ? ISO_8859_1 : UTF_8));

    assertThat(response.statusCode()).as(response.body()).isEqualTo(errorInResult ? 200 : 400);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
    JsonNode result = FacadeClient.json(response.body());
    assertThat(result.get("Error").asText()).isNotBlank();
    assertThat(response.body().length()).as("whatever was sent").isLessThan(1000);
    if (verb.equals("filter")) {
      assertThat(result.get("NodeNames").isNull()).isTrue();
      assertThat(result.get("Nodes").isNull()).isTrue();
    }
  }

  @Test
  void error_namesWhatIsWrong_andWhatWasMeant() throws Exception {
    assertThat(client.ask("/filter", json("{'Pod':" + "'" + "x".repeat(5000) + "'}")).get("Error"))
        .hasToString("\"Pod is the string " + "x".repeat(80) + ".... Maybe an object was meant?\"");
    assertThat(client.ask("/filter", "{\"Pod\":x").get("Error").asText()).contains("(byte 7)");
    assertThat(client.ask("/filter", json("{'Pod':7}")).get("Error").asText())
        .isEqualTo("Pod is 7. Maybe an object was meant?");
    assertThat(client.ask("/filter", "{").get("Error").asText())
        .isEqualTo(
            "ExtenderArgs is not valid JSON: Unexpected end-of-input: expected close marker for"
                + " Object (byte 1)");
    assertThat(client.ask("/filter", json(objects(20_000))).get("Error").asText())
        .contains("exceeds the maximum allowed (10000)");
  }

  // ---- odd -------------------------------------------------------------------------------------

  @Test
  void namesOfferedTwice_areAnsweredOnce_inTheirOrder() throws Exception {
    String offer = FacadeClient.names(FacadeBed.podJson("p", 200), "n2", "n1", "n2", "n1", "ghost");

    JsonNode filtered = client.ask("/filter", offer);
    JsonNode scored = client.ask("/prioritize", offer);

    assertThat(FacadeClient.texts(filtered.get("NodeNames"))).containsExactly("n1");
    assertThat(filtered.get("FailedAndUnresolvableNodes").properties()).hasSize(2);
    assertThat(scored.findValuesAsText("Host")).containsExactly("n2", "n1", "ghost");
  }

  @ParameterizedTest
  @ValueSource(strings = {"n1\\u0000", "\\ud83d\\ude00", "ü", "", "a/../b"})
  void nameThatNoNodeHas_goesBackAsItCame(String name) throws Exception {
    JsonNode offer = FacadeClient.json(FacadeClient.names(FacadeBed.podJson("p", 200), name));
    String wanted = offer.at("/NodeNames/0").textValue();
    String body = FacadeClient.names(FacadeBed.podJson("p", 200), name, "n1");

    JsonNode filtered = client.ask("/filter", body);

    assertThat(filtered.get("FailedAndUnresolvableNodes").has(wanted)).as("%s", filtered).isTrue();
    assertThat(FacadeClient.texts(filtered.get("NodeNames"))).containsExactly("n1");
    assertThat(client.ask("/prioritize", body).findValuesAsText("Host"))
        .containsExactly(wanted, "n1");
  }

  @Test
  void victimsThatNobodyKnows_makeNoRoom_andComeBackAsTheyWere() throws Exception {
    String victims = "{\"Pods\":[{\"UID\":\"unheard-of\"},{\"UID\":\"\"}],\"NumPDBViolations\":2}";
    String request =
        "{\"Pod\":%s,\"NodeNameToMetaVictims\":{\"n2\":%s,\"ghost\":%s,\"n1\":%s,\"\":{}}}"
            .formatted(FacadeBed.podJson("p", 200), victims, victims, victims);

    JsonNode result = client.ask("/preempt", request);

    assertThat(result)
        .isEqualTo(FacadeClient.json("{\"NodeNameToMetaVictims\":{\"n1\":" + victims + "}}"));
    assertThat(client.ask("/preempt", request)).as("asked again").isEqualTo(result);
  }

  @Test
  void keysInAnyCase_nulls_andFieldsOfTheFuture_areTaken() throws Exception {
    String offer =
        json(
            "{'future':{'a':[1]},'POD':%s,'nodes':null,'nodenames':['n1'],'NODENAMES':['n1','n2']}"
                .formatted(FacadeBed.podJson("p", 200)));

    JsonNode result = client.ask("/filter", offer);

    assertThat(FacadeClient.texts(result.get("NodeNames"))).as("the last counts").contains("n1");
    assertThat(result.get("FailedAndUnresolvableNodes").has("n2")).isTrue();
  }

  // ---- in another form -------------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE"})
  void bodyInAnotherCharset_isMalformed_inEitherForm(String charset) throws Exception {
    String pod = FacadeBed.podJson("p", 200);
    String nodes = FacadeBed.nodeJson("n1", 4000) + "," + FacadeBed.nodeJson("n2", 100);
    for (String offer :
        List.of(
            FacadeClient.names(pod, "n1"),
            "{\"Pod\":%s,\"Nodes\":{\"items\":[%s]}}".formatted(pod, nodes),
            "{\"Nodes\":{\"items\":[%s]},\"Pod\":%s,\"x\":\"%s\"}"
                .formatted(nodes, pod, "y".repeat(10_000)))) {
      byte[] body = offer.getBytes(Charset.forName(charset));

      HttpResponse<String> filtered = client.post("/filter", body);

      assertThat(filtered.statusCode()).as(filtered.body()).isEqualTo(200);
      assertThat(FacadeClient.json(filtered.body()).get("Error").asText())
          .contains("not valid JSON");
      assertThat(client.post("/prioritize", body).statusCode()).isEqualTo(400);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate", "br", "gzip, gzip", "x"})
  void packedBody_isNotUnpacked(String encoding) throws Exception {
    byte[] bomb = packed(8 << 20);

    for (String verb : allVerbs().toList()) {
      HttpResponse<String> response =
          client.post(
              "/" + verb, bomb, "Content-Type", "application/json", "Content-Encoding", encoding);
      assertThat(response.statusCode()).as(verb).isEqualTo(415);
      assertThat(FacadeClient.json(response.body()).get("Error").asText()).contains(encoding);
    }
    HttpResponse<String> undeclared = client.post("/filter", bomb);
    assertThat(FacadeClient.json(undeclared.body()).get("Error").asText()).contains("JSON");
  }

  private static byte[] packed(int zeros) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(new byte[zeros]);
    }
    return out.toByteArray();
  }

  @Test
  void bodyThatIsSaidToBeOfAnotherType_isRefused_andNoTypeIsEnough() throws Exception {
    byte[] offer = FacadeClient.names(FacadeBed.podJson("p", 200), "n1").getBytes(UTF_8);

    for (String type : List.of("text/plain", "application/x-www-form-urlencoded", "json")) {
      HttpResponse<String> refused = client.post("/filter", offer, "Content-Type", type);
      assertThat(refused.statusCode()).as(type).isEqualTo(415);
      assertThat(FacadeClient.json(refused.body()).get("Error").asText())
          .contains(type)
          .contains("Maybe say application/json?");
    }
    for (String type :
        List.of("application/json; charset=utf-8", "Application/JSON", "text/json")) {
      assertThat(client.post("/filter", offer, "Content-Type", type).statusCode()).isEqualTo(200);
    }
    assertThat(client.post("/filter", offer).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "GARBAGE"})
  void otherMethods_areNotAllowed(String method) throws Exception {
    for (String verb : allVerbs().toList()) {
      assertThat(raw(method + " /" + verb + " HTTP/1.1\r\nHost: h\r\n\r\n"))
          .startsWith("HTTP/1.1 405 ")
          .containsIgnoringCase("\r\nAllow: POST\r\n");
    }
  }

  /** Requests, with a stroke for the end of a line. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /filter||", // HTTP/0.9
        "POST /filter HTTP/3.0|Host: h||",
        "POST /filter HTTP/1.1||", // no Host
        "POST /filter HTTP/1.1|Host: h|Content-Length: 2|Content-Length: 3||{}",
        "POST /filter HTTP/1.1|Host: h|Content-Length: 2|Transfer-Encoding: chunked||{}",
        "POST /filter HTTP/1.1|Host: h|Transfer-Encoding: gzip||{}",
        "POST /filter HTTP/1.1|Host: h|Content-Length: -1||{}",
        "POST /filter HTTP/1.1|Host: h|Transfer-Encoding: chunked||zz|{}|0||",
        "POST /a/%2e%2e/filter HTTP/1.1|Host: h||",
        "POST //filter HTTP/1.1|Host: h||",
        "POST /filter?x=%zz HTTP/1.1|Host: h|Content-Length: 2||{}",
        "||\u0016\u0003\u0001 not TLS here||",
      })
  void whatIsNotHttpOfToday_isRefusedAndHungUpOn(String request) throws Exception {
    assertThat(raw(request.replace("|", "\r\n")))
        .containsPattern("^(HTTP/1.1 (4\\d\\d|501|505) |$)");
  }

  /** Everything that is said to it, up to the end of the connection. */
  private static String raw(String request) throws IOException {
    try (Socket socket = bed.connect()) {
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  // ---- huge ------------------------------------------------------------------------------------

  @Test
  void podOfAMebibyte_isJudgedOnTenThousandNodes_inEitherForm() throws Exception {
    String pod =
        json(
            "{'metadata':{'name':'p','uid':'big','annotations':{'a':'%s'},'labels':{%s}},'spec':{'containers':[{'name':'c','resources':{'requests':{'cpu':'300m'}}}]}}"
                .formatted(
                    "x".repeat(900 << 10),
                    IntStream.range(0, 10_000)
                        .mapToObj(n -> "'label-" + n + "':'value'")
                        .collect(Collectors.joining(","))));
    assertThat(pod.length()).isGreaterThan(1 << 20);
    String whole =
        IntStream.range(0, 10_000)
            .mapToObj(n -> FacadeBed.nodeJson("w" + n, 200 + 200 * (n % 2)))
            .collect(Collectors.joining(",", "{\"items\":[", "]}"));
    String names =
        IntStream.range(0, 10_000)
            .mapToObj(n -> "\"w" + n + "\"")
            .collect(Collectors.joining(",", "[\"n1\",", "]"));

    JsonNode byNode = client.ask("/filter", "{\"Pod\":" + pod + ",\"Nodes\":" + whole + "}");
    JsonNode byName = client.ask("/filter", "{\"Pod\":" + pod + ",\"NodeNames\":" + names + "}");

    assertThat(byNode.at("/Nodes/items")).hasSize(5000);
    assertThat(byNode.get("FailedAndUnresolvableNodes")).hasSize(5000);
    assertThat(FacadeClient.texts(byName.get("NodeNames"))).containsExactly("n1");
    assertThat(byName.get("FailedAndUnresolvableNodes")).hasSize(10_000);
  }
}
