package dev.berth.extender;

import dev.berth.cycle.ForeignPods;
import dev.berth.framework.Status;
import dev.berth.pipeline.Assessment;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Asks the loop again for a moment when it rejects every offered node.
 *
 * <p>The caller has found that the pod fits there, so one of the two may not have heard yet of a
 * pod that is gone, or of a node that is new. A kube-scheduler that is told no then puts the pod
 * aside until something else happens in the cluster, for up to five minutes, or evicts somebody. So
 * the answer waits for a change; {@link VainReasons} remembers for what that is no use, as for a
 * filter that the caller does not have.
 *
 * <p>Threading: any thread; blocks.
 */
final class SecondLook {
  private static final int MOST_AT_ONCE = 4;

  private final Stages stages;
  private final Duration patience;
  private final VainReasons vain = new VainReasons(System::nanoTime);
  private final Semaphore places = new Semaphore(MOST_AT_ONCE);

  /**
   * @param patience 0 for no second look
   */
  SecondLook(Stages stages, Duration patience) {
    this.stages = stages;
    this.patience = patience;
  }

  /** The loop's answer: the first one, or a later one that lets a node pass. */
  Assessment ask(Function<ForeignPods, Assessment> question)
      throws InterruptedException, Stages.BusyException {
    Assessment first = stages.ask(question);
    Set<String> reasons = reasonsAgainstAll(first);
    if (reasons.isEmpty() || isUseless(reasons) || !places.tryAcquire()) {
      return first;
    }
    try {
      Assessment later =
          stages.askUntil(question, each -> reasonsAgainstAll(each).isEmpty(), patience);
      vain.learn(reasons, later == null);
      return later == null ? first : later;
    } finally {
      places.release();
    }
  }

  private boolean isUseless(Set<String> reasons) {
    return patience.isZero() || vain.areAll(reasons);
  }

  /** Empty unless there are nodes and none passes. */
  private static Set<String> reasonsAgainstAll(Assessment assessment) {
    return switch (assessment) {
      case Assessment.Failed _ -> Set.of();
      case Assessment.Judged judged ->
          judged.verdicts().stream().anyMatch(Status::isSuccess)
              ? Set.of()
              : judged.verdicts().stream()
                  .distinct()
                  .map(Status::message)
                  .collect(Collectors.toSet());
    };
  }
}
