package dev.berth.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said at start: differences that take effect, and what is set and has no effect. */
final class NoticesTest {
  private static final String HEAD =
      """
      apiVersion: kubescheduler.config.k8s.io/v1
      kind: KubeSchedulerConfiguration
      """;

  /** Leaves nothing to a default that differs. */
  private static final String PLAIN =
      HEAD
          + """
          percentageOfNodesToScore: 50
          leaderElection: {leaderElect: false}
          """;

  @Test
  void everythingByDefault_namesTheDifferencesThatTakeEffect() {
    assertThat(ConfigLoader.defaults().notices())
        .containsExactly(
            "profiles[0].schedulerName is not set: it is berth, not default-scheduler",
            "leaderElection.resourceName is not set: the lease is kube-system/berth, not"
                + " kube-scheduler's",
            "clientConnection.qps is not set: requests to the API server are not limited, where"
                + " kube-scheduler takes 50 a second",
            "percentageOfNodesToScore is not set or 0: all nodes are filtered and scored, where"
                + " kube-scheduler looks at a part of them in clusters of 100 nodes and more");
  }

  @Test
  void everythingSet_hasNoDifferenceToName() {
    String text =
        HEAD
            + """
            percentageOfNodesToScore: 50
            podInitialBackoffSeconds: 1
            podMaxBackoffSeconds: 10
            clientConnection: {qps: 50, burst: 100, kubeconfig: /k, contentType: application/json}
            profiles:
            - schedulerName: berth
              plugins: {score: {disabled: [{name: ImageLocality}]}}
              pluginConfig:
              - {name: NodeResourcesFit, args: {ignoredResources: [example.com/foo]}}
            """;

    assertThat(ConfigLoader.parse(text, "test").notices())
        .containsExactly(ConfigLoader.defaults().notices().get(1));
  }

  @Test
  void allNodes_whenOneProfileAsksForIt_isSaidOnce() {
    String profiles =
        """
        profiles:
        - {schedulerName: a, percentageOfNodesToScore: 0}
        - {schedulerName: b, percentageOfNodesToScore: 0}
        - {schedulerName: c, percentageOfNodesToScore: 100}
        """;

    assertThat(ConfigLoader.parse(PLAIN + profiles, "test").notices())
        .filteredOn(notice -> notice.startsWith("percentageOfNodesToScore"))
        .hasSize(1);
    assertThat(notices(PLAIN + "profiles: [{schedulerName: c, percentageOfNodesToScore: 100}]"))
        .noneMatch(notice -> notice.startsWith("percentageOfNodesToScore"));
  }

  @Test
  void protobuf_isAcceptedAndNoted() {
    assertThat(
            notices(
                PLAIN
                    + "clientConnection: {contentType: application/vnd.kubernetes.protobuf,"
                    + " acceptContentTypes:"
                    + " \"application/vnd.kubernetes.protobuf,application/json\"}"))
        .contains(
            "clientConnection.contentType is application/vnd.kubernetes.protobuf: accepted, but"
                + " Berth speaks application/json",
            "clientConnection.acceptContentTypes is"
                + " application/vnd.kubernetes.protobuf,application/json: accepted, but Berth"
                + " speaks application/json");
  }

  @Test
  void burst_withoutQps_hasNoEffect() {
    assertThat(notices(PLAIN + "clientConnection: {burst: 5}"))
        .contains(
            "clientConnection.qps is not set: requests to the API server are not limited, where"
                + " kube-scheduler takes 50 a second, and burst has no effect");
  }

  @Test
  void namesOfKubeScheduler_whenAllowed_areWarnedOf() {
    String own =
        """

        ---
        apiVersion: berth.dev/v1alpha1
        kind: BerthConfiguration
        allowDefaultScheduler: true
        """;
    String text =
        HEAD
            + "leaderElection: {resourceName: kube-scheduler}\n"
            + "profiles: [{schedulerName: default-scheduler}]"
            + own;

    assertThat(notices(text))
        .contains(
            "profiles[0] serves default-scheduler, as allowDefaultScheduler permits: no"
                + " kube-scheduler may run beside it",
            "leaderElection uses the lease kube-system/kube-scheduler, as allowDefaultScheduler"
                + " permits");
  }

  @Test
  void fieldsThatNothingHonours_areNamedWhenSet() {
    List<String> notices =
        notices(
            HEAD
                + """
                parallelism: 8
                enableProfiling: false
                enableContentionProfiling: false
                delayCacheUntilActive: true
                leaderElection: {leaderElect: true, leaseDuration: 20s}
                extenders: [{urlPrefix: "http://x", filterVerb: f, preemptVerb: p}]
                profiles:
                - plugins:
                    placementScore: {enabled: [{name: A}]}
                    podGroupPostFilter: {}
                """);

    assertThat(notices)
        .contains(
            "parallelism has no meaning: one thread decides",
            "enableProfiling has no meaning: this is not a Go program",
            "enableContentionProfiling has no meaning: this is not a Go program",
            "profiles[0].plugins.placementScore is a known extension point, but no stage of Berth"
                + " runs it",
            "profiles[0].plugins.podGroupPostFilter is a known extension point, but no stage of"
                + " Berth runs it")
        .hasSize(9);
  }

  @Test
  void argsThatNothingReads_areNamed() {
    List<String> notices =
        notices(
            HEAD
                + """
                profiles:
                - pluginConfig:
                  - {name: NodeResourceFit, args: {ignoredResources: [example.com/foo]}}
                  - {name: ImageLocality, args: {x: 1}}
                  - {name: Mine, args: {x: 1}}
                  - {name: Idle}
                  plugins: {score: {enabled: [{name: Mine}]}}
                """);

    assertThat(notices)
        .filteredOn(notice -> notice.contains("pluginConfig"))
        .containsExactly(
            "profiles[0].pluginConfig[0]: the profile enables no plugin NodeResourceFit, so its"
                + " args have no effect. Maybe \"NodeResourceFit\" -> \"NodeResourcesFit\"?",
            "profiles[0].pluginConfig[1]: the plugin ImageLocality takes no args");
  }

  private static List<String> notices(String text) {
    return ConfigLoader.parse(text, "test").notices();
  }
}
