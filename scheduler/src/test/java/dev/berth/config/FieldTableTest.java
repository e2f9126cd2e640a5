package dev.berth.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.config.FieldTable.Fate;
import org.junit.jupiter.api.Test;

final class FieldTableTest {
  /** Every field there is, the places of others included. */
  private static final String EVERYTHING =
      """
      apiVersion: kubescheduler.config.k8s.io/v1
      kind: KubeSchedulerConfiguration
      parallelism: 16
      leaderElection:
        leaderElect: true
        leaseDuration: 15s
        renewDeadline: 10s
        retryPeriod: 2s
        resourceLock: leases
        resourceName: berth
        resourceNamespace: kube-system
      clientConnection:
        kubeconfig: /k
        acceptContentTypes: application/json
        contentType: application/json
        qps: 50
        burst: 100
      enableProfiling: true
      enableContentionProfiling: true
      percentageOfNodesToScore: 10
      podInitialBackoffSeconds: 1
      podMaxBackoffSeconds: 10
      delayCacheUntilActive: true
      extenders:
      - urlPrefix: https://x
        filterVerb: f
        preemptVerb: p
        prioritizeVerb: q
        weight: 1
        bindVerb: b
        enableHTTPS: true
        tlsConfig:
          insecure: false
          serverName: x
          certFile: /c
          keyFile: /k
          caFile: /a
          certData: ""
          keyData: ""
          caData: ""
        httpTimeout: 1s
        nodeCacheCapable: true
        managedResources: [{name: example.com/gpu, ignoredByScheduler: true}]
        ignorable: true
      profiles:
      - schedulerName: berth
        percentageOfNodesToScore: 10
        plugins:
          preEnqueue: &set {enabled: [], disabled: [{name: A, weight: 0}]}
          queueSort: *set
          preFilter: *set
          filter: *set
          postFilter: *set
          preScore: *set
          score: *set
          reserve: *set
          permit: *set
          preBind: *set
          bind: *set
          postBind: *set
          multiPoint: *set
          placementGenerate: *set
          placementScore: *set
          podGroupPostFilter: *set
        pluginConfig:
        - {name: DefaultPreemption, args: {}}
        - {name: DynamicResources, args: {}}
        - {name: InterPodAffinity, args: {}}
        - {name: NodeAffinity, args: {}}
        - {name: NodeResourcesBalancedAllocation, args: {resources: [{name: cpu}]}}
        - {name: NodeResourcesFit, args: {}}
        - {name: PodTopologySpread, args: {}}
        - {name: VolumeBinding, args: {}}
        - {name: Mine, args: {}}
      ---
      apiVersion: berth.dev/v1alpha1
      kind: BerthConfiguration
      allowDefaultScheduler: true
      deterministic: true
      seed: 1
      decisionRecords: {recordBytes: 4096, storeBytes: 1}
      maxBindsInFlight: 1
      driftCheckInterval: 5m
      countCheckInterval: 1000
      """;

  @Test
  void everyFieldThatIsRead_hasAFate() {
    Findings findings = new Findings();
    Documents documents = Documents.read(EVERYTHING, "test", findings);
    OwnSettings own = Fields.read(documents.own(), OwnSettings.KIND, findings, OwnSettings::read);
    Fields.read(documents.kube(), "", findings, new KubeConfiguration(own, "berth")::read);

    assertThat(findings.problems()).isEmpty();
    assertThat(findings.setPaths()).hasSizeGreaterThan(80);
    assertThat(findings.setPaths().values())
        .allSatisfy(pattern -> assertThat(FieldTable.fateOf(pattern)).as(pattern).isNotNull());
  }

  @Test
  void field_withoutARow_hasTheFateOfWhatItStandsIn() {
    assertThat(FieldTable.fateOf("extenders[].weight")).isEqualTo(new Fate.HonouredBy("kube"));
    assertThat(FieldTable.fateOf("leaderElection.leaseDuration"))
        .isEqualTo(new Fate.HonouredBy("kube"));
    assertThat(FieldTable.fateOf("profiles[].plugins.score.enabled[].name"))
        .isEqualTo(new Fate.HonouredBy("plugins"));
    assertThat(FieldTable.fateOf("profiles[].pluginConfig[DynamicResources].args.filterTimeout"))
        .isEqualTo(new Fate.HonouredBy("plugins"));
  }

  @Test
  void field_ofAPlaceWithoutARow_hasNoFate() {
    assertThat(FieldTable.fateOf("clientConnection.noSuchField")).isNull();
    assertThat(FieldTable.fateOf("noSuchField")).isNull();
  }
}
