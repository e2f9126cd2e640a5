package dev.berth.queue;

/*
 *            pop                            done
 *  ACTIVE ---------------------> IN_FLIGHT -------> HANDED_OVER
 *   ^  ^                          ^ |   |                |
 *   |  |    pop, nobody is ACTIVE | |   |                |
 *   |  +----------- BACKOFF ------+ |   |                |
 *   |   backoff over,  ^            |   |                |
 *   |   activate       | G          |   | G              | G
 *   |                  +------------|---+----------------+
 *   | G                |            |   failed; or rejected, and a change helped meanwhile
 *   +---------- UNSCHEDULABLE <-----+
 *     a change helped,              rejected, and nothing helped meanwhile
 *     activate
 *
 *  New pods go to ACTIVE (G). From every place, "bound" and "delete" lead to GONE.
 *  G is the gate: a pod that a PreEnqueue plugin keeps out becomes UNSCHEDULABLE, and gated.
 *  What leads to BACKOFF leads to ACTIVE when the backoff is over already, or when the change is
 *  the one that the plugin which answered Pending waits for.
 */
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
