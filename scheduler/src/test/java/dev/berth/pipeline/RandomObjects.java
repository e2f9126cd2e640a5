package dev.berth.pipeline;

import dev.berth.model.AffinityTerm;
import dev.berth.model.ClusterObject;
import dev.berth.model.HostPort;
import dev.berth.model.LabelRequirement;
import dev.berth.model.LabelSelector;
import dev.berth.model.Labels;
import dev.berth.model.Namespace;
import dev.berth.model.Node;
import dev.berth.model.ObjectKey;
import dev.berth.model.OwnerReference;
import dev.berth.model.PodAffinity;
import dev.berth.model.PodImages;
import dev.berth.model.PodInfo;
import dev.berth.model.PodKey;
import dev.berth.model.PodRequests;
import dev.berth.model.PreferredNodes;
import dev.berth.model.Refusal;
import dev.berth.model.ReplicaSet;
import dev.berth.model.ReplicationController;
import dev.berth.model.Service;
import dev.berth.model.SpreadConstraint;
import dev.berth.model.SpreadConstraint.NodePolicy;
import dev.berth.model.StatefulSet;
import dev.berth.model.Taint;
import dev.berth.model.Toleration;
import dev.berth.model.Tolerations;
import dev.berth.model.TopologySpread;
import dev.berth.model.WeightedAffinityTerm;
import dev.berth.plugins.Make;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Random nodes and pods with few different values each, so that they meet. */
final class RandomObjects {
  private static final List<String> EFFECTS =
      List.of(Taint.NO_SCHEDULE, Taint.PREFER_NO_SCHEDULE, Taint.NO_EXECUTE);
  private static final List<String> IMAGES = List.of("x:latest", "y:latest", "z:v1");
  private static final List<String> APPS = List.of("x", "y");
  private static final List<String> TEAMS = List.of("a", "b");
  private static final List<String> OWNERS = List.of("one", "two");
  private static final List<String> FEATURES = List.of("A", "B");
  private static final Map<String, List<String>> LABELS =
      Map.of("zone", List.of("a", "b", "c"), "disk", List.of("ssd", "hdd"));

  private final SplittableRandom random;
  private final Chance chance;
  private final RandomNodeTerms terms;
  private final RandomStorage storage;
  private final RandomRequests requests;
  private int pods;

  RandomObjects(SplittableRandom random) {
    this.random = random;
    chance = new Chance(random);
    terms = new RandomNodeTerms(chance);
    storage = new RandomStorage(chance, terms);
    requests = new RandomRequests(chance);
  }

  Node node(String name) {
    Map<String, Long> images = new HashMap<>();
    chance
        .some(2, () -> pick(IMAGES))
        .forEach(image -> images.put(image, random.nextLong(2L << 30)));
    return Make.node(name)
        .uid(name + "-" + random.nextInt(1_000_000))
        .labels(Make.labels(labels(name).toArray(String[]::new)))
        .taints(chance.some(2, this::taint))
        .unschedulable(oneIn(10))
        .imageSizes(images)
        .declaredFeatures(new HashSet<>(chance.some(2, () -> pick(FEATURES))))
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
    List<String> labels = new ArrayList<>(chance.some(2, this::label));
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
            .key(new PodKey(chance.namespace(), "p" + pods))
            .priority(random.nextInt(-1, 3))
            .requests(requests.any());
    pods++;
    if (oneIn(2)) {
      pod.tolerations(Tolerations.of(chance.some(2, this::toleration)));
    }
    if (oneIn(3)) {
      pod.requiredNodes(terms.requiredNodes());
    }
    if (oneIn(3)) {
      pod.preferredNodes(PreferredNodes.of(chance.some(3, terms::preferred)));
    }
    if (oneIn(4)) {
      pod.hostPorts(chance.some(2, this::port));
    }
    if (oneIn(2)) {
      pod.images(
          PodImages.of(
              chance.some(1, () -> pick(IMAGES)),
              chance.some(2, () -> pick(IMAGES)),
              chance.some(1, () -> pick(IMAGES))));
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
      pod.volumes(storage.volumes());
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
        chance.some(oneIn(2) ? 2 : 0, this::affinityTerm),
        chance.some(oneIn(2) ? 2 : 0, this::affinityTerm),
        chance.some(2, this::weightedTerm),
        chance.some(2, this::weightedTerm));
  }

  private WeightedAffinityTerm weightedTerm() {
    return new WeightedAffinityTerm(random.nextInt(1, 101), affinityTerm());
  }

  private AffinityTerm affinityTerm() {
    return new AffinityTerm(
        pick(List.of("zone", "disk", "kubernetes.io/hostname")),
        selector(),
        Set.of(chance.namespace()),
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
    ObjectKey key = new ObjectKey(chance.namespace(), pick(OWNERS));
    return switch (random.nextInt(9)) {
      case 5, 6, 7, 8 -> storage.any();
      case 0 ->
          new Namespace(
              ObjectKey.ofCluster(chance.namespace()),
              oneIn(3) ? Labels.EMPTY : Make.labels("team=" + pick(TEAMS)));
      case 1 -> new Service(key, oneIn(6) ? Labels.EMPTY : podLabels());
      case 2 -> new ReplicationController(key, podLabels());
      case 3 -> new StatefulSet(key, selector());
      default -> new ReplicaSet(key, selector());
    };
  }

  private TopologySpread spread() {
    return TopologySpread.of(chance.some(2, this::constraint), chance.some(2, this::constraint));
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

  private HostPort port() {
    return HostPort.of(
        pick(List.of("", "10.0.0.1", "10.0.0.2")),
        oneIn(4) ? "UDP" : "TCP",
        80 + random.nextInt(3));
  }

  ClusterObject storage() {
    return storage.any();
  }

  PodRequests requests() {
    return requests.any();
  }

  boolean oneIn(int cases) {
    return chance.oneIn(cases);
  }

  <T> T pick(List<T> values) {
    return chance.pick(values);
  }
}
