package dev.berth.model;

/** {@code status.phase} of a pod; a phase that is not known counts as {@link #UNKNOWN}. */
public enum Phase {
  PENDING,
  RUNNING,
  SUCCEEDED,
  FAILED,
  UNKNOWN;

  /** Whether the pod is over and takes nothing on its node any more. */
  public boolean isTerminal() {
    return this == SUCCEEDED || this == FAILED;
  }
}
