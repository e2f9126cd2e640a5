package dev.berth.sandbox.view;

import dev.berth.sandbox.view.Situation.NodeFill;
import java.util.ArrayList;
import java.util.List;

/**
 * The nodes with how full they are: a row each, several in a row when that saves space, or one
 * block for several nodes when there are thousands.
 *
 * <p>Threading: immutable.
 */
final class NodesPanel {
  /** From here on a row has a bar for memory, too. */
  private static final int WIDE = 88;

  private static final int CELL = 38;
  private static final int BETWEEN = 2;
  private static final int LONGEST_NAME = 24;

  private final List<NodeFill> nodes;
  private final Look.Glyphs glyphs;

  NodesPanel(List<NodeFill> nodes, Look.Glyphs glyphs) {
    this.nodes = nodes;
    this.glyphs = glyphs;
  }

  /** How many lines would show every node well. */
  int wantedRows(int columns) {
    return 1 + rowsNeeded(columns);
  }

  private int rowsNeeded(int columns) {
    int cells = cells(columns);
    return (nodes.size() + cells - 1) / cells;
  }

  private static int cells(int columns) {
    return Math.max(1, (columns + BETWEEN) / (CELL + BETWEEN));
  }

  List<Line> lines(int columns, int rows) {
    if (rows < 2) {
      return List.of();
    }
    if (nodes.isEmpty()) {
      return List.of(heading("cpu in use"), Line.of(Style.FAINT, "there is none"));
    }
    if (columns >= WIDE && nodes.size() <= rows - 1) {
      return rich(columns);
    }
    return rowsNeeded(columns) <= rows - 1 ? compact(columns) : map(columns, rows);
  }

  private Line heading(String what) {
    return Line.of(Style.ACCENT, "NODES").plus(Style.FAINT, "  " + what);
  }

  // --- one row each

  private List<Line> rich(int columns) {
    int name = nameColumns(Math.min(LONGEST_NAME, columns / 5));
    int zone = widest(nodes.stream().map(NodeFill::zone).toList(), 10);
    int bar = Math.clamp((columns - name - zone - 40) / 2, 4, 24);
    List<Line> lines = new ArrayList<>();
    lines.add(
        Line.of(Style.ACCENT, "NODES")
            .fill(name + zone + 2, glyphs)
            .plus(cell(Line.of(Style.FAINT, "cpu"), bar + 7))
            .plus(cell(Line.of(Style.FAINT, "memory"), bar + 7))
            .plus(Style.FAINT, "   pods"));
    for (NodeFill node : nodes) {
      lines.add(
          cell(Line.of(node.name()), name + 1)
              .plus(cell(Line.of(Style.FAINT, node.zone()), zone + 1))
              .plus(barAndPercent(node.cpu(), bar))
              .plus("  ")
              .plus(barAndPercent(node.memory(), bar))
              .plus("  ")
              .plus(podsOf(node).fillLeft(7, glyphs))
              .plus(remarks(node)));
    }
    return lines;
  }

  private static Line podsOf(NodeFill node) {
    return Line.of(Integer.toString(node.pods()))
        .plus(Style.FAINT, node.podCapacity() > 0 ? "/" + node.podCapacity() : "");
  }

  private static Line remarks(NodeFill node) {
    Line remarks = Line.EMPTY;
    if (!node.extended().isEmpty()) {
      remarks = remarks.plus(Style.ACCENT, "  " + node.extended());
    }
    return node.note().isEmpty() ? remarks : remarks.plus(Style.FAINT, "  " + node.note());
  }

  private Line barAndPercent(double share, int bar) {
    return Bar.of(share, bar, glyphs)
        .plus(Line.of(Bar.style(share), Numbers.percent(share)).fillLeft(5, glyphs));
  }

  // --- several in a row

  private List<Line> compact(int columns) {
    int cells = cells(columns);
    int cell = (columns - BETWEEN * (cells - 1)) / cells;
    int name = Math.min(Math.max(6, cell - 27), nameColumns(16));
    int bar = Math.clamp(cell - name - 20, 3, 16);
    List<Line> lines = new ArrayList<>();
    lines.add(heading("cpu in use, memory, pods"));
    int rows = rowsNeeded(columns);
    for (int row = 0; row < rows; row++) { // down the columns, as ls does
      Line line = Line.EMPTY;
      for (int index = row; index < nodes.size(); index += rows) {
        Line next = small(nodes.get(index), name, bar);
        boolean last = index + rows >= nodes.size();
        line = line.plus(last ? next.cut(cell, glyphs) : next.fill(cell + BETWEEN, glyphs));
      }
      lines.add(line);
    }
    return lines;
  }

  private Line small(NodeFill node, int name, int bar) {
    Style style = node.note().isEmpty() ? Style.PLAIN : Style.HELD;
    return cell(Line.of(style, node.name()), name + 1)
        .plus(barAndPercent(node.cpu(), bar))
        .plus(Line.of(Style.FAINT, Numbers.percent(node.memory())).fillLeft(6, glyphs))
        .plus(Line.of(Integer.toString(node.pods())).fillLeft(5, glyphs));
  }

  // --- many

  private List<Line> map(int columns, int rows) {
    int blocks = columns * (rows - 1);
    int nodesPerBlock = (nodes.size() + blocks - 1) / blocks;
    String each = nodesPerBlock == 1 ? "one block a node" : nodesPerBlock + " nodes a block";
    double mean = nodes.stream().mapToDouble(NodeFill::cpu).average().orElse(0);
    List<Line> lines = new ArrayList<>();
    lines.add(
        heading(
            "%s; cpu in use, %s of all; %s"
                .formatted(Numbers.things(nodes.size(), "node"), Numbers.percent(mean), each)));
    Line line = Line.EMPTY;
    for (int from = 0; from < nodes.size(); from += nodesPerBlock) {
      line = line.plus(block(from, Math.min(nodes.size(), from + nodesPerBlock)));
      if (line.width() == columns) {
        lines.add(line);
        line = Line.EMPTY;
      }
    }
    if (line.width() > 0) {
      lines.add(line);
    }
    return lines;
  }

  private Line block(int from, int to) {
    double mean = nodes.subList(from, to).stream().mapToDouble(NodeFill::cpu).average().orElse(0);
    return Line.of(Bar.style(mean), mean > 0 ? glyphs.level(mean) : glyphs.dot);
  }

  // ---

  private Line cell(Line content, int columns) {
    return content.cut(columns - 1, glyphs).fill(columns, glyphs);
  }

  private int nameColumns(int atMost) {
    return widest(nodes.stream().map(NodeFill::name).toList(), atMost);
  }

  private static int widest(List<String> texts, int atMost) {
    int widest = texts.stream().mapToInt(TextWidth::of).max().orElse(0);
    return Math.clamp(widest, 1, Math.max(1, atMost));
  }
}
