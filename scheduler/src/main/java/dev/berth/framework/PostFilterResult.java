package dev.berth.framework;

import org.jspecify.annotations.Nullable;

/**
 * What PostFilter answers: a status and what to do with the pod's nomination.
 *
 * <p>Mirrors {@code PostFilterResult} and {@code NominatingInfo}, Kubernetes 1.36.3. Threading:
 * immutable.
 *
 * @param status Success: made room; Unschedulable: could not help, later plugins run;
 *     UnschedulableAndUnresolvable and Error: later plugins do not run
 * @param nominatedNode null leaves the nomination alone, "" clears it, a name sets it
 * @param preemption a plan goes with Success and a nominated node
 */
public record PostFilterResult(
    Status status, @Nullable String nominatedNode, Preemption preemption) {

  /** Of a plugin that does not preempt. */
  public PostFilterResult(Status status, @Nullable String nominatedNode) {
    this(status, nominatedNode, Preemption.notTried());
  }

  public static PostFilterResult of(Status status) {
    return new PostFilterResult(status, null);
  }
}
