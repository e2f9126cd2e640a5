package dev.berth.cycle;

/** The kinds of objects that the loop is told about and waits for before its first decision. */
public enum ObjectKind {
  NODES,
  PODS,
  DEVICE_CLASSES
}
