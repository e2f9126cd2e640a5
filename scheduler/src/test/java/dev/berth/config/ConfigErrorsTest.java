package dev.berth.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every error of a configuration: what is written, and the lines that answer it. */
final class ConfigErrorsTest {
  private static final String HEAD =
      """
      apiVersion: kubescheduler.config.k8s.io/v1
      kind: KubeSchedulerConfiguration
      """;

  static Stream<Arguments> global() {
    return Stream.of(
        error(
            "an unknown field is answered with the nearest one",
            "podInitialBackofSeconds: 1",
            "podInitialBackofSeconds: is not a known field."
                + " Maybe \"podInitialBackofSeconds\" -> \"podInitialBackoffSeconds\"?"),
        error(
            "a field in other case is unknown",
            "Parallelism: 1",
            "Parallelism: is not a known field. Maybe \"Parallelism\" -> \"parallelism\"?"),
        error("parallelism of zero", "parallelism: 0", "parallelism: is 0; allowed is 1 or more"),
        error(
            "more than 32 bits",
            "parallelism: 3000000000",
            "parallelism: is 3000000000; allowed is 1 to 2147483647"),
        error(
            "a text for a number",
            "parallelism: \"16\"",
            "parallelism: is \"16\"; a whole number is wanted"),
        error(
            "a fraction for a whole number",
            "parallelism: 1.5",
            "parallelism: is 1.5; a whole number is wanted"),
        error(
            "a number beyond 64 bits",
            "podMaxBackoffSeconds: 99999999999999999999",
            "podMaxBackoffSeconds: is 99999999999999999999; a number of at most 64 bits is wanted"),
        error(
            "a text for a flag",
            "enableProfiling: \"yes\"",
            "enableProfiling: is \"yes\"; true or false is wanted"),
        error(
            "percentage above 100",
            "percentageOfNodesToScore: 101",
            "percentageOfNodesToScore: is 101; allowed is 0 to 100"),
        error(
            "percentage below 0",
            "percentageOfNodesToScore: -1",
            "percentageOfNodesToScore: is -1; allowed is 0 to 100"),
        error(
            "no initial backoff",
            "podInitialBackoffSeconds: 0",
            "podInitialBackoffSeconds: is 0; allowed is 1 or more"),
        error(
            "maximal backoff below the initial one",
            "podInitialBackoffSeconds: 5\npodMaxBackoffSeconds: 4",
            "podMaxBackoffSeconds: is 4; allowed is podInitialBackoffSeconds, 5, or more"),
        error(
            "initial backoff above the default maximum",
            "podInitialBackoffSeconds: 20",
            "podMaxBackoffSeconds: is 10; allowed is podInitialBackoffSeconds, 20, or more"),
        error("profiles as a mapping", "profiles: {}", "profiles: is a mapping; a list is wanted"),
        error(
            "a profile as text",
            "profiles: [berth]",
            "profiles[0]: is \"berth\"; a mapping is wanted"),
        error(
            "burst below 0",
            "clientConnection: {burst: -1}",
            "clientConnection.burst: is -1; allowed is 0 or more"),
        error(
            "qps as text",
            "clientConnection: {qps: fast}",
            "clientConnection.qps: is \"fast\"; a number is wanted"),
        error(
            "a duration without a unit",
            "leaderElection: {leaseDuration: 15}",
            "leaderElection.leaseDuration: is 15; allowed is a duration such as 15s, 500ms or"
                + " 1h30m"),
        error(
            "a lease that ends before its renewal",
            "leaderElection: {leaseDuration: 10s}",
            "leaderElection.leaseDuration: is 10s; it must be longer than renewDeadline, 10s"),
        error(
            "no time for a retry",
            "leaderElection: {renewDeadline: 6s, retryPeriod: 5s}",
            "leaderElection.renewDeadline: is 6s; it must be longer than 1.2 times retryPeriod,"
                + " 5s"),
        error(
            "a negative duration",
            "leaderElection: {retryPeriod: -1500ms}",
            "leaderElection.retryPeriod: is -1500ms; it must be longer than zero"),
        error(
            "a lock that is no lease",
            "leaderElection: {resourceLock: endpoints}",
            "leaderElection.resourceLock: is \"endpoints\"; allowed is leases"),
        error(
            "kube-scheduler's lease",
            "leaderElection: {resourceName: kube-scheduler}",
            "leaderElection.resourceName: is \"kube-scheduler\" in kube-system, the lease of the"
                + " cluster's own scheduler. Maybe \"berth\"? Or, where no kube-scheduler runs, set"
                + " allowDefaultScheduler: true in a second document of kind BerthConfiguration"));
  }

  static Stream<Arguments> profiles() {
    return Stream.of(
        error(
            "the name of the cluster's own scheduler",
            "- schedulerName: default-scheduler",
            "profiles[0].schedulerName: is \"default-scheduler\", the name of the cluster's own"
                + " scheduler; two schedulers for the same pods fight. Maybe \"berth\"? Or, where"
                + " no kube-scheduler runs, set allowDefaultScheduler: true in a second document of"
                + " kind BerthConfiguration"),
        error(
            "several profiles without a name",
            "- schedulerName: a\n- {}",
            "profiles[1].schedulerName: is missing; with several profiles each needs one"),
        error(
            "two profiles of one name",
            "- schedulerName: a\n- schedulerName: a",
            "profiles[1].schedulerName: is \"a\", the name of profiles[0] too"),
        error(
            "percentage of a profile",
            "- percentageOfNodesToScore: 200",
            "profiles[0].percentageOfNodesToScore: is 200; allowed is 0 to 100"),
        error(
            "an unknown extension point",
            "- plugins: {prefilter: {}}",
            "profiles[0].plugins.prefilter: is not a known field."
                + " Maybe \"prefilter\" -> \"preFilter\"?"),
        error(
            "a plugin without a name",
            "- plugins: {score: {enabled: [{weight: 1}]}}",
            "profiles[0].plugins.score.enabled[0].name: is missing"),
        error(
            "a plugin that is text",
            "- plugins: {score: {enabled: [NodeName]}}",
            "profiles[0].plugins.score.enabled[0]: is \"NodeName\"; a mapping is wanted"),
        error(
            "a negative weight",
            "- plugins: {multiPoint: {enabled: [{name: NodeName, weight: -1}]}}",
            "profiles[0].plugins.multiPoint.enabled[0].weight: is -1; allowed is 0 or more"),
        error(
            "a star that enables",
            "- plugins: {multiPoint: {enabled: [{name: \"*\"}]}}",
            "profiles[0].plugins.multiPoint.enabled[0].name: is \"*\"; it may stand in disabled"
                + " only"),
        error(
            "a plugin enabled twice",
            "- plugins: {filter: {enabled: [{name: A}, {name: B}, {name: A}]}}",
            "profiles[0].plugins.filter.enabled[2].name: is \"A\"; a plugin can be enabled once"
                + " only"),
        error(
            "a plugin that is gone",
            "- plugins: {filter: {enabled: [{name: EBSLimits}]}}",
            "profiles[0].plugins.filter.enabled[0].name: is \"EBSLimits\"; it no longer exists:"
                + " NodeVolumeLimits counts such volumes"),
        error(
            "args of a plugin that is gone",
            "- pluginConfig: [{name: CinderLimits}]",
            "profiles[0].pluginConfig[0].name: is \"CinderLimits\"; it no longer exists:"
                + " NodeVolumeLimits counts such volumes"),
        error(
            "a plugin configured twice",
            "- pluginConfig: [{name: A}, {name: A}]",
            "profiles[0].pluginConfig[1].name: is \"A\"; a plugin can be configured once only"),
        error(
            "two plugins that sort one queue",
            "- plugins: {queueSort: {enabled: [{name: A}, {name: B}]}}",
            "profiles[0].plugins.queueSort.enabled: names 2 plugins; one is allowed"),
        error(
            "profiles that sort the queue differently",
            """
            - {schedulerName: a, plugins: {queueSort: {enabled: [{name: A}]}}}
            - {schedulerName: b}
            """,
            "profiles[1].plugins.queueSort: differs from that of profiles[0]; all profiles share a"
                + " queue"),
        error(
            "profiles that sort the queue with different args",
            """
            - schedulerName: a
              plugins: {queueSort: {enabled: [{name: A}]}}
              pluginConfig: [{name: A, args: {x: 1}}]
            - schedulerName: b
              plugins: {queueSort: {enabled: [{name: A}]}}
              pluginConfig: [{name: A, args: {x: 2}}]
            """,
            "profiles[1].pluginConfig: has other args for A than profiles[0]; all profiles share a"
                + " queue"));
  }

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

  static Stream<Arguments> extenders() {
    return Stream.of(
        error("an extender without an address", "- {}", "extenders[0].urlPrefix: is missing"),
        error(
            "scores of negative weight",
            "- {urlPrefix: \"http://x\", prioritizeVerb: p, weight: -1}",
            "extenders[0].weight: is -1; allowed is 1 or more"),
        error(
            "scores of no weight",
            "- {urlPrefix: \"http://x\", prioritizeVerb: p}",
            "extenders[0].weight: is missing; with prioritizeVerb at least 1 is wanted"),
        error(
            "two that bind",
            "- {urlPrefix: \"http://x\", bindVerb: b}\n- {urlPrefix: \"http://y\", bindVerb: b}",
            "extenders[1].bindVerb: is given, as for extenders[0]; one extender can bind"),
        error(
            "a resource managed twice",
            """
            - {urlPrefix: "http://x", managedResources: [{name: example.com/gpu}]}
            - {urlPrefix: "http://y", managedResources: [{name: example.com/gpu}]}
            """,
            "extenders[1].managedResources[0].name: is \"example.com/gpu\", as"
                + " extenders[0].managedResources[0].name; each resource may occur once"),
        error(
            "a managed resource that is not extended",
            "- {urlPrefix: \"http://x\", managedResources: [{name: cpu}]}",
            "extenders[0].managedResources[0].name: is \"cpu\"; allowed is an extended resource,"
                + " such as example.com/gpu"),
        error(
            "certificate data that is not base64",
            "- {urlPrefix: \"https://x\", tlsConfig: {caData: \"-----BEGIN\"}}",
            "extenders[0].tlsConfig.caData: is not base64"));
  }

  static Stream<Arguments> ownSettings() {
    return Stream.of(
        error(
            "an unknown setting",
            "allowDefaultSchedulers: true",
            "BerthConfiguration.allowDefaultSchedulers: is not a known field."
                + " Maybe \"allowDefaultSchedulers\" -> \"allowDefaultScheduler\"?"),
        error(
            "a seed that is text",
            "seed: lucky",
            "BerthConfiguration.seed: is \"lucky\"; a whole number is wanted"),
        error(
            "records of no size",
            "decisionRecords: {recordBytes: 0}",
            "BerthConfiguration.decisionRecords.recordBytes: is 0; allowed is 1024 to 65536"),
        error(
            "no binds in flight",
            "maxBindsInFlight: 0",
            "BerthConfiguration.maxBindsInFlight: is 0; allowed is 1 to 10000"),
        error(
            "comparisons all the time",
            "driftCheckInterval: 1s",
            "BerthConfiguration.driftCheckInterval: is too short; allowed is 0s for never, or 30s"
                + " and more"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("global")
  void global(String name, String text, String want) {
    assertThat(errorsOf(HEAD + text)).containsExactly(want);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("profiles")
  void profiles(String name, String text, String want) {
    assertThat(errorsOf(HEAD + "profiles:\n" + text)).containsExactly(want);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pluginArgs")
  void pluginArgs(String name, String plugin, String args, String want) {
    String text =
        HEAD + "profiles:\n- pluginConfig:\n  - name: " + plugin + "\n    args:\n" + args.indent(6);
    assertThat(errorsOf(text)).containsExactly("profiles[0].pluginConfig[0].args." + want);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("extenders")
  void extenders(String name, String text, String want) {
    assertThat(errorsOf(HEAD + "extenders:\n" + text)).containsExactly(want);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ownSettings")
  void ownSettings(String name, String text, String want) {
    String document = "apiVersion: berth.dev/v1alpha1\nkind: BerthConfiguration\n" + text;
    assertThat(errorsOf(document)).containsExactly(want);
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

  @Test
  void severalErrors_areToldAtOnceInReadingOrder() {
    String text =
        HEAD
            + """
            parallelism: 0
            percentageOfNodesToScore: 300
            profiles:
            - schedulerName: default-scheduler
              pluginConfig:
              - name: NodeResourcesFit
                args:
                  scoringStrategy:
                    type: leastAllocated
                    resources: [{name: cpu, weight: 500}]
            leaderelection: {}
            ---
            apiVersion: berth.dev/v1alpha1
            kind: BerthConfiguration
            seed: x
            """;

    ConfigException e =
        catchThrowableOfType(ConfigException.class, () -> ConfigLoader.parse(text, "berth.yaml"));

    assertThat(e.problems())
        .extracting(ConfigProblem::path)
        .containsExactly(
            "BerthConfiguration.seed",
            "percentageOfNodesToScore",
            "profiles[0].pluginConfig[0].args.scoringStrategy.type",
            "profiles[0].pluginConfig[0].args.scoringStrategy.resources[0].weight",
            "profiles[0].schedulerName",
            "parallelism",
            "leaderelection");
    assertThat(e)
        .hasMessageStartingWith("berth.yaml has 7 errors:\n  BerthConfiguration.seed: is \"x\"; ")
        .hasMessageContaining("\n  parallelism: is 0; allowed is 1 or more\n");
  }

  private static List<String> errorsOf(String text) {
    ConfigException e =
        catchThrowableOfType(ConfigException.class, () -> ConfigLoader.parse(text, "test"));
    assertThat(e).as("must be refused: %s", text).isNotNull();
    return e.problems().stream().map(ConfigProblem::toString).toList();
  }

  private static String constraint(String fields) {
    return "defaultingType: List\ndefaultConstraints: [{" + fields + "}]";
  }

  private static Arguments error(String name, String text, String want) {
    return Arguments.of(name, text, want);
  }

  private static Arguments argsError(String name, String plugin, String args, String want) {
    return Arguments.of(name, plugin, args, want);
  }
}
