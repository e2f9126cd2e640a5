package dev.berth.pipeline;

/** How nodes are judged; both give the same answers. */
public enum EvaluationMode {
  /** Every plugin asked about every node: the reference. */
  SCALAR,
  /** Remembered answers and column kernels where a plugin declares them. */
  FAST
}
