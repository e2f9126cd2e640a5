package dev.berth.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.framework.CycleState;
import dev.berth.framework.ExtenderException;
import dev.berth.framework.ExternalExtender;
import dev.berth.framework.PointTimes;
import dev.berth.framework.Status;
import dev.berth.model.Node;
import dev.berth.model.PodInfo;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** An extender that keeps every node, beside none, on random clusters. */
final class ExtenderTwinTest {
  private static final long SEED = Long.getLong("extender.twin.seed", 4711);
  private static final int HISTORIES = 20;
  private static final int STEPS = 15;

  /** Is asked everything; the test answers in its place. */
  private static final class Content implements ExternalExtender {
    @Override
    public String name() {
      return "http://content";
    }

    @Override
    public boolean isIgnorable() {
      return false;
    }

    @Override
    public boolean isInterested(PodInfo pod) {
      return true;
    }

    @Override
    public boolean answers(Question question) {
      return question == Question.FILTER || question == Question.PRIORITIZE;
    }

    @Override
    public long weight() {
      return 1;
    }

    @Override
    public Filtered filter(PodInfo pod, List<Node> nodes) throws ExtenderException {
      throw new ExtenderException("not asked");
    }

    @Override
    public Map<String, Long> prioritize(PodInfo pod, List<Node> nodes) throws ExtenderException {
      throw new ExtenderException("not asked");
    }

    @Override
    public Status bind(PodInfo pod, String nodeName) {
      return Status.error("not asked");
    }
  }

  @Test
  void anExtenderThatKeepsEverything_changesNoDecision() {
    Map<String, Integer> outcomes = new HashMap<>();
    for (long seed = SEED; seed < SEED + HISTORIES; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      RandomHistory history = new RandomHistory(random, 1 + random.nextInt(20));
      Pipeline plain = pipeline(history, Extenders.NONE);
      Pipeline asking = pipeline(history, Extenders.of(List.of(new Content())));
      for (int step = 0; step < STEPS; step++) {
        history.step();
        PodInfo pod = history.pod();
        ScheduleResult want = plain.schedule(CycleState.create(), pod, history.view());
        ScheduleResult got = decided(asking, pod, history);
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

  private static ScheduleResult decided(Pipeline pipeline, PodInfo pod, RandomHistory history) {
    Step step = pipeline.step(CycleState.create(), pod, history.view(), null);
    while (step instanceof Step.Asks(ExtenderQuestion question)) {
      Set<String> all = question.nodes().stream().map(Node::name).collect(Collectors.toSet());
      ExtenderAnswer answer = new ExtenderAnswer.Judged(question, all, Map.of(), List.of());
      step = pipeline.step(CycleState.create(), pod, history.view(), answer);
    }
    return ((Step.Decided) step).result();
  }
}
