package dev.berth.plugins;

import dev.berth.FirstSeed;
import dev.berth.columns.NodeColumns;
import dev.berth.model.HostPort;
import dev.berth.model.Node;
import dev.berth.model.NodeInfo;
import dev.berth.model.NodeSelectorTerm;
import dev.berth.model.PodImages;
import dev.berth.model.PodInfo;
import dev.berth.model.PreferredNodeTerm;
import dev.berth.model.PreferredNodes;
import dev.berth.model.RequiredNodes;
import dev.berth.model.Resources;
import dev.berth.model.Taint;
import dev.berth.model.Toleration;
import dev.berth.model.Tolerations;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * Random nodes and pods with few different values each, so that pods often share an aspect and
 * every verdict occurs. Prints its seed; {@code -Dplugins.seed=N} replays one.
 */
public final class RandomCluster {

  private static final List<String> KEYS = List.of("zone", "disk");
  private static final List<String> VALUES = List.of("a", "b", "c");
  private static final List<String> EFFECTS =
      List.of(Taint.NO_SCHEDULE, Taint.PREFER_NO_SCHEDULE, Taint.NO_EXECUTE);
  private static final List<String> IMAGES = List.of("x:latest", "y:latest", "z:v1");
  private static final List<String> FEATURES = List.of("A", "B");

  private final SplittableRandom random;
  private int pods;

  public RandomCluster(String test) {
    long seed = FirstSeed.unlessReplayed("plugins.seed");
    System.out.println(test + " uses -Dplugins.seed=" + seed);
    random = new SplittableRandom(seed);
  }

  public TestView view(int nodes) {
    List<NodeInfo> all = new ArrayList<>();
    for (int i = 0; i < nodes; i++) {
      NodeInfo node = NodeInfo.of(node("n" + i));
      for (int p = random.nextInt(4); p > 0; p--) {
        node = node.withPod(pod());
      }
      all.add(node);
    }
    return new TestView(all);
  }

  private Node node(String name) {
    Map<String, Long> sizes = new HashMap<>();
    some(2, () -> pick(IMAGES)).forEach(image -> sizes.put(image, random.nextLong(2L << 30)));
    return Make.node(name)
        .labels(Make.labels(some(2, () -> pick(KEYS) + "=" + pick(VALUES)).toArray(String[]::new)))
        .taints(some(2, () -> new Taint(pick(KEYS), pick(VALUES), pick(EFFECTS))))
        .unschedulable(oneIn(4))
        .imageSizes(sizes)
        .declaredFeatures(new HashSet<>(some(2, () -> pick(FEATURES))))
        .allocatable(
            Resources.builder()
                .milliCpu(oneIn(8) ? 0 : 500L * random.nextInt(1, 8))
                .memoryBytes(oneIn(8) ? 0 : (500L << 20) * random.nextInt(1, 8))
                .ephemeralStorageBytes(oneIn(2) ? 0 : 3000)
                .pods(random.nextInt(1, 6))
                .build())
        .build();
  }

  /** The node with one more pod, and nothing of the node itself changed. */
  public NodeInfo crowded(NodeInfo node) {
    return node.withPod(pod());
  }

  public PodInfo pod() {
    return Make.pod("p" + pods++)
        .requests(Make.requests(some(3, this::request).toArray(String[]::new)))
        .tolerations(Tolerations.of(some(2, this::toleration)))
        .requiredNodes(requiredNodes())
        .preferredNodes(
            PreferredNodes.of(
                some(2, () -> new PreferredNodeTerm(random.nextInt(0, 4), labelTerm()))))
        .hostPorts(
            some(2, () -> HostPort.of(oneIn(2) ? "" : "10.0.0.1", "TCP", 80 + random.nextInt(2))))
        .images(PodImages.of(List.of(), some(2, () -> pick(IMAGES)), List.of()))
        .requiredFeatures(Set.copyOf(some(1, () -> pick(FEATURES))))
        .build();
  }

  private String request() {
    return switch (random.nextInt(4)) {
      case 0 -> "cpu=" + 250 * random.nextInt(0, 4) + "m";
      case 1 -> "memory=" + 250 * random.nextInt(0, 4) + "Mi";
      case 2 -> "ephemeral-storage=" + 1000 * random.nextInt(0, 4);
      default -> "example.com/gpu=" + random.nextInt(0, 2);
    };
  }

  private Toleration toleration() {
    String effect = oneIn(2) ? "" : pick(EFFECTS);
    return oneIn(4)
        ? new Toleration("node.kubernetes.io/unschedulable", "Exists", "", effect)
        : new Toleration(pick(KEYS), oneIn(2) ? "Exists" : "Equal", pick(VALUES), effect);
  }

  private RequiredNodes requiredNodes() {
    Map<String, String> selector = oneIn(4) ? Map.of(pick(KEYS), pick(VALUES)) : Map.of();
    NodeSelectorTerm[] terms = some(2, this::labelTerm).toArray(NodeSelectorTerm[]::new);
    return RequiredNodes.of(selector, oneIn(2) ? null : Make.anyOf(terms));
  }

  private NodeSelectorTerm labelTerm() {
    return Make.term(Make.requirement(pick(KEYS), oneIn(3) ? "NotIn" : "In", pick(VALUES)));
  }

  /** Up to {@code most} values, often none. */
  private <T> List<T> some(int most, Supplier<T> value) {
    List<T> values = new ArrayList<>();
    for (int left = random.nextInt(most + 1); left > 0; left--) {
      values.add(value.get());
    }
    return values;
  }

  private boolean oneIn(int cases) {
    return random.nextInt(cases) == 0;
  }

  private <T> T pick(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  /** What the mirror keeps of these nodes. */
  public static NodeColumns columns(TestView view) {
    NodeColumns columns = new NodeColumns();
    columns.resize(view.nodeCount());
    for (int i = 0; i < view.nodeCount(); i++) {
      NodeInfo node = view.node(i);
      Resources has = node.allocatable();
      Resources used = node.requested();
      Resources nonZero = node.nonZeroRequested();
      columns.allocatable(
          i, has.milliCpu(), has.memoryBytes(), has.ephemeralStorageBytes(), has.pods());
      columns.used(
          i, used.milliCpu(), used.memoryBytes(), used.ephemeralStorageBytes(), node.podCount());
      columns.nonZero(i, nonZero.milliCpu(), nonZero.memoryBytes());
    }
    return columns;
  }
}
