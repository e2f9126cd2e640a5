package dev.berth.pipeline;

import dev.berth.columns.CodeColumn;
import dev.berth.framework.Status;
import dev.berth.framework.StatusCodes;
import java.util.ArrayList;
import java.util.Arrays;
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

  private int[] counts = new int[0];
  private int codesInUse;

  void count(CodeColumn codes, StatusCodes table) {
    codesInUse = table.size();
    if (counts.length < codesInUse) {
      counts = new int[codesInUse + 16];
    }
    Arrays.fill(counts, 0, codesInUse, 0);
    if (codes.rejected() > 0) {
      codes.countInto(counts);
    } else if (codesInUse > 0) {
      counts[0] = codes.size();
    }
  }

  int of(int code) {
    return counts[code];
  }

  /**
   * The rejecting codes that occur, most frequent first, then in order of plugin, text and kind of
   * their status: codes themselves are numbered as history has it.
   */
  List<Integer> mostFrequent(StatusCodes table) {
    List<Integer> codes = occurring();
    codes.sort(
        Comparator.<Integer>comparingInt(code -> -counts[code])
            .thenComparing(table::statusOf, BY_TEXT));
    return codes;
  }

  private List<Integer> occurring() {
    List<Integer> codes = new ArrayList<>();
    for (int code = 1; code < codesInUse; code++) {
      if (counts[code] > 0) {
        codes.add(code);
      }
    }
    return codes;
  }

  /** The error of the first node, in order of ordinals, that answered one, or null. */
  Status.@Nullable Error firstError(CodeColumn codes, StatusCodes table) {
    if (occurring().stream().noneMatch(code -> table.statusOf(code) instanceof Status.Error)) {
      return null;
    }
    for (int i = 0; i < codes.size(); i++) {
      if (table.statusOf(codes.get(i)) instanceof Status.Error error) {
        return error;
      }
    }
    return null;
  }

  Map<Status, Integer> byStatus(StatusCodes table) {
    Map<Status, Integer> nodes = new HashMap<>();
    for (int code : occurring()) {
      nodes.put(table.statusOf(code), counts[code]);
    }
    return nodes;
  }
}
