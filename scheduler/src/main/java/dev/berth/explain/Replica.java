package dev.berth.explain;

/**
 * Which of the replicas answers, and which of them schedules.
 *
 * <p>Threading: immutable.
 *
 * @param identity of the one that answers
 * @param leads whether it is the one that schedules
 * @param leader who schedules, "" when nobody is known to
 */
public record Replica(String identity, boolean leads, String leader) {

  /** One that schedules without an election. */
  public static Replica alone(String identity) {
    return new Replica(identity, true, identity);
  }
}
