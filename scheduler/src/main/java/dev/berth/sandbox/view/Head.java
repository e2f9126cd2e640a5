package dev.berth.sandbox.view;

import dev.berth.sandbox.view.Situation.Counts;
import dev.berth.sandbox.view.Situation.Pace;
import java.util.ArrayList;
import java.util.List;

/** The first lines: what this is, and how the pods stand. Threading: immutable. */
final class Head {
  private Head() {}

  static List<Line> lines(Situation now, int columns, Look.Glyphs glyphs) {
    List<Line> lines = new ArrayList<>();
    lines.add(title(now, columns, glyphs));
    lines.add(counts(now.counts(), columns).withRight(pace(now.pace(), columns), columns));
    lines.add(Bar.of(now.counts(), columns, glyphs));
    if (!now.notice().isEmpty()) {
      lines.add(Line.of(Style.BAD, now.notice()));
    }
    return lines;
  }

  private static Line title(Situation now, int columns, Look.Glyphs glyphs) {
    String between = " " + glyphs.dot + " ";
    Line title =
        Line.of(Style.STRONG, "berth sandbox")
            .plus(between + Numbers.things(now.nodes().size(), "node"))
            .plus(between + Numbers.things(now.counts().pods(), "pod"));
    if (now.counts().coming() > 0) {
      title = title.plus(Style.FAINT, " (" + Numbers.count(now.counts().coming()) + " to come)");
    }
    title = title.plus(between + Numbers.clock(now.elapsed()));
    return title.withRight(Line.of(Style.FAINT, "Ctrl-C ends it"), columns);
  }

  /** The long names when they fit. */
  static Line counts(Counts counts, int columns) {
    Line full = counts(counts, "pending", "bound", "unschedulable", "gated", "   ");
    return full.width() <= columns
        ? full
        : counts(counts, "pend", "bound", "unsched", "gated", " ");
  }

  private static Line counts(
      Counts counts, String pending, String bound, String unfit, String gated, String between) {
    return one(counts.bound(), bound, Style.GOOD)
        .plus(between)
        .plus(one(counts.pending(), pending, Style.BUSY))
        .plus(between)
        .plus(one(counts.unschedulable(), unfit, Style.BAD))
        .plus(between)
        .plus(one(counts.gated(), gated, Style.HELD));
  }

  private static Line one(int number, String name, Style style) {
    return number == 0
        ? Line.of(Style.FAINT, name + " 0")
        : Line.of(style, name + " ").plus(Style.STRONG, Numbers.count(number));
  }

  private static Line pace(Pace pace, int columns) {
    if (pace.decisions() == 0) {
      return Line.EMPTY;
    }
    String decisions = Numbers.things(pace.decisions(), "decision");
    String median = Numbers.millis(pace.decisionNanos().p50());
    return Line.of(
        Style.FAINT,
        columns < 110
            ? decisions + ", p50 " + median
            : "%s, p50 %s, p99 %s; bind p50 %s, p99 %s"
                .formatted(
                    decisions,
                    median,
                    Numbers.millis(pace.decisionNanos().p99()),
                    Numbers.millis(pace.bindNanos().p50()),
                    Numbers.millis(pace.bindNanos().p99())));
  }
}
