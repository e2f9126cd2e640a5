package dev.berth.model.storage;

import dev.berth.model.Labels;
import dev.berth.model.NodeSelector;
import dev.berth.model.ObjectKey;
import dev.berth.model.Quantity;
import dev.berth.model.VersionedObject;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A PersistentVolume.
 *
 * <p>Threading: immutable.
 */
public final class PersistentVolume implements VersionedObject {
  private final ObjectKey key;
  private final String uid;
  private final String resourceVersion;
  private final boolean deleting;
  private final boolean available;
  private final boolean boundByController;
  private final Labels labels;
  private final String storageClassName;
  private final Quantity capacity;
  private final Set<String> accessModes;
  private final String volumeMode;
  private final String volumeAttributesClassName;
  private final @Nullable ClaimReference claim;
  private final @Nullable NodeSelector requiredNodes;
  private final PersistentVolumeSource source;

  private PersistentVolume(Builder builder) {
    key = builder.key;
    uid = builder.uid;
    resourceVersion = builder.resourceVersion;
    deleting = builder.deleting;
    available = builder.available;
    boundByController = builder.boundByController;
    labels = builder.labels;
    storageClassName = builder.storageClassName;
    capacity = builder.capacity;
    accessModes = Set.copyOf(builder.accessModes);
    volumeMode = builder.volumeMode;
    volumeAttributesClassName = builder.volumeAttributesClassName;
    claim = builder.claim;
    requiredNodes = builder.requiredNodes;
    source = builder.source;
  }

  public static Builder builder(String name) {
    return new Builder(ObjectKey.ofCluster(name));
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
    return Kind.PERSISTENT_VOLUME;
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

  /** Whether {@code status.phase} is {@code Available}. */
  public boolean available() {
    return available;
  }

  /** Whether it has the annotation {@code pv.kubernetes.io/bound-by-controller}. */
  public boolean boundByController() {
    return boundByController;
  }

  public Labels labels() {
    return labels;
  }

  /** By the beta annotation, or else by the spec; "" when it has none. */
  public String storageClassName() {
    return storageClassName;
  }

  /** Of {@code storage}; zero when unset. */
  public Quantity capacity() {
    return capacity;
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

  /** The claim that it is bound to or set aside for; null when there is none. */
  public @Nullable ClaimReference claim() {
    return claim;
  }

  /** The nodes from which it can be reached; null means all. */
  public @Nullable NodeSelector requiredNodes() {
    return requiredNodes;
  }

  public PersistentVolumeSource source() {
    return source;
  }

  /**
   * Whether it can be reached from a node with these labels.
   *
   * <p>Mirrors {@code CheckNodeAffinity}, component-helpers/storage/volume, Kubernetes 1.36.3: as
   * there, terms on fields see a node without a name.
   */
  public boolean reaches(Labels node) {
    return requiredNodes == null || requiredNodes.matches(node);
  }

  @Override
  public String toString() {
    return key.toString();
  }

  /**
   * Collects the parts of a volume; everything but the name has an empty default.
   *
   * <p>Threading: one per value that is built.
   */
  public static final class Builder {
    private final ObjectKey key;
    private String uid = "";
    private String resourceVersion = "";
    private boolean deleting;
    private boolean available;
    private boolean boundByController;
    private Labels labels = Labels.EMPTY;
    private String storageClassName = "";
    private Quantity capacity = Quantity.ZERO;
    private Set<String> accessModes = Set.of();
    private String volumeMode = "Filesystem";
    private String volumeAttributesClassName = "";
    private @Nullable ClaimReference claim;
    private @Nullable NodeSelector requiredNodes;
    private PersistentVolumeSource source = new PersistentVolumeSource.Other();

    private Builder(ObjectKey key) {
      this.key = key;
    }

    private Builder(PersistentVolume volume) {
      key = volume.key;
      uid = volume.uid;
      resourceVersion = volume.resourceVersion;
      deleting = volume.deleting;
      available = volume.available;
      boundByController = volume.boundByController;
      labels = volume.labels;
      storageClassName = volume.storageClassName;
      capacity = volume.capacity;
      accessModes = volume.accessModes;
      volumeMode = volume.volumeMode;
      volumeAttributesClassName = volume.volumeAttributesClassName;
      claim = volume.claim;
      requiredNodes = volume.requiredNodes;
      source = volume.source;
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

    public Builder available(boolean value) {
      available = value;
      return this;
    }

    public Builder boundByController(boolean value) {
      boundByController = value;
      return this;
    }

    public Builder labels(Labels value) {
      labels = value;
      return this;
    }

    public Builder storageClassName(String value) {
      storageClassName = value;
      return this;
    }

    public Builder capacity(Quantity value) {
      capacity = value;
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

    public Builder claim(@Nullable ClaimReference value) {
      claim = value;
      return this;
    }

    public Builder requiredNodes(@Nullable NodeSelector value) {
      requiredNodes = value;
      return this;
    }

    public Builder source(PersistentVolumeSource value) {
      source = value;
      return this;
    }

    public PersistentVolume build() {
      return new PersistentVolume(this);
    }
  }
}
