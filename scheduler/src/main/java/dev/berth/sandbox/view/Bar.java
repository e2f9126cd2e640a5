package dev.berth.sandbox.view;

import dev.berth.sandbox.view.Situation.Counts;

/** Bars of blocks. Threading: immutable. */
final class Bar {
  private static final double MUCH = 0.7;
  private static final double NEARLY_ALL = 0.9;

  private Bar() {}

  /** How much of something is in use. */
  static Line of(double share, int columns, Look.Glyphs glyphs) {
    int full = cells(share, columns);
    return Line.of(style(share), glyphs.full.repeat(full))
        .plus(Style.FAINT, glyphs.empty.repeat(columns - full));
  }

  /** The color of a share: more than all is wrong. */
  static Style style(double share) {
    if (share > 1) {
      return Style.BAD;
    }
    return share >= NEARLY_ALL ? Style.HELD : share >= MUCH ? Style.BUSY : Style.GOOD;
  }

  /** Something shows as one block at least, and less than all not as all. */
  private static int cells(double share, int columns) {
    int cells = Math.clamp(Math.round(share * columns), 0, columns);
    if (cells == 0 && share > 0) {
      return Math.min(1, columns);
    }
    return cells == columns && share < 1 ? Math.max(0, columns - 1) : cells;
  }

  /** All pods by their states. */
  static Line of(Counts counts, int columns, Look.Glyphs glyphs) {
    int all = counts.pods() + counts.coming();
    if (all == 0) {
      return Line.of(Style.FAINT, glyphs.empty.repeat(columns));
    }
    int pending = part(counts.pending(), all, columns);
    int unschedulable = Math.min(columns - pending, part(counts.unschedulable(), all, columns));
    int gated = Math.min(columns - pending - unschedulable, part(counts.gated(), all, columns));
    int others = pending + unschedulable + gated;
    int bound = Math.min(columns - others, part(counts.bound(), all, columns));
    if (counts.coming() == 0 && counts.bound() > 0) {
      bound = columns - others; // only rounding leaves a rest
    }
    int rest = columns - others - bound;
    return Line.of(Style.GOOD, glyphs.full.repeat(bound))
        .plus(Style.BUSY, glyphs.partly.repeat(pending))
        .plus(Style.BAD, glyphs.barred.repeat(unschedulable))
        .plus(Style.HELD, glyphs.barred.repeat(gated))
        .plus(Style.FAINT, glyphs.empty.repeat(rest));
  }

  private static int part(int some, int all, int columns) {
    int cells = (int) ((long) some * columns / all);
    return some > 0 ? Math.max(1, cells) : 0;
  }
}
