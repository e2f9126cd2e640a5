package dev.berth.sandbox.hollow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.sandbox.objects.KubeObject;
import org.junit.jupiter.api.Test;

final class OccupancyTest {
  private final Occupancy occupancy = new Occupancy();

  private double cpu() {
    return occupancy.share("n1", "cpu").part();
  }

  @Test
  void pods_countFromTheirBindingUntilTheyEnd() {
    occupancy.nodeIs(Made.node("n1", "cpu: \"4\", pods: \"10\""));
    KubeObject pod = Made.pod("p", "n1", "cpu: 1500m");
    occupancy.podIs(Made.pod("waits", "", "cpu: \"3\""));
    assertThat(cpu()).isZero();

    occupancy.podIs(pod);
    occupancy.podIs(pod.with(tree -> tree.withObject("/status").put("phase", "Running")));
    assertThat(cpu()).isEqualTo(0.375);
    assertThat(occupancy.pods("n1")).isEqualTo(1);

    occupancy.podIs(pod.with(tree -> tree.withObject("/status").put("phase", "Succeeded")));
    assertThat(cpu()).isZero();
    assertThat(occupancy.pods("n1")).isZero();
  }

  @Test
  void podsOfANodeThatComesLater_countThere() {
    occupancy.podIs(Made.pod("p", "n1", "cpu: \"2\""));
    occupancy.nodeIs(Made.node("n1", "cpu: \"4\""));
    assertThat(cpu()).isEqualTo(0.5);
    occupancy.nodeIsGone("n1");
    assertThat(cpu()).isEqualTo(Double.POSITIVE_INFINITY);
    occupancy.podIsGone(Made.pod("p", "n1", "").key());
    assertThat(cpu()).isZero();
  }

  @Test
  void podThatWasMadeAnew_countsWhereItIsNow() {
    occupancy.nodeIs(Made.node("n1", "cpu: \"4\""));
    occupancy.podIs(Made.pod("p", "n2", "cpu: \"4\""));
    occupancy.podIs(Made.pod("p", "n1", "cpu: \"1\""));
    assertThat(occupancy.pods("n2")).isZero();
    assertThat(cpu()).isEqualTo(0.25);
  }

  @Test
  void extendedResources_areNamed() {
    occupancy.nodeIs(Made.node("n1", "cpu: \"4\", example.com/gpu: \"4\", a.b/c: \"1\""));
    occupancy.podIs(Made.pod("p", "n1", "example.com/gpu: \"3\""));
    assertThat(occupancy.extended("n1"))
        .extracting(share -> share.resource() + " " + share.taken() + "/" + share.allocatable())
        .containsExactly("a.b/c 0/1", "example.com/gpu 3/4");
    assertThat(occupancy.extended("nowhere")).isEmpty();
  }

  @Test
  void objectsThatCannotBeRead_countForNothing() {
    occupancy.nodeIs(Made.node("n1", "cpu: nonsense"));
    occupancy.podIs(Made.pod("p", "n1", "cpu: nonsense"));
    assertThat(occupancy.pods("n1")).isZero();
    assertThat(occupancy.extended("n1")).isEmpty();
  }
}
