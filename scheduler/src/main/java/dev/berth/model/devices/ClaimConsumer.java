package dev.berth.model.devices;

/**
 * Who may use a claim: an entry of {@code status.reservedFor}.
 *
 * <p>Threading: immutable.
 *
 * @param apiGroup "" for core
 */
public record ClaimConsumer(String apiGroup, String resource, String name, String uid) {
  public static ClaimConsumer pod(String name, String uid) {
    return new ClaimConsumer("", "pods", name, uid);
  }
}
