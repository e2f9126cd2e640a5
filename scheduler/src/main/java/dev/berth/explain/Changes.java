package dev.berth.explain;

import dev.berth.framework.ActionType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes the label of a cluster event in words: {@code NodeAddUpdateNodeTaint} is "Node: added or
 * taints changed".
 *
 * <p>Threading: immutable.
 */
final class Changes {
  /** The longer first, because some labels end with others. */
  private static final List<ActionType> ACTIONS =
      Arrays.stream(ActionType.values())
          .sorted(Comparator.comparingInt((ActionType a) -> -a.label().length()))
          .toList();

  private Changes() {}

  static String text(String label) {
    if (label.equals("*")) {
      return "any change";
    }
    List<ActionType> actions = new ArrayList<>();
    String rest = label;
    for (ActionType action = last(rest); action != null; action = last(rest)) {
      actions.addFirst(action);
      rest = rest.substring(0, rest.length() - action.label().length());
    }
    return actions.isEmpty()
        ? label
        : rest + ": " + actions.stream().map(Changes::words).collect(Collectors.joining(" or "));
  }

  private static @Nullable ActionType last(String text) {
    for (ActionType action : ACTIONS) {
      if (text.endsWith(action.label()) && text.length() > action.label().length()) {
        return action;
      }
    }
    return null;
  }

  private static String words(ActionType action) {
    return switch (action) {
      case ADD -> "added";
      case DELETE -> "deleted";
      case UPDATE_NODE_ALLOCATABLE -> "allocatable changed";
      case UPDATE_NODE_LABEL, UPDATE_POD_LABEL -> "labels changed";
      case UPDATE_NODE_TAINT -> "taints changed";
      case UPDATE_NODE_CONDITION -> "conditions changed";
      case UPDATE_NODE_ANNOTATION -> "annotations changed";
      case UPDATE_NODE_DECLARED_FEATURE -> "declared features changed";
      case UPDATE_POD_SCALE_DOWN -> "scaled down";
      case UPDATE_POD_TOLERATION -> "tolerations changed";
      case UPDATE_POD_SCHEDULING_GATES_ELIMINATED -> "scheduling gates removed";
      case UPDATE_POD_GENERATED_RESOURCE_CLAIM -> "resource claims made";
      case UPDATE -> "changed";
    };
  }
}
