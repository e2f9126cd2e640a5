package dev.berth.pipeline;

import java.util.random.RandomGenerator;

/** Which of several equally good nodes is taken. */
@FunctionalInterface
public interface TieBreak {

  /** An index from 0 to {@code count - 1}; {@code count} is at least 1. */
  int choose(int count);

  /** Uniformly random, as kube-scheduler means it. */
  static TieBreak random(RandomGenerator random) {
    return count -> count == 1 ? 0 : random.nextInt(count);
  }

  /** Always the first in order of the view: repeatable whatever happened before. */
  static TieBreak first() {
    return count -> 0;
  }
}
