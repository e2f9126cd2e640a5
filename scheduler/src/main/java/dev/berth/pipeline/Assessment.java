package dev.berth.pipeline;

import dev.berth.framework.Status;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt would say of some nodes that somebody else has chosen.
 *
 * <p>Threading: immutable.
 */
public sealed interface Assessment {

  /** Something failed, so nothing is known of any node. */
  record Failed(Status.Error error) implements Assessment {}

  /**
   * Each node is judged; what is said of one is at its place among those that were asked about.
   *
   * @param names those that were asked about
   * @param verdicts Success for a node that passes
   * @param totals 0 for a node that does not pass, and when nothing was to be scored
   */
  record Judged(List<String> names, List<Status> verdicts, List<Long> totals)
      implements Assessment {

    public Judged {
      names = List.copyOf(names);
      verdicts = List.copyOf(verdicts);
      totals = List.copyOf(totals);
      if (verdicts.size() != names.size() || totals.size() != names.size()) {
        throw new IllegalArgumentException(
            "%d verdicts and %d totals for %d nodes. Maybe of other nodes?"
                .formatted(verdicts.size(), totals.size(), names.size()));
      }
    }

    static Judged everywhere(List<String> names, Status status) {
      int count = names.size();
      return new Judged(names, Collections.nCopies(count, status), Collections.nCopies(count, 0L));
    }

    public boolean passes(int index) {
      return verdicts.get(index) instanceof Status.Success;
    }
  }

  /** How much is asked. */
  enum Depth {
    /** Which nodes pass. */
    FILTER,
    /** Also how good each is, beside the others that pass. */
    SCORE
  }

  /** The verdict on one node; null when it passes or was not asked about. */
  default @Nullable Status rejectionOf(String node) {
    return switch (this) {
      case Failed(Status.Error error) -> error;
      case Judged judged -> {
        int index = judged.names().indexOf(node);
        yield index < 0 || judged.passes(index) ? null : judged.verdicts().get(index);
      }
    };
  }
}
