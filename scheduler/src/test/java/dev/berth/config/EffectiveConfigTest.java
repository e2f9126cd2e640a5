package dev.berth.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EffectiveConfigTest {
  private static final String MUCH =
      """
      apiVersion: kubescheduler.config.k8s.io/v1
      kind: KubeSchedulerConfiguration
      parallelism: 8
      percentageOfNodesToScore: 30
      podMaxBackoffSeconds: 20
      delayCacheUntilActive: true
      leaderElection: {leaseDuration: 1m30s, resourceName: mine}
      clientConnection: {qps: 12.5, burst: 25, contentType: application/json}
      extenders: [{urlPrefix: "http://x", filterVerb: f}]
      profiles:
      - schedulerName: a
        percentageOfNodesToScore: 7
        plugins:
          score: {disabled: [{name: ImageLocality}], enabled: [{name: NodeResourcesFit, weight: 5}]}
        pluginConfig:
        - name: NodeResourcesFit
          args: {scoringStrategy: {type: MostAllocated}, ignoredResources: [example.com/x]}
        - name: Unknown
          args: {some: thing}
      - schedulerName: b
      ---
      apiVersion: berth.dev/v1alpha1
      kind: BerthConfiguration
      seed: 5
      maxBindsInFlight: 9
      driftCheckInterval: 7m
      countCheckInterval: 11
      """;

  private static JsonNode kube(BerthConfig config) {
    try {
      return new ObjectMapper().readTree(config.effective().json()).path("componentconfig");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void configuration_writtenOutAndReadAgain_meansTheSame() {
    for (BerthConfig want : List.of(ConfigLoader.parse(MUCH, "test"), ConfigLoader.defaults())) {
      BerthConfig again = ConfigLoader.parse(want.effective().yaml(), "written");
      assertThat(again.profiles())
          .usingRecursiveComparison()
          .ignoringFieldsMatchingRegexes(".*\\.plugins", ".*\\.path")
          .isEqualTo(want.profiles());
      assertThat(again.leaderElection()).isEqualTo(want.leaderElection());
      assertThat(again.clientConnection()).isEqualTo(want.clientConnection());
      assertThat(again.extenders()).isEqualTo(want.extenders());
      assertThat(again.own()).isEqualTo(want.own());
      assertThat(again.podMaxBackoff()).isEqualTo(want.podMaxBackoff());
      assertThat(again.delayCacheUntilActive()).isEqualTo(want.delayCacheUntilActive());
    }
  }

  @Test
  void defaults_areWrittenOut() {
    JsonNode kube = kube(ConfigLoader.defaults());
    assertThat(kube.path("kind").asText()).isEqualTo("KubeSchedulerConfiguration");
    assertThat(kube.at("/leaderElection/leaseDuration").asText()).isEqualTo("15s");
    assertThat(kube.at("/profiles/0/schedulerName").asText()).isEqualTo("berth");
    assertThat(kube.at("/profiles/0/plugins/multiPoint/enabled/0/name").asText())
        .isEqualTo("SchedulingGates");
    assertThat(kube.at("/profiles/0/pluginConfig")).hasSize(8);
  }

  @Test
  void argsThatWereGiven_standAboveTheDefaults_andKeepTheOthers() {
    JsonNode fit = kube(ConfigLoader.parse(MUCH, "test")).at("/profiles/0/pluginConfig/5");
    assertThat(fit.path("name").asText()).isEqualTo("NodeResourcesFit");
    assertThat(fit.at("/args/scoringStrategy/type").asText()).isEqualTo("MostAllocated");
    assertThat(fit.at("/args/scoringStrategy/resources")).hasSize(2);
    assertThat(fit.at("/args/ignoredResources/0").asText()).isEqualTo("example.com/x");
  }

  @Test
  void keysOfExtenders_areNotShown() {
    String shown =
        kube(ConfigLoader.parse(
                """
                apiVersion: kubescheduler.config.k8s.io/v1
                kind: KubeSchedulerConfiguration
                extenders: [{urlPrefix: "https://x", tlsConfig: {certData: QQ==, keyData: Qg==}}]
                """,
                "test"))
            .toString();
    assertThat(shown).contains("QQ==").doesNotContain("Qg==");
  }

  @Test
  void weightsThatWereNotGiven_areWrittenOutAsOne() {
    JsonNode resources =
        kube(ConfigLoader.parse(
                """
                apiVersion: kubescheduler.config.k8s.io/v1
                kind: KubeSchedulerConfiguration
                profiles:
                - pluginConfig:
                  - name: NodeResourcesFit
                    args:
                      scoringStrategy:
                        type: MostAllocated
                        resources: [{name: a}, {name: b, weight: 0}, {name: c, weight: 7}]
                """,
                "test"))
            .at("/profiles/0/pluginConfig/5/args/scoringStrategy/resources");

    assertThat(resources.valueStream().map(resource -> resource.path("weight").asInt()))
        .containsExactly(1, 1, 7);
  }
}
