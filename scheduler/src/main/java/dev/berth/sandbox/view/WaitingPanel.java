package dev.berth.sandbox.view;

import dev.berth.sandbox.view.Situation.Reason;
import dev.berth.sandbox.view.Situation.Waiting;
import java.util.ArrayList;
import java.util.List;

/** The pods without a node, and why they wait. Threading: immutable. */
final class WaitingPanel {
  private final List<Waiting> waiting;
  private final Look.Glyphs glyphs;

  WaitingPanel(List<Waiting> waiting, Look.Glyphs glyphs) {
    this.waiting = waiting;
    this.glyphs = glyphs;
  }

  int wantedRows() {
    return 1 + Math.max(1, waiting.size());
  }

  List<Line> lines(int columns, int rows) {
    if (rows < 2) {
      return List.of();
    }
    List<Line> lines = new ArrayList<>();
    lines.add(Line.of(Style.ACCENT, "WAITING").plus(Style.FAINT, "  and why"));
    if (waiting.isEmpty()) {
      lines.add(Line.of(Style.FAINT, "nobody"));
      return lines;
    }
    boolean all = waiting.size() <= rows - 1;
    int shown = all ? waiting.size() : rows - 2;
    List<Waiting> first = waiting.subList(0, shown);
    int spare = all ? rows - 1 - shown : 0;
    for (Waiting pod : first) {
      List<Line> text = lines(pod, first, columns, spare);
      spare -= text.size() - 1;
      lines.addAll(text);
    }
    if (!all) {
      int more = waiting.size() - shown;
      lines.add(Line.of(Style.FAINT, (shown == 0 ? "" : "and ") + more(more, shown)));
    }
    return lines;
  }

  private static String more(int pods, int shown) {
    return shown == 0 ? Numbers.things(pods, "pod") : Numbers.count(pods) + " more";
  }

  /** Its line, and more lines for a long reason while there are any to spare. */
  private List<Line> lines(Waiting pod, List<Waiting> shown, int columns, int spare) {
    int widest = shown.stream().mapToInt(w -> TextWidth.of(w.pod())).max().orElse(1);
    int name = Math.clamp(columns / 3, 1, Math.max(1, widest));
    Line head = Line.of(pod.pod()).fill(name, glyphs).plus("  ");
    List<Line> lines = new ArrayList<>();
    String rest = pod.why();
    Line line = head;
    while (true) {
      int room = Math.max(0, columns - line.width());
      String part = spare > 0 ? words(rest, room) : rest;
      lines.add(line.plus(style(pod.reason()), part).cut(columns, glyphs));
      rest = rest.substring(part.length()).strip();
      if (rest.isEmpty()) {
        return lines;
      }
      spare--;
      line = Line.of(" ".repeat(name + 2));
    }
  }

  private static Style style(Reason reason) {
    return switch (reason) {
      case UNSCHEDULABLE -> Style.BAD;
      case GATED -> Style.HELD;
      case PENDING -> Style.BUSY;
    };
  }

  /** As many whole words as fit, at least something. */
  private static String words(String text, int columns) {
    if (TextWidth.of(text) <= columns) {
      return text;
    }
    String fits = TextWidth.prefix(text, Math.max(2, columns));
    int blank = fits.lastIndexOf(' ');
    return blank > 0 ? fits.substring(0, blank) : fits;
  }
}
