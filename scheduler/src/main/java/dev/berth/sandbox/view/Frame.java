package dev.berth.sandbox.view;

import java.util.ArrayList;
import java.util.List;

/**
 * One picture of the sandbox that fills a terminal: no line is wider, and there are no more lines.
 *
 * <p>From {@link #TWO_COLUMNS} columns on, nodes stand left of decisions and waiting pods; below,
 * all stand one above the other. The invitation has the first claim on lines, then the head, then
 * the waiting. Threading: immutable.
 */
public final class Frame {
  private static final int TWO_COLUMNS = 150;
  private static final int GUTTER = 3;

  private final Situation now;
  private final Look.Glyphs glyphs;
  private final int columns;

  private Frame(Situation now, int columns, Look look) {
    this.now = now;
    this.columns = columns;
    this.glyphs = look.glyphs();
  }

  /** The lines from top to bottom, without line feeds. */
  public static List<String> of(Situation now, int columns, int rows, Look look) {
    if (columns < 1 || rows < 1) {
      return List.of();
    }
    return new Frame(now, columns, look)
        .lines(rows).stream()
            .limit(rows)
            .map(line -> line.cut(columns, look.glyphs()).text(look))
            .toList();
  }

  private List<Line> lines(int rows) {
    List<Line> invitation = InvitationPanel.lines(now.invitation(), columns, glyphs);
    List<Line> head = Head.lines(now, columns, glyphs);
    List<Line> lines = new ArrayList<>();
    int forHead = Math.clamp(rows - invitation.size(), 1, head.size());
    lines.addAll(head.subList(0, forHead));
    int body = rows - lines.size() - invitation.size();
    if (body >= 3) {
      List<Line> middle = columns >= TWO_COLUMNS ? besideEachOther(body) : stacked(body);
      lines.addAll(middle);
      for (int spare = body - middle.size(); spare > 0; spare--) {
        lines.add(Line.EMPTY);
      }
    }
    lines.addAll(invitation);
    return lines;
  }

  /** Nodes, decisions and the waiting, each with a blank line above when there is room. */
  private List<Line> stacked(int rows) {
    NodesPanel nodes = new NodesPanel(now.nodes(), glyphs);
    WaitingPanel waiting = new WaitingPanel(now.waiting(), glyphs);
    int gap = rows >= 19 ? 1 : 0;
    int room = rows - 4 * gap;
    int forWaiting = Math.min(waiting.wantedRows() + (room >= 20 ? 2 : 0), Math.max(2, room / 3));
    int forNodes = Math.min(nodes.wantedRows(columns), Math.max(2, (room - forWaiting) * 3 / 5));
    int forDecisions = room - forWaiting - forNodes;
    List<Line> lines = new ArrayList<>();
    add(lines, gap, nodes.lines(columns, forNodes));
    add(lines, gap, new DecisionsPanel(now.decisions(), glyphs).lines(columns, forDecisions));
    int left = rows - lines.size() - 2 * gap;
    add(lines, gap, waiting.lines(columns, Math.max(forWaiting, left)));
    return lines;
  }

  private static void add(List<Line> lines, int gap, List<Line> panel) {
    if (gap > 0 && !panel.isEmpty()) {
      lines.add(Line.EMPTY);
    }
    lines.addAll(panel);
  }

  private List<Line> besideEachOther(int rows) {
    int left = (columns - GUTTER) / 2;
    int right = columns - GUTTER - left;
    int room = rows - 2; // a blank line above and below
    WaitingPanel waiting = new WaitingPanel(now.waiting(), glyphs);
    int forWaiting = Math.min(waiting.wantedRows() + 4, Math.max(2, room / 2));
    List<Line> nodes = new NodesPanel(now.nodes(), glyphs).lines(left, room);
    List<Line> others = new ArrayList<>();
    others.addAll(waiting.lines(right, forWaiting));
    others.add(Line.EMPTY);
    others.addAll(new DecisionsPanel(now.decisions(), glyphs).lines(right, room - others.size()));
    List<Line> lines = new ArrayList<>();
    lines.add(Line.EMPTY);
    for (int row = 0; row < Math.min(room, Math.max(nodes.size(), others.size())); row++) {
      Line first = row < nodes.size() ? nodes.get(row) : Line.EMPTY;
      Line second = row < others.size() ? others.get(row) : Line.EMPTY;
      lines.add(first.fill(left, glyphs).plus(" ".repeat(GUTTER)).plus(second.cut(right, glyphs)));
    }
    return lines;
  }
}
