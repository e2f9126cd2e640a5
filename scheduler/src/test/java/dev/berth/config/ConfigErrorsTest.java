package dev.berth.config;

import static dev.berth.config.ConfigErrors.HEAD;
import static dev.berth.config.ConfigErrors.error;
import static dev.berth.config.ConfigErrors.errorsOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Errors of a configuration but for arguments of plugins: what is written, and the lines that
 * answer it.
 */
final class ConfigErrorsTest {
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

  static Stream<Arguments> extenders() {
    return Stream.of(
        error("an extender without an address", "- {}", "extenders[0].urlPrefix: is missing"),
        error(
            "a time that is over before it begins",
            "- {urlPrefix: \"http://x\", httpTimeout: -1s}",
            "extenders[0].httpTimeout: is -1s; allowed is 0s or more; 0s means 5s"),
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
}
