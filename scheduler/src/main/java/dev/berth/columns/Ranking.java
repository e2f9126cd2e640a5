package dev.berth.columns;

import java.util.Arrays;

/**
 * The total of every feasible node, kept in blocks that each know their highest total, so that to
 * choose costs a look at the blocks and to change one node costs next to nothing.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>OUT_IS_LOWEST: a node that is not feasible has a total that no feasible node has; sums of
 *       scores in range stay far away from it.
 *   <li>BLOCK_KNOWS: {@code best[b]} is the highest total of block {@code b} and {@code holders[b]}
 *       is how many of its nodes have it; checked under assert for a block that changed.
 * </ul>
 *
 * <p>Threading: the thread that owns the view.
 */
public final class Ranking {

  /**
   * Nodes per block: a few hundred blocks for 50,000 nodes, and a block is summed up in no time.
   */
  private static final int BLOCK_BITS = 8;

  private static final int BLOCK = 1 << BLOCK_BITS;

  /** OUT_IS_LOWEST: the total of a node that is not feasible. */
  private static final long OUT = Long.MIN_VALUE;

  private final long lowestScore;
  private final long highestScore;
  private long[] totals = new long[0];
  private long[] best = new long[0];
  private int[] holders = new int[0];
  private int size;
  private boolean mayHaveOutside;

  /** Scores below {@code lowestScore} or above {@code highestScore} are noticed. */
  public Ranking(long lowestScore, long highestScore) {
    this.lowestScore = lowestScore;
    this.highestScore = highestScore;
  }

  /** The highest total and how many nodes share it. */
  public record Best(long total, int count) {}

  public long total(int ordinal) {
    return totals[ordinal];
  }

  /** True when some score, maybe of a node that is not feasible, is or was out of range. */
  public boolean mayHaveOutside() {
    return mayHaveOutside;
  }

  /** Makes room for so many nodes; new ones are not feasible until they are summed up. */
  public void resize(int nodes) {
    if (nodes == size) {
      return;
    }
    if (nodes > totals.length) {
      int capacity = Math.max(nodes, totals.length + (totals.length >> 1));
      totals = Arrays.copyOf(totals, capacity);
      best = Arrays.copyOf(best, blocksOf(capacity));
      holders = Arrays.copyOf(holders, blocksOf(capacity));
    }
    if (nodes > size) {
      Arrays.fill(totals, size, nodes, OUT);
    }
    int firstBlock = Math.min(size, nodes) >> BLOCK_BITS;
    size = nodes;
    for (int block = firstBlock; block < blocksOf(size); block++) {
      summarise(block);
    }
  }

  /** Sums up all nodes. */
  public void compute(WeightedColumns sum) {
    mayHaveOutside = false;
    for (int block = 0; block < blocksOf(size); block++) {
      int from = block << BLOCK_BITS;
      int to = Math.min(size, from + BLOCK);
      Arrays.fill(totals, from, to, 0);
      for (int i = 0; i < sum.count(); i++) {
        addScaled(sum.column(i).array(), sum.weight(i), from, to);
      }
      if (sum.codes().rejected() > 0) {
        takeOut(sum.codes().array(), from, to);
      }
      summarise(block);
    }
  }

  private void addScaled(long[] scores, long weight, int from, int to) {
    long[] mine = totals;
    long low = lowestScore;
    long high = highestScore;
    long outside = 0;
    for (int i = from; i < to; i++) {
      long score = scores[i];
      mine[i] += score * weight;
      outside |= (score - low) | (high - score); // negative when one of them is
    }
    mayHaveOutside |= outside < 0;
  }

  private void takeOut(int[] codes, int from, int to) {
    long[] mine = totals;
    for (int i = from; i < to; i++) {
      mine[i] = codes[i] == 0 ? mine[i] : OUT;
    }
  }

  /** Sums up one node whose scores or code have changed. */
  public void compute(WeightedColumns sum, int ordinal) {
    long before = totals[ordinal];
    long after = total(sum, ordinal);
    int block = ordinal >> BLOCK_BITS;
    totals[ordinal] = after;
    if (after > best[block]) {
      best[block] = after;
      holders[block] = 1;
    } else if (after != before) {
      holders[block] += (after == best[block] ? 1 : 0) - (before == best[block] ? 1 : 0);
      if (holders[block] == 0) {
        summarise(block);
      }
    }
    assert knows(block) : "BLOCK_KNOWS broken at ordinal " + ordinal;
  }

  private long total(WeightedColumns sum, int ordinal) {
    long total = 0;
    for (int i = 0; i < sum.count(); i++) {
      long score = sum.column(i).get(ordinal);
      total += score * sum.weight(i);
      mayHaveOutside |= score < lowestScore || score > highestScore;
    }
    return sum.codes().get(ordinal) == 0 ? total : OUT;
  }

  private void summarise(int block) {
    long[] mine = totals;
    int from = block << BLOCK_BITS;
    int to = Math.min(size, from + BLOCK);
    long max = OUT;
    for (int i = from; i < to; i++) {
      max = Math.max(max, mine[i]);
    }
    int count = 0;
    for (int i = from; i < to; i++) {
      count += mine[i] == max ? 1 : 0;
    }
    best[block] = max;
    holders[block] = count;
  }

  /** The highest total of a feasible node; there must be one. */
  public Best best() {
    int blocks = blocksOf(size);
    long max = OUT;
    for (int block = 0; block < blocks; block++) {
      max = Math.max(max, best[block]);
    }
    int count = 0;
    for (int block = 0; block < blocks; block++) {
      count += best[block] == max ? holders[block] : 0;
    }
    return new Best(max, count);
  }

  /** The ordinal of the {@code index}-th of the best nodes, in order of ordinals. */
  public int nth(Best among, int index) {
    int left = index;
    int block = 0;
    while (block < blocksOf(size) && (best[block] != among.total() || left >= holders[block])) {
      left -= best[block] == among.total() ? holders[block] : 0;
      block++;
    }
    int end = Math.min(size, (block + 1) << BLOCK_BITS);
    for (int i = block << BLOCK_BITS; i < end; i++) {
      if (totals[i] == among.total() && left-- == 0) {
        return i;
      }
    }
    throw new IllegalStateException("no node number " + index + " with total " + among.total());
  }

  /**
   * The ordinals of the {@code count} highest totals, or of all feasible nodes when they are fewer,
   * best first, earlier ordinals first among equals.
   */
  public int[] top(int count) {
    int[] top = new int[count];
    int filled = 0;
    if (count == 0) {
      return top;
    }
    for (int block = 0; block < blocksOf(size); block++) {
      if (filled < count || best[block] > totals[top[count - 1]]) {
        filled = topOf(block, top, filled);
      }
    }
    return Arrays.copyOf(top, filled);
  }

  /** Puts the nodes of one block in their places; how many places are filled then. */
  private int topOf(int block, int[] top, int before) {
    int filled = before;
    int end = Math.min(size, (block + 1) << BLOCK_BITS);
    for (int i = block << BLOCK_BITS; i < end; i++) {
      long total = totals[i];
      boolean places = filled < top.length || total > totals[top[filled - 1]];
      if (total != OUT && places) {
        int at = filled < top.length ? filled++ : filled - 1;
        while (at > 0 && total > totals[top[at - 1]]) {
          top[at] = top[at - 1];
          at--;
        }
        top[at] = i;
      }
    }
    return filled;
  }

  private boolean knows(int block) {
    long known = best[block];
    int counted = holders[block];
    summarise(block);
    return known == best[block] && counted == holders[block];
  }

  private static int blocksOf(int nodes) {
    return (nodes + BLOCK - 1) >> BLOCK_BITS;
  }

  public long bytes() {
    return 8L * totals.length + 12L * best.length;
  }
}
