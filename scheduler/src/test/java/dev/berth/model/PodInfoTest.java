package dev.berth.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class PodInfoTest {
  private static final PodKey KEY = new PodKey("shop", "web-1");

  private static PodInfo full() {
    return PodInfo.builder(KEY)
        .uid("u")
        .resourceVersion("7")
        .schedulerName("berth")
        .priority(5)
        .labels(Labels.of(Map.of("app", "web")))
        .nodeName("n1")
        .nominatedNodeName("n2")
        .creationTimeMicros(1)
        .startTimeMicros(2)
        .terminating(true)
        .preempted(true)
        .phase(Phase.RUNNING)
        .generation(3)
        .requests(PodRequestsOf.cpu("1"))
        .requiredNodes(RequiredNodes.of(Map.of("disk", "ssd"), null))
        .preferredNodes(
            PreferredNodes.of(
                List.of(new PreferredNodeTerm(1, NodeSelectorTerm.of(List.of(), List.of())))))
        .tolerations(Tolerations.of(List.of(new Toleration("", "Exists", "", ""))))
        .hostPorts(List.of(HostPort.of("", "", 80)))
        .images(PodImages.of(List.of(), List.of("nginx"), List.of()))
        .schedulingGates(List.of("b", "a"))
        .requiredFeatures(Set.of("F"))
        .preemptionNever(true)
        .containerResources(Set.of("example.com/limited"))
        .refusals(List.of(new Refusal.UnknownField("spec.x")))
        .affinity(
            PodAffinity.of(
                List.of(AffinityTerm.of("zone", LabelSelector.EVERYTHING, Set.of("shop"))),
                List.of(),
                List.of(),
                List.of()))
        .topologySpread(
            TopologySpread.of(
                List.of(SpreadConstraint.of("zone", 1, LabelSelector.EVERYTHING)), List.of()))
        .volumes(List.of(new PodVolume("data", new VolumeSource.Claim("data"))))
        .claims(
            new PodClaims(
                List.of(new PodClaim.Existing("gpu", "shared")),
                List.of(),
                new PodClaims.ExtendedClaim("made", List.of())))
        .controller(new OwnerReference("apps/v1", "ReplicaSet", "web"))
        .podScheduled(new PodCondition("False", "Unschedulable", "no"))
        .source(RawJson.of(new byte[] {'{', '}'}))
        .build();
  }

  @Test
  void toBuilder_everyPart_isCarriedOver() {
    assertThat(full().toBuilder().build()).usingRecursiveComparison().isEqualTo(full());
    assertThat(PodInfo.builder(KEY).build())
        .extracting(PodInfo::nodeName, PodInfo::startTimeMicros, PodInfo::phase)
        .containsExactly("", Long.MAX_VALUE, Phase.PENDING);
  }

  @Test
  void full_everyPart_differsFromItsDefault() {
    PodInfo plain = PodInfo.builder(KEY).build();

    for (Field part : PodInfo.class.getDeclaredFields()) {
      if (!part.getName().equals("key") && !Modifier.isStatic(part.getModifiers())) {
        assertThat(full())
            .extracting(part.getName())
            .as("%s; without this the tests of copies prove nothing about it", part.getName())
            .isNotEqualTo(assertThat(plain).extracting(part.getName()).actual());
      }
    }
  }

  @Test
  void withNodeName_changesThat_andDropsWhatNobodyWroteLikeThat() {
    assertThat(full().withNodeName("n9"))
        .usingRecursiveComparison()
        .isEqualTo(full().toBuilder().nodeName("n9").source(null).build());
    assertThat(full().withNodeName("n9").nodeName()).isEqualTo("n9");
    assertThat(full().withNominatedNodeName("").nominatedNodeName()).isEmpty();
    assertThat(full().withNominatedNodeName("").nodeName()).isEqualTo("n1");
  }

  @Test
  void podKey_order_isByNamespaceThenName() {
    assertThat(KEY).hasToString("shop/web-1");
    assertThat(KEY).isLessThan(new PodKey("shop", "web-2")).isGreaterThan(new PodKey("a", "z"));
  }
}
