package dev.berth.conformance;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.Locale;

/** The same as {@link TableReport}, for a program: one JSON object. */
public final class JsonReport {

  private static final ObjectMapper JSON = new ObjectMapper();

  private JsonReport() {}

  public static void print(ConformanceRun run, int differencesShown, PrintWriter out) {
    ObjectNode report = JSON.createObjectNode();
    report.put("mode", run.mode().name().toLowerCase(Locale.ROOT));
    ArrayNode families = report.putArray("families");
    run.families().forEach(family -> write(family, families.addObject()));
    write(run.total(), report.putObject("total"));
    ArrayNode differences = report.putArray("differences");
    run.differences().stream()
        .limit(differencesShown)
        .forEach(difference -> write(difference, differences.addObject()));
    out.println(report);
    out.flush();
  }

  private static void write(FamilyResult family, ObjectNode into) {
    into.put("family", family.family());
    into.put("cases", family.cases());
    ObjectNode facets = into.putObject("facets");
    for (Facet facet : Facet.values()) {
      Tally tally = family.facet(facet);
      if (tally.agree() + tally.disagree() + tally.notSupported() > 0) {
        facets
            .putObject(facet.title())
            .put("agree", tally.agree())
            .put("disagree", tally.disagree())
            .put("notSupported", tally.notSupported());
      }
    }
  }

  private static void write(Difference difference, ObjectNode into) {
    Finding.Disagree finding = difference.finding();
    into.put("case", difference.caseName());
    into.put("family", difference.family());
    into.put("facet", finding.facet().title());
    into.put("subject", finding.subject());
    into.put("expected", finding.want());
    into.put("decided", finding.got());
    into.putArray("objects").addAll(difference.objects());
  }
}
