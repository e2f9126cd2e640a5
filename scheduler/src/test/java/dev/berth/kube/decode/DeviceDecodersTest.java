package dev.berth.kube.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonParser;
import dev.berth.model.ClusterObject;
import dev.berth.model.ClusterObject.Kind;
import dev.berth.model.NodeRequirement;
import dev.berth.model.NodeSelector;
import dev.berth.model.NodeSelectorTerm;
import dev.berth.model.ObjectKey;
import dev.berth.model.Quantity;
import dev.berth.model.devices.AllocatedConfig;
import dev.berth.model.devices.AllocatedDevice;
import dev.berth.model.devices.Allocation;
import dev.berth.model.devices.CapacityRequestPolicy;
import dev.berth.model.devices.ClaimConsumer;
import dev.berth.model.devices.ClaimMeta;
import dev.berth.model.devices.ClaimOwner;
import dev.berth.model.devices.ClaimSpec;
import dev.berth.model.devices.ClaimStatus;
import dev.berth.model.devices.CounterConsumption;
import dev.berth.model.devices.CounterSet;
import dev.berth.model.devices.Device;
import dev.berth.model.devices.DeviceAttribute;
import dev.berth.model.devices.DeviceBinding;
import dev.berth.model.devices.DeviceCapacity;
import dev.berth.model.devices.DeviceClass;
import dev.berth.model.devices.DeviceConfig;
import dev.berth.model.devices.DeviceConstraint;
import dev.berth.model.devices.DeviceId;
import dev.berth.model.devices.DeviceRequest;
import dev.berth.model.devices.DeviceSelector;
import dev.berth.model.devices.DeviceStatus;
import dev.berth.model.devices.DeviceTaint;
import dev.berth.model.devices.DeviceToleration;
import dev.berth.model.devices.DevicesWanted;
import dev.berth.model.devices.NodeReach;
import dev.berth.model.devices.OpaqueConfig;
import dev.berth.model.devices.ResourceClaim;
import dev.berth.model.devices.ResourceSlice;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DeviceDecodersTest {
  private static final NodeSelector ON_A =
      NodeSelector.of(
          List.of(
              NodeSelectorTerm.of(
                  List.of(new NodeRequirement("zone", "In", List.of("z"))),
                  List.of(new NodeRequirement("metadata.name", "In", List.of("a"))))));

  private static final String NODES =
      "{'nodeSelectorTerms': [{'matchExpressions': [{'key': 'zone', 'operator': 'In',"
          + " 'values': ['z']}], 'matchFields': [{'key': 'metadata.name', 'operator': 'In',"
          + " 'values': ['a']}]}]}";

  private static ClusterObject decode(Kind kind, String json)
      throws IOException, UndecodableObject {
    JsonParser parser = KubeJson.factory().createParser(Decoding.bytes(json));
    parser.nextToken();
    ClusterObject object = KindDecoders.object(kind, parser).object();
    assertThat(parser.nextToken()).as("after the object").isNull();
    return object;
  }

  // ---- classes ------------------------------------------------------------------------------

  @Test
  void aDeviceClass_hasConditionsConfigurationAndAResource() throws Exception {
    assertThat(
            decode(
                Kind.DEVICE_CLASS,
                """
                {'metadata': {'name': 'gpu', 'creationTimestamp': '1970-01-01T00:00:02Z'},
                 'spec': {'extendedResourceName': 'example.com/gpu', 'new': {},
                          'selectors': [{'cel': {'expression': 'true'}}, {'other': {}}],
                          'config': [{'opaque': {'driver': 'd', 'parameters': {'a': [1.50, 1e2]}}},
                                     {'opaque': {'driver': 'e'}},
                                     {}]}}
                """))
        .isEqualTo(
            new DeviceClass(
                ObjectKey.ofCluster("gpu"),
                2_000_000,
                List.of(new DeviceSelector("true"), new DeviceSelector(null)),
                List.of(
                    new DeviceConfig(List.of(), new OpaqueConfig("d", "{\"a\":[1.50,1E+2]}")),
                    new DeviceConfig(List.of(), new OpaqueConfig("e", "null")),
                    new DeviceConfig(List.of(), null)),
                "example.com/gpu"));
    assertThat(decode(Kind.DEVICE_CLASS, "{'metadata': {'name': 'bare'}}"))
        .isEqualTo(new DeviceClass(ObjectKey.ofCluster("bare"), 0, List.of(), List.of(), ""));
  }

  @Test
  void parameters_areKeptToTheLastDigit() throws Exception {
    DeviceClass read =
        (DeviceClass)
            decode(
                Kind.DEVICE_CLASS,
                """
                {'metadata': {'name': 'gpu'}, 'spec': {'config': [{'opaque': {'driver': 'd',
                  'parameters': {'n': 123456789012345678901234567890, 'f': 0.1000000000000000000001,
                                 'z': null, 's': 'é\\u0001', 'd': {'d': [{}]}}}}]}}
                """);
    assertThat(read.config().getFirst().opaque())
        .isEqualTo(
            new OpaqueConfig(
                "d",
                "{\"n\":123456789012345678901234567890,\"f\":0.1000000000000000000001,"
                    + "\"z\":null,\"s\":\"é\\u0001\",\"d\":{\"d\":[{}]}}"));
  }

  // ---- slices -------------------------------------------------------------------------------

  @Test
  void aSlice_hasAllThatIsSaidOfItsDevices() throws Exception {
    Quantity one = Quantity.parse("1");
    assertThat(
            decode(
                Kind.RESOURCE_SLICE,
                """
                {'metadata': {'name': 's'},
                 'spec': {'driver': 'd', 'pool': {'name': 'p', 'generation': 3,
                                                  'resourceSliceCount': 2},
                          'perDeviceNodeSelection': true,
                          'sharedCounters': [{'name': 'c', 'counters': {'m': {'value': '1'}}}],
                          'devices': [
                   {'name': 'dev', 'nodeSelector': %s,
                    'attributes': {'i': {'int': -4}, 'b': {'bool': false}, 'd/s': {'string': ''},
                                   'v': {'version': '1.2.3'}, 'l': {'ints': [1]}},
                    'capacity': {'plain': {'value': 1}, 'shared': {'value': ' 1 ', 'requestPolicy':
                        {'default': '1', 'validValues': ['1', 1],
                         'validRange': {'min': '1', 'max': '1', 'step': '1'}}}},
                    'consumesCounters': [{'counterSet': 'c', 'counters': {'m': {'value': '1'}}}],
                    'taints': [{'key': 'k', 'value': 'v', 'effect': 'NoExecute',
                                'timeAdded': '2026-01-01T00:00:00Z'}],
                    'bindsToNode': true, 'bindingConditions': ['ready'],
                    'bindingFailureConditions': ['broken'], 'allowMultipleAllocations': true},
                   {'name': 'bare'}]}}
                """
                    .formatted(NODES)))
        .isEqualTo(
            new ResourceSlice(
                ObjectKey.ofCluster("s"),
                "d",
                new ResourceSlice.Pool("p", 3, 2),
                new NodeReach.Unsaid(),
                true,
                List.of(
                    new Device(
                        "dev",
                        Map.of(
                            "i", new DeviceAttribute.Int(-4),
                            "b", new DeviceAttribute.Bool(false),
                            "d/s", new DeviceAttribute.Text(""),
                            "v", new DeviceAttribute.Version("1.2.3"),
                            "l", new DeviceAttribute.Unsupported()),
                        Map.of(
                            "plain", new DeviceCapacity(one, null),
                            "shared",
                                new DeviceCapacity(
                                    one,
                                    new CapacityRequestPolicy(
                                        one,
                                        List.of(one, one),
                                        new CapacityRequestPolicy.Range(one, one, one)))),
                        List.of(new CounterConsumption("c", Map.of("m", one))),
                        new NodeReach.Selected(ON_A),
                        List.of(new DeviceTaint("k", "v", "NoExecute")),
                        new DeviceBinding(true, List.of("ready"), List.of("broken")),
                        true),
                    Device.named("bare")),
                List.of(new CounterSet("c", Map.of("m", one)))));
    assertThat(decode(Kind.RESOURCE_SLICE, "{'metadata': {'name': 'bare'}}"))
        .isEqualTo(ResourceSlice.named(ObjectKey.ofCluster("bare")));
  }

  @Test
  void ofSeveralWaysToSayWhereASliceIs_theFirstCounts() throws Exception {
    String json = "{'metadata': {'name': 's'}, 'spec': {%s}}";
    assertThat(reach(json.formatted("'nodeName': 'n', 'allNodes': true, 'nodeSelector': " + NODES)))
        .isEqualTo(new NodeReach.OneNode("n"));
    assertThat(reach(json.formatted("'nodeName': '', 'allNodes': true, 'nodeSelector': " + NODES)))
        .isEqualTo(new NodeReach.AllNodes());
    assertThat(reach(json.formatted("'allNodes': false, 'nodeSelector': " + NODES)))
        .isEqualTo(new NodeReach.Selected(ON_A));
    assertThat(reach(json.formatted("'allNodes': false"))).isEqualTo(new NodeReach.Unsaid());
  }

  private static NodeReach reach(String json) throws IOException, UndecodableObject {
    return ((ResourceSlice) decode(Kind.RESOURCE_SLICE, json)).nodes();
  }

  // ---- claims -------------------------------------------------------------------------------

  @Test
  void aClaim_hasAllThatItAsksFor() throws Exception {
    ResourceClaim claim =
        (ResourceClaim)
            decode(
                Kind.RESOURCE_CLAIM,
                """
                {'metadata': {'namespace': 'shop', 'name': 'c', 'uid': 'u', 'resourceVersion': '7',
                              'deletionTimestamp': '2026-01-01T00:00:00Z', 'finalizers': ['f'],
                              'annotations': {
                                'resource.kubernetes.io/extended-resource-claim': 'true'},
                              'ownerReferences': [{'name': 'p', 'uid': 'pu', 'controller': true},
                                                  {'name': 'q', 'uid': 'qu'}]},
                 'spec': {'devices': {
                   'requests': [
                     {'name': 'one', 'exactly': {
                        'deviceClassName': 'gpu', 'selectors': [{'cel': {'expression': 'true'}}],
                        'allocationMode': 'All', 'count': 2, 'adminAccess': true,
                        'tolerations': [{'key': 'k', 'operator': 'Exists', 'effect': 'NoSchedule',
                                         'tolerationSeconds': 5}],
                        'capacity': {'requests': {'m': '1Gi'}}}},
                     {'name': 'any', 'firstAvailable': [
                        {'name': 'big', 'deviceClassName': 'gpu', 'allocationMode': 'ExactCount',
                         'count': 1}]},
                     {'name': 'new', 'other': {}}],
                   'constraints': [{'requests': ['one'], 'matchAttribute': 'd/a'},
                                   {'distinctAttribute': 'd/b'}, {'requests': ['x']}],
                   'config': [{'requests': ['one'],
                               'opaque': {'driver': 'd', 'parameters': {}}}]}}}
                """);

    assertThat(claim.key()).isEqualTo(new ObjectKey("shop", "c"));
    assertThat(claim.meta())
        .isEqualTo(
            new ClaimMeta(
                "u",
                "7",
                true,
                List.of("f"),
                true,
                List.of(new ClaimOwner("p", "pu", true), new ClaimOwner("q", "qu", false))));
    assertThat(claim.meta().isControlledBy("pu")).isTrue();
    assertThat(claim.meta().isControlledBy("qu")).isFalse();
    assertThat(claim.spec())
        .isEqualTo(
            new ClaimSpec(
                List.of(
                    new DeviceRequest.Exactly(
                        "one",
                        new DevicesWanted(
                            "gpu",
                            List.of(new DeviceSelector("true")),
                            "All",
                            2,
                            List.of(new DeviceToleration("k", "Exists", "", "NoSchedule", 5L)),
                            Map.of("m", Quantity.parse("1Gi"))),
                        true),
                    new DeviceRequest.FirstAvailable(
                        "any",
                        List.of(
                            new DeviceRequest.SubRequest("big", DevicesWanted.ofClass("gpu", 1)))),
                    new DeviceRequest.Unsupported("new")),
                List.of(
                    new DeviceConstraint.Match(List.of("one"), "d/a"),
                    new DeviceConstraint.Distinct(List.of(), "d/b"),
                    new DeviceConstraint.Unsupported(List.of("x"))),
                List.of(new DeviceConfig(List.of("one"), new OpaqueConfig("d", "{}")))));
    assertThat(claim.status()).isEqualTo(ClaimStatus.EMPTY);
  }

  @Test
  void aClaim_hasAllThatCameOfIt() throws Exception {
    ResourceClaim claim =
        (ResourceClaim)
            decode(
                Kind.RESOURCE_CLAIM,
                """
                {'metadata': {'namespace': 'shop', 'name': 'c'},
                 'status': {
                   'allocation': {
                     'devices': {
                       'results': [{'request': 'any/big', 'driver': 'd', 'pool': 'p',
                                    'device': 'dev', 'adminAccess': true,
                                    'tolerations': [{'operator': 'Exists'}],
                                    'bindingConditions': ['ready'],
                                    'bindingFailureConditions': ['broken'],
                                    'shareID': 's', 'consumedCapacity': {'m': '1'}}],
                       'config': [{'source': 'FromClass', 'requests': ['any'],
                                   'opaque': {'driver': 'd', 'parameters': {}}}]},
                     'nodeSelector': %s,
                     'allocationTimestamp': '1970-01-01T00:00:01Z'},
                   'reservedFor': [{'resource': 'pods', 'name': 'p', 'uid': 'pu'}],
                   'devices': [{'driver': 'd', 'pool': 'p', 'device': 'dev', 'shareID': 's',
                                'conditions': [{'type': 'ready', 'status': 'True', 'reason': 'r',
                                                'message': 'm'}]}]}}
                """
                    .formatted(NODES));

    DeviceId dev = new DeviceId("d", "p", "dev");
    assertThat(claim.status())
        .isEqualTo(
            new ClaimStatus(
                new Allocation(
                    List.of(
                        new AllocatedDevice(
                            "any/big",
                            dev,
                            true,
                            List.of(new DeviceToleration("", "Exists", "", "", null)),
                            List.of("ready"),
                            List.of("broken"),
                            "s",
                            Map.of("m", Quantity.parse("1")))),
                    List.of(
                        new AllocatedConfig(
                            "FromClass",
                            new DeviceConfig(List.of("any"), new OpaqueConfig("d", "{}")))),
                    ON_A,
                    1_000_000L),
                List.of(ClaimConsumer.pod("p", "pu")),
                List.of(
                    new DeviceStatus(
                        dev,
                        "s",
                        List.of(new DeviceStatus.DeviceCondition("ready", "True", "r", "m"))))));
    assertThat(claim.status().isReservedFor("pu")).isTrue();
    assertThat(claim.status().isReservedFor("other")).isFalse();
    assertThat(decode(Kind.RESOURCE_CLAIM, "{'metadata': {'name': 'c', 'namespace': 'n'}}"))
        .isEqualTo(
            new ResourceClaim(
                new ObjectKey("n", "c"), ClaimMeta.UNKNOWN, ClaimSpec.EMPTY, ClaimStatus.EMPTY));
  }

  @Test
  void entriesThatAreNull_arePassedOver() throws Exception {
    assertThat(
            decode(
                Kind.RESOURCE_SLICE,
                """
                {'metadata': {'name': 's'}, 'spec': {'devices': [null, {'name': 'd',
                  'attributes': {'a': null}, 'capacity': null, 'taints': [null],
                  'bindingConditions': [null]}], 'sharedCounters': null}}
                """))
        .extracting(slice -> ((ResourceSlice) slice).devices())
        .isEqualTo(List.of(Device.named("d")));
  }

  @Test
  void aWrongValue_makesTheObjectUndecodable_andNamesIt() {
    assertUndecodable(
        Kind.RESOURCE_SLICE,
        "{'spec': {'devices': [{'capacity': {'m': {'value': 'much'}}}]}}",
        "much");
    assertUndecodable(
        Kind.RESOURCE_SLICE, "{'spec': {'devices': [{'capacity': {'m': {'value': []}}}]}}", "");
    assertUndecodable(
        Kind.RESOURCE_SLICE,
        "{'spec': {'devices': [{'attributes': {'a': {'int': 9223372036854775808}}}]}}",
        "9223372036854775808");
    assertUndecodable(Kind.RESOURCE_CLAIM, "{'spec': {'devices': 4}}", "");
    assertUndecodable(
        Kind.RESOURCE_CLAIM,
        "{'metadata': {'name': 'x', 'namespace': 'n'},"
            + " 'status': {'allocation': {'allocationTimestamp': 'noon'}}}",
        "noon");
    assertUndecodable(
        Kind.DEVICE_CLASS, "{'metadata': {'name': 'x', 'creationTimestamp': 'noon'}}", "noon");
    assertUndecodable(Kind.DEVICE_CLASS, "{}", "no metadata.name");
  }

  private static void assertUndecodable(Kind kind, String json, String want) {
    assertThatExceptionOfType(UndecodableObject.class)
        .isThrownBy(() -> decode(kind, json))
        .withMessageContaining(want);
  }
}
