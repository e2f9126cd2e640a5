package dev.berth.framework;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What PreFilter answers: a status and, when it succeeded, the only nodes worth looking at.
 *
 * <p>Mirrors {@code framework.PreFilterResult}, Kubernetes 1.36.3. Threading: immutable.
 *
 * @param status Success, Skip (this plugin's Filter is dropped), a rejection of the pod as a whole,
 *     or Error
 * @param nodeNames names of nodes outside of which the pod cannot be placed, unknown names allowed;
 *     null: all nodes
 */
public record PreFilterResult(Status status, @Nullable Set<String> nodeNames) {

  private static final PreFilterResult ALL_NODES = new PreFilterResult(Status.success(), null);
  private static final PreFilterResult SKIP = new PreFilterResult(Status.skip(), null);

  public PreFilterResult {
    nodeNames = nodeNames == null ? null : Set.copyOf(nodeNames);
  }

  public static PreFilterResult allNodes() {
    return ALL_NODES;
  }

  public static PreFilterResult skip() {
    return SKIP;
  }

  public static PreFilterResult onlyNodes(Set<String> nodeNames) {
    return new PreFilterResult(Status.success(), nodeNames);
  }

  public static PreFilterResult failed(Status status) {
    return new PreFilterResult(status, null);
  }
}
