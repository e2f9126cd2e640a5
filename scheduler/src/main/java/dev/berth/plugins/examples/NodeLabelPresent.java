package dev.berth.plugins.examples;

import dev.berth.config.Fields;
import dev.berth.framework.ActionType;
import dev.berth.framework.ClusterEvent;
import dev.berth.framework.CycleState;
import dev.berth.framework.EnqueueExtensions;
import dev.berth.framework.EventRegistration;
import dev.berth.framework.EventResource;
import dev.berth.framework.MemoizedFilter;
import dev.berth.framework.NodeDependence;
import dev.berth.framework.Status;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;
import java.util.List;

/**
 * Rejects nodes that do not carry a label, whatever its value.
 *
 * <p>Args: {@code label}, the key; {@code example-label} when absent.
 *
 * <p>Shows a filter with arguments, what wakes the pods it rejected, and a remembered answer: every
 * pod gets the same one, so the aspect is a constant. Threading: immutable.
 */
public final class NodeLabelPresent implements MemoizedFilter, EnqueueExtensions {

  public static final String NAME = "NodeLabelPresent";

  private static final String ANY_POD = "";

  private final String label;
  private final Status missing;

  public NodeLabelPresent(String label) {
    this.label = label;
    this.missing = Status.unresolvable("node(s) didn't have the label " + label).by(NAME);
  }

  static NodeLabelPresent read(Fields args) {
    return new NodeLabelPresent(args.text("label", "example-label"));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Status filter(CycleState state, PodInfo pod, NodeInfo node) {
    return node.node().labels().has(label) ? Status.success() : missing;
  }

  @Override
  public NodeDependence filterDependence() {
    return NodeDependence.NODE_OBJECT;
  }

  @Override
  public Object filterAspect(CycleState state, PodInfo pod) {
    return ANY_POD;
  }

  @Override
  public List<EventRegistration> eventsToRegister() {
    return List.of(
        EventRegistration.always(
            ClusterEvent.of(EventResource.NODE, ActionType.ADD, ActionType.UPDATE_NODE_LABEL)));
  }
}
