package dev.berth.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.pipeline.Recording;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** A {@link DecideReport} for a program: one JSON object, times in microseconds. */
public final class DecideJson {

  private static final ObjectMapper JSON = new ObjectMapper();

  private DecideJson() {}

  public static void print(DecideReport report, PrintWriter out) {
    DecideSettings settings = report.settings();
    ObjectNode tree = JSON.createObjectNode();
    tree.put("benchmark", "decide");
    tree.put("workload", settings.workload().title());
    tree.put("mode", settings.mode().name().toLowerCase(Locale.ROOT));
    tree.put("pods", settings.pods());
    tree.put("podsPlacedBefore", settings.placedBefore());
    tree.put("seed", settings.seed());
    write(report.machine(), tree.putObject("machine"));
    ArrayNode results = tree.putArray("results");
    report.results().forEach(result -> write(result, results.addObject()));
    ObjectNode slope = JSON.createObjectNode();
    for (Recording recording : settings.recordings()) {
      report
          .slope(recording)
          .ifPresent(
              wall -> {
                ObjectNode of = slope.putObject(records(recording));
                of.put("wall", rounded(wall));
                report.cpuSlope(recording).ifPresent(cpu -> of.put("cpu", rounded(cpu)));
              });
    }
    if (!slope.isEmpty()) {
      tree.set("slopeOfLogP50OnLogNodes", slope);
    }
    out.println(tree);
    out.flush();
  }

  private static void write(Machine machine, ObjectNode into) {
    into.put("cores", machine.cores());
    into.put("os", machine.os());
    into.put("jvm", machine.jvm());
    machine.flags().forEach(into.putArray("flags")::add);
    machine.collectors().forEach(into.putArray("collectors")::add);
    into.put("maxHeapBytes", machine.maxHeapBytes());
    into.put("loadAverageAtStart", rounded(machine.loadAverage()));
  }

  private static void write(SizeResult result, ObjectNode into) {
    into.put("nodes", result.nodes());
    into.put("records", records(result.recording()));
    write(result.warmUp(), into.putObject("warmUp"));
    into.put("rounds", result.rounds());
    SizeResult.Times times = result.times();
    write(times.decision(), into.putObject("decisionMicros"));
    write(times.decisionCpu(), into.putObject("decisionCpuMicros"));
    into.put("firstDecisionMicros", micros(times.first()));
    write(times.assume(), into.putObject("assumeMicros"));
    if (times.unplaced().count() > 0) {
      write(times.unplaced(), into.putObject("unplacedMicros"));
    }
    write(times.medianByRound(), into.putArray("p50MicrosByRound"));
    write(times.medianByTenth(), into.putArray("p50MicrosByTenthOfTheFirstRound"));
    into.putObject("allocatedBytes")
        .put("perDecision", result.allocation().perDecisionMedian())
        .put("perDecisionMean", result.allocation().perDecisionMean())
        .put("perAssumeMean", result.allocation().perAssumeMean());
    write(result.quality(), into.putObject("quality"));
  }

  private static void write(SizeResult.WarmUp warmUp, ObjectNode into) {
    into.put("coldJvm", warmUp.coldJvm());
    into.put("decisions", warmUp.decisions());
    into.put("seconds", rounded(warmUp.nanos() / 1e9));
    into.put("firstDecisionMicros", micros(warmUp.first()));
    write(warmUp.firstThousand(), into.putObject("firstThousandMicros"));
  }

  private static void write(Quality quality, ObjectNode into) {
    into.put("podsPlaced", quality.placed());
    into.put("podsUnplaced", quality.unplaced());
    into.put("nodesUsed", quality.nodesUsed());
    into.put("podsPerNodeMin", quality.podsPerNodeMin());
    into.put("podsPerNodeMax", quality.podsPerNodeMax());
    into.put("placements", quality.placements());
  }

  private static void write(Percentiles nanos, ObjectNode into) {
    into.put("count", nanos.count());
    into.put("p50", micros(nanos.p50()));
    into.put("p99", micros(nanos.p99()));
    into.put("max", micros(nanos.max()));
  }

  private static void write(List<Long> nanos, ArrayNode into) {
    nanos.forEach(each -> into.add(micros(each)));
  }

  private static String records(Recording recording) {
    return recording.name().toLowerCase(Locale.ROOT);
  }

  private static double micros(long nanos) {
    return rounded(nanos / 1e3);
  }

  private static double rounded(double value) {
    return Math.round(value * 100) / 100.0;
  }
}
