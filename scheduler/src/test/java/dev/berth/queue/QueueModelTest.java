package dev.berth.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Random histories on the real queue and on {@link NaiveQueue}, compared after every step.
 *
 * <p>A failure names its seed: {@code -Dberth.queue.seed=N} replays that history alone. {@code
 * -Dberth.queue.seeds=N} runs more of them, {@code -Dberth.queue.steps=N} longer ones.
 */
final class QueueModelTest {
  private static final int STEPS = Integer.getInteger("berth.queue.steps", 3000);

  @Test
  void randomHistories_matchTheNaiveQueueAfterEveryStep() {
    seeds().forEach(seed -> new QueueHistory(seed).run(STEPS));
  }

  @Test
  void randomHistories_reachEveryPlaceAndMove() {
    QueueHistory.Coverage total = new QueueHistory.Coverage();
    LongStream.rangeClosed(1, 5).forEach(seed -> total.add(new QueueHistory(seed).run(STEPS)));

    assertThat(total.moves())
        .as("moves between places that a history of this kind must contain")
        .contains(
            "GONE>ACTIVE",
            "GONE>UNSCHEDULABLE",
            "ACTIVE>IN_FLIGHT",
            "ACTIVE>GONE",
            "BACKOFF>ACTIVE",
            "BACKOFF>IN_FLIGHT",
            "BACKOFF>GONE",
            "UNSCHEDULABLE>ACTIVE",
            "UNSCHEDULABLE>BACKOFF",
            "UNSCHEDULABLE>GONE",
            "IN_FLIGHT>ACTIVE",
            "IN_FLIGHT>BACKOFF",
            "IN_FLIGHT>UNSCHEDULABLE",
            "IN_FLIGHT>HANDED_OVER",
            "IN_FLIGHT>GONE",
            "HANDED_OVER>BACKOFF",
            "HANDED_OVER>UNSCHEDULABLE",
            "HANDED_OVER>GONE");
  }

  private static LongStream seeds() {
    Long one = Long.getLong("berth.queue.seed");
    return one != null
        ? LongStream.of(one)
        : LongStream.rangeClosed(1, Long.getLong("berth.queue.seeds", 40));
  }
}
