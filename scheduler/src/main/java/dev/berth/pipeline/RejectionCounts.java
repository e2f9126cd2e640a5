package dev.berth.pipeline;

import dev.berth.columns.CodeColumn;
import dev.berth.framework.Status;
import dev.berth.framework.StatusCodes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many nodes of the attempt have which status code.
 *
 * <p>Threading: the thread that owns the view; reused from attempt to attempt.
 */
final class RejectionCounts {

  private static final Comparator<Status> BY_TEXT =
      Comparator.comparing(Status::plugin)
          .thenComparing(Status::message)
          .thenComparing(status -> status.getClass().getSimpleName());

  private CodeColumn codes = new CodeColumn();
  private int codesInUse;

  /** Counts for an attempt with these codes, which do not change as long as the counts are used. */
  void count(CodeColumn ofAttempt, StatusCodes table) {
    codes = ofAttempt;
    codesInUse = table.size();
  }

  int of(int code) {
    return codes.rejected() == 0 && code != 0 ? 0 : codes.count(code);
  }

  /**
   * The rejecting codes that occur, most frequent first, then in order of plugin, text and kind of
   * their status: codes themselves are numbered as history has it.
   */
  List<Integer> mostFrequent(StatusCodes table) {
    List<Integer> occurring = occurring();
    occurring.sort(
        Comparator.<Integer>comparingInt(code -> -of(code))
            .thenComparing(table::statusOf, BY_TEXT));
    return occurring;
  }

  private List<Integer> occurring() {
    List<Integer> occurring = new ArrayList<>();
    for (int code = 1; code < codesInUse; code++) {
      if (of(code) > 0) {
        occurring.add(code);
      }
    }
    return occurring;
  }

  /** The error of the first node, in order of ordinals, that answered one, or null. */
  Status.@Nullable Error firstError(StatusCodes table) {
    if (!hasError(table)) {
      return null;
    }
    for (int i = 0; i < codes.size(); i++) {
      if (table.statusOf(codes.get(i)) instanceof Status.Error error) {
        return error;
      }
    }
    return null;
  }

  private boolean hasError(StatusCodes table) {
    for (int code = 1; code < codesInUse; code++) {
      if (of(code) > 0 && table.statusOf(code) instanceof Status.Error) {
        return true;
      }
    }
    return false;
  }

  Map<Status, Integer> byStatus(StatusCodes table) {
    Map<Status, Integer> nodes = new HashMap<>();
    for (int code : occurring()) {
      nodes.put(table.statusOf(code), of(code));
    }
    return nodes;
  }
}
