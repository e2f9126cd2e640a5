package dev.berth.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table and the first differences, for a person. */
public final class TableReport {

  private TableReport() {}

  public static void print(ConformanceRun run, int differencesShown, PrintWriter out) {
    List<Facet> facets = stated(run);
    FamilyResult total = run.total();
    out.println(
        "agree/disagree/not supported per facet, "
            + run.mode().name().toLowerCase(Locale.ROOT)
            + " path");
    out.println();
    List<List<String>> rows = new ArrayList<>();
    rows.add(header(facets));
    run.families().forEach(family -> rows.add(row(family, facets)));
    rows.add(row(total, facets));
    printAligned(rows, out);
    out.println();
    out.println("score counts once per plugin and case");
    out.println("%d cases, %d disagreements".formatted(total.cases(), total.disagreements()));
    printDifferences(run.differences(), differencesShown, out);
    out.flush();
  }

  private static List<Facet> stated(ConformanceRun run) {
    FamilyResult total = run.total();
    List<Facet> facets = new ArrayList<>();
    for (Facet facet : Facet.values()) {
      Tally tally = total.facet(facet);
      if (tally.agree() + tally.disagree() + tally.notSupported() > 0) {
        facets.add(facet);
      }
    }
    return facets;
  }

  private static List<String> header(List<Facet> facets) {
    List<String> cells = new ArrayList<>(List.of("family", "cases"));
    facets.forEach(facet -> cells.add(facet.title()));
    return cells;
  }

  private static List<String> row(FamilyResult family, List<Facet> facets) {
    List<String> cells =
        new ArrayList<>(List.of(family.family(), Integer.toString(family.cases())));
    facets.forEach(facet -> cells.add(cell(family.facet(facet))));
    return cells;
  }

  private static String cell(Tally tally) {
    if (tally.agree() + tally.disagree() + tally.notSupported() == 0) {
      return "-";
    }
    return tally.agree() + "/" + tally.disagree() + "/" + tally.notSupported();
  }

  private static void printAligned(List<List<String>> rows, PrintWriter out) {
    int columns = rows.get(0).size();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int c = 0; c < columns; c++) {
        int column = c;
        int width = rows.stream().mapToInt(r -> r.get(column).length()).max().orElse(0);
        String cell = row.get(c);
        String padding = " ".repeat(width - cell.length());
        line.append(c == 0 ? cell + padding : "  " + padding + cell);
      }
      out.println(line.toString().stripTrailing());
    }
  }

  private static void printDifferences(List<Difference> differences, int shown, PrintWriter out) {
    for (Difference difference : differences.subList(0, Math.min(shown, differences.size()))) {
      Finding.Disagree finding = difference.finding();
      out.println();
      out.println(
          difference.caseName()
              + ": "
              + finding.facet().title()
              + (finding.subject().isEmpty() ? "" : " of " + finding.subject()));
      out.println("  expected " + finding.want());
      out.println("  decided  " + finding.got());
      for (JsonNode object : difference.objects()) {
        out.println("  " + object);
      }
    }
    if (differences.size() > shown) {
      out.println();
      out.println((differences.size() - shown) + " more; --differences N shows more of them");
    }
  }
}
