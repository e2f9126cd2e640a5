package dev.berth.kube.decode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.HostPort;
import dev.berth.model.PodInfo;
import dev.berth.model.ResourceName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a pod needs of a node: resources, ports, images and features. */
final class PodNeedsDecodingTest {
  private final Decoding decoding = new Decoding();

  @Test
  void requests_comeFromContainersInitContainersPodLevelAndOverhead() throws UndecodableObject {
    PodInfo pod =
        decoding.podWithSpec(
            """
            {'containers': [
               {'name': 'a', 'resources': {'requests': {'cpu': '250m', 'example.com/gpu': 2}}},
               {'name': 'b', 'resources': {'requests': {'cpu': 1, 'memory': ' 1Gi '}}}],
             'initContainers': [
               {'name': 'i', 'resources': {'requests': {'cpu': '2'}}},
               {'name': 's', 'restartPolicy': 'Always', 'resources': {'requests': {'cpu': '500m'}}}],
             'resources': {'requests': {'memory': '3Gi'}, 'limits': {'memory': '4Gi'}},
             'overhead': {'cpu': '10m'}}
            """);

    assertThat(pod.requests().incoming().milliCpu()).isEqualTo(2010);
    assertThat(pod.requests().incoming().memoryBytes()).isEqualTo(3L << 30);
    assertThat(pod.requests().scoring().memoryBytes())
        .as("pod-level requests do not score, containers without one count 200 MiB")
        .isEqualTo((1L << 30) + 2 * (200L << 20));
    assertThat(pod.extendedResources()).containsExactly(ResourceName.of("example.com/gpu"));
  }

  @Test
  void aRequestOfTheImplicitNameOfADeviceClass_mayBeBackedByDevices() throws UndecodableObject {
    String resource = "deviceclass.resource.kubernetes.io/gpu";

    PodInfo pod =
        decoding.podWithSpec(
            "{'containers': [{'resources': {'requests': {'" + resource + "': '1'}}}]}");

    assertThat(pod.extendedResources()).containsExactly(ResourceName.of(resource));
  }

  @Test
  void requestsOfAPlacedPod_includeAResizeThatIsUnderWay() throws UndecodableObject {
    String spec =
        "'spec': {'containers': [{'name': 'a', 'resources': {'requests': {'cpu': '1'}}}]}";
    String statuses =
        "'containerStatuses': [{'name': 'a', 'resources': {'requests': {'cpu': '3'}},"
            + " 'allocatedResources': {'cpu': '2'}}]";

    PodInfo resizing =
        decoding.pod("{'metadata': {'name': 'p'}, 'status': {" + statuses + "}, " + spec + "}");
    PodInfo withoutResources =
        decoding.pod(
            "{'metadata': {'name': 'p'}, 'status': {"
                + statuses.replace("'resources'", "'stopSignal'")
                + "}, "
                + spec
                + "}");

    assertThat(resizing.requests().placed().milliCpu()).isEqualTo(3000);
    assertThat(resizing.requests().incoming().milliCpu()).isEqualTo(1000);
    assertThat(withoutResources.requests().placed().milliCpu()).isEqualTo(1000);
  }

  @Test
  void anInfeasibleResize_leavesTheSpecOut() throws UndecodableObject {
    PodInfo pod =
        decoding.pod(
            """
            {'metadata': {'name': 'p'},
             'spec': {'containers': [{'name': 'a', 'resources': {'requests': {'cpu': '9'}}}]},
             'status': {
               'conditions': [{'type': 'PodResizePending', 'reason': 'Infeasible'},
                              {'type': 'PodResizePending', 'reason': 'Deferred'}],
               'containerStatuses': [{'name': 'a', 'resources': {'requests': {'cpu': '3'}}}]}}
            """);

    assertThat(pod.requests().placed().milliCpu()).isEqualTo(3000);
  }

  @Test
  void hostPorts_areThoseOfContainersThatKeepRunning() throws UndecodableObject {
    PodInfo pod =
        decoding.podWithSpec(
            """
            {'containers': [{'ports': [{'containerPort': 80, 'hostPort': 8080},
                                       {'containerPort': 81, 'hostPort': 0},
                                       {'containerPort': 82}]}],
             'initContainers': [
               {'ports': [{'hostPort': 53, 'protocol': 'UDP', 'hostIP': '10.0.0.1'}],
                'restartPolicy': 'Always'},
               {'ports': [{'hostPort': 99}], 'restartPolicy': 'OnFailure'}]}
            """);

    assertThat(pod.hostPorts())
        .containsExactly(new HostPort("10.0.0.1", "UDP", 53), new HostPort("0.0.0.0", "TCP", 8080));
  }

  @Test
  void images_areThoseOfContainersAndImageVolumes() throws UndecodableObject {
    PodInfo pod =
        decoding.podWithSpec(
            """
            {'containers': [{'image': 'web'}], 'initContainers': [{'image': 'r:5000/init'}],
             'volumes': [{'name': 'v', 'image': {'reference': 'data:1', 'pullPolicy': 'Always'}},
                         {'name': 'w', 'emptyDir': {}}]}
            """);

    assertThat(pod.images().names()).containsExactly("r:5000/init:latest", "web:latest", "data:1");
    assertThat(pod.images().scoredContainers()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "true, false, true",
    "true, true, false",
    "true, null, false",
    "false, false, false",
  })
  void ownUsersOnTheHostNetwork_requireAFeature(String hostNetwork, String hostUsers, boolean want)
      throws UndecodableObject {
    PodInfo pod =
        decoding.podWithSpec(
            "{'hostNetwork': %s, 'hostUsers': %s}".formatted(hostNetwork, hostUsers));

    assertThat(pod.requiredFeatures().contains("UserNamespacesHostNetworkSupport")).isEqualTo(want);
  }

  @ParameterizedTest
  @ValueSource(strings = {"containers", "initContainers"})
  void aRuleToRestartAllContainers_requiresAFeature(String list) throws UndecodableObject {
    String spec =
        "{'%s': [{'restartPolicyRules': [{'action': 'Restart'}, {'action': '%s',"
            + " 'exitCodes': {'operator': 'In', 'values': [42]}}]}]}";

    assertThat(
            decoding.podWithSpec(spec.formatted(list, "RestartAllContainers")).requiredFeatures())
        .containsExactly("RestartAllContainersOnContainerExits");
    assertThat(decoding.podWithSpec(spec.formatted(list, "Restart")).requiredFeatures()).isEmpty();
  }
}
