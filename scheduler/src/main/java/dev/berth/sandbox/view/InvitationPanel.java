package dev.berth.sandbox.view;

import dev.berth.sandbox.view.Situation.Invitation;
import java.util.ArrayList;
import java.util.List;

/**
 * The commands to paste into another terminal.
 *
 * <p>A command that is wider than the terminal goes on in the next line behind a backslash, as a
 * shell reads it, so that what is pasted is always the whole. Threading: immutable.
 */
final class InvitationPanel {
  private InvitationPanel() {}

  static List<Line> lines(Invitation invitation, int columns, Look.Glyphs glyphs) {
    if (invitation.equals(Invitation.NONE)) {
      return List.of();
    }
    List<Line> lines = new ArrayList<>();
    lines.add(
        Line.of(Style.ACCENT, "TRY IT")
            .plus(Style.FAINT, "  in another terminal")
            .cut(columns, glyphs));
    for (String line : invitation.lines()) {
      Style style = line.equals(invitation.export()) ? Style.STRONG : Style.PLAIN;
      lines.addAll(command(line, style, columns));
    }
    return lines;
  }

  private static List<Line> command(String command, Style style, int columns) {
    List<Line> lines = new ArrayList<>();
    String rest = command;
    while (TextWidth.of(rest) > columns && columns >= 4) {
      String fits = TextWidth.prefix(rest, columns - 1);
      int blank = fits.lastIndexOf(' ');
      String part = blank > 0 ? fits.substring(0, blank + 1) : fits;
      lines.add(Line.of(style, part + "\\"));
      rest = rest.substring(part.length());
    }
    lines.add(Line.of(style, rest));
    return lines;
  }
}
