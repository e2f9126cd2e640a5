package dev.berth.pipeline;

import dev.berth.model.AffinityTerm;
import dev.berth.model.ClusterObject;
import dev.berth.model.ContainerResources;
import dev.berth.model.ContainerSpec;
import dev.berth.model.HostPort;
import dev.berth.model.LabelRequirement;
import dev.berth.model.LabelSelector;
import dev.berth.model.Labels;
import dev.berth.model.Namespace;
import dev.berth.model.Node;
import dev.berth.model.NodeRequirement;
import dev.berth.model.NodeSelector;
import dev.berth.model.NodeSelectorTerm;
import dev.berth.model.ObjectKey;
import dev.berth.model.OwnerReference;
import dev.berth.model.PodAffinity;
import dev.berth.model.PodImages;
import dev.berth.model.PodInfo;
import dev.berth.model.PodKey;
import dev.berth.model.PodRequests;
import dev.berth.model.PodResourceSpec;
import dev.berth.model.PodVolume;
import dev.berth.model.PreferredNodeTerm;
import dev.berth.model.PreferredNodes;
import dev.berth.model.Quantity;
import dev.berth.model.Refusal;
import dev.berth.model.ReplicaSet;
import dev.berth.model.ReplicationController;
import dev.berth.model.RequiredNodes;
import dev.berth.model.Service;
import dev.berth.model.SpreadConstraint;
import dev.berth.model.SpreadConstraint.NodePolicy;
import dev.berth.model.StatefulSet;
import dev.berth.model.Taint;
import dev.berth.model.Toleration;
import dev.berth.model.Tolerations;
import dev.berth.model.TopologySpread;
import dev.berth.model.VolumeSource;
import dev.berth.model.WeightedAffinityTerm;
import dev.berth.model.storage.CsiNode;
import dev.berth.model.storage.PersistentVolume;
import dev.berth.model.storage.PersistentVolumeClaim;
import dev.berth.model.storage.PersistentVolumeSource;
import dev.berth.model.storage.StorageClass;
import dev.berth.model.storage.VolumeAttachment;
import dev.berth.plugins.Make;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Random nodes and pods with few different values each, so that they meet. */
final class RandomObjects {

  private static final List<String> EFFECTS =
      List.of(Taint.NO_SCHEDULE, Taint.PREFER_NO_SCHEDULE, Taint.NO_EXECUTE);
  private static final List<String> IMAGES = List.of("x:latest", "y:latest", "z:v1");
  private static final List<String> APPS = List.of("x", "y");
  private static final List<String> TEAMS = List.of("a", "b");
  private static final List<String> OWNERS = List.of("one", "two");
  private static final List<String> CLASSES = List.of("", "slow", "fast");
  private static final List<String> DRIVERS =
      List.of("csi.example.com", "csi.example.com", "pd.csi.storage.gke.io");
  private static final List<String> FEATURES = List.of("A", "B");
  private static final Map<String, List<String>> LABELS =
      Map.of("zone", List.of("a", "b", "c"), "disk", List.of("ssd", "hdd"));

  private final SplittableRandom random;
  private int pods;

  RandomObjects(SplittableRandom random) {
    this.random = random;
  }

  Node node(String name) {
    Map<String, Long> images = new HashMap<>();
    some(2, () -> pick(IMAGES)).forEach(image -> images.put(image, random.nextLong(2L << 30)));
    return Make.node(name)
        .uid(name + "-" + random.nextInt(1_000_000))
        .labels(Make.labels(labels(name).toArray(String[]::new)))
        .taints(some(2, this::taint))
        .unschedulable(oneIn(10))
        .imageSizes(images)
        .declaredFeatures(new HashSet<>(some(2, () -> pick(FEATURES))))
        .allocatable(
            Make.resources(
                "cpu=" + 500 * random.nextInt(oneIn(10) ? 0 : 2, 12) + "m",
                "memory=" + 512 * random.nextInt(oneIn(10) ? 0 : 2, 12) + "Mi",
                "ephemeral-storage=" + 1000 * random.nextInt(6),
                "example.com/gpu=" + (oneIn(2) ? 0 : random.nextInt(4)),
                "hugepages-2Mi=" + (oneIn(2) ? 0 : 2 * random.nextInt(4)) + "Mi",
                "pods=" + random.nextInt(1, 8)))
        .build();
  }

  /** The node's name among them, mostly. */
  private List<String> labels(String name) {
    List<String> labels = new ArrayList<>(some(2, this::label));
    if (!oneIn(8)) {
      labels.add("kubernetes.io/hostname=" + name);
    }
    if (!oneIn(4)) {
      labels.add("topology.kubernetes.io/zone=" + pick(List.of("a", "b", "c")));
    }
    return labels;
  }

  private String label() {
    String key = pick(List.copyOf(new TreeMap<>(LABELS).keySet()));
    return key + "=" + pick(LABELS.getOrDefault(key, List.of()));
  }

  private Taint taint() {
    return new Taint(pick(List.of("k", "l")), pick(List.of("v", "w")), pick(EFFECTS));
  }

  /** A pending pod; most are plain in most ways, or few would fit anywhere. */
  PodInfo pod() {
    PodInfo.Builder pod =
        Make.pod("p" + pods)
            .key(new PodKey(namespace(), "p" + pods))
            .priority(random.nextInt(-1, 3))
            .requests(requests());
    pods++;
    if (oneIn(2)) {
      pod.tolerations(Tolerations.of(some(2, this::toleration)));
    }
    if (oneIn(3)) {
      pod.requiredNodes(requiredNodes());
    }
    if (oneIn(3)) {
      pod.preferredNodes(PreferredNodes.of(some(3, this::preferredTerm)));
    }
    if (oneIn(4)) {
      pod.hostPorts(some(2, this::port));
    }
    if (oneIn(2)) {
      pod.images(
          PodImages.of(
              some(1, () -> pick(IMAGES)),
              some(2, () -> pick(IMAGES)),
              some(1, () -> pick(IMAGES))));
    }
    if (oneIn(2)) {
      pod.labels(podLabels());
    }
    if (oneIn(4)) {
      pod.controller(owner());
    }
    if (oneIn(5)) {
      pod.affinity(affinity());
    }
    if (oneIn(5)) {
      pod.topologySpread(spread());
    }
    if (oneIn(2)) {
      pod.volumes(volumes());
    }
    pod.terminating(oneIn(20));
    if (oneIn(6)) {
      pod.requiredFeatures(Set.of(pick(FEATURES)));
    }
    if (oneIn(6)) {
      pod.nominatedNodeName("n" + random.nextInt(30));
    }
    if (oneIn(40)) {
      pod.nodeName("n" + random.nextInt(30));
    }
    if (oneIn(40)) {
      pod.refusals(List.of(new Refusal.UnknownField("spec.volumes[0].x")));
    }
    return pod.build();
  }

  /** A pod that was placed with a required anti-affinity, so that others are kept away. */
  PodInfo loner() {
    return pod().toBuilder()
        .affinity(PodAffinity.of(List.of(), List.of(affinityTerm()), List.of(), List.of()))
        .build();
  }

  private PodAffinity affinity() {
    return PodAffinity.of(
        some(oneIn(2) ? 2 : 0, this::affinityTerm),
        some(oneIn(2) ? 2 : 0, this::affinityTerm),
        some(2, this::weightedTerm),
        some(2, this::weightedTerm));
  }

  private WeightedAffinityTerm weightedTerm() {
    return new WeightedAffinityTerm(random.nextInt(1, 101), affinityTerm());
  }

  private AffinityTerm affinityTerm() {
    return new AffinityTerm(
        pick(List.of("zone", "disk", "kubernetes.io/hostname")),
        selector(),
        Set.of(namespace()),
        namespaceSelector());
  }

  private LabelSelector namespaceSelector() {
    return switch (random.nextInt(8)) {
      case 0 -> LabelSelector.EVERYTHING;
      case 1 -> LabelSelector.of(Map.of("team", pick(TEAMS)), List.of());
      case 2 ->
          LabelSelector.of(
              Map.of(), List.of(new LabelRequirement("team", "DoesNotExist", List.of())));
      default -> LabelSelector.NOTHING;
    };
  }

  private String namespace() {
    return oneIn(6) ? "other" : "default";
  }

  Labels podLabels() {
    return Make.labels("app=" + pick(APPS));
  }

  private OwnerReference owner() {
    return switch (random.nextInt(4)) {
      case 0 -> new OwnerReference("v1", "ReplicationController", pick(OWNERS));
      case 1 -> new OwnerReference("apps/v1", "StatefulSet", pick(OWNERS));
      case 2 -> new OwnerReference("batch/v1", "Job", pick(OWNERS));
      default -> new OwnerReference("apps/v1", "ReplicaSet", pick(OWNERS));
    };
  }

  /** An object that plugins look up. */
  ClusterObject other() {
    ObjectKey key = new ObjectKey(namespace(), pick(OWNERS));
    return switch (random.nextInt(9)) {
      case 5, 6, 7, 8 -> storage();
      case 0 ->
          new Namespace(
              ObjectKey.ofCluster(namespace()),
              oneIn(3) ? Labels.EMPTY : Make.labels("team=" + pick(TEAMS)));
      case 1 -> new Service(key, oneIn(6) ? Labels.EMPTY : podLabels());
      case 2 -> new ReplicationController(key, podLabels());
      case 3 -> new StatefulSet(key, selector());
      default -> new ReplicaSet(key, selector());
    };
  }

  private List<PodVolume> volumes() {
    List<PodVolume> volumes = new ArrayList<>();
    for (VolumeSource source : some(oneIn(3) ? 3 : 1, this::volume)) {
      volumes.add(new PodVolume("v" + volumes.size(), source));
    }
    return volumes;
  }

  private VolumeSource volume() {
    return switch (random.nextInt(12)) {
      case 0 -> new VolumeSource.GcePersistentDisk("d" + random.nextInt(3), oneIn(2));
      case 1 -> new VolumeSource.AwsElasticBlockStore(oneIn(6) ? "aws://no" : "vol-1");
      case 2 -> new VolumeSource.AzureDisk("/d", oneIn(6) ? "Dedicated" : "Managed");
      case 3 -> oneIn(6) ? new VolumeSource.Ephemeral() : new VolumeSource.Claim("c0");
      default -> new VolumeSource.Claim(claim());
    };
  }

  private String claim() {
    return "c" + random.nextInt(12);
  }

  /** What volumes and their limits are made of. */
  ClusterObject storage() {
    return switch (random.nextInt(9)) {
      case 0, 1 -> {
        String name = oneIn(12) ? "p" + random.nextInt(40) + "-v0" : claim();
        PersistentVolumeClaim.Builder claim =
            PersistentVolumeClaim.builder(namespace(), name).uid(name);
        yield oneIn(4)
            ? claim.storageClassName(pick(CLASSES)).build()
            : claim.volumeName("pv" + random.nextInt(12)).bindCompleted(!oneIn(8)).build();
      }
      case 2, 3 ->
          PersistentVolume.builder("pv" + random.nextInt(12))
              .labels(oneIn(5) ? Make.labels("topology.kubernetes.io/zone=a") : Labels.EMPTY)
              .requiredNodes(oneIn(6) ? NodeSelector.of(some(2, this::requiredTerm)) : null)
              .source(volumeSource())
              .build();
      case 4 ->
          new StorageClass(
              ObjectKey.ofCluster(pick(CLASSES)),
              oneIn(3) ? "kubernetes.io/gce-pd" : pick(DRIVERS),
              "WaitForFirstConsumer",
              List.of());
      case 5, 6 ->
          new CsiNode(
              ObjectKey.ofCluster("n" + random.nextInt(40)),
              some(3, () -> new CsiNode.Driver(pick(DRIVERS), oneIn(4) ? null : random.nextInt(4))),
              oneIn(2) ? Set.of() : Set.of("kubernetes.io/gce-pd"));
      default ->
          new VolumeAttachment(
              ObjectKey.ofCluster("a" + random.nextInt(30)),
              pick(DRIVERS),
              "n" + random.nextInt(40),
              "pv" + random.nextInt(12));
    };
  }

  private PersistentVolumeSource volumeSource() {
    return switch (random.nextInt(8)) {
      case 0 -> new PersistentVolumeSource.Other();
      case 1 -> new PersistentVolumeSource.InTree(new VolumeSource.GcePersistentDisk("d0", false));
      default -> new PersistentVolumeSource.Csi(pick(DRIVERS), "h" + random.nextInt(10));
    };
  }

  private TopologySpread spread() {
    return TopologySpread.of(some(2, this::constraint), some(2, this::constraint));
  }

  private SpreadConstraint constraint() {
    return new SpreadConstraint(
        pick(List.of("zone", "disk", "kubernetes.io/hostname")),
        random.nextInt(1, 4),
        random.nextInt(1, 4),
        selector(),
        pick(List.of(NodePolicy.values())),
        pick(List.of(NodePolicy.values())));
  }

  private LabelSelector selector() {
    return switch (random.nextInt(12)) {
      case 0 -> LabelSelector.EVERYTHING;
      case 1 -> LabelSelector.NOTHING;
      case 2 -> LabelSelector.of(Map.of(), List.of(new LabelRequirement("app", "In", APPS)));
      case 3 ->
          LabelSelector.of(
              Map.of(), List.of(new LabelRequirement("app", "NotIn", List.of(pick(APPS)))));
      default -> LabelSelector.of(Map.of("app", pick(APPS)), List.of());
    };
  }

  PodRequests requests() {
    Map<String, Quantity> overhead =
        oneIn(5) ? Make.quantities("cpu=50m", "memory=10Mi") : Map.of();
    Map<String, Quantity> ofPod = oneIn(5) ? quantities() : Map.of();
    return PodRequests.of(
        new PodResourceSpec(
            containers(random.nextInt(1, 3), false),
            containers(oneIn(3) ? 2 : 0, true),
            ofPod,
            overhead,
            Map.of(),
            null,
            false));
  }

  private List<ContainerSpec> containers(int count, boolean maybeSidecars) {
    List<ContainerSpec> containers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean sidecar = maybeSidecars && oneIn(2);
      containers.add(
          new ContainerSpec("c" + i, new ContainerResources(quantities(), Map.of()), sidecar));
    }
    return containers;
  }

  private Map<String, Quantity> quantities() {
    return Make.quantities(some(3, this::request).toArray(String[]::new));
  }

  private String request() {
    return switch (random.nextInt(12)) {
      case 0 -> "ephemeral-storage=" + 500 * random.nextInt(4);
      case 1 -> "example.com/gpu=" + random.nextInt(3);
      case 2 -> "hugepages-2Mi=" + 2 * random.nextInt(3) + "Mi";
      case 3, 4, 5, 6 -> "memory=" + 128 * random.nextInt(8) + "Mi";
      default -> "cpu=" + 125 * random.nextInt(8) + "m";
    };
  }

  private Toleration toleration() {
    String effect = oneIn(2) ? "" : pick(EFFECTS);
    return switch (random.nextInt(5)) {
      case 0 -> new Toleration("node.kubernetes.io/unschedulable", "Exists", "", effect);
      case 1 -> new Toleration("", "Exists", "", effect);
      case 2 -> new Toleration("k", "Equal", "v", effect);
      case 3 -> new Toleration("k", "Sideways", "v", effect);
      default -> new Toleration(pick(List.of("k", "l")), "Exists", "", effect);
    };
  }

  private RequiredNodes requiredNodes() {
    Map<String, String> selector = oneIn(3) ? Map.of("zone", "a") : Map.of();
    return RequiredNodes.of(
        selector, oneIn(3) ? null : NodeSelector.of(some(2, this::requiredTerm)));
  }

  private NodeSelectorTerm requiredTerm() {
    if (oneIn(3)) {
      return NodeSelectorTerm.of(
          oneIn(2) ? List.of() : List.of(expression()),
          List.of(requirement("metadata.name", oneIn(4) ? "NotIn" : "In", "n" + node())));
    }
    return NodeSelectorTerm.of(some(2, this::expression), List.of());
  }

  private int node() {
    return random.nextInt(20);
  }

  private PreferredNodeTerm preferredTerm() {
    NodeSelectorTerm unparsable = Make.term(requirement("zone", "In", "-not a label-"));
    NodeSelectorTerm term = oneIn(40) ? unparsable : Make.term(expression());
    return new PreferredNodeTerm(random.nextInt(4) * 10, term);
  }

  private NodeRequirement expression() {
    return switch (random.nextInt(5)) {
      case 0 -> requirement("zone", "NotIn", "a");
      case 1 -> requirement("disk", "Exists");
      case 2 -> requirement("disk", "DoesNotExist");
      case 3 -> requirement("disk", "In", "ssd");
      default -> requirement("zone", "In", "a", pick(List.of("b", "c")));
    };
  }

  private static NodeRequirement requirement(String key, String operator, String... values) {
    return Make.requirement(key, operator, values);
  }

  private HostPort port() {
    return HostPort.of(
        pick(List.of("", "10.0.0.1", "10.0.0.2")),
        oneIn(4) ? "UDP" : "TCP",
        80 + random.nextInt(3));
  }

  /** Up to {@code most} values, possibly none. */
  private <T> List<T> some(int most, Supplier<T> value) {
    List<T> values = new ArrayList<>();
    for (int left = random.nextInt(most + 1); left > 0; left--) {
      values.add(value.get());
    }
    return values;
  }

  boolean oneIn(int cases) {
    return random.nextInt(cases) == 0;
  }

  <T> T pick(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
