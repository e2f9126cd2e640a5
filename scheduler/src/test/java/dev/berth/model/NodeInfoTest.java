package dev.berth.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class NodeInfoTest {
  private static final Node NODE =
      Node.builder("n1").allocatable(Resources.builder().milliCpu(4000).pods(110).build()).build();

  private static PodInfo.Builder pod(String name) {
    return PodInfo.builder(new PodKey("default", name)).uid("uid-" + name);
  }

  @Test
  void withPod_countsWhatThePodTakes() {
    NodeInfo info =
        NodeInfo.of(NODE)
            .withPod(pod("a").requests(PodRequestsOf.of("cpu", "1", "x.io/gpu", "2")).build())
            .withPod(pod("b").build());

    assertThat(info.podCount()).isEqualTo(2);
    assertThat(info.requested().milliCpu()).isEqualTo(1000);
    assertThat(info.requested().scalar(ResourceName.of("x.io/gpu"))).isEqualTo(2);
    assertThat(info.nonZeroRequested().memoryBytes()).isEqualTo(200L << 20);
    assertThat(info.nonZeroRequested().scalarCount()).isZero();
    assertThat(info.allocatable().milliCpu()).isEqualTo(4000);
  }

  @Test
  void withPod_leavesTheOldOneAlone() {
    NodeInfo before = NodeInfo.of(NODE);

    NodeInfo after = before.withPod(pod("a").requests(PodRequestsOf.cpu("1")).build());

    assertThat(after.podCount()).isOne();
    assertThat(before.podCount()).isZero();
    assertThat(before.requested()).isEqualTo(Resources.ZERO);
  }

  @Test
  void withOnly_isAsWithoutTheOthers_oneByOne() {
    NodeInfo all = NodeInfo.of(NODE);
    for (int i = 0; i < 6; i++) {
      all =
          all.withPod(
              pod("p" + i)
                  .priority(i % 3)
                  .requests(PodRequestsOf.of("cpu", "1", "x.io/gpu", "" + i))
                  .hostPorts(List.of(HostPort.of("", "", 80 + i)))
                  .build());
    }

    NodeInfo some = all.withOnly(pod -> pod.priority() == 1);

    NodeInfo want = all;
    for (int gone : List.of(0, 2, 3, 5)) {
      want = want.withoutPod("uid-p" + gone);
    }
    assertThat(some).usingRecursiveComparison().isEqualTo(want);
    assertThat(all.lowestPriority()).isZero();
    assertThat(some.lowestPriority()).isEqualTo(1);
    assertThat(all.withOnly(_ -> false).lowestPriority()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void withoutPod_afterWithPod_isAsBefore() {
    NodeInfo before = NodeInfo.of(NODE).withPod(pod("a").build());
    PodInfo guest =
        pod("guest")
            .requests(PodRequestsOf.of("cpu", "1", "x.io/gpu", "2", "x.io/zero", "0"))
            .hostPorts(List.of(HostPort.of("", "", 80)))
            .build();

    NodeInfo after = before.withPod(guest).withoutPod("uid-guest");

    assertThat(after).usingRecursiveComparison().isEqualTo(before);
  }

  @Test
  void withoutPod_thatIsNotThere_saysWhichAndWhere() {
    assertThatThrownBy(() -> NodeInfo.of(NODE).withoutPod("uid-a"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("uid-a")
        .hasMessageContaining("n1");
  }

  @Test
  void withNode_keepsThePods() {
    NodeInfo info = NodeInfo.of(NODE).withPod(pod("a").requests(PodRequestsOf.cpu("1")).build());
    Node cordoned = NODE.toBuilder().unschedulable(true).build();

    NodeInfo changed = info.withNode(cordoned);

    assertThat(changed.node()).isSameAs(cordoned);
    assertThat(changed.pods()).isEqualTo(info.pods());
    assertThat(changed.requested()).isEqualTo(info.requested());
  }

  @Test
  void portsConflict_wantedAgainstTaken() {
    NodeInfo info =
        NodeInfo.of(NODE)
            .withPod(pod("a").hostPorts(List.of(HostPort.of("10.0.0.1", "", 80))).build());

    assertThat(info.portsConflict(List.of())).isFalse();
    assertThat(info.portsConflict(List.of(HostPort.of("10.0.0.2", "", 80)))).isFalse();
    assertThat(info.portsConflict(List.of(HostPort.of("::", "", 80)))).isFalse();
    assertThat(info.portsConflict(List.of(HostPort.of("", "", 81), HostPort.of("", "", 80))))
        .isTrue();
  }

  @Test
  void withoutPod_onePortHeldByTwo_staysTaken() {
    List<HostPort> http = List.of(HostPort.of("", "", 80));
    NodeInfo info =
        NodeInfo.of(NODE)
            .withPod(pod("a").hostPorts(http).build())
            .withPod(pod("b").hostPorts(http).build());

    assertThat(info.withoutPod("uid-a").portsConflict(http)).isTrue();
    assertThat(info.withoutPod("uid-a").withoutPod("uid-b").portsConflict(http)).isFalse();
  }

  @Test
  void aggregates_randomHistory_equalARecount() {
    Seed seed = Seed.next();
    RandomGenerator random = seed.generator();
    NodeInfo info = NodeInfo.of(NODE);
    Map<String, PodInfo> present = new LinkedHashMap<>();
    for (int step = 0; step < 3_000; step++) {
      if (present.isEmpty() || random.nextInt(100) < 52) {
        PodInfo added = randomPod("p" + step, random);
        present.put(added.uid(), added);
        info = info.withPod(added);
      } else {
        List<String> uids = new ArrayList<>(present.keySet());
        String removed = uids.get(random.nextInt(uids.size()));
        present.remove(removed);
        info = info.withoutPod(removed);
      }
      assertRecount(info, present, "step " + step + ", " + seed);
    }
  }

  private static void assertRecount(NodeInfo info, Map<String, PodInfo> present, String where) {
    Resources wantRequested = Resources.ZERO;
    Resources wantNonZero = Resources.ZERO;
    Set<HostPort> wantPorts = new HashSet<>();
    List<PodInfo> wantAffine = new ArrayList<>();
    List<PodInfo> wantAntiAffine = new ArrayList<>();
    for (PodInfo pod : present.values()) {
      wantRequested = wantRequested.plus(pod.requests().placed());
      wantNonZero = wantNonZero.plus(pod.requests().placedNonZero());
      wantPorts.addAll(pod.hostPorts());
      if (!pod.affinity().isNone()) {
        wantAffine.add(pod);
      }
      if (!pod.affinity().requiredAnti().isEmpty()) {
        wantAntiAffine.add(pod);
      }
    }
    assertThat(info.pods()).as("pods, %s", where).containsExactlyElementsOf(present.values());
    assertThat(info.requested()).as("requested, %s", where).isEqualTo(wantRequested);
    assertThat(info.nonZeroRequested()).as("non-zero, %s", where).isEqualTo(wantNonZero);
    assertThat(info.usedPorts())
        .as("ports, %s", where)
        .containsExactlyInAnyOrderElementsOf(wantPorts);
    assertThat(info.podsWithAffinity()).as("affine pods, %s", where).isEqualTo(wantAffine);
    assertThat(info.podsWithRequiredAntiAffinity())
        .as("anti-affine pods, %s", where)
        .isEqualTo(wantAntiAffine);
  }

  private static PodInfo randomPod(String name, RandomGenerator random) {
    String[] cpus = {"0", "100m", "0.1m", "1Ei", "3"};
    PodInfo.Builder pod = pod(name);
    pod.requests(
        random.nextInt(4) == 0
            ? PodRequests.NONE
            : PodRequestsOf.of(
                "cpu",
                cpus[random.nextInt(cpus.length)],
                "x.io/r" + random.nextInt(5),
                "" + random.nextInt(3)));
    if (random.nextInt(3) == 0) {
      pod.hostPorts(List.of(HostPort.of("", "", 80 + random.nextInt(10))));
    }
    if (random.nextInt(5) == 0) {
      List<AffinityTerm> terms =
          List.of(AffinityTerm.of("zone", LabelSelector.NOTHING, Set.of("shop")));
      pod.affinity(
          random.nextBoolean()
              ? PodAffinity.of(List.of(), terms, List.of(), List.of())
              : PodAffinity.of(terms, List.of(), List.of(), List.of()));
    }
    return pod.build();
  }
}
