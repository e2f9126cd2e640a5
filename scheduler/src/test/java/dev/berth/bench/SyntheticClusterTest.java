package dev.berth.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.model.ClusterObject;
import dev.berth.model.Namespace;
import dev.berth.model.Node;
import dev.berth.model.PodClaim;
import dev.berth.model.PodInfo;
import dev.berth.model.PodRequests;
import dev.berth.model.Service;
import dev.berth.model.devices.ResourceClaim;
import dev.berth.model.storage.CsiNode;
import dev.berth.model.storage.PersistentVolume;
import dev.berth.model.storage.PersistentVolumeClaim;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class SyntheticClusterTest {
  private static final int NODES = 2;

  private static SyntheticCluster cluster(Workload workload) {
    return new SyntheticCluster(workload, NODES, "berth", 3);
  }

  private static int distinctRequests(List<PodInfo> pods) {
    Set<PodRequests> requests = Collections.newSetFromMap(new IdentityHashMap<>());
    pods.forEach(pod -> requests.add(pod.requests()));
    return requests.size();
  }

  @Test
  void nodes_areThoseOfSchedulerPerf() {
    Node node = cluster(Workload.BASIC).nodes().getFirst();

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
    List<PodInfo> placed = cluster.placed(1);
    List<PodInfo> pending = cluster.pending(2);

    List<ClusterObject> others = cluster.others(placed, pending);

    assertThat(only(CsiNode.class, others)).hasSize(NODES);
    for (PodInfo pod : List.of(placed.getFirst(), pending.getFirst(), pending.getLast())) {
      String claimName = pod.volumes().getFirst().claimName(pod);
      assertThat(only(PersistentVolumeClaim.class, others))
          .anyMatch(claim -> claim.key().name().equals(claimName) && claim.isFullyBound());
    }
    assertThat(only(PersistentVolume.class, others)).extracting(PersistentVolume::key).hasSize(3);
  }

  @Test
  void podsWithDevices_haveClaimsOfTheirOwn_andPlacedOnesADeviceEach() {
    SyntheticCluster cluster = cluster(Workload.RESOURCE_CLAIM_TEMPLATE);
    List<PodInfo> placed = cluster.placed(4);
    List<PodInfo> pods = new ArrayList<>(placed);
    pods.addAll(cluster.pending(1));

    List<ResourceClaim> claims =
        only(ResourceClaim.class, cluster.others(placed, pods.subList(4, 5)));

    assertThat(claims).hasSize(5);
    for (PodInfo pod : pods) {
      String claim = pod.key().name() + "-resource";
      assertThat(pod.claims().claims()).containsExactly(new PodClaim.Generated("resource", claim));
      assertThat(claims)
          .anyMatch(of -> of.key().name().equals(claim) && of.meta().isControlledBy(pod.uid()));
    }
    assertThat(claims.stream().map(ResourceClaim::allocation).filter(Objects::nonNull))
        .hasSize(4)
        .doesNotHaveDuplicates();
  }

  @Test
  void podsOfTheService_areSelectedByIt_andThoseBeforeThemAreNot() {
    SyntheticCluster cluster = cluster(Workload.DEFAULT_TOPOLOGY_SPREADING);
    PodInfo placed = cluster.placed(1).getFirst();
    PodInfo pending = cluster.pending(1).getFirst();

    Service service = only(Service.class, cluster.others(List.of(), List.of())).getFirst();

    assertThat(service.key().namespace()).isEqualTo(pending.key().namespace());
    assertThat(pending.labels().asMap()).containsAllEntriesOf(service.selector().asMap());
    assertThat(placed.labels().asMap()).doesNotContainKeys("service");
  }

  @Test
  void mixedPods_areOnEachNodeOneOfEachKind() {
    SyntheticCluster cluster = cluster(Workload.MIXED_BASE_POD);

    List<PodInfo> placed = cluster.placed(5 * NODES);

    for (Node node : cluster.nodes()) {
      List<PodInfo> there =
          placed.stream().filter(pod -> pod.nodeName().equals(node.name())).toList();
      assertThat(there).hasSize(5);
      assertThat(there).filteredOn(pod -> pod.affinity().isNone()).hasSize(1);
      assertThat(there).filteredOn(pod -> !pod.affinity().required().isEmpty()).hasSize(1);
      assertThat(there).filteredOn(pod -> !pod.affinity().requiredAnti().isEmpty()).hasSize(1);
      assertThat(there).filteredOn(pod -> !pod.affinity().preferred().isEmpty()).hasSize(1);
      assertThat(there).filteredOn(pod -> !pod.affinity().preferredAnti().isEmpty()).hasSize(1);
    }
    assertThat(cluster.pending(1).getFirst().affinity().isNone()).isTrue();
  }

  @Test
  void podsOfTheNamespaceSelector_areInNamespacesWithTheLabel() {
    SyntheticCluster cluster = cluster(Workload.POD_ANTI_AFFINITY_NS_SELECTOR);
    List<PodInfo> placed = cluster.placed(200);
    List<PodInfo> pending = cluster.pending(1);

    List<Namespace> namespaces = only(Namespace.class, cluster.others(placed, pending));

    assertThat(namespaces)
        .hasSize(101)
        .allSatisfy(namespace -> assertThat(namespace.labels().get("team")).isEqualTo("devops"));
    assertThat(placed.stream().map(pod -> pod.key().namespace()).distinct())
        .hasSize(100)
        .doesNotContain(pending.getFirst().key().namespace());
  }

  @Test
  void podsOfADaemonSet_areOnlyForTheirNode() {
    SyntheticCluster first = cluster(Workload.DAEMONSET);
    SyntheticCluster each = cluster(Workload.DAEMONSET_ON_EACH_NODE);

    assertThat(first.nodes())
        .extracting(node -> node.allocatable().pods())
        .containsExactly(90_000L, 110L);
    assertThat(nodesFor(first.pending(3), first.nodes())).containsExactly("0", "0", "0");
    assertThat(nodesFor(each.pending(3), each.nodes())).containsExactly("0", "1", "0");
  }

  private static List<String> nodesFor(List<PodInfo> pods, List<Node> nodes) {
    return pods.stream()
        .map(
            pod ->
                IntStream.range(0, nodes.size())
                    .filter(i -> pod.requiredNodes().matches(nodes.get(i)))
                    .mapToObj(Integer::toString)
                    .collect(Collectors.joining(" ")))
        .toList();
  }

  private static <T extends ClusterObject> List<T> only(Class<T> type, List<ClusterObject> all) {
    return all.stream().filter(type::isInstance).map(type::cast).toList();
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
    SyntheticCluster cluster = cluster(workload);

    assertThat(cluster.placed(10)).allSatisfy(pod -> assertThat(pod.refusals()).isEmpty());
    assertThat(cluster.pending(10)).allSatisfy(pod -> assertThat(pod.refusals()).isEmpty());
  }

  @Test
  void placedPods_areSpreadOverTheNodesInTurn() {
    SyntheticCluster cluster = cluster(Workload.BASIC);

    assertThat(cluster.placed(3))
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
            "workload 'x' is not known. Known: " + String.join(", ", Workload.titles()) + ".");
  }
}
