package dev.berth.kube.lease;

/**
 * The right to write to the cluster as its one scheduler, asked for before each write.
 *
 * <p>Once it is not held it is never held again. Between the question and the write time can pass
 * (a paused process), so a write still carries its own precondition.
 *
 * <p>Threading: any thread.
 */
@FunctionalInterface
public interface Leadership {
  /** Whether a write may begin now; costs a clock reading and an uncontended lock. */
  boolean isHeld();

  /** The right of a process that runs without an election. */
  static Leadership uncontested() {
    return () -> true;
  }
}
