package dev.berth.bench.cluster;

import dev.berth.kube.KubeClient;
import dev.berth.kube.KubeReply;
import dev.berth.kube.KubeRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many requests the API server has answered in which way, by its own metrics.
 *
 * <p>Threading: immutable.
 *
 * @param byRequest {@code POST pods/binding 409} to its number
 */
record ServerCounters(Map<String, Long> byRequest) {

  static final ServerCounters UNKNOWN = new ServerCounters(Map.of());

  private static final String METRIC = "apiserver_request_total{";
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

  ServerCounters {
    byRequest = Map.copyOf(byRequest);
  }

  /** What the server says now; nothing when it does not let us ask. */
  static ServerCounters read(KubeClient client) throws IOException, InterruptedException {
    KubeReply reply = client.send(KubeRequest.get("/metrics", Map.of()));
    return reply.isSuccess() ? of(new String(reply.body(), StandardCharsets.UTF_8)) : UNKNOWN;
  }

  static ServerCounters of(String exposition) {
    Map<String, Long> counts = new TreeMap<>();
    exposition
        .lines()
        .filter(line -> line.startsWith(METRIC))
        .forEach(
            line -> {
              Map<String, String> labels = new TreeMap<>();
              Matcher matcher = LABEL.matcher(line);
              while (matcher.find()) {
                labels.put(matcher.group(1), matcher.group(2));
              }
              String sub = labels.getOrDefault("subresource", "");
              String request =
                  "%s %s%s %s"
                      .formatted(
                          labels.get("verb"),
                          labels.get("resource"),
                          sub.isEmpty() ? "" : "/" + sub,
                          labels.get("code"));
              double value = Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
              counts.merge(request, (long) value, Long::sum);
            });
    return new ServerCounters(counts);
  }

  /** What was answered with a conflict, a refusal or a failure since then. */
  Map<String, Long> refusedSince(ServerCounters before) {
    Map<String, Long> refused = new TreeMap<>();
    byRequest.forEach(
        (request, count) -> {
          long since = count - before.byRequest.getOrDefault(request, 0L);
          char kind = request.charAt(request.lastIndexOf(' ') + 1);
          if (since > 0 && (kind == '4' || kind == '5')) {
            refused.put(request, since);
          }
        });
    return refused;
  }
}
