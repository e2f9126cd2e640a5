package dev.berth.framework;

import java.util.EnumSet;
import java.util.Set;

/**
 * A change in the cluster: on which kind of object, and which actions.
 *
 * <p>As a registration it says what may help; as a happening it says what changed. Mirrors {@code
 * framework.ClusterEvent} and {@code MatchClusterEvents}, Kubernetes 1.36.3. Threading: immutable.
 */
public record ClusterEvent(EventResource resource, Set<ActionType> actions, String label) {

  private static final Set<ActionType> ALL_ACTIONS = EnumSet.allOf(ActionType.class);

  /** As a registration matches everything; when it happens, only those who registered it. */
  public static final ClusterEvent WILDCARD =
      new ClusterEvent(EventResource.WILDCARD, ALL_ACTIONS, "*");

  /** Pods that waited too long are tried again. */
  public static final ClusterEvent UNSCHEDULABLE_TIMEOUT =
      new ClusterEvent(EventResource.WILDCARD, ALL_ACTIONS, "UnschedulableTimeout");

  /** Somebody asked for the pod by name. */
  public static final ClusterEvent FORCE_ACTIVATE =
      new ClusterEvent(EventResource.WILDCARD, ALL_ACTIONS, "ForceActivate");

  public ClusterEvent {
    if (actions.isEmpty()) {
      throw new IllegalArgumentException(
          "no action for " + resource + ". Maybe ClusterEvent.of(resource, ActionType.ADD).");
    }
    actions = Set.copyOf(actions);
  }

  public static ClusterEvent of(EventResource resource, ActionType first, ActionType... more) {
    EnumSet<ActionType> actions = EnumSet.of(first, more);
    StringBuilder label = new StringBuilder(resource.label());
    actions.forEach(action -> label.append(action.label()));
    return new ClusterEvent(resource, actions, label.toString());
  }

  public boolean isWildcard() {
    return resource == EventResource.WILDCARD && actions.size() == ALL_ACTIONS.size();
  }

  /** As a registration: does {@code happened} concern me? */
  public boolean matches(ClusterEvent happened) {
    return isWildcard()
        || (!happened.isWildcard() && resource.covers(happened.resource) && sharesAction(happened));
  }

  private boolean sharesAction(ClusterEvent happened) {
    for (ActionType action : happened.actions) {
      if (actions.contains(action) || (action.isUpdate() && actions.contains(ActionType.UPDATE))) {
        return true;
      }
    }
    return false;
  }
}
