package dev.berth.sandbox.demo;

/** What must have become of a pod when the sandbox is idle. Threading: immutable. */
public enum Expectation {
  /** There is room for it, whatever the others got. */
  BOUND,
  /** The cluster may be too full for it. */
  BOUND_IF_ROOM,
  /** No node can ever take it. */
  UNSCHEDULABLE,
  /** It is held back. */
  GATED
}
