package dev.berth.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.framework.CycleState;
import dev.berth.framework.PointTimes;
import dev.berth.model.PodInfo;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** An extender that keeps every node, beside none, on random clusters. */
final class ExtenderTwinTest {
  private static final long SEED = Long.getLong("extender.twin.seed", 4711);
  private static final int HISTORIES = 20;
  private static final int STEPS = 15;

  @Test
  void anExtenderThatKeepsEverything_changesNoDecision() {
    Map<String, Integer> outcomes = new HashMap<>();
    for (long seed = SEED; seed < SEED + HISTORIES; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      RandomHistory history = new RandomHistory(random, 1 + random.nextInt(20));
      Pipeline plain = pipeline(history, Extenders.NONE);
      Pipeline asking = pipeline(history, Extenders.of(List.of(new ContentExtender())));
      for (int step = 0; step < STEPS; step++) {
        history.step();
        PodInfo pod = history.pod();
        ScheduleResult want = plain.schedule(CycleState.create(), pod, history.view());
        ScheduleResult got =
            ContentExtender.decide(asking, CycleState::create, pod, history.view());
        assertThat(got).as("-Dextender.twin.seed=%d, step %d, %s", seed, step, pod).isEqualTo(want);
        outcomes.merge(got.getClass().getSimpleName(), 1, Integer::sum);
        if (got instanceof ScheduleResult.Selected selected) {
          history.assume(pod, selected.nodeName());
        }
      }
    }
    assertThat(outcomes.keySet()).contains("Selected", "Unfit");
  }

  private static Pipeline pipeline(RandomHistory history, Extenders extenders) {
    return new Pipeline(
        RandomProfile.standard(history.mirror),
        history.nominees,
        EvaluationMode.FAST,
        TieBreak.first(),
        Recording.ON,
        0,
        PointTimes.NONE,
        extenders);
  }
}
