package dev.berth.kube.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.berth.model.Interner;
import dev.berth.model.OwnerReference;
import dev.berth.model.Phase;
import dev.berth.model.PodCondition;
import dev.berth.model.PodInfo;
import dev.berth.model.PodKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who a pod is, where it stands, and what becomes of one that cannot be read. */
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
