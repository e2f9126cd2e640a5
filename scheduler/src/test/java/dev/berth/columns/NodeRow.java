package dev.berth.columns;

/** One row of the node columns, for tests to look at. */
public record NodeRow(
    long allocatableMilliCpu,
    long allocatableMemoryBytes,
    long allocatableEphemeralBytes,
    long allocatablePods,
    long usedMilliCpu,
    long usedMemoryBytes,
    long usedEphemeralBytes,
    long usedPods,
    long nonZeroMilliCpu,
    long nonZeroMemoryBytes) {

  public static NodeRow of(NodeColumns columns, int ordinal) {
    return new NodeRow(
        columns.allocatableMilliCpu[ordinal],
        columns.allocatableMemoryBytes[ordinal],
        columns.allocatableEphemeralBytes[ordinal],
        columns.allocatablePods[ordinal],
        columns.usedMilliCpu[ordinal],
        columns.usedMemoryBytes[ordinal],
        columns.usedEphemeralBytes[ordinal],
        columns.usedPods[ordinal],
        columns.nonZeroMilliCpu[ordinal],
        columns.nonZeroMemoryBytes[ordinal]);
  }
}
