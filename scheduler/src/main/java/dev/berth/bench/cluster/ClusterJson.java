package dev.berth.bench.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.bench.Machine;
import dev.berth.bench.Percentiles;
import dev.berth.bench.cluster.ClusterReport.Figure;
import dev.berth.bench.cluster.ClusterReport.Spread;
import java.io.PrintWriter;
import java.util.Locale;

/** A {@link ClusterReport} for a program: one JSON object, with every run. */
public final class ClusterJson {

  private static final ObjectMapper JSON = new ObjectMapper();

  private ClusterJson() {}

  public static void print(ClusterReport report, PrintWriter out) {
    ClusterSettings settings = report.settings();
    ObjectNode tree = JSON.createObjectNode();
    tree.put("benchmark", "cluster");
    tree.put("workload", settings.workload().title());
    tree.put("nodes", settings.nodes());
    tree.put("pods", settings.pods());
    tree.put("warmUpPods", settings.warmUpPods());
    tree.put("openLoopPods", settings.openLoop().pods());
    tree.put("openLoopPerSecond", settings.openLoop().perSecond());
    tree.put("qps", settings.qps());
    tree.put("seed", settings.seed());
    write(report.machine(), tree.putObject("machine"));
    ObjectNode medians = tree.putObject("contenders");
    settings.contenders().forEach(c -> write(report, c, medians.putObject(c.name())));
    ObjectNode ratios = tree.putObject("ratio");
    for (Figure figure : Figure.values()) {
      report.ratio(figure).ifPresent(ratio -> ratios.put(key(figure), rounded(ratio)));
    }
    var runs = tree.putArray("runs");
    report.results().forEach(result -> write(result, runs.addObject()));
    out.println(tree);
    out.flush();
  }

  private static void write(Machine machine, ObjectNode into) {
    into.put("cores", machine.cores());
    into.put("os", machine.os());
    into.put("loadAverageBefore", rounded(machine.loadAverage()));
  }

  private static void write(ClusterReport report, Contender contender, ObjectNode into) {
    contender.command().forEach(into.putArray("command")::add);
    into.put("soundRuns", report.soundRuns(contender.name()).size());
    for (Figure figure : Figure.values()) {
      Spread spread = report.spread(contender.name(), figure);
      if (spread != null) {
        into.putObject(key(figure))
            .put("median", rounded(spread.median()))
            .put("least", rounded(spread.least()))
            .put("most", rounded(spread.most()));
      }
    }
  }

  private static void write(TrialResult result, ObjectNode into) {
    into.put("contender", result.contender());
    into.put("run", result.run());
    for (Figure figure : Figure.values()) {
      double value = figure.of(result);
      if (!Double.isNaN(value)) {
        into.put(key(figure), rounded(value));
      }
    }
    Percentiles open = result.openLoopNanos();
    if (open != null) {
      into.put("openLoopMaxMillis", rounded(open.max() / 1e6));
      into.put("openLoopBound", open.count());
    }
    ObjectNode refused = into.putObject("refusedRequests");
    result.refused().forEach(refused::put);
    into.put("loadBefore", rounded(result.noise().loadBefore()));
    into.put("stolenPercent", rounded(result.noise().stolenPercent()));
    into.put("othersPercent", rounded(result.noise().othersPercent()));
    result.problems().forEach(into.putArray("problems")::add);
  }

  /** {@code COLD_CPU} to {@code coldCpu}. */
  private static String key(Figure figure) {
    StringBuilder key = new StringBuilder();
    for (String word : figure.name().toLowerCase(Locale.ROOT).split("_", -1)) {
      key.append(
          key.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
    }
    return key.toString();
  }

  private static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }
}
