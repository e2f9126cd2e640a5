package dev.berth.kube.lease;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a Lease says about its holder. Every part may be missing: others write it too, and hands do.
 *
 * <p>Threading: immutable.
 *
 * @param holder empty when there is none
 * @param durationSeconds 0 when missing
 * @param transitions 0 when missing
 * @param acquireTime the text on the server, empty when missing
 * @param renewTime the text on the server, empty when missing
 */
record LeaseRecord(
    String holder, int durationSeconds, int transitions, String acquireTime, String renewTime) {

  /** What client-go and Berth write when they give a lease back. */
  static final int RELEASED_SECONDS = 1;

  static LeaseRecord of(JsonNode spec) {
    return new LeaseRecord(
        spec.path("holderIdentity").asText(""),
        spec.path("leaseDurationSeconds").asInt(),
        spec.path("leaseTransitions").asInt(),
        spec.path("acquireTime").asText(""),
        spec.path("renewTime").asText(""));
  }

  boolean isHeldBy(String identity) {
    return holder.equals(identity);
  }

  boolean hasHolder() {
    return !holder.isEmpty();
  }

  /**
   * Whether nobody can believe to lead by it: given back, or never held.
   *
   * <p>A record whose holder alone was emptied by hand is not free: the leader may not know yet.
   * client-go writes a duration of one second on release, client-java clears the times.
   */
  boolean isFree() {
    return !hasHolder() && (durationSeconds == RELEASED_SECONDS || renewTime.isEmpty());
  }
}
