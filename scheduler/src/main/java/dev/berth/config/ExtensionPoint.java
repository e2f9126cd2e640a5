package dev.berth.config;

/**
 * A place in the life of a pod at which plugins run, as a profile's {@code plugins} names it.
 *
 * <p>Mirrors {@code Plugins} of kube-scheduler {@code config/v1/types.go}, Kubernetes 1.36.3, less
 * the points that belong to pod groups.
 *
 * <p>Threading: immutable.
 */
public enum ExtensionPoint {
  PRE_ENQUEUE("preEnqueue"),
  QUEUE_SORT("queueSort"),
  PRE_FILTER("preFilter"),
  FILTER("filter"),
  POST_FILTER("postFilter"),
  PRE_SCORE("preScore"),
  SCORE("score"),
  RESERVE("reserve"),
  PERMIT("permit"),
  PRE_BIND("preBind"),
  BIND("bind"),
  POST_BIND("postBind");

  private final String field;

  ExtensionPoint(String field) {
    this.field = field;
  }

  /** The name of its field in a profile's {@code plugins}. */
  public String field() {
    return field;
  }
}
