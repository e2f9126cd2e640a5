package dev.berth.columns;

/**
 * Loops over {@link NodeColumns} for the resource plugins; pods with other than cpu, memory,
 * ephemeral storage need the scalar form.
 *
 * <p>All ranges are {@code from} to {@code to - 1}. Threading: the thread that owns the columns.
 */
public final class ResourceKernels {

  /**
   * Bits of the fit kernel's verdict: which resource is short, and whether the whole node is too
   * small.
   */
  public static final int TOO_MANY_PODS = 1;

  public static final int SHORT_OF_CPU = 2;
  public static final int SHORT_OF_MEMORY = 4;
  public static final int SHORT_OF_EPHEMERAL = 8;
  public static final int NODE_TOO_SMALL = 16;

  /** Verdicts there are: the length of the table that {@link #fit} wants. */
  public static final int VERDICTS = 32;

  private ResourceKernels() {}

  /**
   * Does the request fit what is free? {@code codeOfVerdict} turns the bits above into the code
   * that is written.
   *
   * <p>A request of 0 or less is not looked at; a pod that requests nothing only needs room for one
   * more pod.
   */
  public static void fit(
      NodeColumns nodes,
      long milliCpu,
      long memoryBytes,
      long ephemeralBytes,
      int[] codeOfVerdict,
      int[] into,
      int from,
      int to) {
    long[] cpu = nodes.allocatableMilliCpu;
    long[] memory = nodes.allocatableMemoryBytes;
    long[] ephemeral = nodes.allocatableEphemeralBytes;
    long[] usedCpu = nodes.usedMilliCpu;
    long[] usedMemory = nodes.usedMemoryBytes;
    long[] usedEphemeral = nodes.usedEphemeralBytes;
    long[] pods = nodes.allocatablePods;
    long[] usedPods = nodes.usedPods;
    for (int i = from; i < to; i++) {
      int verdict = usedPods[i] + 1 > pods[i] ? TOO_MANY_PODS : 0;
      verdict |= shortOf(milliCpu, cpu[i], usedCpu[i], SHORT_OF_CPU);
      verdict |= shortOf(memoryBytes, memory[i], usedMemory[i], SHORT_OF_MEMORY);
      verdict |= shortOf(ephemeralBytes, ephemeral[i], usedEphemeral[i], SHORT_OF_EPHEMERAL);
      into[i] = codeOfVerdict[verdict];
    }
  }

  private static int shortOf(long wanted, long allocatable, long used, int bit) {
    if (wanted <= 0 || wanted <= allocatable - used) {
      return 0;
    }
    return wanted > allocatable ? bit | NODE_TOO_SMALL : bit;
  }

  /**
   * LeastAllocated over cpu and memory: the weighted mean of the free percentages after the pod.
   */
  public static void leastAllocated(
      NodeColumns nodes,
      long milliCpu,
      long memoryBytes,
      long cpuWeight,
      long memoryWeight,
      long[] into,
      int from,
      int to) {
    long[] cpu = nodes.allocatableMilliCpu;
    long[] memory = nodes.allocatableMemoryBytes;
    long[] usedCpu = nodes.nonZeroMilliCpu;
    long[] usedMemory = nodes.nonZeroMemoryBytes;
    for (int i = from; i < to; i++) {
      long sum = 0;
      long weights = 0;
      if (cpu[i] != 0) {
        sum += freePercent(usedCpu[i] + milliCpu, cpu[i]) * cpuWeight;
        weights += cpuWeight;
      }
      if (memory[i] != 0) {
        sum += freePercent(usedMemory[i] + memoryBytes, memory[i]) * memoryWeight;
        weights += memoryWeight;
      }
      into[i] = weights == 0 ? 0 : sum / weights;
    }
  }

  private static long freePercent(long requested, long capacity) {
    return requested > capacity ? 0 : (capacity - requested) * 100 / capacity;
  }

  /** MostAllocated over cpu and memory: the weighted mean of the used percentages after the pod. */
  public static void mostAllocated(
      NodeColumns nodes,
      long milliCpu,
      long memoryBytes,
      long cpuWeight,
      long memoryWeight,
      long[] into,
      int from,
      int to) {
    long[] cpu = nodes.allocatableMilliCpu;
    long[] memory = nodes.allocatableMemoryBytes;
    long[] usedCpu = nodes.nonZeroMilliCpu;
    long[] usedMemory = nodes.nonZeroMemoryBytes;
    for (int i = from; i < to; i++) {
      long sum = 0;
      long weights = 0;
      if (cpu[i] != 0) {
        sum += Math.min(usedCpu[i] + milliCpu, cpu[i]) * 100 / cpu[i] * cpuWeight;
        weights += cpuWeight;
      }
      if (memory[i] != 0) {
        sum += Math.min(usedMemory[i] + memoryBytes, memory[i]) * 100 / memory[i] * memoryWeight;
        weights += memoryWeight;
      }
      into[i] = weights == 0 ? 0 : sum / weights;
    }
  }

  /**
   * Balanced allocation over cpu and memory: 75 when the pod leaves the balance of the node as it
   * is, up to 100 when it improves it, down to 50 when it worsens it.
   */
  public static void balanced(
      NodeColumns nodes, long milliCpu, long memoryBytes, long[] into, int from, int to) {
    long[] cpu = nodes.allocatableMilliCpu;
    long[] memory = nodes.allocatableMemoryBytes;
    long[] usedCpu = nodes.usedMilliCpu;
    long[] usedMemory = nodes.usedMemoryBytes;
    for (int i = from; i < to; i++) {
      long with = balance(usedCpu[i] + milliCpu, cpu[i], usedMemory[i] + memoryBytes, memory[i]);
      long without = balance(usedCpu[i], cpu[i], usedMemory[i], memory[i]);
      into[i] = 50 + (50 + with - without) / 2;
    }
  }

  private static long balance(long cpu, long cpuCapacity, long memory, long memoryCapacity) {
    if (cpuCapacity == 0 || memoryCapacity == 0) {
      return 100;
    }
    double cpuFraction = Math.min(1.0, (double) cpu / cpuCapacity);
    double memoryFraction = Math.min(1.0, (double) memory / memoryCapacity);
    return (long) ((1 - Math.abs((cpuFraction - memoryFraction) / 2)) * 100);
  }
}
