package dev.berth.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DemoClusterTest {
  private static final Instant NOW = Instant.parse("2026-03-04T05:06:07.89Z");

  private static List<String> names(int nodes) {
    return DemoCluster.nodes(nodes, NOW).stream()
        .map(node -> node.at("/metadata/name").asText())
        .toList();
  }

  @Test
  void eightNodes_haveTwoSizes_devicesAndATaintedPool() {
    assertThat(names(8))
        .containsExactly(
            "small-1", "large-1", "small-2", "gpu-1", "small-3", "batch-1", "large-2", "small-4");
  }

  @Test
  void moreNodes_beginWithTheSame_andHaveNamesOfTheirOwn() {
    assertThat(names(5000)).startsWith(names(8).toArray(String[]::new)).doesNotHaveDuplicates();
    assertThat(DemoCluster.nodes(5000, NOW))
        .extracting(node -> node.at("/status/addresses/0/address").asText())
        .doesNotHaveDuplicates();
  }

  @Test
  void nodes_areSpreadOverThreeZones() {
    assertThat(DemoCluster.nodes(8, NOW))
        .extracting(node -> node.path("metadata").path("labels").path(DemoCluster.ZONE).asText())
        .contains("zone-a", "zone-b", "zone-c");
  }

  @Test
  void everyNode_isReady_andHasWhatRealOnesHave() {
    for (ObjectNode node : DemoCluster.nodes(8, NOW)) {
      assertThat(node.at("/status/nodeInfo/kubeletVersion").asText()).isEqualTo("v1.36.3");
      assertThat(node.at("/status/conditions/3").toString()).contains("\"Ready\"", "\"True\"");
      assertThat(node.at("/status/images")).isNotEmpty();
      assertThat(node.at("/status/capacity/cpu").asInt() * 1000)
          .isGreaterThan(
              Integer.parseInt(node.at("/status/allocatable/cpu").asText().replace("m", "")));
      assertThat(node.path("metadata").path("labels").path("kubernetes.io/hostname"))
          .isEqualTo(node.at("/metadata/name"));
    }
  }

  @Test
  void conditions_ofEveryNode_sayWhenTheyWereReported_andWhy() {
    for (ObjectNode node : DemoCluster.nodes(8, NOW)) {
      assertThat(node.at("/status/conditions"))
          .hasSize(4)
          .allSatisfy(
              condition -> {
                assertThat(condition.path("lastHeartbeatTime").asText())
                    .isEqualTo("2026-03-04T05:06:07Z");
                assertThat(condition.path("lastTransitionTime").asText())
                    .isEqualTo("2026-03-04T05:06:07Z");
                assertThat(condition.path("reason").asText()).startsWith("Kubelet");
                assertThat(condition.path("message").asText()).startsWith("kubelet ");
              });
    }
  }

  @Test
  void addresses_beginWithTheFirstThatAMachineCanHave() {
    assertThat(DemoCluster.nodes(256, NOW))
        .extracting(node -> node.at("/status/addresses/0/address").asText())
        .startsWith("10.0.0.1", "10.0.0.2")
        .endsWith("10.0.1.0")
        .doesNotContain("10.0.0.0");
  }

  @Test
  void machinesAmongTheFirst_areThoseThatAreMade() {
    for (int nodes = 0; nodes < 30; nodes++) {
      for (Machine machine : Machine.values()) {
        String type = machine.type() + "-";
        assertThat(names(nodes).stream().filter(name -> name.startsWith(type)).count())
            .isEqualTo(machine.among(nodes));
      }
    }
  }

  @Test
  void batchPool_isTainted_andGpusAreThere() {
    List<ObjectNode> nodes = DemoCluster.nodes(8, NOW);
    assertThat(nodes.get(5).at("/spec/taints/0/key").asText()).isEqualTo("dedicated");
    assertThat(nodes.get(0).at("/spec/taints").isMissingNode()).isTrue();
    assertThat(nodes.get(3).path("status").path("allocatable").path("example.com/gpu").asText())
        .isEqualTo("4");
  }
}
