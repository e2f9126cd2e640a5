package dev.berth.pipeline;

import dev.berth.framework.ExternalExtender;
import dev.berth.framework.PreemptionCandidate;
import dev.berth.model.Node;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;
import java.util.List;

/**
 * What extenders are to say about a pod before it can be decided.
 *
 * <p>Threading: immutable.
 */
public sealed interface ExtenderQuestion {

  PodInfo pod();

  /**
   * Which of the nodes it may have, and how good they are.
   *
   * @param nodes that passed the plugins
   * @param filtering who is to say which of them remain, one after the other
   * @param prioritizing who is to score what remains, when more than one does
   */
  record AboutNodes(
      Subject subject,
      PodInfo pod,
      List<Node> nodes,
      List<ExternalExtender> filtering,
      List<ExternalExtender> prioritizing)
      implements ExtenderQuestion {
    public AboutNodes {
      nodes = List.copyOf(nodes);
      filtering = List.copyOf(filtering);
      prioritizing = List.copyOf(prioritizing);
    }
  }

  /** Which nodes a question is about. */
  enum Subject {
    /** The one that was promised to the pod and is taken if it still passes. */
    PROMISED_NODE,
    /** All that passed. */
    ALL
  }

  /**
   * Whom it may have evicted.
   *
   * @param candidates where evictions help, one at least
   * @param nodes all there are, with the pods on them
   * @param preempting who is to say what remains, one after the other
   * @param progress where PostFilter goes on
   */
  record AboutVictims(
      PodInfo pod,
      List<PreemptionCandidate> candidates,
      List<NodeInfo> nodes,
      List<ExternalExtender> preempting,
      PostFilterProgress progress)
      implements ExtenderQuestion {
    public AboutVictims {
      candidates = List.copyOf(candidates);
      nodes = List.copyOf(nodes);
      preempting = List.copyOf(preempting);
    }
  }
}
