package dev.berth.sandbox.hollow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

class DemandTest {
  private static String amounts(ObjectNode pod) {
    return Demand.ofIncoming(pod).amounts().toString();
  }

  private static String requests(String cpu) {
    return "resources: {requests: {cpu: " + cpu + "}}";
  }

  @Test
  void containers_together_addUpExactlyAndRoundOnce() {
    var pod = Made.spec("{containers: [{%s}, {%s}]}".formatted(requests("0.5m"), requests("1.2m")));
    assertThat(amounts(pod)).isEqualTo("{cpu=2}");
  }

  @Test
  void initContainer_largerThanTheContainers_setsThePeak() {
    var pod =
        Made.spec(
            "{initContainers: [{%s}, {%s}], containers: [{%s}]}"
                .formatted(requests("3"), requests("2"), requests("1")));
    assertThat(amounts(pod)).isEqualTo("{cpu=3000}");
  }

  @Test
  void sidecar_countsBesideContainersAndLaterInitContainersOnly() {
    String sidecar = "{restartPolicy: Always, resources: {requests: {cpu: 500m}}}";
    var before =
        Made.spec(
            "{initContainers: [%s, {%s}], containers: [{%s}]}"
                .formatted(sidecar, requests("2"), requests("1")));
    var after =
        Made.spec(
            "{initContainers: [{%s}, %s], containers: [{%s}]}"
                .formatted(requests("2"), sidecar, requests("1")));
    assertThat(amounts(before)).isEqualTo("{cpu=2500}");
    assertThat(amounts(after)).isEqualTo("{cpu=2000}");
  }

  @Test
  void requestsOfThePodAsAWhole_replaceTheSum_andOverheadComesOnTop() {
    var pod =
        Made.spec(
            """
            {resources: {requests: {cpu: 4, example.org/x: 9}}, overhead: {cpu: 100m, memory: 1Ki},
             containers: [{resources: {requests: {cpu: 1, memory: 1Ki, example.org/x: 2}}}]}
            """);
    assertThat(amounts(pod)).isEqualTo("{cpu=4100, example.org/x=2, memory=2048}");
  }

  @Test
  void names_thatKubeletsDoNotCount_takeNothing() {
    var pod =
        Made.spec(
            """
            {containers: [{resources: {requests: {pods: 5, storage: 1Gi, requests.example.org/x: 1,
              hugepages-2Mi: 4Mi, ephemeral-storage: 1k, cpu: 0}}}]}
            """);
    assertThat(amounts(pod)).isEqualTo("{ephemeral-storage=1000, hugepages-2Mi=4194304}");
  }

  @Test
  void resize_thatIsNotDone_countsWithTheLargerSide_onlyOnceThePodHasItsPlace() {
    var pod =
        Made.tree(
            """
            spec: {containers: [{name: a, resources: {requests: {cpu: 1}}}]}
            status: {containerStatuses: [{name: a, resources: {requests: {cpu: 2}},
              allocatedResources: {cpu: 1500m}}]}
            """);
    assertThat(amounts(pod)).isEqualTo("{cpu=1000}");
    assertThat(Demand.ofPlaced(pod).amounts()).hasToString("{cpu=2000}");
  }

  @Test
  void hostPorts_areThoseOfContainersAndSidecars() {
    var pod =
        Made.spec(
            """
            {initContainers: [{ports: [{hostPort: 1}]},
                              {restartPolicy: Always, ports: [{hostPort: 2, protocol: UDP}]}],
             containers: [{ports: [{containerPort: 3}, {hostPort: 4, hostIP: 127.0.0.1}]}]}
            """);
    assertThat(Demand.ofIncoming(pod).ports())
        .extracting(HostPort::toString)
        .containsExactly("0.0.0.0:2/UDP", "127.0.0.1:4/TCP");
  }

  @Test
  void quantity_thatCannotBeRead_isNamedWithItsPath() {
    var pod = Made.spec("{containers: [{}, {resources: {requests: {memory: lots}}}]}");
    assertThatThrownBy(() -> Demand.ofIncoming(pod))
        .isInstanceOf(UnreadableObject.class)
        .hasMessageStartingWith(
            "spec.containers[1].resources.requests[memory]: \"lots\" is no quantity");
    assertThatThrownBy(() -> Demand.ofIncoming(Made.spec("{}")))
        .hasMessageStartingWith("spec.containers: is empty");
  }
}
