package dev.berth.model;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The facts of a v1 Node that scheduling depends on.
 *
 * <p>Threading: immutable.
 */
public final class Node {
  private final String name;
  private final String uid;
  private final String resourceVersion;
  private final Labels labels;
  private final List<Taint> taints;
  private final boolean unschedulable;
  private final Resources allocatable;
  private final Map<String, Long> imageSizes;
  private final Set<String> declaredFeatures;
  private final @Nullable RawJson source;

  private Node(Builder builder) {
    name = builder.name;
    uid = builder.uid;
    resourceVersion = builder.resourceVersion;
    labels = builder.labels;
    taints = List.copyOf(builder.taints);
    unschedulable = builder.unschedulable;
    allocatable = builder.allocatable;
    imageSizes = Collections.unmodifiableMap(new TreeMap<>(builder.imageSizes));
    declaredFeatures = Collections.unmodifiableSet(new TreeSet<>(builder.declaredFeatures));
    source = builder.source;
  }

  public static Builder builder(String name) {
    return new Builder(name);
  }

  public Builder toBuilder() {
    return new Builder(name)
        .uid(uid)
        .resourceVersion(resourceVersion)
        .labels(labels)
        .taints(taints)
        .unschedulable(unschedulable)
        .allocatable(allocatable)
        .imageSizes(imageSizes)
        .declaredFeatures(declaredFeatures)
        .source(source);
  }

  public String name() {
    return name;
  }

  public String uid() {
    return uid;
  }

  public String resourceVersion() {
    return resourceVersion;
  }

  /** True when both are the same object as of the same change. */
  public boolean isSameVersionAs(Node other) {
    return !resourceVersion.isEmpty()
        && resourceVersion.equals(other.resourceVersion)
        && uid.equals(other.uid)
        && name.equals(other.name);
  }

  /**
   * True when scheduling cannot tell them apart, which is so for most versions of a node: a kubelet
   * writes every few minutes that it is alive.
   */
  public boolean hasFactsOf(Node other) {
    return isSameVersionAs(other)
        || (name.equals(other.name)
            && uid.equals(other.uid)
            && unschedulable == other.unschedulable
            && labels.equals(other.labels)
            && taints.equals(other.taints)
            && allocatable.equals(other.allocatable)
            && imageSizes.equals(other.imageSizes)
            && declaredFeatures.equals(other.declaredFeatures));
  }

  public Labels labels() {
    return labels;
  }

  /** In the order in which they were written. */
  public List<Taint> taints() {
    return taints;
  }

  /** {@code spec.unschedulable}: the node is cordoned. */
  public boolean unschedulable() {
    return unschedulable;
  }

  public Resources allocatable() {
    return allocatable;
  }

  /** The size in bytes of every image on the node, by each of its names. */
  public Map<String, Long> imageSizes() {
    return imageSizes;
  }

  /** {@code status.declaredFeatures}. */
  public Set<String> declaredFeatures() {
    return declaredFeatures;
  }

  /** The object that it was read from; null when nobody asked to keep it. */
  public @Nullable RawJson source() {
    return source;
  }

  @Override
  public String toString() {
    return name;
  }

  /**
   * Collects the facts of a node; everything but the name has an empty default.
   *
   * <p>Threading: one per value that is built.
   */
  public static final class Builder {
    private String name;
    private String uid = "";
    private String resourceVersion = "";
    private Labels labels = Labels.EMPTY;
    private List<Taint> taints = List.of();
    private boolean unschedulable;
    private Resources allocatable = Resources.ZERO;
    private Map<String, Long> imageSizes = Map.of();
    private Set<String> declaredFeatures = Set.of();
    private @Nullable RawJson source;

    private Builder(String name) {
      this.name = name;
    }

    public Builder name(String value) {
      name = value;
      return this;
    }

    public Builder uid(String value) {
      uid = value;
      return this;
    }

    public Builder resourceVersion(String value) {
      resourceVersion = value;
      return this;
    }

    public Builder labels(Labels value) {
      labels = value;
      return this;
    }

    public Builder taints(List<Taint> value) {
      taints = value;
      return this;
    }

    public Builder unschedulable(boolean value) {
      unschedulable = value;
      return this;
    }

    public Builder allocatable(Resources value) {
      allocatable = value;
      return this;
    }

    public Builder imageSizes(Map<String, Long> value) {
      imageSizes = value;
      return this;
    }

    public Builder declaredFeatures(Set<String> value) {
      declaredFeatures = value;
      return this;
    }

    public Builder source(@Nullable RawJson value) {
      source = value;
      return this;
    }

    public Node build() {
      return new Node(this);
    }
  }
}
