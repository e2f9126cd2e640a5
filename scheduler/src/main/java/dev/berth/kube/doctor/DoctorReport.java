package dev.berth.kube.doctor;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.base.Splitter;
import java.util.List;
import java.util.Locale;

/**
 * The findings of an examination, as text or as JSON.
 *
 * <p>Threading: immutable.
 */
public record DoctorReport(String server, List<Finding> findings) {
  private static final int COLUMNS = 80;
  private static final String INDENT = " ".repeat(6);
  private static final Splitter WORDS = Splitter.onPattern("\\s+").omitEmptyStrings();

  public DoctorReport {
    findings = List.copyOf(findings);
  }

  /** Whether something does not work. */
  public boolean fails() {
    return count(Finding.Severity.FAIL) > 0;
  }

  private long count(Finding.Severity severity) {
    return findings.stream().filter(finding -> finding.severity() == severity).count();
  }

  /** For a terminal of 80 columns: each finding, and its remedy below. */
  public String text() {
    StringBuilder text = new StringBuilder("berth doctor: " + server + "\n\n");
    for (Finding finding : findings) {
      String head = "%-6s".formatted(finding.severity().text());
      wrap(text, head, finding.check() + ": " + finding.text());
      if (!finding.remedy().isEmpty()) {
        wrap(text, INDENT, "-> " + finding.remedy());
      }
    }
    return text.append("\n").append(summary()).append("\n").toString();
  }

  private static void wrap(StringBuilder text, String head, String sentence) {
    StringBuilder line = new StringBuilder(head);
    boolean empty = true;
    for (String word : WORDS.split(sentence)) {
      if (!empty && line.length() + 1 + word.length() > COLUMNS) {
        text.append(line).append('\n');
        line = new StringBuilder(INDENT);
        empty = true;
      }
      line.append(empty ? "" : " ").append(word);
      empty = false;
    }
    text.append(line).append('\n');
  }

  private String summary() {
    return "%d ok, %d warnings, %d failures, %d not looked at"
        .formatted(
            count(Finding.Severity.OK),
            count(Finding.Severity.WARN),
            count(Finding.Severity.FAIL),
            count(Finding.Severity.SKIP));
  }

  /** An object with {@code server} and {@code findings}. */
  public String json() {
    ObjectNode json = new ObjectMapper().createObjectNode();
    json.put("apiVersion", "berth.dev/v1alpha1").put("kind", "DoctorReport");
    json.put("server", server).put("fails", fails());
    ArrayNode array = json.putArray("findings");
    for (Finding finding : findings) {
      array
          .addObject()
          .put("check", finding.check())
          .put("severity", finding.severity().name().toLowerCase(Locale.ROOT))
          .put("finding", finding.text())
          .put("remedy", finding.remedy());
    }
    return json.toPrettyString() + "\n";
  }
}
