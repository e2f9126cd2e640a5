package dev.berth.model.storage;

import dev.berth.model.ClusterObject;
import dev.berth.model.LabelSelector;
import dev.berth.model.Labels;
import dev.berth.model.ObjectKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A StorageClass: how claims of this class come to a volume, and when.
 *
 * <p>Threading: immutable.
 *
 * @param volumeBindingMode null when unset
 * @param allowedTopologies the labels of nodes for which volumes may be provisioned, of which one
 *     has to match; none at all means every node
 */
public record StorageClass(
    ObjectKey key,
    String provisioner,
    @Nullable String volumeBindingMode,
    List<LabelSelector> allowedTopologies)
    implements ClusterObject {
  private static final String WAIT_FOR_FIRST_CONSUMER = "WaitForFirstConsumer";

  public StorageClass {
    allowedTopologies = List.copyOf(allowedTopologies);
  }

  /** Whether a claim is bound only when a pod needs it. */
  public boolean waitsForFirstConsumer() {
    return WAIT_FOR_FIRST_CONSUMER.equals(volumeBindingMode);
  }

  /**
   * Whether volumes may be provisioned for a node with these labels.
   *
   * <p>Mirrors {@code MatchTopologySelectorTerms}, pkg/apis/core/v1/helper/helpers.go, Kubernetes
   * 1.36.3.
   */
  public boolean allows(Labels node) {
    return allowedTopologies.isEmpty()
        || allowedTopologies.stream().anyMatch(term -> term.matches(node));
  }

  @Override
  public Kind kind() {
    return Kind.STORAGE_CLASS;
  }
}
