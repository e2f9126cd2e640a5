package dev.berth.pipeline;

import dev.berth.framework.Status;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
   * Each node is judged.
   *
   * @param rejected nodes that do not pass, with the reason
   * @param totals nodes that pass, in the order asked; 0 when nothing was to be scored
   */
  record Judged(Map<String, Status> rejected, Map<String, Long> totals) implements Assessment {
    static Judged everywhere(List<String> names, Status status) {
      Map<String, Status> rejected = new LinkedHashMap<>();
      names.forEach(name -> rejected.put(name, status));
      return new Judged(rejected, Map.of());
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
      case Judged(var rejected, var totals) -> rejected.get(node);
    };
  }
}
