package dev.berth.model.storage;

/**
 * The claim that a volume is bound to, or set aside for.
 *
 * <p>Threading: immutable.
 *
 * @param uid "" when unset: any claim of that name
 */
public record ClaimReference(String namespace, String name, String uid) {}
