package dev.berth.sandbox.view;

/**
 * What the terminal can show.
 *
 * <p>Threading: immutable.
 */
public record Look(Glyphs glyphs, boolean color) {

  /** The characters to draw with. */
  public enum Glyphs {
    /** Blocks and arrows, for a terminal that shows UTF-8. */
    BLOCKS("█", "░", "▓", "▒", "→", "…", "─", "·", " ▁▂▃▄▅▆▇█"),
    ASCII("#", ".", "+", "x", "->", "~", "-", "|", " .:-=+*#@");

    final String full;
    final String empty;
    final String partly;
    final String barred;
    final String arrow;
    final String ellipsis;
    final String rule;
    final String dot;
    private final String levels;

    Glyphs(
        String full,
        String empty,
        String partly,
        String barred,
        String arrow,
        String ellipsis,
        String rule,
        String dot,
        String levels) {
      this.full = full;
      this.empty = empty;
      this.partly = partly;
      this.barred = barred;
      this.arrow = arrow;
      this.ellipsis = ellipsis;
      this.rule = rule;
      this.dot = dot;
      this.levels = levels;
    }

    /** One character for a share from 0 to 1; anything above nothing is seen. */
    String level(double share) {
      int top = levels.length() - 1;
      int level = (int) Math.clamp(Math.ceil(share * top), 0, top);
      return levels.substring(level, level + 1);
    }
  }
}
