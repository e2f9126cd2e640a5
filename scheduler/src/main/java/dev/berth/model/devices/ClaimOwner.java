package dev.berth.model.devices;

/**
 * An owner of a claim.
 *
 * <p>Threading: immutable.
 *
 * @param controller whether it is the one that controls the claim
 */
public record ClaimOwner(String name, String uid, boolean controller) {}
