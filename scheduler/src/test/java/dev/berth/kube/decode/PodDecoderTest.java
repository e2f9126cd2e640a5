package dev.berth.kube.decode;

import static dev.berth.model.SpreadConstraint.NodePolicy.HONOR;
import static dev.berth.model.SpreadConstraint.NodePolicy.IGNORE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.berth.model.AffinityTerm;
import dev.berth.model.HostPort;
import dev.berth.model.Interner;
import dev.berth.model.LabelRequirement;
import dev.berth.model.LabelSelector;
import dev.berth.model.Labels;
import dev.berth.model.NodeRequirement;
import dev.berth.model.NodeSelector;
import dev.berth.model.NodeSelectorTerm;
import dev.berth.model.OwnerReference;
import dev.berth.model.Phase;
import dev.berth.model.PodAffinity;
import dev.berth.model.PodCondition;
import dev.berth.model.PodInfo;
import dev.berth.model.PodKey;
import dev.berth.model.PreferredNodeTerm;
import dev.berth.model.RequiredNodes;
import dev.berth.model.ResourceName;
import dev.berth.model.SpreadConstraint;
import dev.berth.model.Toleration;
import dev.berth.model.TopologySpread;
import dev.berth.model.WeightedAffinityTerm;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PodDecoderTest {
  private final Decoding decoding = new Decoding();

  @Test
  void aPod_isKnownByItsMetadata() throws UndecodableObject {
    PodInfo pod =
        decoding.pod(
            """
            {'apiVersion': 'v1', 'kind': 'Pod',
             'metadata': {
               'namespace': 'shop', 'name': 'web-1', 'uid': 'u-1', 'resourceVersion': '42',
               'generation': 3,
               'labels': {'app': 'web', 'tier.example.com/x': 'front'},
               'annotations': {'note': 'irrelevant'},
               'creationTimestamp': '2026-01-01T00:00:01Z',
               'deletionTimestamp': '2026-01-02T00:00:00Z',
               'managedFields': [{'manager': 'kubectl', 'fieldsV1': {'f:spec': {'k:{x:1}': {}}}}]}}
            """);

    assertThat(pod.key()).isEqualTo(new PodKey("shop", "web-1"));
    assertThat(pod.uid()).isEqualTo("u-1");
    assertThat(pod.resourceVersion()).isEqualTo("42");
    assertThat(pod.generation()).isEqualTo(3);
    assertThat(pod.labels().asMap()).isEqualTo(Map.of("app", "web", "tier.example.com/x", "front"));
    assertThat(pod.creationTimeMicros()).isEqualTo(1_767_225_601_000_000L);
    assertThat(pod.terminating()).isTrue();
    assertThat(decoding.unknownFields()).isEmpty();
  }

  @Test
  void aPodWithoutSpecAndStatus_asksForNothing() throws UndecodableObject {
    PodInfo pod = decoding.pod("{'metadata': {'name': 'bare'}}");

    assertThat(pod.key()).isEqualTo(new PodKey("", "bare"));
    assertThat(pod.schedulerName()).isEmpty();
    assertThat(pod.nodeName()).isEmpty();
    assertThat(pod.phase()).isEqualTo(Phase.PENDING);
    assertThat(pod.startTimeMicros()).isEqualTo(Long.MAX_VALUE);
    assertThat(pod.terminating()).isFalse();
    assertThat(pod.requiredNodes().isAny()).isTrue();
    assertThat(pod.refusals()).isEmpty();
    assertThat(pod.podScheduled()).isNull();
  }

  @Test
  void nullIsTheEmptyValue_everywhere() throws UndecodableObject {
    PodInfo pod =
        decoding.pod(
            """
            {'metadata': {'name': 'bare', 'labels': null, 'creationTimestamp': null,
                          'deletionTimestamp': null},
             'spec': {'containers': null, 'nodeSelector': null, 'affinity': null, 'volumes': null,
                      'tolerations': null, 'priority': null, 'hostUsers': null, 'overhead': null,
                      'schedulingGates': null, 'schedulingGroup': null, 'resourceClaims': null,
                      'topologySpreadConstraints': null, 'nodeName': null, 'resources': null},
             'status': null}
            """);

    assertThat(pod.terminating()).isFalse();
    assertThat(pod.labels().size()).isZero();
    assertThat(pod.refusals()).isEmpty();
  }

  @Test
  void theSpecBehindTheScalars_isRead() throws UndecodableObject {
    PodInfo pod =
        decoding.podWithSpec(
            """
            {'schedulerName': 'berth', 'nodeName': 'n7', 'priority': -5,
             'preemptionPolicy': 'Never', 'schedulingGates': [{'name': 'a'}, {'name': 'b'}]}
            """);

    assertThat(pod.schedulerName()).isEqualTo("berth");
    assertThat(pod.nodeName()).isEqualTo("n7");
    assertThat(pod.priority()).isEqualTo(-5);
    assertThat(pod.preemptionNever()).isTrue();
    assertThat(pod.schedulingGates()).containsExactly("a", "b");
  }

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

  @Test
  void nodeAffinityAndSelector_areCompiled() throws UndecodableObject {
    PodInfo pod =
        decoding.podWithSpec(
            """
            {'nodeSelector': {'disk': 'ssd'},
             'affinity': {'nodeAffinity': {
               'requiredDuringSchedulingIgnoredDuringExecution': {'nodeSelectorTerms': [
                 {'matchExpressions': [{'key': 'zone', 'operator': 'In', 'values': ['a', 'b']}],
                  'matchFields': [{'key': 'metadata.name', 'operator': 'In', 'values': ['n1']}]}]},
               'preferredDuringSchedulingIgnoredDuringExecution': [
                 {'weight': 7, 'preference': {'matchExpressions': [{'key': 'gpu', 'operator': 'Exists'}]}}]}}}
            """);

    NodeSelectorTerm wantTerm =
        NodeSelectorTerm.of(
            List.of(new NodeRequirement("zone", "In", List.of("a", "b"))),
            List.of(new NodeRequirement("metadata.name", "In", List.of("n1"))));
    assertThat(pod.requiredNodes())
        .isEqualTo(RequiredNodes.of(Map.of("disk", "ssd"), NodeSelector.of(List.of(wantTerm))));
    assertThat(pod.preferredNodes().terms())
        .containsExactly(
            new PreferredNodeTerm(
                7,
                NodeSelectorTerm.of(
                    List.of(new NodeRequirement("gpu", "Exists", List.of())), List.of())));
    assertThat(pod.refusals()).isEmpty();
  }

  @Test
  void requiredNodeAffinityWithoutTerms_matchesNothing() throws UndecodableObject {
    PodInfo pod =
        decoding.podWithSpec(
            "{'affinity': {'nodeAffinity': {'requiredDuringSchedulingIgnoredDuringExecution':"
                + " {}}}}");

    assertThat(pod.requiredNodes().isAny()).isFalse();
  }

  @Test
  void tolerations_keepWhatWasWritten() throws UndecodableObject {
    PodInfo pod =
        decoding.podWithSpec(
            """
            {'tolerations': [{'operator': 'Exists'},
              {'key': 'k', 'operator': 'Newer', 'value': 'v', 'effect': 'NoExecute',
               'tolerationSeconds': 300}]}
            """);

    assertThat(pod.tolerations().list())
        .containsExactly(
            new Toleration("", "Exists", "", ""), new Toleration("k", "Newer", "v", "NoExecute"));
  }

  @Test
  void affinityTerms_haveTheirNamespacesResolved() throws UndecodableObject {
    String term =
        "{'topologyKey': 'zone', 'labelSelector': {'matchExpressions':"
            + " [{'key': 'app', 'operator': 'In', 'values': ['web']}]}%s}";
    String terms =
        String.join(
            ",",
            term.formatted(""),
            term.formatted(", 'namespaces': ['a', 'b']"),
            term.formatted(", 'namespaceSelector': {}"),
            "{'topologyKey': 'zone'}");

    PodInfo pod =
        decoding.pod(
            "{'spec': {'affinity': {'podAntiAffinity':"
                + " {'requiredDuringSchedulingIgnoredDuringExecution': ["
                + terms
                + "]}}}, 'metadata': {'name': 'web', 'namespace': 'shop'}}");

    LabelSelector wantSelector =
        LabelSelector.of(Map.of(), List.of(new LabelRequirement("app", "In", List.of("web"))));
    assertThat(pod.affinity().requiredAnti())
        .containsExactly(
            AffinityTerm.of("zone", wantSelector, Set.of("shop")),
            AffinityTerm.of("zone", wantSelector, Set.of("a", "b")),
            new AffinityTerm("zone", wantSelector, Set.of(), LabelSelector.EVERYTHING),
            AffinityTerm.of("zone", LabelSelector.NOTHING, Set.of("shop")));
  }

  @Test
  void podAffinity_eachOfItsFourLists_isKept() throws UndecodableObject {
    PodInfo pod =
        decoding.podWithSpec(
            """
            {'affinity': {
              'podAffinity': {
                'requiredDuringSchedulingIgnoredDuringExecution': [{'topologyKey': 'a'}],
                'preferredDuringSchedulingIgnoredDuringExecution': [
                  {'weight': 2, 'podAffinityTerm': {'topologyKey': 'b'}}]},
              'podAntiAffinity': {
                'requiredDuringSchedulingIgnoredDuringExecution': [{'topologyKey': 'c'}],
                'preferredDuringSchedulingIgnoredDuringExecution': [
                  {'podAffinityTerm': {'topologyKey': 'd', 'matchLabelKeys': ['merged already']},
                   'weight': 4}]}}}
            """);

    Set<String> own = Set.of(pod.key().namespace());
    assertThat(pod.affinity())
        .isEqualTo(
            PodAffinity.of(
                List.of(AffinityTerm.of("a", LabelSelector.NOTHING, own)),
                List.of(AffinityTerm.of("c", LabelSelector.NOTHING, own)),
                List.of(
                    new WeightedAffinityTerm(2, AffinityTerm.of("b", LabelSelector.NOTHING, own))),
                List.of(
                    new WeightedAffinityTerm(
                        4, AffinityTerm.of("d", LabelSelector.NOTHING, own)))));
  }

  @Test
  void spreadConstraints_areSortedByWhatTheyDo_andDefaulted() throws UndecodableObject {
    PodInfo pod =
        decoding.podWithSpec(
            """
            {'topologySpreadConstraints': [
              {'maxSkew': 2, 'topologyKey': 'zone', 'whenUnsatisfiable': 'DoNotSchedule',
               'labelSelector': {}},
              {'maxSkew': 3, 'topologyKey': 'host', 'whenUnsatisfiable': 'ScheduleAnyway',
               'minDomains': 4, 'nodeAffinityPolicy': 'Ignore', 'nodeTaintsPolicy': 'Honor'}]}
            """);

    assertThat(pod.topologySpread())
        .isEqualTo(
            TopologySpread.of(
                List.of(SpreadConstraint.of("zone", 2, LabelSelector.EVERYTHING)),
                List.of(new SpreadConstraint("host", 3, 4, LabelSelector.NOTHING, IGNORE, HONOR))));
    assertThat(decoding.podWithSpec("{'topologySpreadConstraints': []}").topologySpread().isSaid())
        .isFalse();
  }

  @Test
  void matchLabelKeys_thatThePodHas_narrowTheSelector() throws UndecodableObject {
    PodInfo pod =
        decoding.pod(
            """
            {'metadata': {'name': 'p', 'labels': {'app': 'x', 'hash': '1'}},
             'spec': {'topologySpreadConstraints': [
              {'maxSkew': 1, 'topologyKey': 'a', 'whenUnsatisfiable': 'DoNotSchedule',
               'labelSelector': {'matchLabels': {'app': 'x'}}, 'matchLabelKeys': ['hash', 'no']},
              {'maxSkew': 1, 'topologyKey': 'b', 'whenUnsatisfiable': 'DoNotSchedule',
               'labelSelector': {}, 'matchLabelKeys': ['hash']},
              {'maxSkew': 1, 'topologyKey': 'c', 'whenUnsatisfiable': 'DoNotSchedule',
               'matchLabelKeys': ['hash']}]}}
            """);

    Labels same = Labels.of(Map.of("app", "x", "hash", "1"));
    Labels olderReplica = Labels.of(Map.of("app", "x", "hash", "0"));
    assertThat(pod.topologySpread().hard().stream().map(c -> c.selector().matches(same)))
        .containsExactly(true, true, false);
    assertThat(pod.topologySpread().hard().stream().map(c -> c.selector().matches(olderReplica)))
        .containsExactly(false, false, false);
    assertThat(pod.topologySpread().hard().get(1).selector().isEverything()).isFalse();
  }

  @Test
  void controller_isTheFirstOwnerThatControls() throws UndecodableObject {
    String owners =
        "{'metadata': {'name': 'p', 'ownerReferences': [{'kind': 'Node', 'name': 'n'}, %s"
            + "{'apiVersion': 'v1', 'kind': 'Other', 'name': 'o', 'controller': true}]}}";

    assertThat(
            decoding
                .pod(
                    owners.formatted(
                        "{'apiVersion': 'apps/v1', 'kind': 'ReplicaSet', 'name': 'web', 'uid': 'u',"
                            + " 'blockOwnerDeletion': true, 'controller': true},"))
                .controller())
        .isEqualTo(new OwnerReference("apps/v1", "ReplicaSet", "web"));
    assertThat(decoding.pod(owners.formatted("")).controller())
        .isEqualTo(new OwnerReference("v1", "Other", "o"));
    assertThat(decoding.podWithSpec("{}").controller()).isNull();
    assertThat(decoding.unknownFields()).isEmpty();
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

  @Test
  void theStatus_isRead() throws UndecodableObject {
    PodInfo pod =
        decoding.pod(
            """
            {'metadata': {'name': 'p'},
             'status': {'phase': 'Running', 'nominatedNodeName': 'n3',
               'startTime': '2026-01-01T00:00:02Z',
               'conditions': [
                 {'type': 'Ready', 'status': 'True'},
                 {'type': 'PodScheduled', 'status': 'False', 'reason': 'Unschedulable', 'message': 'm'},
                 {'type': 'PodScheduled', 'status': 'True'}]}}
            """);

    assertThat(pod.phase()).isEqualTo(Phase.RUNNING);
    assertThat(pod.nominatedNodeName()).isEqualTo("n3");
    assertThat(pod.startTimeMicros()).isEqualTo(1_767_225_602_000_000L);
    assertThat(pod.podScheduled()).isEqualTo(new PodCondition("False", "Unschedulable", "m"));
  }

  @ParameterizedTest
  @CsvSource({
    "True, PreemptionByScheduler, x, x, true",
    "False, PreemptionByScheduler, True, PreemptionByScheduler, false",
    "True, EvictionByEvictionAPI, True, PreemptionByScheduler, false",
    "True, preemptionbyscheduler, x, x, false"
  })
  void podIsPreempted_whenItsFirstDisruptionTargetSaysSo(
      String status, String reason, String status2, String reason2, boolean want)
      throws UndecodableObject {
    PodInfo pod =
        decoding.pod(
            """
            {'metadata': {'name': 'p'}, 'status': {'conditions': [
              {'type': 'Ready', 'status': 'True', 'reason': 'PreemptionByScheduler'},
              {'type': 'DisruptionTarget', 'status': '%s', 'reason': '%s'},
              {'type': 'DisruptionTarget', 'status': '%s', 'reason': '%s'}]}}
            """
                .formatted(status, reason, status2, reason2));

    assertThat(pod.preempted()).isEqualTo(want);
  }

  @ParameterizedTest
  @CsvSource({
    "Pending, PENDING",
    "'', PENDING",
    "Succeeded, SUCCEEDED",
    "Failed, FAILED",
    "Unknown, UNKNOWN",
    "Hibernating, UNKNOWN",
  })
  void thePhase_isUnknownWhenItIsNew(String phase, Phase want) throws UndecodableObject {
    PodInfo pod = decoding.pod("{'metadata': {'name': 'p'}, 'status': {'phase': '" + phase + "'}}");

    assertThat(pod.phase()).isEqualTo(want);
  }

  @Test
  void podsOfOneTemplate_shareTheirAspects() throws UndecodableObject {
    PodDecoder decoder = new PodDecoder(new Interner(), UnknownFieldListener.NONE);
    String json =
        """
        {'metadata': {'name': '%s', 'namespace': 'shop', 'labels': {'app': 'web'}},
         'spec': {'schedulerName': 'berth', 'nodeSelector': {'disk': 'ssd'},
           'tolerations': [{'operator': 'Exists'}],
           'containers': [{'image': 'web', 'ports': [{'hostPort': 80}],
                           'resources': {'requests': {'cpu': '1'}}}]}}
        """;

    PodInfo one = decoder.decode(Decoding.bytes(json.formatted("web-1")));
    PodInfo two = decoder.decode(Decoding.bytes(json.formatted("web-2")));

    assertThat(two.key().namespace()).isSameAs(one.key().namespace());
    assertThat(two.schedulerName()).isSameAs(one.schedulerName());
    assertThat(two.labels()).isSameAs(one.labels());
    assertThat(two.requests()).isSameAs(one.requests());
    assertThat(two.requiredNodes()).isSameAs(one.requiredNodes());
    assertThat(two.tolerations()).isSameAs(one.tolerations());
    assertThat(two.hostPorts()).isSameAs(one.hostPorts());
    assertThat(two.images()).isSameAs(one.images());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'spec': {}}                                                | ''",
        "{'metadata': {'name': 5}}                                   | metadata.name",
        "{'metadata': {'name': 'p', 'labels': {'a.b/c': 5}}}         | metadata.labels[a.b/c]",
        "{'metadata': {'name': 'p', 'creationTimestamp': 'today'}}   | metadata.creationTimestamp",
        "{'metadata': {'name': 'p'}, 'spec': {'priority': 1.5}}      | spec.priority",
        "{'metadata': {'name': 'p'}, 'spec': {'priority': 3000000000}} | spec.priority",
        "{'metadata': {'name': 'p'}, 'spec': {'nodeName': ['n']}}    | spec.nodeName",
        "{'metadata': {'name': 'p'}, 'spec': {'containers': {}}}     | spec.containers",
        "{'metadata': {'name': 'p'}, 'spec': {'containers': [{}, {'resources': {'requests': {'cpu':"
            + " '1x'}}}]}}| spec.containers[1].resources.requests.cpu",
        "{'metadata': {'name': 'p'}, 'spec': []}                     | spec",
        "{'metadata': {'name': 'p'}, 'status': {'phase': true}}      | status.phase",
      })
  void aWrongTypeInAFieldThatMatters_makesThePodUndecodable(String json, String wantPath) {
    assertThatExceptionOfType(UndecodableObject.class)
        .isThrownBy(() -> decoding.pod(json))
        .satisfies(
            e -> {
              assertThat(e.path()).isEqualTo(wantPath);
              assertThat(e.kind()).isEqualTo("Pod");
            });
  }

  @Test
  void anUndecodablePod_isNamedWithTheValueThatIsWrong() {
    assertThatExceptionOfType(UndecodableObject.class)
        .isThrownBy(() -> decoding.podWithSpec("{'hostNetwork': 'yes'}"))
        .withMessage("Pod shop/web: spec.hostNetwork is not true or false but \"yes\"");
    assertThatExceptionOfType(UndecodableObject.class)
        .isThrownBy(() -> decoding.pod("{}"))
        .withMessage("Pod (no name read): has no metadata.name");
  }

  @Test
  void anUndecodablePodOfAList_doesNotHideTheOthers() throws IOException {
    byte[] list =
        Decoding.bytes(
            """
            {'items': [
              {'metadata': {'name': 'a'}},
              {'metadata': {'name': 'b'}, 'spec': {'containers': [{'ports': [{'hostPort': {'deep': [1, {}]}}]}]},
               'status': {'phase': 'Running'}},
              17,
              {'spec': {}},
              {'metadata': {'name': 'c'}}],
             'metadata': {'resourceVersion': '7'}}
            """);
    PodDecoder decoder = new PodDecoder(new Interner(), UnknownFieldListener.NONE);
    List<String> seen = new ArrayList<>();

    try (JsonParser parser = KubeJson.factory().createParser(list)) {
      while (parser.nextToken() != JsonToken.START_ARRAY) {
        // to the items
      }
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        try {
          seen.add(decoder.decode(parser).key().name());
        } catch (UndecodableObject e) {
          seen.add("undecodable " + e.name() + " at " + e.path());
        }
      }
      assertThat(parser.nextFieldName()).isEqualTo("metadata");
    }

    assertThat(seen)
        .containsExactly(
            "a",
            "undecodable b at spec.containers[0].ports[0].hostPort",
            "undecodable  at ",
            "undecodable  at ",
            "c");
  }

  @Test
  void unknownFields_areReportedWithoutPositions() throws UndecodableObject {
    decoding.pod(
        """
        {'metadata': {'name': 'p', 'shard': 1}, 'spice': {},
         'spec': {'gpuSlices': [{'a': 1}], 'containers': [{}, {'mood': 'good'}],
                  'securityContext': {'notLookedAt': true}},
         'status': {'containerStatuses': [{'weather': null}]}}
        """);

    assertThat(decoding.unknownFields())
        .containsExactly(
            "Pod metadata.shard",
            "Pod spice",
            "Pod spec.gpuSlices",
            "Pod spec.containers[*].mood",
            "Pod status.containerStatuses[*].weather");
  }
}
