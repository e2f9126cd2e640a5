package dev.berth.model;

/**
 * A Service, as default spreading sees it.
 *
 * <p>Threading: immutable.
 *
 * @param selector empty if there is none
 */
public record Service(ObjectKey key, Labels selector) implements ClusterObject {

  /** Whether the Service sends traffic to the pod, if they are in one namespace. */
  public boolean selects(PodInfo pod) {
    return selector.size() > 0 && pod.labels().containsAll(selector);
  }

  @Override
  public Kind kind() {
    return Kind.SERVICE;
  }
}
