package dev.berth.sandbox.view;

import java.util.ArrayList;
import java.util.List;

/**
 * One line of text in pieces of different looks, which knows how wide it is.
 *
 * <p>Threading: immutable.
 */
record Line(List<Piece> pieces) {

  static final Line EMPTY = new Line(List.of());

  record Piece(Style style, String text) {
    Piece {
      text = TextWidth.harmless(text);
    }
  }

  Line {
    pieces = List.copyOf(pieces);
  }

  static Line of(String text) {
    return of(Style.PLAIN, text);
  }

  static Line of(Style style, String text) {
    return EMPTY.plus(style, text);
  }

  Line plus(String text) {
    return plus(Style.PLAIN, text);
  }

  Line plus(Style style, String text) {
    return plus(new Line(List.of(new Piece(style, text))));
  }

  Line plus(Line other) {
    List<Piece> all = new ArrayList<>(pieces);
    all.addAll(other.pieces);
    return new Line(all);
  }

  int width() {
    return pieces.stream().mapToInt(piece -> TextWidth.of(piece.text())).sum();
  }

  /** At most that wide; what is cut away is marked. */
  Line cut(int columns, Look.Glyphs glyphs) {
    if (width() <= columns) {
      return this;
    }
    int left = columns - TextWidth.of(glyphs.ellipsis);
    if (left < 0) {
      return EMPTY;
    }
    List<Piece> kept = new ArrayList<>();
    for (Piece piece : pieces) {
      String prefix = TextWidth.prefix(piece.text(), left);
      left -= TextWidth.of(prefix);
      kept.add(new Piece(piece.style(), prefix));
      if (prefix.length() < piece.text().length()) {
        kept.add(new Piece(piece.style(), glyphs.ellipsis));
        break;
      }
    }
    return new Line(kept);
  }

  /** Exactly that wide. */
  Line fill(int columns, Look.Glyphs glyphs) {
    Line cut = cut(columns, glyphs);
    return cut.plus(" ".repeat(Math.max(0, columns - cut.width())));
  }

  /** Exactly that wide, with the text at the right end. */
  Line fillLeft(int columns, Look.Glyphs glyphs) {
    Line cut = cut(columns, glyphs);
    return of(" ".repeat(Math.max(0, columns - cut.width()))).plus(cut);
  }

  /** With another at the right end of that many columns; without it when there is no room. */
  Line withRight(Line right, int columns) {
    int gap = columns - width() - right.width();
    return gap < 2 ? this : plus(" ".repeat(gap)).plus(right);
  }

  String text(Look look) {
    StringBuilder text = new StringBuilder();
    pieces.forEach(p -> text.append(look.color() ? p.style().around(p.text()) : p.text()));
    return text.toString().stripTrailing();
  }
}
