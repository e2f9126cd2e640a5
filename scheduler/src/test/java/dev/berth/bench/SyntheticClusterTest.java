package dev.berth.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.model.ClusterObject;
import dev.berth.model.Node;
import dev.berth.model.PodInfo;
import dev.berth.model.PodRequests;
import dev.berth.model.storage.PersistentVolumeClaim;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class SyntheticClusterTest {

  private static SyntheticCluster cluster(Workload workload) {
    return new SyntheticCluster(workload, "berth", 3);
  }

  private static int distinctRequests(List<PodInfo> pods) {
    Set<PodRequests> requests = Collections.newSetFromMap(new IdentityHashMap<>());
    pods.forEach(pod -> requests.add(pod.requests()));
    return requests.size();
  }

  @Test
  void nodes_areThoseOfSchedulerPerf() {
    Node node = cluster(Workload.BASIC).nodes(1).getFirst();

    assertThat(node.allocatable().milliCpu()).isEqualTo(4_000);
    assertThat(node.allocatable().memoryBytes()).isEqualTo(32L << 30);
    assertThat(node.allocatable().pods()).isEqualTo(110);
    assertThat(node.labels().get("kubernetes.io/hostname")).isEqualTo(node.name());
    assertThat(node.labels().get("topology.kubernetes.io/zone")).startsWith("zone-");
  }

  @Test
  void pods_ofTheBasicWorkload_areThoseOfSchedulerPerf() {
    PodInfo pod = cluster(Workload.BASIC).pending(1).getFirst();

    assertThat(pod.schedulerName()).isEqualTo("berth");
    assertThat(pod.nodeName()).isEmpty();
    assertThat(pod.requiredNodes().isAny()).isTrue();
    assertThat(pod.preferredNodes().isEmpty()).isTrue();
    assertThat(pod.requests().incoming().milliCpu()).isEqualTo(100);
    assertThat(pod.requests().incoming().memoryBytes()).isEqualTo(500L << 20);
  }

  @Test
  void podsWithClaims_haveVolumesThatAreBound_andTheirNodesADriver() {
    SyntheticCluster cluster = cluster(Workload.CSI_PVS);
    List<Node> nodes = cluster.nodes(2);
    List<PodInfo> pods = cluster.pending(3);

    List<ClusterObject> storage = cluster.storage(nodes, pods);

    assertThat(storage).hasSize(2 + 2 * 3);
    for (PodInfo pod : pods) {
      String claimName = pod.volumes().getFirst().claimName(pod);
      assertThat(storage)
          .anyMatch(
              object ->
                  object instanceof PersistentVolumeClaim claim
                      && claim.key().name().equals(claimName)
                      && claim.isFullyBound());
    }
    assertThat(cluster(Workload.BASIC).storage(nodes, pods)).isEmpty();
  }

  @Test
  void pods_haveNamesAndUidsOfTheirOwn() {
    List<PodInfo> pods = cluster(Workload.BASIC).pending(50);

    assertThat(pods).extracting(PodInfo::key).doesNotHaveDuplicates();
    assertThat(pods).extracting(PodInfo::uid).doesNotHaveDuplicates();
  }

  @ParameterizedTest(name = "{0}: {1} of 1000")
  @CsvSource({"BASIC, 1", "MANY_TEMPLATES, 100", "UNIQUE_REQUESTS, 1000"})
  void workloads_differInHowManyRequestsTheyHave(Workload workload, int wantDistinct) {
    assertThat(distinctRequests(cluster(workload).pending(1000))).isEqualTo(wantDistinct);
  }

  @Test
  void pods_withAffinity_areThoseOfTheirWorkload() {
    assertThat(cluster(Workload.NODE_AFFINITY).pending(1).getFirst().requiredNodes().isAny())
        .isFalse();
    assertThat(
            cluster(Workload.PREFERRED_NODE_AFFINITY)
                .pending(1)
                .getFirst()
                .preferredNodes()
                .terms())
        .hasSize(1);
  }

  @Test
  void pods_thatMindOtherPods_areThoseOfTheirWorkload() {
    assertThat(only(Workload.TOPOLOGY_SPREADING).topologySpread().hard()).hasSize(1);
    assertThat(only(Workload.PREFERRED_TOPOLOGY_SPREADING).topologySpread().soft()).hasSize(1);
    assertThat(only(Workload.POD_AFFINITY).affinity().required()).hasSize(1);
    assertThat(only(Workload.POD_ANTI_AFFINITY).affinity().requiredAnti()).hasSize(1);
    assertThat(only(Workload.PREFERRED_POD_AFFINITY).affinity().preferred()).hasSize(1);
    assertThat(only(Workload.PREFERRED_POD_ANTI_AFFINITY).affinity().preferredAnti()).hasSize(1);
    assertThat(only(Workload.BASIC).affinity().isNone()).isTrue();
    assertThat(only(Workload.BASIC).topologySpread().isSaid()).isFalse();
  }

  private static PodInfo only(Workload workload) {
    return cluster(workload).pending(1).getFirst();
  }

  @ParameterizedTest
  @EnumSource
  void pods_ofNoWorkload_areRefused(Workload workload) {
    assertThat(cluster(workload).pending(1).getFirst().refusals()).isEmpty();
  }

  @Test
  void placedPods_areSpreadOverTheNodesInTurn() {
    SyntheticCluster cluster = cluster(Workload.BASIC);
    List<Node> nodes = cluster.nodes(2);

    assertThat(cluster.placed(3, nodes))
        .extracting(PodInfo::nodeName)
        .containsExactly("node-000000", "node-000001", "node-000000");
  }

  @Test
  void unknownWorkload_namesTheNearest() {
    assertThatThrownBy(() -> Workload.of("SchedulingBasics"))
        .hasMessage("workload 'SchedulingBasics' is not known. Maybe SchedulingBasic?");
  }

  @Test
  void workloadLikeNoOther_namesAll() {
    assertThatThrownBy(() -> Workload.of("x"))
        .hasMessage(
            "workload 'x' is not known. Known: SchedulingBasic, SchedulingManyTemplates,"
                + " SchedulingNodeAffinity, SchedulingPreferredNodeAffinity, TopologySpreading,"
                + " PreferredTopologySpreading, SchedulingPodAffinity, SchedulingPodAntiAffinity,"
                + " SchedulingPreferredPodAffinity, SchedulingPreferredPodAntiAffinity,"
                + " SchedulingCSIPVs, PreemptionBasic, Unschedulable, SchedulingUniqueRequests.");
  }
}
