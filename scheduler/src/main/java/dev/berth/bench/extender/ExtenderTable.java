package dev.berth.bench.extender;

import dev.berth.bench.Machine;
import dev.berth.bench.Percentiles;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** An {@link ExtenderReport} for a person: figures by extender. */
public final class ExtenderTable {
  private static final double MILLI = 1e6;
  private static final double MEBI = 1 << 20;

  private ExtenderTable() {}

  public static void print(ExtenderReport report, PrintWriter out) {
    ExtenderSettings settings = report.settings();
    Machine machine = report.machine();
    out.println(
        String.format(
            Locale.ROOT,
            "%d nodes, %d of them with %.1f KB each, %d pods placed; one connection, %s"
                + " in turn",
            settings.cluster().nodes(),
            settings.cluster().fullNodes(),
            report.wholeNodeBytes() / 1e3,
            settings.cluster().placed(),
            String.join(", ", settings.verbs().stream().map(Verb::title).toList())));
    out.println(
        String.format(
            Locale.ROOT,
            "%d cores for everything, load %.1f before, %s",
            machine.cores(),
            machine.loadAverage(),
            machine.os()));
    out.println();
    printRows(rows(report), out);
    out.println();
    out.println(
        "times in ms from the first byte sent to the last received; every answer was checked;"
            + " live heap: after a collection");
    out.flush();
  }

  private static List<List<String>> rows(ExtenderReport report) {
    List<List<String>> rows = new ArrayList<>();
    List<String> header = new ArrayList<>(List.of(""));
    report.results().forEach(result -> header.add(result.name()));
    if (report.results().size() == 2) {
      header.add("ratio");
    }
    rows.add(header);
    for (Form form : Form.values()) {
      if (report.settings().requests(form) > 0) {
        rows(report, form, rows);
      }
    }
    return rows;
  }

  private static void rows(ExtenderReport report, Form form, List<List<String>> into) {
    String of = "%d %s, ".formatted(report.settings().cluster().offered(form), form.title());
    Table table = new Table(report, form, into);
    for (Verb verb : report.settings().verbs()) {
      table.row(of + verb.title() + " p50", 2, verb, Percentiles::p50);
      table.row(of + verb.title() + " p99", 2, verb, Percentiles::p99);
      table.row(of + verb.title() + " max", 2, verb, Percentiles::max);
    }
    table.row(of + "requests/s", 0, FormResult::requestsPerSecond);
    table.row(of + "CPU ms per request", 2, FormResult::cpuMillisPerRequest);
    List<FormResult.Memory> marks = table.marks();
    for (int i = 0; i < marks.size(); i++) {
      int at = i;
      String after = of + "%s MB after " + marks.get(i).requests();
      table.row(
          after.formatted("RSS"), 0, result -> result.memory().get(at).residentBytes() / MEBI);
      table.row(
          after.formatted("live heap"),
          1,
          result -> result.memory().get(at).liveHeapBytes() / MEBI);
    }
  }

  /** The figures of one form, as rows that are added. */
  private record Table(ExtenderReport report, Form form, List<List<String>> rows) {
    List<FormResult.Memory> marks() {
      FormResult first = report.results().getFirst().of(form);
      return first == null ? List.of() : first.memory();
    }

    /** Of nanoseconds; nothing for who was not asked. */
    void row(String title, int digits, Verb verb, ToLongFunction<Percentiles> figure) {
      row(
          title,
          digits,
          result -> {
            Percentiles nanos = result.nanos().get(verb);
            return nanos == null ? 0 : figure.applyAsLong(nanos) / MILLI;
          });
    }

    void row(String title, int digits, ToDoubleFunction<FormResult> figure) {
      List<String> row = new ArrayList<>(List.of(title));
      List<Double> values = new ArrayList<>();
      for (ContenderResult result : report.results()) {
        FormResult of = result.of(form);
        double value = of == null ? 0 : figure.applyAsDouble(of);
        row.add(value == 0 ? "-" : number(value, digits));
        values.add(value);
      }
      if (values.size() == 2) {
        double ratio = values.get(0) / values.get(1);
        row.add(Double.isFinite(ratio) && ratio != 0 ? number(ratio, 2) : "");
      }
      rows.add(row);
    }
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
        line.append(column == 0 ? row.get(column) + pad : "  " + pad + row.get(column));
      }
      out.println(line.toString().stripTrailing());
    }
  }
}
