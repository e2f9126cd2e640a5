package dev.berth.it;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.controlplane.ControlPlane;
import dev.berth.it.TwinDecision.Scored;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The real kube-scheduler as a process of its own, which writes down all scores of its decisions.
 *
 * <p>Of {@code -v=10} only the lines of {@code schedule_one.go} are asked for: the rest of it is
 * megabytes of what the API server answers. Threading: any thread; {@code this} guards the fields.
 */
final class StockScheduler implements TwinScheduler {

  private static final Pattern PLUGIN =
      Pattern.compile(
          "\"Plugin scored node for pod\" pod=\"(\\S+)\" plugin=\"(\\S+)\" node=\"(\\S+)\""
              + " score=(-?\\d+)");
  private static final Pattern TOTAL =
      Pattern.compile(
          "\"Calculated node's final score for pod\" pod=\"(\\S+)\" node=\"(\\S+)\""
              + " score=(-?\\d+)");
  private static final Pattern BOUND =
      Pattern.compile(
          "\"Successfully bound pod to node\" pod=\"(\\S+)\" node=\"\\S+\" evaluatedNodes=\\d+"
              + " feasibleNodes=(\\d+)");

  private final KubeSchedulerProcess process;
  private final Map<String, Map<String, SortedMap<String, Long>>> byPlugin = new HashMap<>();
  private final Map<String, Map<String, Long>> totals = new HashMap<>();
  private final Map<String, Integer> feasible = new HashMap<>();

  private StockScheduler(ControlPlane controlPlane, Path directory) {
    process =
        KubeSchedulerProcess.tellingOfDecisions(
            controlPlane, directory, "percentageOfNodesToScore: 100", this::isNothingOfADecision);
  }

  /**
   * Starts one and waits until it knows the cluster.
   *
   * @param directory for its configuration
   */
  static StockScheduler start(ControlPlane controlPlane, Path directory) {
    return new StockScheduler(controlPlane, directory);
  }

  private synchronized boolean isNothingOfADecision(String line) {
    Matcher plugin = PLUGIN.matcher(line);
    Matcher total = TOTAL.matcher(line);
    Matcher bound = BOUND.matcher(line);
    if (plugin.find()) {
      SortedMap<String, Long> scores =
          byPlugin
              .computeIfAbsent(plugin.group(1), pod -> new HashMap<>())
              .computeIfAbsent(plugin.group(3), node -> new TreeMap<>());
      long score = Long.parseLong(plugin.group(4));
      if (score != 0) {
        scores.put(plugin.group(2), score);
      }
    } else if (total.find()) {
      totals
          .computeIfAbsent(total.group(1), pod -> new HashMap<>())
          .put(total.group(2), Long.parseLong(total.group(3)));
    } else if (bound.find()) {
      feasible.put(bound.group(1), Integer.parseInt(bound.group(2)));
    } else {
      return true;
    }
    return false;
  }

  @Override
  public TwinDecision decision(JsonNode pod) {
    if (!Pods.isBound(pod)) {
      return TwinScheduler.unplaced(pod);
    }
    String key = TwinScheduler.key(pod);
    process.await(() -> hasBound(key), "that it bound " + key);
    return decision(key, Pods.node(pod));
  }

  private synchronized TwinDecision decision(String key, String node) {
    Map<String, Scored> scores = new TreeMap<>();
    totals
        .getOrDefault(key, Map.of())
        .forEach(
            (scored, total) ->
                scores.put(
                    scored,
                    new Scored(
                        total,
                        byPlugin
                            .getOrDefault(key, Map.of())
                            .getOrDefault(scored, new TreeMap<>()))));
    return new TwinDecision(node, "", feasible.getOrDefault(key, 0), scores);
  }

  private synchronized boolean hasBound(String pod) {
    return feasible.containsKey(pod);
  }

  @Override
  public void close() {
    process.close();
  }
}
