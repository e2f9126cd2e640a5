package dev.berth.explain;

import com.google.common.base.Splitter;
import java.util.ArrayList;
import java.util.List;

/**
 * Text for a terminal of 80 columns: long lines are broken between words.
 *
 * <p>Threading: one per request.
 */
final class Page {
  private static final int COLUMNS = 80;

  private final List<String> lines = new ArrayList<>();

  /** A headline, with an empty line before it unless it is the first. */
  void headline(String text) {
    if (!lines.isEmpty()) {
      lines.add("");
    }
    wrap("", text, "  ");
  }

  /** A line below a headline. */
  void line(String text) {
    wrap("  ", text, "    ");
  }

  /** A line below a line. */
  void detail(String text) {
    wrap("    ", text, "      ");
  }

  /** A word that is longer than the line stays whole: somebody will copy it. */
  private void wrap(String indent, String text, String furtherIndent) {
    StringBuilder line = new StringBuilder(indent);
    boolean empty = true;
    for (String word : Splitter.on(' ').split(text)) {
      if (!empty && line.length() + 1 + word.length() > COLUMNS) {
        lines.add(line.toString());
        line = new StringBuilder(furtherIndent);
        empty = true;
      }
      line.append(empty ? "" : " ").append(word);
      empty = false;
    }
    lines.add(line.toString());
  }

  String text() {
    return String.join("\n", lines) + "\n";
  }
}
