package dev.berth.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Random histories of a cluster through the real loop, queue, mirror and in-tree plugins, beside a
 * simple reference of what the loop must know.
 *
 * <p>Nodes come, change and go; pods are created (ours and others', with priorities, gates, host
 * ports, too big), updated, deleted, created again under the same name, and bound by others; the
 * watches lag, merge, repeat and show an old version; bindings succeed, fail, or lose their reply;
 * a plugin refuses and holds some pods; the clock steps.
 *
 * <p>After every turn: no node is chosen that the pod does not fit (by arithmetic of the
 * reference's own), the mirror counts what the reference counts, every pending pod of ours is in
 * exactly one place, each attempt sees the newest version of a pod that may be tried, each failure
 * has written its condition, and the plugin's books are right. When a history has gone quiet and
 * backoffs are over, every pod that fits is bound, and after the flush every other one says why.
 *
 * <p>A failure names its seed: {@code -Dberth.cycle.seed=N} replays that history alone. {@code
 * -Dberth.cycle.histories=N} runs more of them, {@code -Dberth.cycle.steps=N} longer ones.
 */
final class CycleModelTest {

  private static final int STEPS = Integer.getInteger("berth.cycle.steps", 500);

  @Test
  void randomHistories_keepEveryInvariant_andReachWhatTheyAreFor() {
    Map<String, Integer> happened = new TreeMap<>();
    seeds().forEach(seed -> run(seed, happened));

    System.out.println(happened);
    if (Long.getLong("berth.cycle.seed") == null) {
      assertThat(happened)
          .as("what histories of this kind must contain")
          .containsKeys(
              "bound",
              "bound by others",
              "created too big",
              "deleted BOUND",
              "deleted HANDED_OVER",
              "deleted QUEUE",
              "deleted WAITING",
              "failed after decision",
              "infeasible in the end",
              "lost reply of a failure",
              "lost reply of a success",
              "old version shown",
              "placed elsewhere",
              "recreated",
              "refused",
              "rejected after decision",
              "stolen from HANDED_OVER",
              "stolen from QUEUE",
              "stolen from WAITING",
              "terminating pending",
              "timed out in permit",
              "unfit");
    }
  }

  private static LongStream seeds() {
    Long one = Long.getLong("berth.cycle.seed");
    return one != null
        ? LongStream.of(one)
        : LongStream.rangeClosed(1, Long.getLong("berth.cycle.histories", 40));
  }

  private static void run(long seed, Map<String, Integer> happened) {
    int step = 0;
    try (ModelHistory history = new ModelHistory(seed)) {
      try {
        for (; step < STEPS; step++) {
          history.step();
        }
        history.checkThatEveryPodThatFitsIsBound();
        history.checkThatEveryOtherPodSaysWhy();
      } catch (AssertionError | RuntimeException broken) {
        throw new AssertionError(
            "step %d (%s) of -Dberth.cycle.seed=%d: %s"
                .formatted(step, history.last, seed, broken.getMessage()),
            broken);
      }
      history.happened().forEach((what, times) -> happened.merge(what, times, Integer::sum));
    }
  }
}
