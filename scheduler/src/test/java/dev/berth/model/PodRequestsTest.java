package dev.berth.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class PodRequestsTest {
  private static final long MIB = 1L << 20;

  private final List<ContainerSpec> containers = new ArrayList<>();
  private final List<ContainerSpec> initContainers = new ArrayList<>();
  private final Map<String, ReportedResources> reported = new HashMap<>();
  private Map<String, Quantity> podLevel = Map.of();
  private Map<String, Quantity> overhead = Map.of();
  private @Nullable ReportedResources reportedForPod;
  private boolean resizeInfeasible;

  private static Map<String, Quantity> list(String... namesAndQuantities) {
    Map<String, Quantity> list = new HashMap<>();
    for (int i = 0; i < namesAndQuantities.length; i += 2) {
      list.put(namesAndQuantities[i], Quantity.parse(namesAndQuantities[i + 1]));
    }
    return list;
  }

  private static ContainerSpec spec(String name, boolean sidecar, String... requests) {
    return new ContainerSpec(name, new ContainerResources(list(requests), Map.of()), sidecar);
  }

  private void container(String name, String... requests) {
    containers.add(spec(name, false, requests));
  }

  private void init(String name, String... requests) {
    initContainers.add(spec(name, false, requests));
  }

  private void sidecar(String name, String... requests) {
    initContainers.add(spec(name, true, requests));
  }

  private PodRequests requests() {
    return PodRequests.of(
        new PodResourceSpec(
            containers,
            initContainers,
            podLevel,
            overhead,
            reported,
            reportedForPod,
            resizeInfeasible));
  }

  @Test
  void containers_runTogether_areAdded() {
    container("a", "cpu", "1", "memory", "1Gi");
    container("b", "cpu", "500m", "example.com/gpu", "2");

    Resources incoming = requests().incoming();

    assertThat(incoming.milliCpu()).isEqualTo(1500);
    assertThat(incoming.memoryBytes()).isEqualTo(1L << 30);
    assertThat(incoming.scalar(ResourceName.of("example.com/gpu"))).isEqualTo(2);
  }

  @Test
  void containers_withTenthsOfAMilli_areRoundedOnceAfterAdding() {
    container("a", "cpu", "0.1m");
    container("b", "cpu", "0.1m");

    assertThat(requests().incoming().milliCpu()).isEqualTo(1);
  }

  @Test
  void initContainer_largerThanTheContainers_setsThePeakPerResource() {
    container("a", "cpu", "1", "memory", "100Mi");
    init("migrate", "cpu", "2", "memory", "50Mi");
    init("seed", "memory", "80Mi");

    Resources incoming = requests().incoming();

    assertThat(incoming.milliCpu()).isEqualTo(2000);
    assertThat(incoming.memoryBytes()).isEqualTo(100 * MIB);
  }

  @Test
  void sidecar_beforeAnInitContainer_runsBesideIt() {
    container("a", "cpu", "1");
    sidecar("proxy", "cpu", "300m");
    init("migrate", "cpu", "2");

    assertThat(requests().incoming().milliCpu()).isEqualTo(2300);
  }

  @Test
  void sidecar_afterAnInitContainer_doesNotRunBesideIt() {
    container("a", "cpu", "1");
    init("migrate", "cpu", "2");
    sidecar("proxy", "cpu", "300m");

    assertThat(requests().incoming().milliCpu()).isEqualTo(2000);
  }

  @Test
  void sidecars_betweenInitContainers_countFromTheirPlaceOn() {
    container("a", "cpu", "1");
    sidecar("first", "cpu", "100m");
    init("early", "cpu", "1500m");
    sidecar("second", "cpu", "200m");
    init("late", "cpu", "1400m");

    // early: 1500 + 100; late: 1400 + 100 + 200; running: 1000 + 100 + 200
    assertThat(requests().incoming().milliCpu()).isEqualTo(1700);
  }

  @Test
  void sidecars_besideContainers_areAddedToThem() {
    container("a", "cpu", "1");
    sidecar("first", "cpu", "100m");
    sidecar("second", "cpu", "200m");

    assertThat(requests().incoming().milliCpu()).isEqualTo(1300);
  }

  @Test
  void overhead_isAddedOnTop_alsoOfPodLevelRequests() {
    container("a", "cpu", "1", "memory", "10Mi");
    podLevel = list("cpu", "3");
    overhead = list("cpu", "250m", "memory", "1Mi");

    Resources incoming = requests().incoming();

    assertThat(incoming.milliCpu()).isEqualTo(3250);
    assertThat(incoming.memoryBytes()).isEqualTo(11 * MIB);
    assertThat(requests().scoring().milliCpu()).isEqualTo(1250);
  }

  @Test
  void podLevel_supportedResources_replaceTheSumOfTheContainers() {
    container("a", "cpu", "5", "hugepages-2Mi", "4Mi", "example.com/gpu", "1");
    podLevel = list("cpu", "2", "hugepages-2Mi", "8Mi", "example.com/gpu", "7");

    Resources incoming = requests().incoming();

    assertThat(incoming.milliCpu()).isEqualTo(2000);
    assertThat(incoming.scalar(ResourceName.of("hugepages-2Mi"))).isEqualTo(8 * MIB);
    assertThat(incoming.scalar(ResourceName.of("example.com/gpu"))).isEqualTo(1);
  }

  @Test
  void podLevel_forTheFitScore_isNotLookedAt() {
    container("a", "cpu", "5");
    podLevel = list("cpu", "2", "memory", "1Gi");

    assertThat(requests().scoring().milliCpu()).isEqualTo(5000);
    assertThat(requests().scoring().memoryBytes()).isEqualTo(200 * MIB);
    assertThat(requests().placedNonZero().milliCpu()).isEqualTo(2000);
    assertThat(requests().placedNonZero().memoryBytes()).isEqualTo(1L << 30);
  }

  @Test
  void missingRequest_forScores_countsAsADefaultPerContainer() {
    container("a");
    container("b", "cpu", "1");
    init("c");

    PodRequests requests = requests();

    assertThat(requests.scoring().milliCpu()).isEqualTo(1100);
    assertThat(requests.scoring().memoryBytes()).isEqualTo(400 * MIB);
    assertThat(requests.placedNonZero()).isEqualTo(requests.scoring());
    assertThat(requests.incoming().milliCpu()).isEqualTo(1000);
    assertThat(requests.placed().memoryBytes()).isZero();
  }

  @Test
  void explicitZero_forScores_staysZero() {
    container("a", "cpu", "0", "memory", "0");

    assertThat(requests().scoring()).isEqualTo(Resources.ZERO);
    assertThat(requests().placedNonZero()).isEqualTo(Resources.ZERO);
  }

  @Test
  void initContainerWithoutRequest_forScores_alsoCountsAsADefault() {
    container("a", "cpu", "10m", "memory", "1Mi");
    init("c");

    assertThat(requests().scoring().milliCpu()).isEqualTo(100);
    assertThat(requests().scoring().memoryBytes()).isEqualTo(200 * MIB);
  }

  @Test
  void podLevelRequests_withoutOneResource_leaveItsDefaultToTheContainers() {
    container("a");
    container("b");
    podLevel = list("cpu", "50m");

    assertThat(requests().placedNonZero().milliCpu()).isEqualTo(50);
    assertThat(requests().placedNonZero().memoryBytes()).isEqualTo(400 * MIB);
  }

  @Test
  void podLevelRequests_andOneContainerWithMemory_giveTheOtherOneNoDefault() {
    container("a", "memory", "10Mi");
    container("b");
    podLevel = list("cpu", "50m");

    assertThat(requests().placedNonZero().memoryBytes()).isEqualTo(10 * MIB);
    assertThat(requests().scoring().memoryBytes()).isEqualTo(210 * MIB);
  }

  @Test
  void resize_onItsNode_countsTheLargestOfSpecActuatedAndAllocated() {
    container("a", "cpu", "1", "memory", "100Mi");
    reported.put(
        "a",
        new ReportedResources(
            list("cpu", "2", "memory", "50Mi"), list("cpu", "1500m", "memory", "300Mi")));

    PodRequests requests = requests();

    assertThat(requests.placed().milliCpu()).isEqualTo(2000);
    assertThat(requests.placed().memoryBytes()).isEqualTo(300 * MIB);
    assertThat(requests.placedNonZero().milliCpu()).isEqualTo(2000);
    assertThat(requests.incoming().milliCpu()).isEqualTo(1000);
    assertThat(requests.scoring().milliCpu()).isEqualTo(1000);
  }

  @Test
  void resize_thatIsInfeasible_leavesTheSpecOut() {
    container("a", "cpu", "9");
    reported.put("a", new ReportedResources(list("cpu", "1"), list("cpu", "2")));
    resizeInfeasible = true;

    assertThat(requests().placed().milliCpu()).isEqualTo(2000);
    assertThat(requests().incoming().milliCpu()).isEqualTo(9000);
  }

  @Test
  void resize_ofASidecar_counts_ofAPlainInitContainer_doesNot() {
    container("a", "cpu", "1");
    sidecar("proxy", "cpu", "1");
    init("migrate", "cpu", "1");
    reported.put("proxy", new ReportedResources(list("cpu", "3"), Map.of()));
    reported.put("migrate", new ReportedResources(list("cpu", "50"), Map.of()));

    assertThat(requests().placed().milliCpu()).isEqualTo(4000);
  }

  @Test
  void resize_thatReportsAResourceTheSpecLacks_countsItAndTakesNoDefault() {
    container("a");
    reported.put("a", new ReportedResources(list("cpu", "10m"), Map.of()));

    assertThat(requests().placed().milliCpu()).isEqualTo(10);
    assertThat(requests().placedNonZero().milliCpu()).isEqualTo(10);
    assertThat(requests().scoring().milliCpu()).isEqualTo(100);
  }

  @Test
  void podLevelResize_onItsNode_countsTheLargest() {
    container("a", "cpu", "100m");
    podLevel = list("cpu", "1", "memory", "10Mi");
    reportedForPod = new ReportedResources(list("cpu", "3"), list("memory", "20Mi"));

    assertThat(requests().placed().milliCpu()).isEqualTo(3000);
    assertThat(requests().placed().memoryBytes()).isEqualTo(20 * MIB);
    assertThat(requests().incoming().milliCpu()).isEqualTo(1000);
  }

  @Test
  void podLevelResize_infeasibleAndNotReported_isZero() {
    container("a", "cpu", "100m");
    podLevel = list("cpu", "1");
    reportedForPod = new ReportedResources(Map.of(), Map.of());
    resizeInfeasible = true;

    assertThat(requests().placed().milliCpu()).isZero();
  }

  @Test
  void hugeRequest_thatOverflows_isZeroForTheFilterAndWrapsOnTheNode() {
    container("a", "cpu", "1Ei");

    assertThat(requests().incoming().milliCpu()).isZero();
    assertThat(requests().placed().milliCpu()).isEqualTo(Long.MIN_VALUE);
  }

  @Test
  void podsAsARequest_countNothing() {
    container("a", "pods", "3", "cpu", "1");

    assertThat(requests().placed().pods()).isZero();
    assertThat(requests().incoming().pods()).isZero();
    assertThat(requests().placed().milliCpu()).isEqualTo(1000);
  }

  @Test
  void extendedResources_withAnyAmount_areNamed() {
    container("a", "example.com/none", "0", "hugepages-2Mi", "2Mi", "example.com/gpu", "1");

    assertThat(requests().extendedResources())
        .extracting(ResourceName::name)
        .containsExactly("example.com/gpu", "example.com/none");
  }

  @Test
  void equals_sameAmountsWrittenDifferently_isTrue() {
    container("a", "cpu", "1");
    PodRequests written = requests();
    containers.clear();
    container("b", "cpu", "1000m");

    assertThat(requests()).isEqualTo(written).hasSameHashCodeAs(written);
  }

  @Test
  void equals_differenceOnlyInThePlacedVector_isFalse() {
    container("a", "cpu", "1", "memory", "1Gi");
    PodRequests plain = requests();
    reported.put("a", new ReportedResources(list("cpu", "2"), Map.of()));

    assertThat(requests()).isNotEqualTo(plain);
  }
}
