package dev.berth.columns;

import java.util.Arrays;

/**
 * What nodes offer and what is taken of it, as one array per number: cpu in milli-units, memory and
 * ephemeral storage in bytes, pods.
 *
 * <p>{@code used*} counts true requests, {@code nonZero*} those with the defaults for containers
 * that request nothing. Written by the mirror only, whenever a node is replaced. Threading: the
 * thread that owns the view.
 */
public final class NodeColumns {

  long[] allocatableMilliCpu = new long[0];
  long[] allocatableMemoryBytes = new long[0];
  long[] allocatableEphemeralBytes = new long[0];
  long[] allocatablePods = new long[0];
  long[] usedMilliCpu = new long[0];
  long[] usedMemoryBytes = new long[0];
  long[] usedEphemeralBytes = new long[0];
  long[] usedPods = new long[0];
  long[] nonZeroMilliCpu = new long[0];
  long[] nonZeroMemoryBytes = new long[0];
  private int size;

  public int size() {
    return size;
  }

  public void resize(int nodes) {
    if (nodes > allocatablePods.length) {
      int capacity = Math.max(nodes, allocatablePods.length + (allocatablePods.length >> 1));
      allocatableMilliCpu = Arrays.copyOf(allocatableMilliCpu, capacity);
      allocatableMemoryBytes = Arrays.copyOf(allocatableMemoryBytes, capacity);
      allocatableEphemeralBytes = Arrays.copyOf(allocatableEphemeralBytes, capacity);
      allocatablePods = Arrays.copyOf(allocatablePods, capacity);
      usedMilliCpu = Arrays.copyOf(usedMilliCpu, capacity);
      usedMemoryBytes = Arrays.copyOf(usedMemoryBytes, capacity);
      usedEphemeralBytes = Arrays.copyOf(usedEphemeralBytes, capacity);
      usedPods = Arrays.copyOf(usedPods, capacity);
      nonZeroMilliCpu = Arrays.copyOf(nonZeroMilliCpu, capacity);
      nonZeroMemoryBytes = Arrays.copyOf(nonZeroMemoryBytes, capacity);
    }
    size = nodes;
  }

  public void allocatable(
      int ordinal, long milliCpu, long memoryBytes, long ephemeralBytes, long pods) {
    allocatableMilliCpu[ordinal] = milliCpu;
    allocatableMemoryBytes[ordinal] = memoryBytes;
    allocatableEphemeralBytes[ordinal] = ephemeralBytes;
    allocatablePods[ordinal] = pods;
  }

  public void used(int ordinal, long milliCpu, long memoryBytes, long ephemeralBytes, long pods) {
    usedMilliCpu[ordinal] = milliCpu;
    usedMemoryBytes[ordinal] = memoryBytes;
    usedEphemeralBytes[ordinal] = ephemeralBytes;
    usedPods[ordinal] = pods;
  }

  public void nonZero(int ordinal, long milliCpu, long memoryBytes) {
    nonZeroMilliCpu[ordinal] = milliCpu;
    nonZeroMemoryBytes[ordinal] = memoryBytes;
  }
}
