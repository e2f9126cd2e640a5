package dev.berth.model;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A pod as scheduling sees it, parsed once at the edge. Its parts that many pods have in common
 * (requests, labels, terms, tolerations, images) are interned by whoever decodes it.
 *
 * <p>Two of these are the same pod if their UIDs are equal; this class does not define equality.
 *
 * <p>Threading: immutable.
 */
public final class PodInfo {
  private final PodKey key;
  private final String uid;
  private final String resourceVersion;
  private final String schedulerName;
  private final int priority;
  private final Labels labels;
  private final String nodeName;
  private final String nominatedNodeName;
  private final long creationTimeMicros;
  private final long startTimeMicros;
  private final boolean terminating;
  private final boolean preempted;
  private final Phase phase;
  private final long generation;
  private final PodRequests requests;
  private final Set<String> containerResources;
  private final RequiredNodes requiredNodes;
  private final PreferredNodes preferredNodes;
  private final Tolerations tolerations;
  private final List<HostPort> hostPorts;
  private final PodImages images;
  private final List<String> schedulingGates;
  private final Set<String> requiredFeatures;
  private final boolean preemptionNever;
  private final List<Refusal> refusals;
  private final PodAffinity affinity;
  private final TopologySpread topologySpread;
  private final List<PodVolume> volumes;
  private final PodClaims claims;
  private final @Nullable OwnerReference controller;
  private final @Nullable PodCondition podScheduled;
  private final @Nullable RawJson source;

  private PodInfo(Builder builder) {
    key = builder.key;
    uid = builder.uid;
    resourceVersion = builder.resourceVersion;
    schedulerName = builder.schedulerName;
    priority = builder.priority;
    labels = builder.labels;
    nodeName = builder.nodeName;
    nominatedNodeName = builder.nominatedNodeName;
    creationTimeMicros = builder.creationTimeMicros;
    startTimeMicros = builder.startTimeMicros;
    terminating = builder.terminating;
    preempted = builder.preempted;
    phase = builder.phase;
    generation = builder.generation;
    requests = builder.requests;
    containerResources = Set.copyOf(builder.containerResources);
    requiredNodes = builder.requiredNodes;
    preferredNodes = builder.preferredNodes;
    tolerations = builder.tolerations;
    hostPorts = List.copyOf(builder.hostPorts);
    images = builder.images;
    schedulingGates = List.copyOf(builder.schedulingGates);
    requiredFeatures =
        builder.requiredFeatures.isEmpty()
            ? Set.of()
            : Collections.unmodifiableSet(new TreeSet<>(builder.requiredFeatures));
    preemptionNever = builder.preemptionNever;
    refusals = List.copyOf(builder.refusals);
    affinity = builder.affinity;
    topologySpread = builder.topologySpread;
    volumes = List.copyOf(builder.volumes);
    claims = builder.claims;
    controller = builder.controller;
    podScheduled = builder.podScheduled;
    source = builder.source;
  }

  public static Builder builder(PodKey key) {
    return new Builder(key);
  }

  public Builder toBuilder() {
    return new Builder(this);
  }

  /** This pod on a node: the assumed pod, which nobody wrote like that. */
  public PodInfo withNodeName(String node) {
    return toBuilder().nodeName(node).source(null).build();
  }

  /** This pod with another nomination, "" for none. */
  public PodInfo withNominatedNodeName(String node) {
    return toBuilder().nominatedNodeName(node).build();
  }

  public PodKey key() {
    return key;
  }

  public String uid() {
    return uid;
  }

  public String resourceVersion() {
    return resourceVersion;
  }

  /** {@code spec.schedulerName}. */
  public String schedulerName() {
    return schedulerName;
  }

  /** {@code spec.priority}, 0 when unset. */
  public int priority() {
    return priority;
  }

  public Labels labels() {
    return labels;
  }

  /** {@code spec.nodeName}, "" when unset. */
  public String nodeName() {
    return nodeName;
  }

  /** {@code status.nominatedNodeName}, "" when unset. */
  public String nominatedNodeName() {
    return nominatedNodeName;
  }

  /** {@code metadata.creationTimestamp} in microseconds since 1970. */
  public long creationTimeMicros() {
    return creationTimeMicros;
  }

  /** {@code status.startTime} in microseconds since 1970; {@link Long#MAX_VALUE} when unset. */
  public long startTimeMicros() {
    return startTimeMicros;
  }

  /** Whether {@code metadata.deletionTimestamp} is set. */
  public boolean terminating() {
    return terminating;
  }

  /**
   * Whether a scheduler deletes it to make room: the condition {@code DisruptionTarget} says so, of
   * several the first, as for kube-scheduler.
   */
  public boolean preempted() {
    return preempted;
  }

  public Phase phase() {
    return phase;
  }

  /** {@code metadata.generation}. */
  public long generation() {
    return generation;
  }

  public PodRequests requests() {
    return requests;
  }

  /** Names of extended resources that a container requests, or has a limit of, with any amount. */
  public Set<String> containerResources() {
    return containerResources;
  }

  public RequiredNodes requiredNodes() {
    return requiredNodes;
  }

  public PreferredNodes preferredNodes() {
    return preferredNodes;
  }

  public Tolerations tolerations() {
    return tolerations;
  }

  /** Ports of app containers and sidecars that take a port of the node. */
  public List<HostPort> hostPorts() {
    return hostPorts;
  }

  public PodImages images() {
    return images;
  }

  /** The names of the scheduling gates, in the order in which they were written. */
  public List<String> schedulingGates() {
    return schedulingGates;
  }

  /** The node features that the pod needs by its spec (plugin NodeDeclaredFeatures). */
  public Set<String> requiredFeatures() {
    return requiredFeatures;
  }

  /** Whether {@code spec.preemptionPolicy} is {@code Never}. */
  public boolean preemptionNever() {
    return preemptionNever;
  }

  /** What narrows placement and cannot be honoured; empty for a pod that can be decided. */
  public List<Refusal> refusals() {
    return refusals;
  }

  /** Which pods it wants to be near to or far from; the required part binds others too. */
  public PodAffinity affinity() {
    return affinity;
  }

  /** Its own constraints of spreading. */
  public TopologySpread topologySpread() {
    return topologySpread;
  }

  /** The volumes that can narrow placement, in the order in which they were written. */
  public List<PodVolume> volumes() {
    return volumes;
  }

  /** Its claims of devices, and what may become one. */
  public PodClaims claims() {
    return claims;
  }

  /** Whether it names this claim among its volumes; claims that are made for it do not count. */
  public boolean mounts(ObjectKey claim) {
    if (volumes.isEmpty() || !claim.namespace().equals(key.namespace())) {
      return false;
    }
    for (PodVolume volume : volumes) {
      if (volume.source() instanceof VolumeSource.Claim(String name) && name.equals(claim.name())) {
        return true;
      }
    }
    return false;
  }

  /** The owner that controls it; null when there is none. */
  public @Nullable OwnerReference controller() {
    return controller;
  }

  /** The present condition {@code PodScheduled}; null when there is none. */
  public @Nullable PodCondition podScheduled() {
    return podScheduled;
  }

  /** The object that it was read from; null when nobody asked to keep it. */
  public @Nullable RawJson source() {
    return source;
  }

  /** Resources that a DeviceClass may offer, requested with any amount; sorted by name. */
  public Set<ResourceName> extendedResources() {
    return requests.extendedResources();
  }

  @Override
  public String toString() {
    return key.toString();
  }

  /**
   * Collects the parts of a pod; everything but the key has an empty default.
   *
   * <p>Threading: one per value that is built.
   */
  public static final class Builder {
    private PodKey key;
    private String uid = "";
    private String resourceVersion = "";
    private String schedulerName = "default-scheduler";
    private int priority;
    private Labels labels = Labels.EMPTY;
    private String nodeName = "";
    private String nominatedNodeName = "";
    private long creationTimeMicros;
    private long startTimeMicros = Long.MAX_VALUE;
    private boolean terminating;
    private boolean preempted;
    private Phase phase = Phase.PENDING;
    private long generation;
    private PodRequests requests = PodRequests.NONE;
    private Set<String> containerResources = Set.of();
    private RequiredNodes requiredNodes = RequiredNodes.ANY;
    private PreferredNodes preferredNodes = PreferredNodes.NONE;
    private Tolerations tolerations = Tolerations.NONE;
    private List<HostPort> hostPorts = List.of();
    private PodImages images = PodImages.NONE;
    private List<String> schedulingGates = List.of();
    private Set<String> requiredFeatures = Set.of();
    private boolean preemptionNever;
    private List<Refusal> refusals = List.of();
    private PodAffinity affinity = PodAffinity.NONE;
    private TopologySpread topologySpread = TopologySpread.UNSAID;
    private List<PodVolume> volumes = List.of();
    private PodClaims claims = PodClaims.NONE;
    private @Nullable OwnerReference controller;
    private @Nullable PodCondition podScheduled;
    private @Nullable RawJson source;

    private Builder(PodKey key) {
      this.key = key;
    }

    private Builder(PodInfo pod) {
      key = pod.key;
      uid = pod.uid;
      resourceVersion = pod.resourceVersion;
      schedulerName = pod.schedulerName;
      priority = pod.priority;
      labels = pod.labels;
      nodeName = pod.nodeName;
      nominatedNodeName = pod.nominatedNodeName;
      creationTimeMicros = pod.creationTimeMicros;
      startTimeMicros = pod.startTimeMicros;
      terminating = pod.terminating;
      preempted = pod.preempted;
      phase = pod.phase;
      generation = pod.generation;
      requests = pod.requests;
      containerResources = pod.containerResources;
      requiredNodes = pod.requiredNodes;
      preferredNodes = pod.preferredNodes;
      tolerations = pod.tolerations;
      hostPorts = pod.hostPorts;
      images = pod.images;
      schedulingGates = pod.schedulingGates;
      requiredFeatures = pod.requiredFeatures;
      preemptionNever = pod.preemptionNever;
      refusals = pod.refusals;
      affinity = pod.affinity;
      topologySpread = pod.topologySpread;
      volumes = pod.volumes;
      claims = pod.claims;
      controller = pod.controller;
      podScheduled = pod.podScheduled;
      source = pod.source;
    }

    public Builder key(PodKey value) {
      key = value;
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

    public Builder schedulerName(String value) {
      schedulerName = value;
      return this;
    }

    public Builder priority(int value) {
      priority = value;
      return this;
    }

    public Builder labels(Labels value) {
      labels = value;
      return this;
    }

    public Builder nodeName(String value) {
      nodeName = value;
      return this;
    }

    public Builder nominatedNodeName(String value) {
      nominatedNodeName = value;
      return this;
    }

    public Builder creationTimeMicros(long value) {
      creationTimeMicros = value;
      return this;
    }

    public Builder startTimeMicros(long value) {
      startTimeMicros = value;
      return this;
    }

    public Builder terminating(boolean value) {
      terminating = value;
      return this;
    }

    public Builder preempted(boolean value) {
      preempted = value;
      return this;
    }

    public Builder phase(Phase value) {
      phase = value;
      return this;
    }

    public Builder generation(long value) {
      generation = value;
      return this;
    }

    public Builder requests(PodRequests value) {
      requests = value;
      return this;
    }

    public Builder containerResources(Set<String> value) {
      containerResources = value;
      return this;
    }

    public Builder requiredNodes(RequiredNodes value) {
      requiredNodes = value;
      return this;
    }

    public Builder preferredNodes(PreferredNodes value) {
      preferredNodes = value;
      return this;
    }

    public Builder tolerations(Tolerations value) {
      tolerations = value;
      return this;
    }

    public Builder hostPorts(List<HostPort> value) {
      hostPorts = value;
      return this;
    }

    public Builder images(PodImages value) {
      images = value;
      return this;
    }

    public Builder schedulingGates(List<String> value) {
      schedulingGates = value;
      return this;
    }

    public Builder requiredFeatures(Set<String> value) {
      requiredFeatures = value;
      return this;
    }

    public Builder preemptionNever(boolean value) {
      preemptionNever = value;
      return this;
    }

    public Builder refusals(List<Refusal> value) {
      refusals = value;
      return this;
    }

    public Builder affinity(PodAffinity value) {
      affinity = value;
      return this;
    }

    public Builder topologySpread(TopologySpread value) {
      topologySpread = value;
      return this;
    }

    public Builder volumes(List<PodVolume> value) {
      volumes = value;
      return this;
    }

    public Builder claims(PodClaims value) {
      claims = value;
      return this;
    }

    public Builder controller(@Nullable OwnerReference value) {
      controller = value;
      return this;
    }

    public Builder podScheduled(@Nullable PodCondition value) {
      podScheduled = value;
      return this;
    }

    public Builder source(@Nullable RawJson value) {
      source = value;
      return this;
    }

    public PodInfo build() {
      return new PodInfo(this);
    }
  }
}
