package dev.berth.bench.cluster;

import dev.berth.bench.Machine;
import dev.berth.bench.cluster.ClusterReport.Figure;
import dev.berth.bench.cluster.ClusterReport.Spread;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A {@link ClusterReport} for a person: figures by contender, medians with their spread. */
public final class ClusterTable {

  private ClusterTable() {}

  public static void print(ClusterReport report, PrintWriter out) {
    head(report, out);
    out.println();
    printRows(rows(report), out);
    out.println();
    notes(report, out);
    out.flush();
  }

  private static void head(ClusterReport report, PrintWriter out) {
    ClusterSettings settings = report.settings();
    Machine machine = report.machine();
    out.println(
        String.format(
            Locale.ROOT,
            "%s, %d nodes, %d pods after %d to warm up, then %d at %.0f a second; %d runs each,"
                + " alternating",
            settings.workload().title(),
            settings.nodes(),
            settings.pods(),
            settings.warmUpPods(),
            settings.openLoop().pods(),
            settings.openLoop().perSecond(),
            settings.runs()));
    out.println(
        String.format(
            Locale.ROOT,
            "%d cores for everything, load %.1f before, %s",
            machine.cores(),
            machine.loadAverage(),
            machine.os()));
    settings
        .contenders()
        .forEach(
            c ->
                out.println(
                    String.format(Locale.ROOT, "%s: %s", c.name(), String.join(" ", c.command()))));
  }

  private static List<List<String>> rows(ClusterReport report) {
    List<Contender> contenders = report.settings().contenders();
    List<List<String>> rows = new ArrayList<>();
    List<String> header = new ArrayList<>(List.of("", ""));
    contenders.forEach(contender -> header.add(contender.name()));
    if (contenders.size() == 2) {
      header.add("ratio");
    }
    rows.add(header);
    for (Figure figure : Figure.values()) {
      List<String> row = new ArrayList<>(List.of(figure.title(), figure.meaning()));
      for (Contender contender : contenders) {
        row.add(cell(report.spread(contender.name(), figure), figure.digits()));
      }
      if (contenders.size() == 2) {
        var ratio = report.ratio(figure);
        row.add(ratio.isPresent() ? number(ratio.getAsDouble(), 2) : "");
      }
      rows.add(row);
    }
    return rows;
  }

  private static String cell(@Nullable Spread spread, int digits) {
    if (spread == null) {
      return "-";
    }
    String median = number(spread.median(), digits);
    return spread.least() == spread.most()
        ? median
        : median
            + " ("
            + number(spread.least(), digits)
            + ".."
            + number(spread.most(), digits)
            + ")";
  }

  private static String number(double value, int digits) {
    return BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_UP).toPlainString();
  }

  private static void printRows(List<List<String>> rows, PrintWriter out) {
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        int at = column;
        int width = rows.stream().mapToInt(each -> each.get(at).length()).max().orElse(0);
        String pad = " ".repeat(width - row.get(column).length());
        line.append(column < 2 ? row.get(column) + pad : pad + row.get(column)).append("  ");
      }
      out.println(line.toString().stripTrailing());
    }
  }

  private static void notes(ClusterReport report, PrintWriter out) {
    out.println("medians (least..most); every run's end state was checked");
    for (Contender contender : report.settings().contenders()) {
      Map<String, Long> refused = new TreeMap<>();
      report.soundRuns(contender.name()).stream()
          .flatMap(result -> result.refused().entrySet().stream())
          .forEach(entry -> refused.merge(entry.getKey(), entry.getValue(), Long::sum));
      out.println(
          String.format(
              Locale.ROOT,
              "%s: requests answered 4xx or 5xx in all runs: %s",
              contender.name(),
              refused.isEmpty() ? "none" : refused));
    }
    for (TrialResult result : report.results()) {
      if (!result.problems().isEmpty()) {
        out.println(
            String.format(
                Locale.ROOT,
                "WRONG END STATE, not counted: %s, run %d: %s",
                result.contender(),
                result.run(),
                String.join("; ", result.problems())));
      }
      if (result.noise().isDisturbed()) {
        out.println(
            String.format(
                Locale.ROOT,
                "DISTURBED: %s, run %d: %.1f %% of the processors' time stolen, %.1f %% used by"
                    + " others, load %.1f before",
                result.contender(),
                result.run(),
                result.noise().stolenPercent(),
                result.noise().othersPercent(),
                result.noise().loadBefore()));
      }
    }
  }
}
