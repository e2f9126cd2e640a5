package dev.berth.pipeline;

import dev.berth.framework.Shortfall;
import dev.berth.framework.Status;

/**
 * How many more bytes a decision record may take when it is written as JSON, estimated from the
 * lengths of its texts.
 *
 * <p>Threading: one per record.
 */
final class RecordBudget {

  /** Field names and punctuation around the values. */
  private static final int RECORD = 160;

  private static final int REJECTION = 110;
  private static final int REASON = 3;
  private static final int EXAMPLE = 30;
  private static final int SHORTFALL = 36;
  private static final int SCORED_NODE = 56;
  private static final int PLUGIN_SCORE = 36;

  private int left = DecisionRecord.MAX_BYTES - RECORD;

  /** True, and the room is taken, when there is enough. */
  boolean takes(Status status) {
    int bytes = REJECTION + status.plugin().length();
    for (String reason : status.reasons()) {
      bytes += REASON + reason.length();
    }
    return takes(bytes);
  }

  boolean takes(DecisionRecord.Example example) {
    int bytes = EXAMPLE + example.node().length();
    for (Shortfall shortfall : example.shortfalls()) {
      bytes += SHORTFALL + shortfall.resource().length();
      bytes += digits(shortfall.needed()) + digits(shortfall.free());
    }
    return takes(bytes);
  }

  boolean takes(DecisionRecord.ScoredNode node) {
    int bytes = SCORED_NODE + node.node().length();
    for (PluginScore score : node.scores()) {
      bytes += PLUGIN_SCORE + score.plugin().length();
    }
    return takes(bytes);
  }

  private boolean takes(int bytes) {
    if (bytes > left) {
      return false;
    }
    left -= bytes;
    return true;
  }

  private static int digits(long number) {
    int digits = number < 0 ? 2 : 1;
    for (long rest = number / 10; rest != 0; rest /= 10) {
      digits++;
    }
    return digits;
  }
}
