package dev.berth.pipeline;

import dev.berth.cluster.ClusterMirror;
import dev.berth.config.ConfigLoader;
import dev.berth.config.Profile;
import dev.berth.framework.PluginContext;
import dev.berth.framework.ProfilePlugins;
import dev.berth.plugins.InTreeRegistry;
import dev.berth.plugins.PluginAssembly;
import dev.berth.plugins.TestContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/** Profiles as a user may write them, through the real loader and assembly. */
final class RandomProfile {

  private static final List<String> FILTERS =
      List.of(
          "NodeUnschedulable",
          "NodeName",
          "TaintToleration",
          "NodeAffinity",
          "NodePorts",
          "NodeResourcesFit",
          "VolumeRestrictions",
          "NodeVolumeLimits",
          "VolumeZone",
          "PodTopologySpread",
          "InterPodAffinity",
          "NodeDeclaredFeatures");
  private static final List<String> SCORES =
      List.of(
          "TaintToleration",
          "NodeAffinity",
          "PodTopologySpread",
          "InterPodAffinity",
          "NodeResourcesFit",
          "NodeResourcesBalancedAllocation",
          "ImageLocality",
          "NameDigitScore",
          "MostAvailableCPU");
  private static final List<String> RESOURCES =
      List.of("cpu", "memory", "ephemeral-storage", "example.com/gpu", "hugepages-2Mi");

  private final SplittableRandom random;

  private RandomProfile(SplittableRandom random) {
    this.random = random;
  }

  static ProfilePlugins standard(ClusterMirror mirror) {
    return standard(TestContext.create(mirror));
  }

  static ProfilePlugins standard(PluginContext context) {
    return assemble("profiles: [{schedulerName: berth}]", context);
  }

  static ProfilePlugins of(SplittableRandom random, PluginContext context) {
    return assemble(new RandomProfile(random).text(), context);
  }

  private static ProfilePlugins assemble(String text, PluginContext context) {
    String document =
        """
        apiVersion: kubescheduler.config.k8s.io/v1
        kind: KubeSchedulerConfiguration
        """
            + text;
    Profile profile = ConfigLoader.parse(document, "test").profiles().getFirst();
    return PluginAssembly.assemble(profile, InTreeRegistry.get(), context);
  }

  private String text() {
    return """
    profiles:
    - schedulerName: berth
      percentageOfNodesToScore: %d
      plugins:
        multiPoint: {enabled: [%s]}
        preFilter: {disabled: [%s]}
        preScore: {disabled: [%s]}
        filter: {disabled: [%s], enabled: [%s]}
        score: {disabled: [%s], enabled: [%s]}
      pluginConfig:
      - {name: NodeResourcesFit, args: {ignoredResourceGroups: [%s], scoringStrategy: %s}}
      - {name: NodeResourcesBalancedAllocation, args: {resources: [%s]}}
      - {name: NodeAffinity, args: {addedAffinity: {%s}}}
      - {name: InterPodAffinity, args: {hardPodAffinityWeight: %d, ignorePreferredTermsOfExistingPods: %b}}
      - {name: PodTopologySpread, args: {%s}}
    """
        .formatted(
            oneIn(3) ? random.nextInt(1, 100) : 100,
            names(oneIn(6) ? List.of("NodeOrder") : List.of()),
            names(oneIn(20) ? List.of(FILTERS.get(random.nextInt(FILTERS.size()))) : List.of()),
            names(oneIn(20) ? List.of(SCORES.get(random.nextInt(6))) : List.of()),
            names(fewOf(FILTERS)),
            oneIn(3) ? "{name: NodeLabelPresent}" : "",
            names(fewOf(SCORES.subList(0, 7))),
            oneIn(8) ? "" : weighted(some(SCORES, 2)),
            oneIn(4) ? "example.com" : "",
            strategy(),
            resources(some(RESOURCES, 2), false),
            addedAffinity(),
            random.nextInt(3),
            oneIn(3),
            defaultSpread())
        .concat("  - {name: NodeLabelPresent, args: {label: zone}}\n");
  }

  private String defaultSpread() {
    return oneIn(2)
        ? "defaultingType: System"
        : """
        defaultingType: List, defaultConstraints: [
        {topologyKey: zone, maxSkew: %d, whenUnsatisfiable: %s},
        {topologyKey: kubernetes.io/hostname, maxSkew: 1, whenUnsatisfiable: ScheduleAnyway}]\
        """
            .formatted(random.nextInt(1, 3), oneIn(2) ? "DoNotSchedule" : "ScheduleAnyway");
  }

  private String strategy() {
    return switch (random.nextInt(4)) {
      case 0 -> "{type: LeastAllocated, resources: [%s]}".formatted(weightedResources());
      case 1 -> "{type: MostAllocated, resources: [%s]}".formatted(weightedResources());
      case 2 ->
          "{type: RequestedToCapacityRatio, resources: [%s], requestedToCapacityRatio: {shape: [%s]}}"
              .formatted(weightedResources(), shape());
      default -> "{type: LeastAllocated, resources: [{name: cpu, weight: 2}, {name: memory}]}";
    };
  }

  private String weightedResources() {
    return resources(some(RESOURCES, 2), true);
  }

  private String resources(List<String> names, boolean weighted) {
    List<String> entries = new ArrayList<>();
    for (String name : names) {
      int weight = weighted ? random.nextInt(1, 6) : 1;
      entries.add("{name: %s, weight: %d}".formatted(name, weight));
    }
    return String.join(", ", entries);
  }

  private String shape() {
    List<String> points = new ArrayList<>();
    for (int utilization = random.nextInt(30); utilization <= 100; ) {
      points.add("{utilization: %d, score: %d}".formatted(utilization, random.nextInt(11)));
      utilization += random.nextInt(1, 60);
    }
    return String.join(", ", points);
  }

  private String addedAffinity() {
    return switch (random.nextInt(6)) {
      case 0 ->
          "requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions:"
              + " [{key: zone, operator: In, values: [a, b]}]}]}";
      case 1 ->
          "preferredDuringSchedulingIgnoredDuringExecution: [{weight: 3, preference:"
              + " {matchExpressions: [{key: disk, operator: Exists}]}}]";
      default -> "";
    };
  }

  /** Often none, rarely all. */
  private List<String> fewOf(List<String> all) {
    return oneIn(10) ? all : some(all, 0).stream().filter(name -> oneIn(3)).toList();
  }

  /** At least {@code least} of them, in random order. */
  private List<String> some(List<String> all, int least) {
    List<String> left = new ArrayList<>(all);
    Collections.shuffle(left, new Random(random.nextLong()));
    return left.subList(0, random.nextInt(least, all.size() + 1));
  }

  private static String names(List<String> names) {
    return String.join(", ", names.stream().map(name -> "{name: " + name + "}").toList());
  }

  private String weighted(List<String> names) {
    return String.join(
        ", ",
        names.stream()
            .map(name -> "{name: %s, weight: %d}".formatted(name, random.nextInt(1, 200)))
            .toList());
  }

  private boolean oneIn(int cases) {
    return random.nextInt(cases) == 0;
  }
}
