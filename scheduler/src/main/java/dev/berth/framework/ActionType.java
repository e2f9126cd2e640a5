package dev.berth.framework;

/**
 * What happened to an object, fine enough to tell which rejected pods it may concern.
 *
 * <p>Mirrors {@code framework.ActionType}, Kubernetes 1.36.3; {@link #label()} is the upstream
 * text. The order of the constants is the order in which a combined event prints them.
 */
public enum ActionType {
  ADD("Add"),
  DELETE("Delete"),
  UPDATE_NODE_ALLOCATABLE("UpdateNodeAllocatable"),
  UPDATE_NODE_LABEL("UpdateNodeLabel"),
  UPDATE_NODE_TAINT("UpdateNodeTaint"),
  UPDATE_NODE_CONDITION("UpdateNodeCondition"),
  UPDATE_NODE_ANNOTATION("UpdateNodeAnnotation"),
  UPDATE_NODE_DECLARED_FEATURE("UpdateNodeDeclaredFeature"),
  UPDATE_POD_LABEL("UpdatePodLabel"),
  UPDATE_POD_SCALE_DOWN("UpdatePodScaleDown"),
  UPDATE_POD_TOLERATION("UpdatePodToleration"),
  UPDATE_POD_SCHEDULING_GATES_ELIMINATED("UpdatePodSchedulingGatesEliminated"),
  UPDATE_POD_GENERATED_RESOURCE_CLAIM("UpdatePodGeneratedResourceClaim"),
  /** An update that is none of the finer ones, or, when registered, any update at all. */
  UPDATE("Update");

  private final String label;

  ActionType(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }

  /** True for {@link #UPDATE} and every finer update. */
  public boolean isUpdate() {
    return this != ADD && this != DELETE;
  }
}
