package dev.berth.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A node and the aggregate of the pods on it. Adding and removing a pod gives another one; cost
 * O(pods of the node).
 *
 * <p>Mirrors {@code NodeInfo}, pkg/scheduler/framework/types.go, Kubernetes 1.36.3, with one
 * difference: where two pods on the node hold the same host port, removing one of them leaves the
 * port in use.
 *
 * <p>Threading: immutable.
 */
public final class NodeInfo {
  private final Node node;
  private final List<PodInfo> pods;
  private final Resources requested;
  private final Resources nonZeroRequested;

  /** Distinct, in the order of the pods. */
  private final List<HostPort> usedPorts;

  private final List<PodInfo> podsWithAffinity;
  private final List<PodInfo> podsWithRequiredAntiAffinity;
  private final List<PodInfo> podsWithVolumes;
  private final int lowestPriority;

  private NodeInfo(
      Node node,
      List<PodInfo> pods,
      Resources requested,
      Resources nonZeroRequested,
      List<HostPort> usedPorts,
      List<PodInfo> podsWithAffinity,
      List<PodInfo> podsWithRequiredAntiAffinity,
      List<PodInfo> podsWithVolumes,
      int lowestPriority) {
    this.node = node;
    this.pods = pods;
    this.requested = requested;
    this.nonZeroRequested = nonZeroRequested;
    this.usedPorts = usedPorts;
    this.podsWithAffinity = podsWithAffinity;
    this.podsWithRequiredAntiAffinity = podsWithRequiredAntiAffinity;
    this.podsWithVolumes = podsWithVolumes;
    this.lowestPriority = lowestPriority;
  }

  /** A node without pods. */
  public static NodeInfo of(Node node) {
    return new NodeInfo(
        node,
        List.of(),
        Resources.ZERO,
        Resources.ZERO,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Integer.MAX_VALUE);
  }

  /** The same pods on new facts of the node. */
  public NodeInfo withNode(Node changed) {
    return new NodeInfo(
        changed,
        pods,
        requested,
        nonZeroRequested,
        usedPorts,
        podsWithAffinity,
        podsWithRequiredAntiAffinity,
        podsWithVolumes,
        lowestPriority);
  }

  /**
   * This node with one more pod, behind the others.
   *
   * @param pod one whose UID is not on this node yet
   */
  public NodeInfo withPod(PodInfo pod) {
    assert indexOf(pod.uid()) < 0 : "pod " + pod + " is on node " + name() + " already";
    List<PodInfo> more = plus(pods, pod);
    return new NodeInfo(
        node,
        more,
        requested.plus(pod.requests().placed()),
        nonZeroRequested.plus(pod.requests().placedNonZero()),
        pod.hostPorts().isEmpty() ? usedPorts : portsOf(more),
        pod.affinity().isNone() ? podsWithAffinity : plus(podsWithAffinity, pod),
        hasRequiredAnti(pod)
            ? plus(podsWithRequiredAntiAffinity, pod)
            : podsWithRequiredAntiAffinity,
        pod.volumes().isEmpty() ? podsWithVolumes : plus(podsWithVolumes, pod),
        Math.min(lowestPriority, pod.priority()));
  }

  /**
   * This node without the pod.
   *
   * @throws IllegalArgumentException if no such pod is on the node
   */
  public NodeInfo withoutPod(String uid) {
    int index = indexOf(uid);
    if (index < 0) {
      throw new IllegalArgumentException(
          "pod with uid \""
              + uid
              + "\" is not on node "
              + name()
              + ". Maybe it was removed before, or its uid changed.");
    }
    PodInfo pod = pods.get(index);
    PodInfo[] all = pods.toArray(PodInfo[]::new);
    PodInfo[] rest = Arrays.copyOf(all, all.length - 1);
    System.arraycopy(all, index + 1, rest, index, rest.length - index);
    List<PodInfo> fewer = Collections.unmodifiableList(Arrays.asList(rest));
    return new NodeInfo(
        node,
        fewer,
        requested.minus(pod.requests().placed()),
        nonZeroRequested.minus(pod.requests().placedNonZero()),
        pod.hostPorts().isEmpty() ? usedPorts : portsOf(fewer),
        pod.affinity().isNone() ? podsWithAffinity : minus(podsWithAffinity, pod),
        hasRequiredAnti(pod)
            ? minus(podsWithRequiredAntiAffinity, pod)
            : podsWithRequiredAntiAffinity,
        pod.volumes().isEmpty() ? podsWithVolumes : minus(podsWithVolumes, pod),
        pod.priority() > lowestPriority ? lowestPriority : lowestOf(fewer));
  }

  /** This node with only those of its pods that the condition holds for. Cost: O(pods). */
  public NodeInfo withOnly(Predicate<PodInfo> kept) {
    List<PodInfo> fewer = pods.stream().filter(kept).toList();
    Resources placed = Resources.ZERO;
    Resources placedNonZero = Resources.ZERO;
    for (PodInfo pod : fewer) {
      placed = placed.plus(pod.requests().placed());
      placedNonZero = placedNonZero.plus(pod.requests().placedNonZero());
    }
    return new NodeInfo(
        node,
        fewer,
        placed,
        placedNonZero,
        usedPorts.isEmpty() ? usedPorts : portsOf(fewer),
        podsWithAffinity.stream().filter(kept).toList(),
        podsWithRequiredAntiAffinity.stream().filter(kept).toList(),
        podsWithVolumes.stream().filter(kept).toList(),
        lowestOf(fewer));
  }

  private static int lowestOf(List<PodInfo> pods) {
    int lowest = Integer.MAX_VALUE;
    for (int i = 0; i < pods.size(); i++) {
      lowest = Math.min(lowest, pods.get(i).priority());
    }
    return lowest;
  }

  /** The pod of that uid on this node, or null. Cost: O(pods). */
  public @Nullable PodInfo findPod(String uid) {
    int index = indexOf(uid);
    return index < 0 ? null : pods.get(index);
  }

  private int indexOf(String uid) {
    int hash =
        uid.hashCode(); // which strings keep: uids differ in their last characters, if at all
    for (int i = 0; i < pods.size(); i++) {
      String other = pods.get(i).uid();
      if (other.hashCode() == hash && other.equals(uid)) {
        return i;
      }
    }
    return -1;
  }

  private static boolean hasRequiredAnti(PodInfo pod) {
    return !pod.affinity().requiredAnti().isEmpty();
  }

  private static List<PodInfo> plus(List<PodInfo> pods, PodInfo pod) {
    PodInfo[] more = pods.toArray(new PodInfo[pods.size() + 1]);
    more[pods.size()] = pod;
    return Collections.unmodifiableList(Arrays.asList(more));
  }

  private static List<PodInfo> minus(List<PodInfo> pods, PodInfo pod) {
    List<PodInfo> fewer = new ArrayList<>(pods);
    fewer.remove(pod); // compared by identity, and each pod is there once
    return Collections.unmodifiableList(fewer);
  }

  private static List<HostPort> portsOf(List<PodInfo> pods) {
    Set<HostPort> ports = new LinkedHashSet<>();
    for (PodInfo pod : pods) {
      ports.addAll(pod.hostPorts());
    }
    return List.copyOf(ports);
  }

  public Node node() {
    return node;
  }

  public String name() {
    return node.name();
  }

  /** In the order in which they came to the node. */
  public List<PodInfo> pods() {
    return pods;
  }

  public int podCount() {
    return pods.size();
  }

  public Resources allocatable() {
    return node.allocatable();
  }

  /** The sum of {@link PodRequests#placed}. */
  public Resources requested() {
    return requested;
  }

  /** The sum of {@link PodRequests#placedNonZero}: CPU and memory only. */
  public Resources nonZeroRequested() {
    return nonZeroRequested;
  }

  /** Whether one of the wanted ports is taken. */
  public boolean portsConflict(List<HostPort> wanted) {
    for (int i = 0; i < wanted.size(); i++) {
      HostPort port = wanted.get(i);
      for (int j = 0; j < usedPorts.size(); j++) {
        if (port.conflictsWith(usedPorts.get(j))) {
          return true;
        }
      }
    }
    return false;
  }

  public Collection<HostPort> usedPorts() {
    return usedPorts;
  }

  /** The pods on the node with any term of affinity or anti-affinity, in their order. */
  public List<PodInfo> podsWithAffinity() {
    return podsWithAffinity;
  }

  /** The pods on the node with required anti-affinity, in their order. */
  public List<PodInfo> podsWithRequiredAntiAffinity() {
    return podsWithRequiredAntiAffinity;
  }

  /** The pods on the node with volumes that can narrow placement, in their order. */
  public List<PodInfo> podsWithVolumes() {
    return podsWithVolumes;
  }

  /** Of all pods on the node; {@link Integer#MAX_VALUE} when there is none. */
  public int lowestPriority() {
    return lowestPriority;
  }

  @Override
  public String toString() {
    return name() + " (" + podCount() + " pods)";
  }
}
