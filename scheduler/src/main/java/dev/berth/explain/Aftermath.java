package dev.berth.explain;

import dev.berth.framework.Status;

/**
 * What became of a decision.
 *
 * <p>Threading: immutable.
 */
sealed interface Aftermath {
  Aftermath NONE = new None();

  /** Nothing yet, or there was nothing to carry out. */
  record None() implements Aftermath {}

  /** The API server has the binding. */
  record Bound(String node) implements Aftermath {}

  /** Taken back before the pod was bound: by Reserve, Permit, PreBind or Bind. */
  record Undone(String node, Status status) implements Aftermath {}

  /** Somebody else has bound the pod, to another node than the one decided. */
  record BoundElsewhere(String node) implements Aftermath {}
}
