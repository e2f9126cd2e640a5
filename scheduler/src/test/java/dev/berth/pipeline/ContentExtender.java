package dev.berth.pipeline;

import dev.berth.framework.ClusterView;
import dev.berth.framework.CycleState;
import dev.berth.framework.ExtenderException;
import dev.berth.framework.ExternalExtender;
import dev.berth.framework.PreemptionCandidate;
import dev.berth.framework.Status;
import dev.berth.model.Node;
import dev.berth.model.PodInfo;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** An extender that is to be asked everything and is content with all; it is answered for here. */
final class ContentExtender implements ExternalExtender {

  /** Takes an attempt to its end, agreeing to everything. */
  static ScheduleResult decide(
      Pipeline pipeline, Supplier<CycleState> states, PodInfo pod, ClusterView view) {
    ExtenderAnswers answers = ExtenderAnswers.NONE;
    Step step = pipeline.step(states.get(), pod, view, answers);
    while (step instanceof Step.Asks(ExtenderQuestion question)) {
      answers = answers.with(yes(question));
      step = pipeline.step(states.get(), pod, view, answers);
    }
    return ((Step.Decided) step).result();
  }

  private static ExtenderAnswer yes(ExtenderQuestion question) {
    return switch (question) {
      case ExtenderQuestion.AboutNodes about -> {
        Set<String> all = about.nodes().stream().map(Node::name).collect(Collectors.toSet());
        yield new ExtenderAnswer.Judged(about, all, Map.of(), List.of());
      }
      case ExtenderQuestion.AboutVictims about ->
          new ExtenderAnswer.Reviewed(about, about.candidates());
    };
  }

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
    return question != Question.BIND;
  }

  @Override
  public long weight() {
    return 1;
  }

  @Override
  public Filtered filter(PodInfo pod, List<Node> nodes) throws ExtenderException {
    throw notAsked();
  }

  @Override
  public Map<String, Long> prioritize(PodInfo pod, List<Node> nodes) throws ExtenderException {
    throw notAsked();
  }

  @Override
  public Map<String, Victims> preempt(PodInfo pod, List<PreemptionCandidate> candidates)
      throws ExtenderException {
    throw notAsked();
  }

  @Override
  public Status bind(PodInfo pod, String nodeName) {
    return Status.error("not asked");
  }

  private static ExtenderException notAsked() {
    return new ExtenderException("not asked");
  }
}
