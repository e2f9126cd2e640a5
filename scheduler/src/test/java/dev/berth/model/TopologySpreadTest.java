package dev.berth.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.SpreadConstraint.NodePolicy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TopologySpreadTest {

  private static SpreadConstraint by(LabelSelector selector) {
    return SpreadConstraint.of("zone", 1, selector);
  }

  private static final LabelSelector BROKEN = LabelSelector.of(Map.of("a b", "v"), List.of());

  @Test
  void aSelectorThatDoesNotParse_spoilsTheConstraintsOfItsSort() {
    TopologySpread spread =
        TopologySpread.of(
            List.of(by(LabelSelector.EVERYTHING), by(BROKEN)),
            List.of(by(LabelSelector.EVERYTHING)));

    assertThat(spread.hardError()).startsWith("key: Invalid value: \"a b\"");
    assertThat(spread.softError()).isNull();
    assertThat(TopologySpread.of(List.of(), List.of(by(BROKEN))).softError()).isNotNull();
  }

  @Test
  void aPodWithConstraintsOfNoSort_hasSaidSomething() {
    TopologySpread neither = TopologySpread.of(List.of(), List.of());

    assertThat(neither.isSaid()).isTrue();
    assertThat(TopologySpread.UNSAID.isSaid()).isFalse();
    assertThat(neither).isNotEqualTo(TopologySpread.UNSAID);
    assertThat(neither).isEqualTo(TopologySpread.of(List.of(), List.of()));
    assertThat(TopologySpread.of(List.of(by(BROKEN)), List.of()))
        .isEqualTo(TopologySpread.of(List.of(by(BROKEN)), List.of()))
        .isNotEqualTo(TopologySpread.of(List.of(), List.of(by(BROKEN))));
  }

  @Test
  void nodesThatThePodCannotUse_areLeftOutWhereThePolicyHonoursThat() {
    PodInfo wantsSsd =
        PodInfo.builder(new PodKey("shop", "p"))
            .requiredNodes(RequiredNodes.of(Map.of("disk", "ssd"), null))
            .build();
    Node ssd = Node.builder("ssd").labels(Labels.of(Map.of("disk", "ssd"))).build();
    Node hdd = Node.builder("hdd").build();
    Node tainted = ssd.toBuilder().taints(List.of(new Taint("k", "v", "NoSchedule"))).build();
    Node avoided = ssd.toBuilder().taints(List.of(new Taint("k", "v", "PreferNoSchedule"))).build();

    SpreadConstraint usual = by(LabelSelector.EVERYTHING);
    assertThat(usual.includes(wantsSsd, ssd)).isTrue();
    assertThat(usual.includes(wantsSsd, hdd)).isFalse();
    assertThat(usual.includes(wantsSsd, tainted)).isTrue();

    SpreadConstraint other =
        new SpreadConstraint(
            "zone", 1, 1, LabelSelector.EVERYTHING, NodePolicy.IGNORE, NodePolicy.HONOR);
    assertThat(other.includes(wantsSsd, hdd)).isTrue();
    assertThat(other.includes(wantsSsd, tainted)).isFalse();
    assertThat(other.includes(wantsSsd, avoided)).isTrue();
  }
}
