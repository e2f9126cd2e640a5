package dev.berth.model;

/**
 * A StatefulSet of apps/v1, as default spreading sees it.
 *
 * <p>Threading: immutable.
 *
 * @param selector of its pods
 */
public record StatefulSet(ObjectKey key, LabelSelector selector) implements ClusterObject {

  /** One of which only the name is known: it stands for an object that is gone. */
  public static StatefulSet named(ObjectKey key) {
    return new StatefulSet(key, LabelSelector.NOTHING);
  }

  @Override
  public Kind kind() {
    return Kind.STATEFUL_SET;
  }
}
