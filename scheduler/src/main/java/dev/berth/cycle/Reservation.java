package dev.berth.cycle;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that was done in memory for one placement, and how to take it back.
 *
 * <pre>
 *   open --handOver--> handed over --confirm--> confirmed
 *     |                    |
 *     +------undo----------+--------undo------> undone
 * </pre>
 *
 * <p>Steps are undone in reverse order; a step that throws is logged and does not keep the others
 * from running. Threading: scheduler thread only.
 */
final class Reservation {

  private static final Logger LOG = LoggerFactory.getLogger(Reservation.class);

  /** Where a reservation stands. */
  enum Phase {
    OPEN,
    HANDED_OVER,
    CONFIRMED,
    UNDONE
  }

  private final Deque<Runnable> undo = new ArrayDeque<>();
  private Phase phase = Phase.OPEN;

  Phase phase() {
    return phase;
  }

  /** Remembers how to take back what was just done. */
  void onUndo(Runnable step) {
    require(Phase.OPEN);
    undo.push(step);
  }

  /** The binding thread has it now; nothing is added any more. */
  void handOver() {
    require(Phase.OPEN);
    phase = Phase.HANDED_OVER;
  }

  /** The pod is bound; nothing is to be taken back. */
  void confirm() {
    require(Phase.HANDED_OVER);
    phase = Phase.CONFIRMED;
    undo.clear();
  }

  void undo() {
    if (phase == Phase.CONFIRMED || phase == Phase.UNDONE) {
      throw new IllegalStateException("a reservation that is " + phase + " cannot be undone");
    }
    phase = Phase.UNDONE;
    while (!undo.isEmpty()) {
      runGuarded(undo.pop());
    }
  }

  private static void runGuarded(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException thrown) {
      LOG.error("a step of an undo threw; the others go on", thrown);
    }
  }

  private void require(Phase wanted) {
    if (phase != wanted) {
      throw new IllegalStateException("the reservation is " + phase + ", not " + wanted);
    }
  }
}
