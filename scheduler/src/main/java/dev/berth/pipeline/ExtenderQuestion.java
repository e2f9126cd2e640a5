package dev.berth.pipeline;

import dev.berth.framework.ExternalExtender;
import dev.berth.model.Node;
import dev.berth.model.PodInfo;
import java.util.List;

/**
 * What extenders are to say about a pod before it can be decided.
 *
 * <p>Threading: immutable.
 *
 * @param nodes that passed the plugins
 * @param filtering who is to say which of them remain, one after the other
 * @param prioritizing who is to score what remains, when more than one does
 */
public record ExtenderQuestion(
    Subject subject,
    PodInfo pod,
    List<Node> nodes,
    List<ExternalExtender> filtering,
    List<ExternalExtender> prioritizing) {

  /** Which nodes it is about. */
  public enum Subject {
    /** The one that was promised to the pod and is taken if it still passes. */
    PROMISED_NODE,
    /** All that passed. */
    ALL
  }

  public ExtenderQuestion {
    nodes = List.copyOf(nodes);
    filtering = List.copyOf(filtering);
    prioritizing = List.copyOf(prioritizing);
  }
}
