package dev.berth.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.primitives.Bytes;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Requests to a facade, and what becomes of them on a bad day: changed bytes, changed structure,
 * other heads, other paths, garbage before and after.
 *
 * <p>Threading: one per thread.
 */
final class GarbledRequests {
  private final RandomGenerator random;

  GarbledRequests(RandomGenerator random) {
    this.random = random;
  }

  /** A right request. */
  record Sample(String verb, String body) {}

  // ---- right requests --------------------------------------------------------------------------

  static List<Sample> samples() {
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
        new Sample("/filter", offer.formatted(pod, null, names)),
        new Sample("/filter", offer.formatted(pod, nodes, null)),
        new Sample("/filter", offer.formatted(pod, manyNodes(), null)),
        new Sample("/prioritize", offer.formatted(pod, null, names)),
        new Sample("/prioritize", offer.formatted(pod, nodes, null)),
        new Sample("/preempt", preemption.formatted(pod, null, victims)),
        new Sample("/preempt", preemption.formatted(pod, whole, null)),
        new Sample("/bind", FacadeClient.binding("asked", "asked", "node-7")));
  }

  /** More than a few kilobytes. */
  private static String manyNodes() {
    return IntStream.range(0, 60)
        .mapToObj(n -> FacadeBed.nodeJson("many-" + n, 600 + n))
        .collect(Collectors.joining(",", "{\"metadata\":{},\"items\":[", "]}"));
  }

  // ---- wrong requests --------------------------------------------------------------------------

  /**
   * What goes over the wire.
   *
   * @param offered the body whose nodes an answer may name; null when nobody can tell what it is
   */
  @SuppressWarnings("ArrayRecordComponent") // read once, never compared
  record Wire(byte[] bytes, byte @Nullable [] offered) {
    @Override
    public String toString() {
      String text = new String(bytes, ISO_8859_1);
      return text.length() <= 3000 ? text : text.substring(0, 3000) + "...";
    }
  }

  /** The sample, gone wrong in one way or another. */
  Wire mutated(Sample sample) {
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

  <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
