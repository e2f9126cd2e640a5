package dev.berth.cycle;

import com.google.common.collect.Maps;
import dev.berth.framework.ExtenderException;
import dev.berth.framework.ExternalExtender;
import dev.berth.framework.ExternalExtender.Victims;
import dev.berth.framework.PreemptionCandidate;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;
import dev.berth.pipeline.ExtenderAnswer;
import dev.berth.pipeline.ExtenderQuestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One question about evictions put to its extenders, one after the other: what each answers takes
 * the place of what it was asked.
 *
 * <p>An answer may have fewer nodes and other victims, but only pods that are on those nodes.
 *
 * <p>Mirrors {@code callExtenders}, {@code pkg/scheduler/framework/preemption/preemption.go}, and
 * {@code convertToVictims}, {@code pkg/scheduler/extender.go}, Kubernetes 1.36.3. Threading: one
 * per question, on a thread that may wait.
 */
final class EvictionRound {
  private static final Logger LOG = LoggerFactory.getLogger(EvictionRound.class);

  private final ExtenderQuestion.AboutVictims question;
  private final Map<String, NodeInfo> nodes;
  private List<PreemptionCandidate> left;

  EvictionRound(ExtenderQuestion.AboutVictims question) {
    this.question = question;
    this.nodes = Maps.uniqueIndex(question.nodes(), NodeInfo::name);
    this.left = question.candidates();
  }

  ExtenderAnswer run() throws InterruptedException {
    for (ExternalExtender extender : question.preempting()) {
      try {
        left = ask(extender);
      } catch (ExtenderException failure) {
        if (!extender.isIgnorable()) {
          return new ExtenderAnswer.FailedReview(question, failure.getMessage());
        }
        LOG.debug("extender {} is passed over: {}", extender.name(), failure.getMessage());
      }
      if (left.isEmpty()) {
        break;
      }
    }
    return new ExtenderAnswer.Reviewed(question, left);
  }

  private List<PreemptionCandidate> ask(ExternalExtender extender)
      throws ExtenderException, InterruptedException {
    List<PreemptionCandidate> candidates = new ArrayList<>();
    List<String> withoutVictims = new ArrayList<>();
    for (Map.Entry<String, Victims> answer : extender.preempt(question.pod(), left).entrySet()) {
      PreemptionCandidate candidate = candidate(extender, answer.getKey(), answer.getValue());
      if (candidate.victims().isEmpty()) {
        withoutVictims.add(candidate.node());
      } else {
        candidates.add(candidate);
      }
    }
    if (!withoutVictims.isEmpty() && !extender.isIgnorable()) {
      throw new ExtenderException(
          "expected at least one victim pod on node \"%s\"".formatted(withoutVictims.getFirst()));
    }
    return candidates;
  }

  private PreemptionCandidate candidate(ExternalExtender extender, String name, Victims victims)
      throws ExtenderException {
    NodeInfo node = nodes.get(name);
    if (node == null) {
      throw new ExtenderException("nodeinfo not found for node name \"%s\"".formatted(name));
    }
    List<PodInfo> pods = new ArrayList<>();
    for (String uid : victims.uids()) {
      PodInfo pod = node.findPod(uid);
      if (pod == null) {
        throw new ExtenderException(
            "extender: %s claims to preempt pod (UID: &{%s}) on node: %s, but the pod is not found on that node"
                .formatted(extender.name(), uid, name));
      }
      pods.add(pod);
    }
    return new PreemptionCandidate(name, pods, victims.budgetViolations());
  }
}
