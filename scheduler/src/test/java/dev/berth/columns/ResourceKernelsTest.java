package dev.berth.columns;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Each loop over node columns against the same arithmetic for one row, on numbers that include
 * empty and overfull nodes, capacities of 0 and amounts near the ends of the 64 bits.
 */
final class ResourceKernelsTest {

  private static final int ROUNDS = 20;
  private static final int NODES = 25;
  private static final long UNTOUCHED = -77;
  private static final List<Long> EXTREMES =
      List.of(
          0L, 1L, -1L, Long.MAX_VALUE, Long.MAX_VALUE / 100, Long.MAX_VALUE / 100 + 1, 1L << 62);

  private interface Kernel {
    void run(NodeColumns nodes, long cpu, long memory, long[] into, int from, int to);
  }

  private interface OneRow {
    long score(NodeRow row, long cpu, long memory);
  }

  @Test
  void fit_namesEveryShortResource() {
    Set<Integer> seen = new HashSet<>();
    Seeds.run(
        (random, seed) -> {
          for (int round = 0; round < ROUNDS; round++) {
            seen.addAll(checkFit(random));
          }
        });
    assertThat(seen).as("different verdicts").hasSizeGreaterThan(16);
  }

  private static Set<Integer> checkFit(SplittableRandom random) {
    NodeColumns nodes = nodes(random);
    long cpu = amount(random);
    long memory = amount(random);
    long ephemeral = amount(random);
    int[] codeOfVerdict = new int[ResourceKernels.VERDICTS];
    for (int verdict = 0; verdict < codeOfVerdict.length; verdict++) {
      codeOfVerdict[verdict] = verdict * 3;
    }
    int[] into = new int[NODES];
    Arrays.fill(into, (int) UNTOUCHED);
    int from = random.nextInt(NODES);
    int to = random.nextInt(from, NODES + 1);

    ResourceKernels.fit(nodes, cpu, memory, ephemeral, codeOfVerdict, into, from, to);

    Set<Integer> verdicts = new HashSet<>();
    for (int i = 0; i < NODES; i++) {
      int want = wantVerdict(NodeRow.of(nodes, i), cpu, memory, ephemeral);
      boolean inside = i >= from && i < to;
      assertThat(into[i]).isEqualTo(inside ? want * 3 : (int) UNTOUCHED);
      verdicts.add(want);
    }
    return verdicts;
  }

  private static int wantVerdict(NodeRow row, long cpu, long memory, long ephemeral) {
    int verdict = row.usedPods() + 1 > row.allocatablePods() ? ResourceKernels.TOO_MANY_PODS : 0;
    verdict |=
        wantShort(cpu, row.allocatableMilliCpu(), row.usedMilliCpu(), ResourceKernels.SHORT_OF_CPU);
    verdict |=
        wantShort(
            memory,
            row.allocatableMemoryBytes(),
            row.usedMemoryBytes(),
            ResourceKernels.SHORT_OF_MEMORY);
    verdict |=
        wantShort(
            ephemeral,
            row.allocatableEphemeralBytes(),
            row.usedEphemeralBytes(),
            ResourceKernels.SHORT_OF_EPHEMERAL);
    return verdict;
  }

  private static int wantShort(long wanted, long allocatable, long used, int bit) {
    // Go's int64 wraps around; so does the difference here.
    long free = BigInteger.valueOf(allocatable).subtract(BigInteger.valueOf(used)).longValue();
    int tooSmall = wanted > allocatable ? ResourceKernels.NODE_TOO_SMALL : 0;
    return wanted > 0 && wanted > free ? bit | tooSmall : 0;
  }

  @Test
  void leastAllocated_isTheWeightedMeanOfWhatIsFree() {
    checkScore(
        (nodes, cpu, memory, into, from, to) ->
            ResourceKernels.leastAllocated(nodes, cpu, memory, 3, 7, into, from, to),
        (row, cpu, memory) ->
            mean(
                row,
                freePercent(row.nonZeroMilliCpu() + cpu, row.allocatableMilliCpu()),
                freePercent(row.nonZeroMemoryBytes() + memory, row.allocatableMemoryBytes())));
  }

  @Test
  void mostAllocated_isTheWeightedMeanOfWhatIsTaken() {
    checkScore(
        (nodes, cpu, memory, into, from, to) ->
            ResourceKernels.mostAllocated(nodes, cpu, memory, 3, 7, into, from, to),
        (row, cpu, memory) ->
            mean(
                row,
                takenPercent(row.nonZeroMilliCpu() + cpu, row.allocatableMilliCpu()),
                takenPercent(row.nonZeroMemoryBytes() + memory, row.allocatableMemoryBytes())));
  }

  @Test
  void balanced_isSeventyFive_lessOrMoreByHalfOfWhatThePodChanges() {
    checkScore(
        ResourceKernels::balanced,
        (row, cpu, memory) ->
            50
                + (50
                        + wantBalance(row, row.usedMilliCpu() + cpu, row.usedMemoryBytes() + memory)
                        - wantBalance(row, row.usedMilliCpu(), row.usedMemoryBytes()))
                    / 2);
  }

  private static long freePercent(long requested, long capacity) {
    return capacity == 0 || requested > capacity ? 0 : (capacity - requested) * 100 / capacity;
  }

  private static long takenPercent(long requested, long capacity) {
    return capacity == 0 ? 0 : Math.min(requested, capacity) * 100 / capacity;
  }

  /** Weights 3 and 7; a resource that the node does not have is left out with its weight. */
  private static long mean(NodeRow row, long ofCpu, long ofMemory) {
    long sum = 0;
    long weights = 0;
    if (row.allocatableMilliCpu() != 0) {
      sum += 3 * ofCpu;
      weights += 3;
    }
    if (row.allocatableMemoryBytes() != 0) {
      sum += 7 * ofMemory;
      weights += 7;
    }
    return weights == 0 ? 0 : sum / weights;
  }

  private static long wantBalance(NodeRow row, long cpu, long memory) {
    if (row.allocatableMilliCpu() == 0 || row.allocatableMemoryBytes() == 0) {
      return 100;
    }
    double ofCpu = Math.min(1, (double) cpu / row.allocatableMilliCpu());
    double ofMemory = Math.min(1, (double) memory / row.allocatableMemoryBytes());
    double deviation = Math.abs((ofCpu - ofMemory) / 2);
    return (long) ((1 - deviation) * 100);
  }

  private static void checkScore(Kernel kernel, OneRow wanted) {
    Set<Long> seen = new HashSet<>();
    Seeds.run(
        (random, seed) -> {
          for (int round = 0; round < ROUNDS; round++) {
            NodeColumns nodes = nodes(random);
            long cpu = amount(random);
            long memory = amount(random);
            long[] into = new long[NODES];
            Arrays.fill(into, UNTOUCHED);
            int from = random.nextInt(NODES);
            int to = random.nextInt(from, NODES + 1);

            kernel.run(nodes, cpu, memory, into, from, to);

            for (int i = 0; i < NODES; i++) {
              NodeRow row = NodeRow.of(nodes, i);
              boolean inside = i >= from && i < to;
              long want = inside ? wanted.score(row, cpu, memory) : UNTOUCHED;
              assertThat(into[i]).as("cpu %d, memory %d on %s", cpu, memory, row).isEqualTo(want);
              seen.add(want);
            }
          }
        });
    assertThat(seen).as("different scores").hasSizeGreaterThan(20);
  }

  private static NodeColumns nodes(SplittableRandom random) {
    NodeColumns nodes = new NodeColumns();
    nodes.resize(NODES);
    for (int i = 0; i < NODES; i++) {
      nodes.allocatable(i, amount(random), amount(random), amount(random), random.nextInt(4));
      nodes.used(i, amount(random), amount(random), amount(random), random.nextInt(4));
      nodes.nonZero(i, amount(random), amount(random));
    }
    return nodes;
  }

  private static long amount(SplittableRandom random) {
    return random.nextInt(8) == 0
        ? EXTREMES.get(random.nextInt(EXTREMES.size()))
        : random.nextLong(1000);
  }

  @Test
  void aNodeThatIsExactlyFull_takesNoMore_andAPodThatExactlyFitsIsTaken() {
    NodeColumns nodes = new NodeColumns();
    nodes.resize(2);
    nodes.allocatable(0, 1000, 100, 10, 5);
    nodes.used(0, 400, 0, 0, 4);
    nodes.allocatable(1, 1000, 100, 10, 5);
    nodes.used(1, 401, 0, 0, 5);
    int[] same = new int[ResourceKernels.VERDICTS];
    Arrays.setAll(same, verdict -> verdict);
    int[] into = new int[2];

    ResourceKernels.fit(nodes, 600, 100, 10, same, into, 0, 2);

    assertThat(into[0]).isZero();
    assertThat(into[1]).isEqualTo(ResourceKernels.TOO_MANY_PODS | ResourceKernels.SHORT_OF_CPU);
  }
}
