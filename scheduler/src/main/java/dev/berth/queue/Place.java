package dev.berth.queue;

/** Where a pod is; always exactly one of these. */
public enum Place {
  /** Ready to be tried. */
  ACTIVE,
  /** Will be ready when its backoff is over, or when nobody else is. */
  BACKOFF,
  /** Rejected or gated: waits for a change that may help. */
  UNSCHEDULABLE,
  /** Being tried; changes are recorded for the case that it comes back. */
  IN_FLIGHT,
  /** Its attempt needs no more changes; waits for the binding, or for its failure. */
  HANDED_OVER,
  /** Bound or deleted: the queue has forgotten it. */
  GONE
}
