package dev.berth.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.primitives.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Wrong requests by the thousand: valid ones with changed bytes, changed structure, other heads,
 * other paths, or garbage before and after.
 *
 * <p>Whatever comes, the facade answers or hangs up, says no 500, names no node that was not
 * offered, and answers the next right request rightly. {@code -Dberth.fuzz.seed=N} replays a run,
 * {@code -Dberth.fuzz.rounds=N} makes it longer.
 */
final class ExtenderFuzzTest {
  private static final int ROUNDS = Integer.getInteger("berth.fuzz.rounds", 1500);
  private static final long SEED = Long.getLong("berth.fuzz.seed", System.nanoTime());
  private static final int CHECK_EVERY = 10;
  private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.1 (\\d{3}) ");

  /** What may be said to somebody who sends garbage; 500 and 504 would be faults of ours. */
  private static final Set<String> STATUSES =
      Set.of(
          "200", "400", "404", "405", "408", "411", "413", "414", "415", "417", "426", "431", "501",
          "503", "505");

  private final RandomGenerator random = new SplittableRandom(SEED);

  /** A right request, and what is said to it. */
  private record Sample(String verb, String body, JsonNode wanted) {}

  @Test
  void garbage_isAnsweredOrHungUpOn_andDoesNoHarm() throws Exception {
    try (FacadeBed bed = FacadeBed.plain();
        FacadeClient client = bed.client()) {
      for (int i = 0; i < 12; i++) {
        bed.node("node-" + i, 500 * (i + 1));
      }
      bed.pod(FacadeBed.podJson("there", "there", 400, "node-3"));
      List<Sample> samples = new ArrayList<>();
      for (Sample sample : samples()) {
        samples.add(
            new Sample(sample.verb(), sample.body(), client.ask(sample.verb(), sample.body())));
      }
      for (int round = 0; round < ROUNDS; round++) {
        Wire wire = mutated(pick(samples));
        String what = "seed %d, round %d: %s".formatted(SEED, round, wire);
        judge(what, wire, exchange(bed, wire.bytes()));
        if (round % CHECK_EVERY == 0) {
          for (Sample right : List.of(samples.getFirst(), pick(samples))) { // bind knows the first
            assertThat(client.ask(right.verb(), right.body())).as(what).isEqualTo(right.wanted());
          }
        }
      }
      assertThat(bed.nodeOf("asked")).as("nothing is bound, so nothing counts").isEmpty();
    }
  }

  // ---- right requests --------------------------------------------------------------------------

  private static List<Sample> samples() {
    String pod =
        """
        {"metadata":{"name":"asked","namespace":"shop","uid":"asked","labels":{"app":"web"}},
         "spec":{"schedulerName":"berth","priority":7,
          "tolerations":[{"key":"k","operator":"Exists"}],
          "nodeSelector":{},
          "affinity":{"nodeAffinity":{"preferredDuringSchedulingIgnoredDuringExecution":[
            {"weight":5,"preference":{"matchExpressions":[{"key":"zone","operator":"In","values":["a"]}]}}]},
           "podAntiAffinity":{"preferredDuringSchedulingIgnoredDuringExecution":[
            {"weight":1,"podAffinityTerm":{"topologyKey":"zone","labelSelector":{"matchLabels":{"app":"web"}}}}]}},
          "topologySpreadConstraints":[{"maxSkew":1,"topologyKey":"zone","whenUnsatisfiable":"ScheduleAnyway",
            "labelSelector":{"matchLabels":{"app":"web"}}}],
          "containers":[{"name":"c","image":"i","ports":[{"containerPort":80,"hostPort":80}],
            "resources":{"requests":{"cpu":"700m","memory":"1Gi"}}}]},
         "status":{"phase":"Pending"}}\
        """;
    String names = "[\"node-1\",\"node-0\",\"node-7\",\"ghost\",\"node-3\"]";
    String nodes =
        "{\"metadata\":{},\"items\":[%s,%s]}"
            .formatted(FacadeBed.nodeJson("node-2", 1500), FacadeBed.nodeJson("new", 9000));
    String victims = "{\"node-3\":{\"Pods\":[{\"UID\":\"there\"}],\"NumPDBViolations\":1}}";
    String whole =
        "{\"node-3\":{\"Pods\":[%s],\"NumPDBViolations\":0}}"
            .formatted(FacadeBed.podJson("there", "there", 400, "node-3"));
    String offer = "{\"Pod\":%s,\"Nodes\":%s,\"NodeNames\":%s}";
    String preemption = "{\"Pod\":%s,\"NodeNameToVictims\":%s,\"NodeNameToMetaVictims\":%s}";
    return List.of(
        sample("/filter", offer.formatted(pod, null, names)),
        sample("/filter", offer.formatted(pod, nodes, null)),
        sample("/filter", offer.formatted(pod, manyNodes(), null)),
        sample("/prioritize", offer.formatted(pod, null, names)),
        sample("/prioritize", offer.formatted(pod, nodes, null)),
        sample("/preempt", preemption.formatted(pod, null, victims)),
        sample("/preempt", preemption.formatted(pod, whole, null)),
        sample("/bind", FacadeClient.binding("asked", "asked", "node-7")));
  }

  /** More than a few kilobytes. */
  private static String manyNodes() {
    return IntStream.range(0, 60)
        .mapToObj(n -> FacadeBed.nodeJson("many-" + n, 600 + n))
        .collect(Collectors.joining(",", "{\"metadata\":{},\"items\":[", "]}"));
  }

  private static Sample sample(String verb, String body) {
    return new Sample(verb, body, com.fasterxml.jackson.databind.node.NullNode.instance);
  }

  // ---- wrong requests --------------------------------------------------------------------------

  /**
   * What goes over the wire.
   *
   * @param offered the body whose nodes an answer may name; null when nobody can tell what it is
   */
  @SuppressWarnings("ArrayRecordComponent") // read once, never compared
  private record Wire(byte[] bytes, byte @Nullable [] offered) {
    @Override
    public String toString() {
      String text = new String(bytes, ISO_8859_1);
      return text.length() <= 3000 ? text : text.substring(0, 3000) + "...";
    }
  }

  private Wire mutated(Sample sample) {
    byte[] body = sample.body().getBytes(UTF_8);
    return switch (random.nextInt(8)) {
      case 0, 1 -> request(sample.verb(), changedBytes(body));
      case 2, 3, 4 ->
          request(sample.verb(), new JsonMutator(random).mutate(sample.body()).getBytes(UTF_8));
      case 5 -> new Wire(Bytes.concat(head(sample.verb(), body.length, true), body), null);
      case 6 ->
          new Wire(changedBytes(Bytes.concat(head(sample.verb(), body.length, false), body)), null);
      default ->
          new Wire(
              Bytes.concat(
                  request(sample.verb(), body).bytes(),
                  changedBytes(request("/prioritize", body).bytes()),
                  request("/bind", body).bytes()),
              null);
    };
  }

  private Wire request(String path, byte[] body) {
    return new Wire(Bytes.concat(head(path, body.length, false), body), body);
  }

  private byte[] head(String path, int length, boolean odd) {
    StringBuilder head = new StringBuilder();
    String method = odd && random.nextInt(4) == 0 ? pick(METHODS) : "POST";
    String where = odd && random.nextInt(3) == 0 ? pick(PATHS) : path;
    head.append(method).append(' ').append(where).append(" HTTP/1.1\r\nHost: h\r\n");
    head.append("Content-Length: ").append(length).append("\r\n");
    for (int lines = odd ? random.nextInt(1, 4) : 0; lines > 0; lines--) {
      head.append(pick(HEADERS)).append("\r\n");
    }
    return head.append("\r\n").toString().getBytes(ISO_8859_1);
  }

  private static final List<String> METHODS =
      List.of("GET", "HEAD", "PUT", "post", "CONNECT", "PRI", "A".repeat(9000), "P\u00d6ST", "");
  private static final List<String> PATHS =
      List.of(
          "/",
          "/filter/",
          "/berth/filter",
          "/other/filter",
          "/filter/../bind",
          "/%66ilter",
          "/filter;a=b",
          "/filter?a=b&a=%",
          "/filter#x",
          "http://h/filter",
          "*",
          "filter",
          "/" + "x".repeat(20_000),
          "/\u0000",
          "/readyz?verbose",
          "/openapi.json");
  private static final List<String> HEADERS =
      List.of(
          "Content-Length: 0",
          "Content-Length: 99999999999999999999",
          "Transfer-Encoding: chunked",
          "Transfer-Encoding: identity",
          "Content-Encoding: gzip",
          "Content-Type: application/json; charset=utf-16",
          "Content-Type: text/plain",
          "Expect: 100-continue",
          "Expect: wonders",
          "Connection: close",
          "Connection: Upgrade, HTTP2-Settings",
          "Upgrade: h2c",
          "Upgrade: websocket",
          "Host: other",
          "Accept-Encoding: gzip",
          "Range: bytes=0-1",
          "If-None-Match: *",
          "Trailer: X",
          " folded: line",
          "no colon",
          ": no name",
          "X: \u0000",
          "X: " + "y".repeat(20_000));

  /** A few changes, each of a few bytes. */
  private byte[] changedBytes(byte[] bytes) {
    byte[] changed = bytes;
    for (int changes = random.nextInt(1, 5); changes > 0 && changed.length > 0; changes--) {
      int at = random.nextInt(changed.length);
      int end = Math.min(changed.length, at + random.nextInt(1, 30));
      byte[] before = java.util.Arrays.copyOf(changed, at);
      byte[] piece = java.util.Arrays.copyOfRange(changed, at, end);
      byte[] after = java.util.Arrays.copyOfRange(changed, end, changed.length);
      changed =
          switch (random.nextInt(6)) {
            case 0 -> Bytes.concat(before, after);
            case 1 -> Bytes.concat(before, piece, piece, after);
            case 2 -> Bytes.concat(before, randomBytes(piece.length), after);
            case 3 -> before;
            case 4 -> Bytes.concat(before, pick(PIECES).getBytes(UTF_8), piece, after);
            default -> {
              byte[] flipped = changed.clone();
              flipped[at] ^= (byte) (1 << random.nextInt(8));
              yield flipped;
            }
          };
    }
    return changed;
  }

  private static final List<String> PIECES =
      List.of(
          "null",
          "{",
          "}",
          "[",
          "]",
          "\"",
          ",",
          ":",
          "1e999",
          "-",
          "\\u0000",
          "\\ud800",
          "\r\n\r\n",
          "0\r\n\r\n",
          "\u00e9");

  private byte[] randomBytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  // ---- the answer ------------------------------------------------------------------------------

  /** Sends all of it and says that no more comes; then reads to the end. */
  private static String exchange(FacadeBed bed, byte[] request) throws IOException {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    try (Socket socket = bed.connect()) {
      try {
        socket.getOutputStream().write(request);
        socket.shutdownOutput();
      } catch (SocketException hungUp) {
        // it has heard enough; what it said can still be read
      }
      try {
        socket.getInputStream().transferTo(said);
      } catch (SocketException reset) {
        // it hung up while something was on the way
      }
    }
    return said.toString(UTF_8);
  }

  private static void judge(String what, Wire wire, String said) throws IOException {
    Matcher statuses = STATUS_LINE.matcher(said);
    while (statuses.find()) {
      assertThat(statuses.group(1)).as("%s%nanswer: %s", what, said).isIn(STATUSES);
    }
    byte[] offered = wire.offered();
    int body = said.indexOf("\r\n\r\n");
    if (offered != null && said.startsWith("HTTP/1.1 200 ") && body >= 0) {
      Set<String> named = new HashSet<>();
      collectNodes(FacadeClient.json(said.substring(body + 4)), named);
      if (!named.isEmpty()) {
        Set<String> texts = new HashSet<>();
        collectTexts(FacadeClient.json(utf8(offered)), texts);
        assertThat(texts).as(what).containsAll(named);
      }
    }
  }

  private static String utf8(byte[] bytes) throws CharacterCodingException {
    return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }

  /** The nodes that an answer of any verb names. */
  private static void collectNodes(JsonNode answer, Set<String> nodes) {
    if (answer.isArray()) {
      nodes.addAll(answer.findValuesAsText("Host"));
      return;
    }
    answer.path("NodeNames").forEach(name -> nodes.add(name.asText()));
    answer.at("/Nodes/items").forEach(node -> nodes.add(node.at("/metadata/name").asText()));
    for (String map :
        List.of("FailedNodes", "FailedAndUnresolvableNodes", "NodeNameToMetaVictims")) {
      answer.path(map).fieldNames().forEachRemaining(nodes::add);
    }
  }

  private static void collectTexts(JsonNode json, Set<String> texts) {
    if (json.isTextual() || json.isNull()) {
      texts.add(json.isNull() ? "" : json.textValue()); // as Go reads it
    }
    json.properties()
        .forEach(
            field -> {
              texts.add(field.getKey());
              collectTexts(field.getValue(), texts);
            });
    if (json.isArray()) {
      json.forEach(each -> collectTexts(each, texts));
    }
  }
}
