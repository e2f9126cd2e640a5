package dev.berth.cluster;

import dev.berth.model.AffinityTerm;
import dev.berth.model.ContainerResources;
import dev.berth.model.ContainerSpec;
import dev.berth.model.LabelSelector;
import dev.berth.model.Node;
import dev.berth.model.PodAffinity;
import dev.berth.model.PodInfo;
import dev.berth.model.PodKey;
import dev.berth.model.PodRequests;
import dev.berth.model.PodResourceSpec;
import dev.berth.model.Quantity;
import dev.berth.model.Resources;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Small nodes and pods for the tests of this package. */
final class Samples {

  private static final List<AffinityTerm> ALL_OF_NS =
      List.of(AffinityTerm.of("zone", LabelSelector.EVERYTHING, Set.of("ns")));

  /** Keeps every pod away. */
  static final PodAffinity ALONE = PodAffinity.of(List.of(), ALL_OF_NS, List.of(), List.of());

  /** Wants to be near any pod. */
  static final PodAffinity TOGETHER = PodAffinity.of(ALL_OF_NS, List.of(), List.of(), List.of());

  private Samples() {}

  /** A node with 4 CPUs, 8 GiB, 10 GB of ephemeral storage and room for 10 pods. */
  static Node node(String name) {
    return Node.builder(name)
        .uid("uid-of-" + name)
        .allocatable(allocatable(4_000, 8L << 30, 10))
        .build();
  }

  static Resources allocatable(long milliCpu, long memoryBytes, long pods) {
    return Resources.builder()
        .milliCpu(milliCpu)
        .memoryBytes(memoryBytes)
        .ephemeralStorageBytes(10_000_000_000L)
        .pods(pods)
        .build();
  }

  static Node nodeWithImages(String name, Map<String, Long> imageSizes) {
    return node(name).toBuilder().imageSizes(imageSizes).build();
  }

  /** A pending pod that requests 500m and 256 MiB; its name is its uid. */
  static PodInfo pod(String uid) {
    return PodInfo.builder(new PodKey("ns", uid))
        .uid(uid)
        .requests(requests(Map.of("cpu", "500m", "memory", "256Mi")))
        .build();
  }

  static PodInfo podOn(String node, String uid) {
    return pod(uid).withNodeName(node);
  }

  static PodRequests requests(Map<String, String> amounts) {
    Map<String, Quantity> requests =
        amounts.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    Map.Entry::getKey, entry -> Quantity.parse(entry.getValue())));
    ContainerSpec container =
        new ContainerSpec("main", new ContainerResources(requests, Map.of()), false);
    return PodRequests.of(PodResourceSpec.of(List.of(container), List.of()));
  }
}
