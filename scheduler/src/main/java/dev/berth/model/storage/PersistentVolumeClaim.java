package dev.berth.model.storage;

import dev.berth.model.LabelSelector;
import dev.berth.model.ObjectKey;
import dev.berth.model.PodInfo;
import dev.berth.model.Quantity;
import dev.berth.model.VersionedObject;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A PersistentVolumeClaim.
 *
 * <p>Threading: immutable.
 */
public final class PersistentVolumeClaim implements VersionedObject {
  private static final String READ_WRITE_ONCE_POD = "ReadWriteOncePod";

  private final ObjectKey key;
  private final String uid;
  private final String resourceVersion;
  private final boolean deleting;
  private final boolean lost;
  private final boolean bindCompleted;
  private final @Nullable String selectedNode;
  private final @Nullable String controllerUid;
  private final String storageClassName;
  private final String volumeName;
  private final Set<String> accessModes;
  private final String volumeMode;
  private final String volumeAttributesClassName;
  private final @Nullable Quantity request;
  private final @Nullable LabelSelector selector;

  private PersistentVolumeClaim(Builder builder) {
    key = builder.key;
    uid = builder.uid;
    resourceVersion = builder.resourceVersion;
    deleting = builder.deleting;
    lost = builder.lost;
    bindCompleted = builder.bindCompleted;
    selectedNode = builder.selectedNode;
    controllerUid = builder.controllerUid;
    storageClassName = builder.storageClassName;
    volumeName = builder.volumeName;
    accessModes = Set.copyOf(builder.accessModes);
    volumeMode = builder.volumeMode;
    volumeAttributesClassName = builder.volumeAttributesClassName;
    request = builder.request;
    selector = builder.selector;
  }

  public static Builder builder(String namespace, String name) {
    return new Builder(new ObjectKey(namespace, name));
  }

  public Builder toBuilder() {
    return new Builder(this);
  }

  @Override
  public ObjectKey key() {
    return key;
  }

  @Override
  public Kind kind() {
    return Kind.PERSISTENT_VOLUME_CLAIM;
  }

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public String resourceVersion() {
    return resourceVersion;
  }

  /** Whether {@code metadata.deletionTimestamp} is set. */
  public boolean deleting() {
    return deleting;
  }

  /** Whether {@code status.phase} is {@code Lost}. */
  public boolean lost() {
    return lost;
  }

  /** Whether it has the annotation {@code pv.kubernetes.io/bind-completed}. */
  public boolean bindCompleted() {
    return bindCompleted;
  }

  /** The annotation {@code volume.kubernetes.io/selected-node}; null when it has none. */
  public @Nullable String selectedNode() {
    return selectedNode;
  }

  /** The uid of the owner that controls it; null when there is none. */
  public @Nullable String controllerUid() {
    return controllerUid;
  }

  /** By the beta annotation, or else by the spec; "" when it asks for none. */
  public String storageClassName() {
    return storageClassName;
  }

  /** The volume that it is bound to or asks for, "" for none. */
  public String volumeName() {
    return volumeName;
  }

  public Set<String> accessModes() {
    return accessModes;
  }

  /** {@code Filesystem} when unset. */
  public String volumeMode() {
    return volumeMode;
  }

  /** "" when unset. */
  public String volumeAttributesClassName() {
    return volumeAttributesClassName;
  }

  /** How much storage it asks for; null when unset. */
  public @Nullable Quantity request() {
    return request;
  }

  /** Which volumes it takes, by label; null means any. */
  public @Nullable LabelSelector selector() {
    return selector;
  }

  /** Whether one pod alone may use it. */
  public boolean isForOnePod() {
    return accessModes.contains(READ_WRITE_ONCE_POD);
  }

  /** Whether it is bound, and both sides of the binding know it. */
  public boolean isFullyBound() {
    return !volumeName.isEmpty() && bindCompleted;
  }

  /**
   * Whether this is the claim that was made for an ephemeral volume of the pod.
   *
   * <p>Mirrors {@code ephemeral.VolumeIsForPod}, component-helpers 1.36.3.
   */
  public boolean wasMadeFor(PodInfo pod) {
    return key.namespace().equals(pod.key().namespace()) && pod.uid().equals(controllerUid);
  }

  @Override
  public String toString() {
    return key.toString();
  }

  /**
   * Collects the parts of a claim; everything but the key has an empty default.
   *
   * <p>Threading: one per value that is built.
   */
  public static final class Builder {
    private final ObjectKey key;
    private String uid = "";
    private String resourceVersion = "";
    private boolean deleting;
    private boolean lost;
    private boolean bindCompleted;
    private @Nullable String selectedNode;
    private @Nullable String controllerUid;
    private String storageClassName = "";
    private String volumeName = "";
    private Set<String> accessModes = Set.of();
    private String volumeMode = "Filesystem";
    private String volumeAttributesClassName = "";
    private @Nullable Quantity request;
    private @Nullable LabelSelector selector;

    private Builder(ObjectKey key) {
      this.key = key;
    }

    private Builder(PersistentVolumeClaim claim) {
      key = claim.key;
      uid = claim.uid;
      resourceVersion = claim.resourceVersion;
      deleting = claim.deleting;
      lost = claim.lost;
      bindCompleted = claim.bindCompleted;
      selectedNode = claim.selectedNode;
      controllerUid = claim.controllerUid;
      storageClassName = claim.storageClassName;
      volumeName = claim.volumeName;
      accessModes = claim.accessModes;
      volumeMode = claim.volumeMode;
      volumeAttributesClassName = claim.volumeAttributesClassName;
      request = claim.request;
      selector = claim.selector;
    }

    public Builder uid(String value) {
      uid = value;
      return this;
    }

    public Builder resourceVersion(String value) {
      resourceVersion = value;
      return this;
    }

    public Builder deleting(boolean value) {
      deleting = value;
      return this;
    }

    public Builder lost(boolean value) {
      lost = value;
      return this;
    }

    public Builder bindCompleted(boolean value) {
      bindCompleted = value;
      return this;
    }

    public Builder selectedNode(@Nullable String value) {
      selectedNode = value;
      return this;
    }

    public Builder controllerUid(@Nullable String value) {
      controllerUid = value;
      return this;
    }

    public Builder storageClassName(String value) {
      storageClassName = value;
      return this;
    }

    public Builder volumeName(String value) {
      volumeName = value;
      return this;
    }

    public Builder accessModes(Set<String> value) {
      accessModes = value;
      return this;
    }

    public Builder volumeMode(String value) {
      volumeMode = value;
      return this;
    }

    public Builder volumeAttributesClassName(String value) {
      volumeAttributesClassName = value;
      return this;
    }

    public Builder request(@Nullable Quantity value) {
      request = value;
      return this;
    }

    public Builder selector(@Nullable LabelSelector value) {
      selector = value;
      return this;
    }

    public PersistentVolumeClaim build() {
      return new PersistentVolumeClaim(this);
    }
  }
}
