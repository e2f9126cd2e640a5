package dev.berth.explain;

import dev.berth.cycle.Scheduler;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodKey;
import dev.berth.model.Resources;
import dev.berth.pipeline.DecisionRecord;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Answers why a pod is where it is, out of the store of decisions and what the loop says now.
 *
 * <p>Threading: any thread; waits for the loop, but never longer than its patience.
 */
final class PodQuestions {
  private final DecisionStore decisions;
  private final Scheduler scheduler;
  private final Duration patience;

  PodQuestions(DecisionStore decisions, Scheduler scheduler, Duration patience) {
    this.decisions = decisions;
    this.scheduler = scheduler;
    this.patience = patience;
  }

  PodAnswer why(PodKey pod) throws InterruptedException {
    LiveFacts live = live(pod, nodesOf(decisions.find(pod)));
    // The decision is read last: it is then not older than what the loop has said.
    return new PodAnswer(pod, live, decisions.find(pod));
  }

  private static Set<String> nodesOf(@Nullable Decision decision) {
    Set<String> nodes = new HashSet<>();
    if (decision != null) {
      for (DecisionRecord.Rejection rejection : decision.attempt().result().record().rejections()) {
        rejection.examples().forEach(example -> nodes.add(example.node()));
      }
    }
    return nodes;
  }

  private LiveFacts live(PodKey pod, Set<String> nodes) throws InterruptedException {
    CompletableFuture<LiveFacts> answer = scheduler.inbox().ask(() -> answer(pod, nodes));
    try {
      return answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return new LiveFacts.Silent(patience);
    } catch (ExecutionException e) {
      throw new IllegalStateException("the loop could not answer for pod " + pod, e.getCause());
    }
  }

  /** On the scheduler thread. */
  private LiveFacts answer(PodKey pod, Set<String> nodes) {
    Map<String, Resources> allocatable = new HashMap<>();
    for (String name : nodes) {
      NodeInfo node = scheduler.mirror().view().find(name);
      if (node != null) {
        allocatable.put(name, node.allocatable());
      }
    }
    return new LiveFacts.Answered(scheduler.isSynced(), scheduler.whereabouts(pod), allocatable);
  }
}
