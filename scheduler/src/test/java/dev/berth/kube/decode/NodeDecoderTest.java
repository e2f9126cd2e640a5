package dev.berth.kube.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.berth.model.Node;
import dev.berth.model.ResourceName;
import dev.berth.model.Taint;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NodeDecoderTest {
  private final Decoding decoding = new Decoding();

  @Test
  void aNode_isReadInFull() throws UndecodableObject {
    Node node =
        decoding.node(
            """
            {'apiVersion': 'v1', 'kind': 'Node',
             'metadata': {'name': 'n1', 'uid': 'u', 'resourceVersion': '5',
                          'labels': {'zone': 'a'}, 'managedFields': [{'x': 1}]},
             'spec': {'unschedulable': true, 'podCIDR': '10.0.0.0/24',
               'taints': [{'key': 'k', 'value': 'v', 'effect': 'NoSchedule', 'timeAdded': null},
                          {'key': 'l', 'effect': 'NewEffect'}]},
             'status': {
               'allocatable': {'cpu': '3920m', 'memory': '7Gi', 'pods': '110',
                               'ephemeral-storage': '100Gi', 'example.com/gpu': '8'},
               'capacity': {'cpu': '4'},
               'images': [{'names': ['web:1', 'web@sha256:aa'], 'sizeBytes': 9000000000},
                          {'names': ['web:1'], 'sizeBytes': 5}, {'names': null}],
               'declaredFeatures': ['B', 'A'],
               'conditions': [{'type': 'Ready'}]}}
            """);

    assertThat(node.name()).isEqualTo("n1");
    assertThat(node.uid()).isEqualTo("u");
    assertThat(node.resourceVersion()).isEqualTo("5");
    assertThat(node.labels().asMap()).isEqualTo(Map.of("zone", "a"));
    assertThat(node.unschedulable()).isTrue();
    assertThat(node.taints())
        .containsExactly(new Taint("k", "v", "NoSchedule"), new Taint("l", "", "NewEffect"));
    assertThat(node.allocatable().milliCpu()).isEqualTo(3920);
    assertThat(node.allocatable().memoryBytes()).isEqualTo(7L << 30);
    assertThat(node.allocatable().pods()).isEqualTo(110);
    assertThat(node.allocatable().ephemeralStorageBytes()).isEqualTo(100L << 30);
    assertThat(node.allocatable().scalar(ResourceName.of("example.com/gpu"))).isEqualTo(8);
    assertThat(node.imageSizes())
        .isEqualTo(Map.of("web:1", 9_000_000_000L, "web@sha256:aa", 9_000_000_000L));
    assertThat(node.declaredFeatures()).containsExactly("A", "B");
    assertThat(decoding.unknownFields()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "-5, -5, -5000",
    "1e3, 1000, 1000000",
    "1500m, 2, 1500",
    "'.5', 1, 500",
    "1u, 1, 1",
    "8Ei, 9223372036854775807, -1000",
    "9223372036854775807, 9223372036854775807, -1000",
    "0, 0, 0",
    "' 7 ', 7, 7000",
  })
  void quantitiesAtTheEdge_areKubeSchedulers(String text, long wantWhole, long wantMilli)
      throws UndecodableObject {
    Node node =
        decoding.node(
            "{'metadata': {'name': 'n'}, 'status': {'allocatable': {'memory': '%1$s', 'cpu': '%1$s'}}}"
                .formatted(text));

    assertThat(node.allocatable().memoryBytes()).isEqualTo(wantWhole);
    assertThat(node.allocatable().milliCpu()).isEqualTo(wantMilli);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'metadata': {}} | ''",
        "{'metadata': {'name': 'n'}, 'spec': {'unschedulable': 'no'}} | spec.unschedulable",
        "{'metadata': {'name': 'n'}, 'status': {'allocatable': {'cpu': '1 Gi'}}} |"
            + " status.allocatable.cpu",
        "{'metadata': {'name': 'n'}, 'status': {'allocatable': {'a.b/c': {}}}} |"
            + " status.allocatable[a.b/c]",
        "{'metadata': {'name': 'n'}, 'status': {'images': [{'sizeBytes': '5'}]}} |"
            + " status.images[0].sizeBytes",
      })
  void aWrongTypeInAFieldThatMatters_makesTheNodeUndecodable(String json, String wantPath) {
    assertThatExceptionOfType(UndecodableObject.class)
        .isThrownBy(() -> decoding.node(json))
        .satisfies(e -> assertThat(e.path()).isEqualTo(wantPath));
  }

  @Test
  void unknownFields_areReported() throws UndecodableObject {
    decoding.node(
        """
        {'metadata': {'name': 'n'}, 'spec': {'taints': [{'x': 1}], 'y': 2}, 'status': {'z': {}}}
        """);

    assertThat(decoding.unknownFields())
        .containsExactly("Node spec.taints[*].x", "Node spec.y", "Node status.z");
  }
}
