package dev.berth.plugins.noderesources;

import dev.berth.columns.ResourceKernels;
import dev.berth.framework.StatusCodes;

/**
 * The codes of all verdicts of {@link ResourceKernels#fit}, in one table of codes.
 *
 * <p>Threading: immutable.
 */
final class VerdictCodes {

  private final StatusCodes table;
  private final int[] ofVerdict = new int[ResourceKernels.VERDICTS];

  VerdictCodes(StatusCodes table, Shortages shortages) {
    this.table = table;
    for (int verdict = 1; verdict < ofVerdict.length; verdict++) {
      if (!shortages.status(verdict).isSuccess()) {
        ofVerdict[verdict] = table.codeOf(shortages.status(verdict));
      }
    }
  }

  boolean areOf(StatusCodes other) {
    return table.equals(other);
  }

  /** By verdict, for the kernel; not to be changed. */
  int[] array() {
    return ofVerdict;
  }
}
