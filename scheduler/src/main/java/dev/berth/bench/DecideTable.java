package dev.berth.bench;

import dev.berth.pipeline.Recording;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A {@link DecideReport} for a person: a table, times in microseconds. */
public final class DecideTable {

  private static final List<String> HEADER =
      List.of(
          "nodes",
          "records",
          "p50",
          "p99",
          "max",
          "cpu p50",
          "cpu p99",
          "first",
          "bytes",
          "assume p50",
          "placed",
          "unplaced",
          "p50 of these",
          "p99 of these",
          "nodes used",
          "pods/node");

  private DecideTable() {}

  public static void print(DecideReport report, PrintWriter out) {
    DecideSettings settings = report.settings();
    Machine machine = report.machine();
    out.println(
        "%s, %d pods after %d placed before, seed %d, %s path"
            .formatted(
                settings.workload().title(),
                settings.pods(),
                settings.placedBefore(),
                settings.seed(),
                settings.mode().name().toLowerCase(Locale.ROOT)));
    out.println(
        "%d cores, load %.1f at start, %s, %s"
            .formatted(
                machine.cores(),
                machine.loadAverage(),
                machine.jvm(),
                String.join(" ", machine.flags())));
    out.println();
    printRows(rows(report), out);
    out.println();
    out.println(
        "times in us per decision; cpu: CPU time of the thread; first: nothing remembered yet;"
            + " bytes: allocated by the median decision");
    report.results().stream()
        .filter(result -> result.warmUp().coldJvm())
        .forEach(result -> out.println(cold(result)));
    for (Recording recording : settings.recordings()) {
      report
          .slope(recording)
          .ifPresent(
              slope ->
                  out.println(
                      "slope of log p50 on log nodes, records %s: %.2f (cpu %.2f)"
                          .formatted(
                              records(recording),
                              slope,
                              report.cpuSlope(recording).orElse(Double.NaN))));
    }
    out.flush();
  }

  private static String cold(SizeResult result) {
    SizeResult.WarmUp warmUp = result.warmUp();
    return "cold JVM, %d nodes, records %s: first decision %s, first %d: p50 %s, p99 %s"
        .formatted(
            result.nodes(),
            records(result.recording()),
            micros(warmUp.first()),
            warmUp.firstThousand().count(),
            micros(warmUp.firstThousand().p50()),
            micros(warmUp.firstThousand().p99()));
  }

  private static List<List<String>> rows(DecideReport report) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEADER);
    report.results().forEach(result -> rows.add(row(result)));
    return rows;
  }

  private static List<String> row(SizeResult result) {
    SizeResult.Times times = result.times();
    Quality quality = result.quality();
    return List.of(
        Integer.toString(result.nodes()),
        records(result.recording()),
        micros(times.decision().p50()),
        micros(times.decision().p99()),
        micros(times.decision().max()),
        micros(times.decisionCpu().p50()),
        micros(times.decisionCpu().p99()),
        micros(times.first()),
        Long.toString(result.allocation().perDecisionMedian()),
        micros(times.assume().p50()),
        Integer.toString(quality.placed()),
        Integer.toString(quality.unplaced()),
        micros(times.unplaced().p50()),
        micros(times.unplaced().p99()),
        Integer.toString(quality.nodesUsed()),
        quality.podsPerNodeMin() + "-" + quality.podsPerNodeMax());
  }

  private static void printRows(List<List<String>> rows, PrintWriter out) {
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        int width = width(rows, column);
        line.append(" ".repeat(width - row.get(column).length() + (column == 0 ? 0 : 2)));
        line.append(row.get(column));
      }
      out.println(line);
    }
  }

  private static int width(List<List<String>> rows, int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }

  private static String records(Recording recording) {
    return recording.name().toLowerCase(Locale.ROOT);
  }

  private static String micros(long nanos) {
    return String.format(Locale.ROOT, "%.1f", nanos / 1e3);
  }
}
