package dev.berth.cycle;

import dev.berth.framework.ExtenderException;
import dev.berth.framework.ExternalExtender;
import dev.berth.framework.Scores;
import dev.berth.framework.Status;
import dev.berth.model.Node;
import dev.berth.pipeline.ExtenderAnswer;
import dev.berth.pipeline.ExtenderQuestion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One question about nodes put to its extenders: those that filter one after the other, each about
 * what the one before has left, then those that score all at once.
 *
 * <p>Mirrors {@code findNodesThatPassExtenders} and {@code prioritizeNodes}, {@code
 * pkg/scheduler/schedule_one.go}, Kubernetes 1.36.3. Threading: one per question, on a thread that
 * may wait.
 */
final class ExtenderRound {
  private static final Logger LOG = LoggerFactory.getLogger(ExtenderRound.class);

  /** The best score that an extender is supposed to give. */
  private static final long MAX_EXTENDER_SCORE = 10;

  private final ExtenderQuestion.AboutNodes question;
  private final Executor threads;
  private List<Node> left;
  private final Map<String, Status> rejections = new HashMap<>();

  ExtenderRound(ExtenderQuestion.AboutNodes question, Executor threads) {
    this.question = question;
    this.threads = threads;
    this.left = question.nodes();
  }

  ExtenderAnswer run() throws InterruptedException {
    for (ExternalExtender extender : question.filtering()) {
      if (left.isEmpty()) {
        break;
      }
      try {
        take(extender, extender.filter(question.pod(), left));
      } catch (ExtenderException failure) {
        if (!extender.isIgnorable()) {
          return new ExtenderAnswer.Failed(
              question, new Status.Error("", List.of(failure.getMessage())));
        }
        LOG.debug("extender {} is passed over: {}", extender.name(), failure.getMessage());
      }
    }
    Set<String> passing = left.stream().map(Node::name).collect(Collectors.toSet());
    return new ExtenderAnswer.Judged(question, passing, rejections, scores());
  }

  private void take(ExternalExtender extender, ExternalExtender.Filtered filtered) {
    String name = extender.name();
    filtered
        .failed()
        .forEach((node, why) -> rejections.put(node, new Status.Unschedulable(name, List.of(why))));
    filtered
        .unresolvable()
        .forEach(
            (node, why) ->
                rejections.put(node, new Status.UnschedulableAndUnresolvable(name, List.of(why))));
    Map<String, Node> byName = new HashMap<>();
    left.forEach(node -> byName.put(node.name(), node));
    List<Node> remaining = new ArrayList<>(left.size());
    for (String passing : filtered.passing()) { // in its order, as the next one is asked
      Node node = byName.remove(passing);
      if (node != null) {
        remaining.add(node);
      }
    }
    byName
        .keySet()
        .forEach(
            node ->
                rejections.putIfAbsent(
                    node, new Status.UnschedulableAndUnresolvable(name, List.of())));
    left = remaining;
  }

  private List<ExtenderAnswer.Points> scores() throws InterruptedException {
    if (left.size() < 2) {
      return List.of();
    }
    List<Node> nodes = left;
    List<FutureTask<ExtenderAnswer.@Nullable Points>> tasks = new ArrayList<>();
    for (ExternalExtender extender : question.prioritizing()) {
      tasks.add(new FutureTask<>(() -> scores(extender, nodes)));
    }
    tasks.forEach(threads::execute);
    List<ExtenderAnswer.Points> scores = new ArrayList<>();
    try {
      for (FutureTask<ExtenderAnswer.@Nullable Points> task : tasks) {
        ExtenderAnswer.Points points = task.get();
        if (points != null) {
          scores.add(points);
        }
      }
    } catch (ExecutionException unexpected) {
      throw new IllegalStateException(unexpected.getCause());
    } finally {
      tasks.forEach(task -> task.cancel(true));
    }
    return scores;
  }

  /** Null when the extender fails: others decide the order then. */
  private ExtenderAnswer.@Nullable Points scores(ExternalExtender extender, List<Node> nodes)
      throws InterruptedException {
    try {
      Map<String, Long> points = new HashMap<>();
      extender
          .prioritize(question.pod(), nodes)
          .forEach((node, score) -> points.put(node, points(score, extender.weight())));
      return new ExtenderAnswer.Points(extender.name(), points);
    } catch (ExtenderException failure) {
      LOG.debug("extender {} gives no scores: {}", extender.name(), failure.getMessage());
      return null;
    }
  }

  private static long points(long score, long weight) {
    return score * weight * (Scores.MAX_SCORE / MAX_EXTENDER_SCORE);
  }
}
