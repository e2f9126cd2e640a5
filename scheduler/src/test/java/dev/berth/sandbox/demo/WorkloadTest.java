package dev.berth.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.sandbox.demo.Arrival.Sort;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WorkloadTest {
  private static final Duration WITHIN = Duration.ofSeconds(20);

  @Test
  void workloadOfSomebodyWhoDoesNotSay_hasEverySort() {
    assertThat(Workload.of(DemoCluster.NODES, Workload.PODS, WITHIN, 1))
        .extracting(Arrival::sort)
        .contains(Sort.values());
  }

  @Test
  void firstPicture_hasSomethingOfMostSorts() {
    assertThat(Workload.of(DemoCluster.NODES, Workload.PODS, WITHIN, 1))
        .filteredOn(arrival -> arrival.at().isZero())
        .extracting(Arrival::sort)
        .contains(Sort.values());
  }

  @Test
  void smallWorkload_hasThoseThatMustWait() {
    assertThat(Workload.of(DemoCluster.NODES, Workload.WITH_ALL_THAT_WAIT, WITHIN, 1))
        .extracting(Arrival::name)
        .contains("too-big", "report", "wants-ssd");
  }

  @Test
  void sameSeed_samePods_otherSeed_others() {
    List<Arrival> want = Workload.of(8, 60, WITHIN, 7);
    assertThat(Workload.of(8, 60, WITHIN, 7)).isEqualTo(want);
    assertThat(Workload.of(8, 60, WITHIN, 8)).isNotEqualTo(want);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 50", "2, 12", "3, 60", "8, 60", "8, 5000", "17, 300", "5000, 5000"})
  void anyNumbers_givePodsWithNamesOfTheirOwn_inOrder_andRoomForThoseThatAreSure(
      int nodes, int pods) {
    List<Arrival> arrivals = Workload.of(nodes, pods, WITHIN, 3);

    assertThat(arrivals).hasSize(pods);
    assertThat(arrivals).extracting(Arrival::name).doesNotHaveDuplicates();
    assertThat(arrivals)
        .isSortedAccordingTo(Comparator.comparing(Arrival::at))
        .allMatch(arrival -> arrival.at().compareTo(WITHIN) <= 0);
    List<Arrival> sure = arrivals.stream().filter(a -> a.expected() == Expectation.BOUND).toList();
    for (boolean tainted : new boolean[] {false, true}) {
      List<Arrival> inPool =
          sure.stream().filter(a -> (a.sort() == Sort.TOLERATION) == tainted).toList();
      assertThat(inPool.stream().mapToLong(Arrival::milliCpu).sum())
          .isLessThanOrEqualTo(milliCpu(nodes, tainted) * 6 / 10);
    }
    assertThat(arrivals.stream().filter(a -> a.sort() == Sort.DEVICE).count())
        .isLessThanOrEqualTo(4L * Machine.GPU.among(nodes));
    assertThat(arrivals.stream().filter(a -> a.sort() == Sort.HOST_PORT).count())
        .isLessThanOrEqualTo(nodes);
  }

  private static long milliCpu(int nodes, boolean tainted) {
    long sum = 0;
    for (int index = 0; index < nodes; index++) {
      Machine machine = Machine.at(index);
      sum += machine.isTainted() == tainted ? machine.allocatableMilliCpu() : 0;
    }
    return sum;
  }

  @Test
  void usualWorkload_isSureToFit_andFillsSomething() {
    List<Arrival> arrivals = Workload.of(DemoCluster.NODES, Workload.PODS, WITHIN, 1);
    assertThat(arrivals).extracting(Arrival::expected).doesNotContain(Expectation.BOUND_IF_ROOM);
    long requested = arrivals.stream().mapToLong(Arrival::milliCpu).sum();
    assertThat(requested).isGreaterThan(milliCpu(DemoCluster.NODES, false) / 4);
  }

  @Test
  void morePodsThanRoom_areExpectedOnlyIfThereIsRoom() {
    assertThat(Workload.of(1, 500, WITHIN, 1))
        .extracting(Arrival::expected)
        .contains(Expectation.BOUND_IF_ROOM);
  }

  @Test
  void sortsWithoutMachines_areEasyInstead() {
    assertThat(Workload.of(1, 60, WITHIN, 1))
        .extracting(Arrival::sort)
        .doesNotContain(Sort.SELECTOR, Sort.AFFINITY, Sort.TOLERATION, Sort.DEVICE);
  }

  @Test
  void sixOfTen_comeAtOnce_andTheLastAtTheEnd() {
    List<Arrival> arrivals = Workload.of(8, 100, WITHIN, 1);
    assertThat(arrivals.stream().filter(a -> a.at().isZero()).count()).isEqualTo(60);
    assertThat(arrivals.getLast().at()).isEqualTo(WITHIN);
  }

  @Test
  void everyTree_saysWhatIsSpecial() {
    List<Arrival> arrivals = Workload.of(DemoCluster.NODES, Workload.PODS, WITHIN, 1);
    for (Arrival arrival : arrivals) {
      String spec = arrival.tree("berth").path("spec").toString();
      String want =
          switch (arrival.sort()) {
            case EASY -> "\"cpu\":\"" + arrival.milliCpu() + "m\"";
            case SELECTOR -> "\"nodeSelector\":{\"node.kubernetes.io/instance-type\":\"large\"}";
            case TOLERATION -> "\"tolerations\":[{\"key\":\"dedicated\"";
            case HOST_PORT -> "\"hostPort\":8080";
            case DEVICE -> "\"limits\":{\"example.com/gpu\":\"1\"}";
            case AFFINITY -> "\"values\":[\"zone-a\",\"zone-b\"]";
            case PRIORITY -> "\"priorityClassName\":\"important\"";
            case TOO_BIG -> "\"cpu\":\"96\"";
            case GATED -> "\"schedulingGates\":[{\"name\":\"example.com/approval\"}]";
            case LABEL -> "\"nodeSelector\":{\"disk\":\"ssd\"}";
          };
      assertThat(spec).as(arrival.name()).contains(want);
    }
  }
}
