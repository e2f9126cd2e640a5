package dev.berth.sandbox.patch;

/**
 * What a strategic merge patch does with a list of a field: the tags {@code patchStrategy} and
 * {@code patchMergeKey} of the API's types.
 *
 * <p>Threading: immutable.
 */
sealed interface ListRule {

  /** The patch has the whole list. */
  record Replaced() implements ListRule {}

  /** A set of plain values: those of the patch are added. */
  record Values() implements ListRule {}

  /** Objects that are the same when they have the same value at the key. */
  record Keyed(String key) implements ListRule {}
}
