package dev.berth.config;

import static dev.berth.config.ConfigErrors.HEAD;
import static dev.berth.config.ConfigErrors.errorsOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Errors of arguments of plugins: what is written, and the lines that answer it. */
final class PluginArgsErrorsTest {
  static Stream<Arguments> pluginArgs() {
    return Stream.of(
        argsError(
            "args of another kind",
            "DefaultPreemption",
            "kind: InterPodAffinityArgs",
            "kind: is \"InterPodAffinityArgs\"; allowed is DefaultPreemptionArgs"),
        argsError(
            "args of another version",
            "DefaultPreemption",
            "apiVersion: kubescheduler.config.k8s.io/v1beta3",
            "apiVersion: is \"kubescheduler.config.k8s.io/v1beta3\"; allowed is"
                + " kubescheduler.config.k8s.io/v1"),
        argsError(
            "an unknown argument",
            "DefaultPreemption",
            "minCandidateNodePercentage: 5",
            "minCandidateNodePercentage: is not a known field."
                + " Maybe \"minCandidateNodePercentage\" -> \"minCandidateNodesPercentage\"?"),
        argsError(
            "candidates above 100 %",
            "DefaultPreemption",
            "minCandidateNodesPercentage: 101",
            "minCandidateNodesPercentage: is 101; allowed is 0 to 100"),
        argsError(
            "negative candidates",
            "DefaultPreemption",
            "minCandidateNodesAbsolute: -1",
            "minCandidateNodesAbsolute: is -1; allowed is 0 or more"),
        argsError(
            "hard affinity weight",
            "InterPodAffinity",
            "hardPodAffinityWeight: 101",
            "hardPodAffinityWeight: is 101; allowed is 0 to 100"),
        argsError(
            "negative bind time-out",
            "VolumeBinding",
            "bindTimeoutSeconds: -10",
            "bindTimeoutSeconds: is -10; allowed is 0 or more"),
        argsError(
            "shape of VolumeBinding, even an empty one",
            "VolumeBinding",
            "shape: []",
            "shape: is given; remove it, the feature StorageCapacityScoring is off in 1.36"),
        argsError(
            "negative filter time-out",
            "DynamicResources",
            "filterTimeout: -1s",
            "filterTimeout: is -1s; allowed is 0s (no limit) or more"),
        argsError(
            "binding time-out below a second",
            "DynamicResources",
            "bindingTimeout: 999ms",
            "bindingTimeout: is 999ms; allowed is 1s or more"),
        argsError(
            "an operator in other case",
            "NodeAffinity",
            """
            addedAffinity:
              requiredDuringSchedulingIgnoredDuringExecution:
                nodeSelectorTerms:
                - matchExpressions: [{key: a, operator: in, values: [b]}]
            """,
            "addedAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0]"
                + ".matchExpressions[0].operator: is \"in\"; allowed is In, NotIn, Exists,"
                + " DoesNotExist, Gt, Lt. Maybe \"in\" -> \"In\"?"),
        argsError(
            "a field operator that only labels have",
            "NodeAffinity",
            """
            addedAffinity:
              preferredDuringSchedulingIgnoredDuringExecution:
              - {weight: 1, preference: {matchFields: [{key: metadata.name, operator: Exists}]}}
            """,
            "addedAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].preference"
                + ".matchFields[0].operator: is \"Exists\"; allowed is In, NotIn."),
        argsError(
            "an operator that is missing",
            "NodeAffinity",
            """
            addedAffinity:
              requiredDuringSchedulingIgnoredDuringExecution:
                nodeSelectorTerms: [{matchExpressions: [{key: a}]}]
            """,
            "addedAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0]"
                + ".matchExpressions[0].operator: is missing; allowed is In, NotIn, Exists,"
                + " DoesNotExist, Gt, Lt"),
        argsError(
            "an unsupported strategy",
            "NodeResourcesFit",
            "scoringStrategy: {type: leastAllocated}",
            "scoringStrategy.type: is \"leastAllocated\"; allowed is LeastAllocated, MostAllocated,"
                + " RequestedToCapacityRatio. Maybe \"leastAllocated\" -> \"LeastAllocated\"?"),
        argsError(
            "a strategy without a type",
            "NodeResourcesFit",
            "scoringStrategy: {resources: [{name: cpu}]}",
            "scoringStrategy.type: is missing; allowed is LeastAllocated, MostAllocated,"
                + " RequestedToCapacityRatio"),
        argsError(
            "a ratio without a shape",
            "NodeResourcesFit",
            "scoringStrategy: {type: RequestedToCapacityRatio}",
            "scoringStrategy.requestedToCapacityRatio: is missing; the type"
                + " RequestedToCapacityRatio needs it"),
        argsError(
            "a ratio without points",
            "NodeResourcesFit",
            "scoringStrategy: {type: RequestedToCapacityRatio, requestedToCapacityRatio: {}}",
            "scoringStrategy.requestedToCapacityRatio.shape: has no points; at least one is"
                + " wanted"),
        argsError(
            "a shape of another strategy",
            "NodeResourcesFit",
            "scoringStrategy: {type: MostAllocated, requestedToCapacityRatio: {shape: [{score:"
                + " 1}]}}",
            "scoringStrategy.requestedToCapacityRatio: means nothing with the type MostAllocated;"
                + " remove it"),
        argsError(
            "utilization that does not rise",
            "NodeResourcesFit",
            """
            scoringStrategy:
              type: RequestedToCapacityRatio
              requestedToCapacityRatio:
                shape: [{utilization: 10, score: 0}, {utilization: 10, score: 1}]
            """,
            "scoringStrategy.requestedToCapacityRatio.shape[1].utilization: is 10; it must be"
                + " higher than that of the point before, 10"),
        argsError(
            "a score beyond 10",
            "NodeResourcesFit",
            """
            scoringStrategy:
              type: RequestedToCapacityRatio
              requestedToCapacityRatio: {shape: [{utilization: 10, score: 11}]}
            """,
            "scoringStrategy.requestedToCapacityRatio.shape[0].score: is 11; allowed is 0 to 10"),
        argsError(
            "utilization beyond 100",
            "NodeResourcesFit",
            """
            scoringStrategy:
              type: RequestedToCapacityRatio
              requestedToCapacityRatio: {shape: [{utilization: 101, score: 1}]}
            """,
            "scoringStrategy.requestedToCapacityRatio.shape[0].utilization: is 101; allowed is 0 to"
                + " 100"),
        argsError(
            "a resource of too much weight",
            "NodeResourcesFit",
            "scoringStrategy: {type: MostAllocated, resources: [{name: cpu, weight: 101}]}",
            "scoringStrategy.resources[0].weight: is 101; allowed is 0 to 100"),
        argsError(
            "a resource of negative weight",
            "NodeResourcesFit",
            "scoringStrategy: {type: MostAllocated, resources: [{name: cpu, weight: -1}]}",
            "scoringStrategy.resources[0].weight: is -1; allowed is 0 to 100"),
        argsError(
            "an ignored resource that is no name",
            "NodeResourcesFit",
            "ignoredResources: [a/b/c]",
            "ignoredResources[0]: is \"a/b/c\"; allowed are 1 to 63 letters, digits, '-', '_' and"
                + " '.', with a letter or digit first and last"),
        argsError(
            "an ignored resource of a group that is no domain",
            "NodeResourcesFit",
            "ignoredResources: [Example.com/b]",
            "ignoredResources[0]: is \"Example.com/b\"; allowed before the slash is a DNS"
                + " subdomain, such as example.com"),
        argsError(
            "an ignored group with a slash",
            "NodeResourcesFit",
            "ignoredResourceGroups: [ok, example.com/b]",
            "ignoredResourceGroups[1]: is \"example.com/b\"; a group is what stands before the"
                + " slash"),
        argsError(
            "an ignored resource that is a number",
            "NodeResourcesFit",
            "ignoredResources: [5]",
            "ignoredResources[0]: is 5; text is wanted"),
        argsError(
            "a weight in balanced allocation",
            "NodeResourcesBalancedAllocation",
            "resources: [{name: cpu, weight: 2}]",
            "resources[0].weight: is 2; allowed is 0 to 1"),
        argsError(
            "a resource balanced twice",
            "NodeResourcesBalancedAllocation",
            "resources: [{name: cpu}, {name: memory}, {name: cpu}]",
            "resources[2].name: is \"cpu\"; a resource can count once only"),
        argsError(
            "an unknown way to default constraints",
            "PodTopologySpread",
            "defaultingType: Lists",
            "defaultingType: is \"Lists\"; allowed is System, List. Maybe \"Lists\" -> \"List\"?"),
        argsError(
            "constraints beside those of the system",
            "PodTopologySpread",
            "defaultConstraints: [{maxSkew: 1, topologyKey: z, whenUnsatisfiable: DoNotSchedule}]",
            "defaultingType: is \"System\"; with defaultConstraints it must be \"List\""),
        argsError(
            "a skew of zero",
            "PodTopologySpread",
            constraint("maxSkew: 0, topologyKey: z, whenUnsatisfiable: DoNotSchedule"),
            "defaultConstraints[0].maxSkew: is 0; allowed is 1 or more"),
        argsError(
            "domains beyond 32 bits",
            "PodTopologySpread",
            constraint(
                "maxSkew: 1, topologyKey: z, whenUnsatisfiable: DoNotSchedule, minDomains:"
                    + " 4294967296"),
            "defaultConstraints[0].minDomains: is 4294967296; allowed is -2147483648 to"
                + " 2147483647"),
        argsError(
            "no topology key",
            "PodTopologySpread",
            constraint("maxSkew: 1, topologyKey: \"\", whenUnsatisfiable: DoNotSchedule"),
            "defaultConstraints[0].topologyKey: is empty"),
        argsError(
            "a topology key that is no label name",
            "PodTopologySpread",
            constraint("maxSkew: 1, topologyKey: -z, whenUnsatisfiable: DoNotSchedule"),
            "defaultConstraints[0].topologyKey: is \"-z\"; allowed are 1 to 63 letters, digits,"
                + " '-', '_' and '.', with a letter or digit first and last"),
        argsError(
            "an unknown action",
            "PodTopologySpread",
            constraint("maxSkew: 1, topologyKey: z, whenUnsatisfiable: Panic"),
            "defaultConstraints[0].whenUnsatisfiable: is \"Panic\"; allowed is DoNotSchedule,"
                + " ScheduleAnyway."),
        argsError(
            "no action",
            "PodTopologySpread",
            constraint("maxSkew: 1, topologyKey: z"),
            "defaultConstraints[0].whenUnsatisfiable: is missing; allowed is DoNotSchedule,"
                + " ScheduleAnyway"),
        argsError(
            "a selector",
            "PodTopologySpread",
            constraint(
                "maxSkew: 1, topologyKey: z, whenUnsatisfiable: DoNotSchedule, labelSelector: {}"),
            "defaultConstraints[0].labelSelector: is given; remove it, the selector is made for"
                + " each pod from its owner"),
        argsError(
            "a repeated constraint",
            "PodTopologySpread",
            constraint(
                "maxSkew: 1, topologyKey: z, whenUnsatisfiable: DoNotSchedule}, "
                    + "{maxSkew: 2, topologyKey: z, whenUnsatisfiable: DoNotSchedule"),
            "defaultConstraints[1]: has the topologyKey and whenUnsatisfiable of"
                + " profiles[0].pluginConfig[0].args.defaultConstraints[0]; each pair may occur"
                + " once"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pluginArgs")
  void pluginArgs(String name, String plugin, String args, String want) {
    String text =
        HEAD + "profiles:\n- pluginConfig:\n  - name: " + plugin + "\n    args:\n" + args.indent(6);
    assertThat(errorsOf(text)).containsExactly("profiles[0].pluginConfig[0].args." + want);
  }

  @Test
  void addedAffinity_withAValueThatDoesNotParse_namesTheExpression() {
    String text =
        HEAD
            + """
            profiles:
            - pluginConfig:
              - name: NodeAffinity
                args:
                  addedAffinity:
                    requiredDuringSchedulingIgnoredDuringExecution:
                      nodeSelectorTerms:
                      - matchExpressions:
                        - {key: a, operator: Exists}
                        - {key: b, operator: Gt, values: [many]}
            """;

    assertThat(errorsOf(text))
        .singleElement()
        .asString()
        .startsWith(
            "profiles[0].pluginConfig[0].args.addedAffinity"
                + ".requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0]"
                + ".matchExpressions[1]: does not parse: ")
        .contains("many");
  }

  @Test
  void noCandidatesAtAll_isAnErrorOfBothArguments() {
    String text =
        HEAD
            + """
            profiles:
            - pluginConfig:
              - name: DefaultPreemption
                args: {minCandidateNodesPercentage: 0, minCandidateNodesAbsolute: 0}
            """;

    assertThat(errorsOf(text))
        .containsExactly(
            "profiles[0].pluginConfig[0].args.minCandidateNodesPercentage: is 0;"
                + " minCandidateNodesAbsolute is 0 too; one may be 0",
            "profiles[0].pluginConfig[0].args.minCandidateNodesAbsolute: is 0;"
                + " minCandidateNodesPercentage is 0 too; one may be 0");
  }

  private static String constraint(String fields) {
    return "defaultingType: List\ndefaultConstraints: [{" + fields + "}]";
  }

  private static Arguments argsError(String name, String plugin, String args, String want) {
    return Arguments.of(name, plugin, args, want);
  }
}
