package dev.berth.sandbox.snapshot;

import java.util.List;

/**
 * A file that cannot be taken as a cluster; the message has a line for each problem, with file,
 * document, object and path.
 *
 * <p>Threading: immutable.
 */
public final class SnapshotException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 20;

  SnapshotException(List<String> problems) {
    super(text(problems), null, false, false);
  }

  SnapshotException(String problem) {
    this(List.of(problem));
  }

  private static String text(List<String> problems) {
    String shown = String.join("\n", problems.subList(0, Math.min(SHOWN, problems.size())));
    int more = problems.size() - SHOWN;
    return more > 0 ? shown + "\nand " + more + " more problems" : shown;
  }
}
