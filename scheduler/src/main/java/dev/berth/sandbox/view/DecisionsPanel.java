package dev.berth.sandbox.view;

import dev.berth.sandbox.view.Situation.Decision;
import dev.berth.sandbox.view.Situation.Outcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The last decisions, newest first; of a pod that was decided about more than once the last one, so
 * that one hopeless pod does not fill the picture. Threading: immutable.
 */
final class DecisionsPanel {
  private static final int SHOWS_FEASIBLE = 70;
  private static final int SHOWS_TIME = 60;

  private final List<Decision> decisions;
  private final Look.Glyphs glyphs;

  DecisionsPanel(List<Decision> decisions, Look.Glyphs glyphs) {
    this.decisions = lastOfEachPod(decisions);
    this.glyphs = glyphs;
  }

  private static List<Decision> lastOfEachPod(List<Decision> decisions) {
    Set<String> pods = new HashSet<>();
    return decisions.stream().filter(decision -> pods.add(decision.pod())).toList();
  }

  List<Line> lines(int columns, int rows) {
    if (rows < 2) {
      return List.of();
    }
    List<Line> lines = new ArrayList<>();
    lines.add(
        Line.of(Style.ACCENT, "LAST DECISIONS").plus(Style.FAINT, "  node, score, time to decide"));
    decisions.stream().limit(rows - 1L).map(d -> line(d, columns)).forEach(lines::add);
    if (decisions.isEmpty()) {
      lines.add(Line.of(Style.FAINT, "none yet"));
    }
    return lines;
  }

  private Line line(Decision decision, int columns) {
    Line took = Line.of(Numbers.millis(decision.nanos())).fillLeft(8, glyphs);
    Line time =
        columns < SHOWS_TIME
            ? Line.EMPTY
            : Line.of(Style.FAINT, Numbers.seconds(decision.at())).fillLeft(8, glyphs).plus("  ");
    int left = columns - time.width() - took.width() - 1;
    return time.plus(
            switch (decision.outcome()) {
              case Outcome.Placed placed -> placed(decision.pod(), placed, left);
              case Outcome.Nowhere(String why) ->
                  both(decision.pod(), Line.of(Style.BAD, "fits nowhere: " + why), left);
              case Outcome.Failed(String why) ->
                  both(decision.pod(), Line.of(Style.HELD, "failed: " + why), left);
            })
        .plus(" ")
        .plus(took);
  }

  private Line placed(String pod, Outcome.Placed placed, int columns) {
    Line feasible =
        columns < SHOWS_FEASIBLE - 20
            ? Line.EMPTY
            : Line.of(
                    Style.FAINT,
                    Numbers.count(placed.feasible())
                        + " of "
                        + Numbers.count(placed.evaluated())
                        + " fit")
                .fillLeft(17, glyphs);
    Line score =
        placed.score().isPresent()
            ? Line.of(Style.STRONG, Long.toString(placed.score().getAsLong()))
            : Line.of(Style.FAINT, "-");
    Line right = score.fillLeft(6, glyphs).plus(feasible);
    Line node = Line.of(Style.FAINT, glyphs.arrow + " ").plus(Style.GOOD, placed.node());
    return both(pod, node, columns - right.width()).plus(right);
  }

  /** The pod's name and what became of it, exactly that wide. */
  private Line both(String pod, Line outcome, int columns) {
    return Line.of(pod)
        .fill(podColumns(columns), glyphs)
        .plus(" ")
        .plus(outcome)
        .fill(columns, glyphs);
  }

  private int podColumns(int columns) {
    int widest = decisions.stream().mapToInt(d -> TextWidth.of(d.pod())).max().orElse(1);
    return Math.max(1, Math.min(widest, columns / 2));
  }
}
