package dev.berth.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.config.PodTopologySpreadArgs.DefaultConstraint;
import dev.berth.config.PodTopologySpreadArgs.Defaulting;
import dev.berth.config.PodTopologySpreadArgs.WhenUnsatisfiable;
import dev.berth.config.ScoringStrategy.RequestedToCapacityRatio;
import dev.berth.model.Labels;
import dev.berth.model.Node;
import dev.berth.model.NodeSelector;
import dev.berth.model.PreferredNodeTerm;
import dev.berth.model.ResourceName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class PluginArgsTest {
  @Test
  void fit_withEverything_isRead() {
    NodeResourcesFitArgs args =
        profile(
                """
                - name: NodeResourcesFit
                  args:
                    apiVersion: kubescheduler.config.k8s.io/v1
                    kind: NodeResourcesFitArgs
                    ignoredResources: [example.com/foo, bare]
                    ignoredResourceGroups: [example.org]
                    scoringStrategy:
                      type: RequestedToCapacityRatio
                      resources:
                      - name: cpu
                      - name: memory
                        weight: 0
                      - name: example.com/gpu
                        weight: 100
                      requestedToCapacityRatio:
                        shape:
                        - {utilization: 0, score: 10}
                        - {utilization: 100, score: 0}
                """)
            .args(NodeResourcesFitArgs.class);

    assertThat(args)
        .isEqualTo(
            new NodeResourcesFitArgs(
                List.of("example.com/foo", "bare"),
                List.of("example.org"),
                new RequestedToCapacityRatio(
                    List.of(
                        new ResourceWeight(ResourceName.CPU, 1),
                        new ResourceWeight(ResourceName.MEMORY, 1),
                        new ResourceWeight(ResourceName.of("example.com/gpu"), 100)),
                    List.of(new ShapePoint(0, 10), new ShapePoint(100, 0)))));
  }

  @Test
  void fit_withTypeOnly_countsCpuAndMemory() {
    NodeResourcesFitArgs args =
        profile("- {name: NodeResourcesFit, args: {scoringStrategy: {type: MostAllocated}}}")
            .args(NodeResourcesFitArgs.class);

    assertThat(args.scoringStrategy())
        .isEqualTo(
            new ScoringStrategy.MostAllocated(
                List.of(
                    new ResourceWeight(ResourceName.CPU, 1),
                    new ResourceWeight(ResourceName.MEMORY, 1))));
  }

  @Test
  void balancedAllocation_takesResourcesInOrder() {
    NodeResourcesBalancedAllocationArgs args =
        profile(
                """
                - name: NodeResourcesBalancedAllocation
                  args:
                    resources: [{name: example.com/gpu}, {name: cpu, weight: 1}, {name: memory, weight: 0}]
                """)
            .args(NodeResourcesBalancedAllocationArgs.class);

    assertThat(args.resources())
        .extracting(ResourceName::name)
        .containsExactly("example.com/gpu", "cpu", "memory");
  }

  @Test
  void nodeAffinity_becomesSelectorAndTerms() {
    NodeAffinityArgs args =
        profile(
                """
                - name: NodeAffinity
                  args:
                    addedAffinity:
                      requiredDuringSchedulingIgnoredDuringExecution:
                        nodeSelectorTerms:
                        - matchExpressions:
                          - {key: disk, operator: In, values: [ssd]}
                        - matchFields:
                          - {key: metadata.name, operator: In, values: [b]}
                      preferredDuringSchedulingIgnoredDuringExecution:
                      - weight: 3
                        preference:
                          matchExpressions: [{key: zone, operator: Exists}]
                      - weight: 0
                        preference:
                          matchExpressions: [{key: zone, operator: NoSuch}]
                """)
            .args(NodeAffinityArgs.class);

    NodeSelector required = Objects.requireNonNull(args.addedRequired());
    assertThat(required.matches(node("a", Map.of("disk", "ssd")))).isTrue();
    assertThat(required.matches(node("a", Map.of("disk", "hdd")))).isFalse();
    assertThat(required.matches(node("b", Map.of()))).isTrue();
    assertThat(args.addedPreferred()).extracting(PreferredNodeTerm::weight).containsExactly(3, 0);
    assertThat(args.addedPreferred().getFirst().term().matches(node("a", Map.of("zone", "z"))))
        .isTrue();
  }

  @Test
  void topologySpread_withList_isRead() {
    PodTopologySpreadArgs args =
        profile(
                """
                - name: PodTopologySpread
                  args:
                    defaultingType: List
                    defaultConstraints:
                    - {maxSkew: 1, topologyKey: zone, whenUnsatisfiable: ScheduleAnyway}
                    - maxSkew: 2
                      topologyKey: zone
                      whenUnsatisfiable: DoNotSchedule
                      minDomains: 3
                      nodeAffinityPolicy: Honor
                      nodeTaintsPolicy: Ignore
                      matchLabelKeys: [pod-template-hash]
                """)
            .args(PodTopologySpreadArgs.class);

    assertThat(args)
        .isEqualTo(
            new PodTopologySpreadArgs(
                Defaulting.LIST,
                List.of(
                    new DefaultConstraint(
                        1, "zone", WhenUnsatisfiable.SCHEDULE_ANYWAY, null, null, null, List.of()),
                    new DefaultConstraint(
                        2,
                        "zone",
                        WhenUnsatisfiable.DO_NOT_SCHEDULE,
                        3L,
                        "Honor",
                        "Ignore",
                        List.of("pod-template-hash")))));
  }

  /** kube-scheduler checks neither, and honours only what says Honor. */
  @Test
  void topologySpread_withPoliciesThatDoNotExist_ignoresAndSaysSo() {
    BerthConfig config =
        config(
            """
            - name: PodTopologySpread
              args:
                defaultingType: List
                defaultConstraints:
                - maxSkew: 1
                  topologyKey: zone
                  whenUnsatisfiable: DoNotSchedule
                  nodeAffinityPolicy: honor
            """);

    assertThat(
            config
                .profiles()
                .getFirst()
                .args(PodTopologySpreadArgs.class)
                .defaultConstraints()
                .getFirst()
                .nodeAffinityPolicy())
        .isEqualTo("Ignore");
    assertThat(config.notices())
        .contains(
            "profiles[0].pluginConfig[0].args.defaultConstraints[0].nodeAffinityPolicy is"
                + " \"honor\", which means Ignore. Maybe \"honor\" -> \"Honor\"?");
  }

  @Test
  void topologySpread_withEmptyDefaultingType_isTheSystems() {
    assertThat(
            profile("- {name: PodTopologySpread, args: {defaultingType: \"\"}}")
                .args(PodTopologySpreadArgs.class))
        .isEqualTo(new PodTopologySpreadArgs(Defaulting.SYSTEM, List.of()));
  }

  @Test
  void theOthers_areRead() {
    Profile profile =
        profile(
            """
            - {name: DefaultPreemption, args: {minCandidateNodesPercentage: 0, minCandidateNodesAbsolute: 500}}
            - {name: DynamicResources, args: {filterTimeout: 0s, bindingTimeout: 30s}}
            - {name: InterPodAffinity, args: {hardPodAffinityWeight: 0, ignorePreferredTermsOfExistingPods: true}}
            - {name: VolumeBinding, args: {bindTimeoutSeconds: 0}}
            """);

    assertThat(profile.args(DefaultPreemptionArgs.class))
        .isEqualTo(new DefaultPreemptionArgs(0, 500));
    assertThat(profile.args(DynamicResourcesArgs.class))
        .isEqualTo(new DynamicResourcesArgs(Duration.ZERO, Duration.ofSeconds(30)));
    assertThat(profile.args(InterPodAffinityArgs.class))
        .isEqualTo(new InterPodAffinityArgs(0, true));
    assertThat(profile.args(VolumeBindingArgs.class))
        .isEqualTo(new VolumeBindingArgs(Duration.ZERO));
  }

  @Test
  void args_thatAreEmptyOrMissing_areTheDefaults() {
    Profile profile =
        profile(
            """
            - name: DefaultPreemption
              args:
            - name: NodeResourcesFit
            - name: NodeAffinity
              args: {}
            - name: OutOfTree
              args:
            """);

    assertThat(profile.argsByPlugin())
        .containsAllEntriesOf(ConfigLoader.defaults().profiles().getFirst().argsByPlugin());
  }

  @Test
  void argsOfAnotherPlugin_areReadByItStrictly() {
    UnknownArgs args =
        profile("- {name: RandomFilter, args: {probability: 0.25, chance: 1}}")
            .unknownArgs("RandomFilter");

    assertThatThrownBy(() -> args.read(fields -> fields.decimal("probability", 0, 0, 1)))
        .isInstanceOfSatisfying(
            ConfigException.class,
            e ->
                assertThat(e.problems())
                    .containsExactly(
                        new ConfigProblem(
                            "profiles[0].pluginConfig[0].args.chance", "is not a known field.")));
    assertThat(args.<Double>read(PluginArgsTest::both)).isEqualTo(0.25);
  }

  private static double both(Fields fields) {
    fields.wholeNumber("chance");
    return fields.decimal("probability", 0, 0, 1);
  }

  private static Node node(String name, Map<String, String> labels) {
    return Node.builder(name).labels(Labels.of(labels)).build();
  }

  private static Profile profile(String pluginConfig) {
    return config(pluginConfig).profiles().getFirst();
  }

  private static BerthConfig config(String pluginConfig) {
    String text =
        """
        apiVersion: kubescheduler.config.k8s.io/v1
        kind: KubeSchedulerConfiguration
        profiles:
        - pluginConfig:
        """
            + pluginConfig.indent(2);
    return ConfigLoader.parse(text, "test");
  }
}
