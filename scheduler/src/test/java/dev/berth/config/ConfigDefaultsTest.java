package dev.berth.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.ResourceName;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a configuration means that says nothing, compared with kube-scheduler's defaults. */
final class ConfigDefaultsTest {
  private static final String HEAD =
      """
      apiVersion: kubescheduler.config.k8s.io/v1
      kind: KubeSchedulerConfiguration
      """;

  @Test
  void configuration_thatSaysNothing_isTheSameAsNone() {
    assertThat(ConfigLoader.parse(HEAD, "test")).isEqualTo(ConfigLoader.defaults());
  }

  @Test
  void configuration_withoutProfiles_hasOneCalledBerth() {
    assertThat(ConfigLoader.defaults().profiles())
        .singleElement()
        .returns("berth", Profile::schedulerName)
        .returns("profiles[0]", Profile::path)
        .returns(100, Profile::percentageOfNodesToScore);
  }

  @Test
  void defaults_ofTheRest_areKubeSchedulersButForTheDifferences() {
    BerthConfig config = ConfigLoader.defaults();

    assertThat(config.podInitialBackoff()).isEqualTo(Duration.ofSeconds(1));
    assertThat(config.podMaxBackoff()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.clientConnection()).isEqualTo(new ClientConnection("", "", "", null));
    assertThat(config.leaderElection())
        .isEqualTo(
            new LeaderElection(
                true,
                Duration.ofSeconds(15),
                Duration.ofSeconds(10),
                Duration.ofSeconds(2),
                "kube-system",
                "berth"));
    assertThat(config.extenders()).isEmpty();
    assertThat(config.own())
        .isEqualTo(
            new OwnSettings(
                false,
                false,
                null,
                new OwnSettings.DecisionRecords(4096, 67_108_864),
                100,
                Duration.ofMinutes(5),
                1_000,
                null));
  }

  @Test
  void plugins_byDefault_areThoseOf136InTheirOrder() {
    PluginSets plugins = ConfigLoader.defaults().profiles().getFirst().plugins();

    assertThat(plugins.points()).isEmpty();
    assertThat(plugins.multiPoint().disabled()).isEmpty();
    assertThat(plugins.multiPoint().enabled())
        .extracting(plugin -> plugin.name() + "=" + plugin.weight())
        .containsExactly(
            "SchedulingGates=1",
            "PrioritySort=1",
            "NodeUnschedulable=1",
            "NodeName=1",
            "TaintToleration=3",
            "NodeAffinity=2",
            "NodePorts=1",
            "NodeResourcesFit=1",
            "VolumeRestrictions=1",
            "NodeVolumeLimits=1",
            "VolumeBinding=1",
            "VolumeZone=1",
            "PodTopologySpread=2",
            "InterPodAffinity=2",
            "DynamicResources=2",
            "DefaultPreemption=1",
            "NodeResourcesBalancedAllocation=1",
            "ImageLocality=1",
            "DefaultBinder=1",
            "NodeDeclaredFeatures=1");
  }

  @Test
  void args_byDefault_areThoseOf136() {
    Profile profile = ConfigLoader.defaults().profiles().getFirst();
    List<ResourceWeight> cpuAndMemory =
        List.of(
            new ResourceWeight(ResourceName.CPU, 1), new ResourceWeight(ResourceName.MEMORY, 1));

    assertThat(profile.args(NodeResourcesFitArgs.class))
        .isEqualTo(
            new NodeResourcesFitArgs(
                List.of(), List.of(), new ScoringStrategy.LeastAllocated(cpuAndMemory)));
    assertThat(profile.args(NodeResourcesBalancedAllocationArgs.class))
        .isEqualTo(
            new NodeResourcesBalancedAllocationArgs(
                List.of(ResourceName.CPU, ResourceName.MEMORY)));
    assertThat(profile.args(NodeAffinityArgs.class))
        .isEqualTo(new NodeAffinityArgs(null, List.of()));
    assertThat(profile.args(PodTopologySpreadArgs.class))
        .isEqualTo(new PodTopologySpreadArgs(PodTopologySpreadArgs.Defaulting.SYSTEM, List.of()));
    assertThat(profile.args(InterPodAffinityArgs.class))
        .isEqualTo(new InterPodAffinityArgs(1, false));
    assertThat(profile.args(VolumeBindingArgs.class))
        .isEqualTo(new VolumeBindingArgs(Duration.ofMinutes(10)));
    assertThat(profile.args(DynamicResourcesArgs.class))
        .isEqualTo(new DynamicResourcesArgs(Duration.ofSeconds(10), Duration.ofMinutes(10)));
    assertThat(profile.args(DefaultPreemptionArgs.class))
        .isEqualTo(new DefaultPreemptionArgs(10, 100));
    assertThat(profile.unknownArgs("Lucky")).isEqualTo(UnknownArgs.NONE);
  }

  @Test
  void profile_withoutPercentage_hasTheGlobalOne() {
    BerthConfig config =
        ConfigLoader.parse(
            HEAD
                + """
                percentageOfNodesToScore: 30
                profiles:
                - schedulerName: a
                - schedulerName: b
                  percentageOfNodesToScore: 50
                - schedulerName: all
                  percentageOfNodesToScore: 0
                """,
            "test");

    assertThat(config.profiles())
        .extracting(Profile::percentageOfNodesToScore)
        .containsExactly(30, 50, 100);
  }

  @Test
  void conformance_withoutConfiguration_isOneProfileDefaultScheduler() {
    assertThat(ConfigLoader.conformance(null).profiles())
        .extracting(Profile::schedulerName)
        .containsExactly("default-scheduler");
    assertThat(ConfigLoader.conformance(null).own().allowDefaultScheduler()).isTrue();
  }

  @Test
  void zeroValues_countAsAbsent_asInGo() {
    BerthConfig config =
        ConfigLoader.parse(
            HEAD
                + """
                clientConnection: {qps: 0, burst: 0, kubeconfig: ""}
                leaderElection: {leaseDuration: 0s, renewDeadline: 0s, retryPeriod: 0s, resourceName: ""}
                profiles: []
                extenders: null
                """,
            "test");

    assertThat(config.clientConnection()).isEqualTo(ConfigLoader.defaults().clientConnection());
    assertThat(config.leaderElection()).isEqualTo(ConfigLoader.defaults().leaderElection());
    assertThat(config.profiles()).isEqualTo(ConfigLoader.defaults().profiles());
  }

  @Test
  void qps_whenGiven_isALimitWithBurst() {
    assertThat(client("qps: 20").rateLimit()).isEqualTo(new ClientConnection.RateLimit(20, 100));
    assertThat(client("qps: 0.5, burst: 7").rateLimit())
        .isEqualTo(new ClientConnection.RateLimit(0.5, 7));
    assertThat(client("qps: -1").rateLimit()).isNull();
  }

  private static ClientConnection client(String fields) {
    return ConfigLoader.parse(HEAD + "clientConnection: {" + fields + "}", "test")
        .clientConnection();
  }
}
