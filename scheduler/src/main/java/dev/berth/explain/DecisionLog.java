package dev.berth.explain;

import dev.berth.cycle.Attempt;
import dev.berth.cycle.CycleListener;
import dev.berth.framework.Status;
import dev.berth.model.PodInfo;
import dev.berth.pipeline.DecisionRecord;
import dev.berth.pipeline.ScheduleResult;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One log line for each decision, and one for each decision that had to be taken back.
 *
 * <p>Threading: scheduler thread only.
 */
public final class DecisionLog implements CycleListener {

  private static final Logger LOG = LoggerFactory.getLogger(DecisionLog.class);

  @Override
  public void decided(Attempt attempt) {
    if (LOG.isDebugEnabled()) {
      LOG.debug("pod {}: {}", attempt.pod().key(), DecisionDetail.of(attempt.result().record()));
    }
    switch (attempt.result()) {
      case ScheduleResult.Selected selected ->
          LOG.info(
              "pod {} -> node {} ({} of {} nodes feasible{}, attempt {}, {} us)",
              attempt.pod().key(),
              selected.nodeName(),
              selected.feasible(),
              selected.evaluated(),
              score(selected.record()),
              attempt.number(),
              attempt.nanos() / 1000);
      case ScheduleResult.Unfit unfit ->
          LOG.info(
              "pod {} fits nowhere: {} (attempt {}, {} us)",
              attempt.pod().key(),
              unfit.diagnosis().message(),
              attempt.number(),
              attempt.nanos() / 1000);
      case ScheduleResult.Aborted aborted ->
          LOG.warn(
              "pod {} could not be judged: {} (attempt {})",
              attempt.pod().key(),
              aborted.error().message(),
              attempt.number());
    }
  }

  private static String score(DecisionRecord decision) {
    return decision.best().isEmpty()
        ? ""
        : String.format(Locale.ROOT, ", score %d", decision.best().getFirst().total());
  }

  @Override
  public void bound(PodInfo pod, String nodeName) {
    LOG.debug("pod {} is bound to node {}", pod.key(), nodeName);
  }

  @Override
  public void undone(PodInfo pod, String nodeName, Status status) {
    LOG.warn(
        "pod {} is not placed on node {} after all: {}", pod.key(), nodeName, status.message());
  }

  @Override
  public void placedElsewhere(PodInfo pod, String assumedNode) {
    LOG.warn(
        "pod {} is on node {} although it was decided for {}: somebody else has bound it",
        pod.key(),
        pod.nodeName(),
        assumedNode);
  }
}
