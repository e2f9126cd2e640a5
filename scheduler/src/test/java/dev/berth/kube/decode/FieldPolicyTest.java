package dev.berth.kube.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.kube.decode.FieldPolicy.Disposition;
import dev.berth.kube.decode.FieldPolicy.Field;
import dev.berth.model.Interner;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The list of fields says what the decoders do. Each field in turn gets a value of a type that no
 * field has; whether the decoder minds shows whether it reads the field.
 */
final class FieldPolicyTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
  private static final String PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";
  private static final String UNTYPED = "[[7]]";

  private static final String POD =
      """
      {'metadata': {'name': 'p', 'namespace': 'n', 'ownerReferences': [{'controller': true}]},
       'spec': {
         'containers': [{'name': 'c', 'ports': [{}], 'restartPolicyRules': [{}], 'resources': {}}],
         'resources': {},
         'affinity': {
           'nodeAffinity': {
             '%1$s': {'nodeSelectorTerms': [{'matchExpressions': [{}]}]},
             '%2$s': [{'weight': 1, 'preference': {}}]},
           'podAffinity': {'%1$s': [{}], '%2$s': [{'weight': 1, 'podAffinityTerm': {}}]},
           'podAntiAffinity': {'%1$s': [{'labelSelector': {'matchExpressions': [{}]}}]}},
         'topologySpreadConstraints': [{'whenUnsatisfiable': 'DoNotSchedule'}],
         'tolerations': [{}],
         'volumes': [{'persistentVolumeClaim': {}}, {'ephemeral': {}}, {'image': {}},
                     {'gcePersistentDisk': {}}, {'awsElasticBlockStore': {}}, {'rbd': {}},
                     {'iscsi': {}}, {'azureDisk': {}}, {'cinder': {}}, {'portworxVolume': {}},
                     {'name': 'v'}],
         'resourceClaims': [{}], 'schedulingGates': [{}], 'schedulingGroup': {}},
       'status': {'containerStatuses': [{}], 'conditions': [{}], 'resourceClaimStatuses': [{}],
                  'extendedResourceClaimStatus': {'requestMappings': [{}]}}}
      """
          .formatted(REQUIRED, PREFERRED);

  private static final String NODE =
      """
      {'metadata': {'name': 'n'}, 'spec': {'taints': [{}]}, 'status': {'images': [{}]}}
      """;

  /** Where a structure is in the two objects above. */
  private static final Map<String, String> PLACES =
      Map.ofEntries(
          Map.entry("Pod", ""),
          Map.entry("ObjectMeta", "/metadata"),
          Map.entry("OwnerReference", "/metadata/ownerReferences/0"),
          Map.entry("PodSpec", "/spec"),
          Map.entry("Container", "/spec/containers/0"),
          Map.entry("ContainerPort", "/spec/containers/0/ports/0"),
          Map.entry("ContainerRestartRule", "/spec/containers/0/restartPolicyRules/0"),
          Map.entry("ResourceRequirements", "/spec/containers/0/resources"),
          Map.entry("Affinity", "/spec/affinity"),
          Map.entry("NodeAffinity", "/spec/affinity/nodeAffinity"),
          Map.entry("NodeSelector", "/spec/affinity/nodeAffinity/" + REQUIRED),
          Map.entry(
              "NodeSelectorTerm",
              "/spec/affinity/nodeAffinity/" + REQUIRED + "/nodeSelectorTerms/0"),
          Map.entry(
              "NodeSelectorRequirement",
              "/spec/affinity/nodeAffinity/"
                  + REQUIRED
                  + "/nodeSelectorTerms/0/matchExpressions/0"),
          Map.entry("PreferredSchedulingTerm", "/spec/affinity/nodeAffinity/" + PREFERRED + "/0"),
          Map.entry("PodAffinity", "/spec/affinity/podAffinity"),
          Map.entry("PodAntiAffinity", "/spec/affinity/podAntiAffinity"),
          Map.entry("WeightedPodAffinityTerm", "/spec/affinity/podAffinity/" + PREFERRED + "/0"),
          Map.entry("PodAffinityTerm", "/spec/affinity/podAntiAffinity/" + REQUIRED + "/0"),
          Map.entry(
              "LabelSelector", "/spec/affinity/podAntiAffinity/" + REQUIRED + "/0/labelSelector"),
          Map.entry(
              "LabelSelectorRequirement",
              "/spec/affinity/podAntiAffinity/" + REQUIRED + "/0/labelSelector/matchExpressions/0"),
          Map.entry("TopologySpreadConstraint", "/spec/topologySpreadConstraints/0"),
          Map.entry("Toleration", "/spec/tolerations/0"),
          Map.entry("PersistentVolumeClaimVolumeSource", "/spec/volumes/0/persistentVolumeClaim"),
          Map.entry("EphemeralVolumeSource", "/spec/volumes/1/ephemeral"),
          Map.entry("ImageVolumeSource", "/spec/volumes/2/image"),
          Map.entry("GCEPersistentDiskVolumeSource", "/spec/volumes/3/gcePersistentDisk"),
          Map.entry("AWSElasticBlockStoreVolumeSource", "/spec/volumes/4/awsElasticBlockStore"),
          Map.entry("RBDVolumeSource", "/spec/volumes/5/rbd"),
          Map.entry("ISCSIVolumeSource", "/spec/volumes/6/iscsi"),
          Map.entry("AzureDiskVolumeSource", "/spec/volumes/7/azureDisk"),
          Map.entry("CinderVolumeSource", "/spec/volumes/8/cinder"),
          Map.entry("PortworxVolumeSource", "/spec/volumes/9/portworxVolume"),
          Map.entry("Volume", "/spec/volumes/10"),
          Map.entry("PodResourceClaim", "/spec/resourceClaims/0"),
          Map.entry("PodSchedulingGate", "/spec/schedulingGates/0"),
          Map.entry("PodSchedulingGroup", "/spec/schedulingGroup"),
          Map.entry("PodStatus", "/status"),
          Map.entry("ContainerStatus", "/status/containerStatuses/0"),
          Map.entry("PodCondition", "/status/conditions/0"),
          Map.entry("PodResourceClaimStatus", "/status/resourceClaimStatuses/0"),
          Map.entry("PodExtendedResourceClaimStatus", "/status/extendedResourceClaimStatus"),
          Map.entry(
              "ContainerExtendedResourceRequest",
              "/status/extendedResourceClaimStatus/requestMappings/0"),
          Map.entry("Node", ""),
          Map.entry("NodeSpec", "/spec"),
          Map.entry("Taint", "/spec/taints/0"),
          Map.entry("NodeStatus", "/status"),
          Map.entry("ContainerImage", "/status/images/0"));

  private static final Set<String> NODE_STRUCTURES =
      Set.of("Node", "NodeSpec", "Taint", "NodeStatus", "ContainerImage");

  private final Set<String> unknown = new HashSet<>();

  static Stream<Field> fields() {
    return FieldPolicy.get().fields().stream();
  }

  @ParameterizedTest
  @MethodSource("fields")
  void theDecoder_doesWhatTheListSays(Field field) throws IOException {
    @Nullable Object before = decode(field, null);
    unknown.clear();
    @Nullable Object after = decode(field, field.name());

    assertThat(unknown).isEmpty();
    switch (field.disposition()) {
      case USED -> assertThat(after).isNotEqualTo(before);
      case IRRELEVANT -> assertThat(after).isEqualTo(before);
      case REFUSED -> {
        // Something in the structure, or the structure itself, is a reason to refuse the pod.
        assertThat(after).asString().contains("UnbuiltFeature").doesNotContain("UnknownField");
      }
    }
  }

  @Test
  void aNameThatIsNotInTheList_isUnknownInEveryStructure() throws IOException {
    for (String type : PLACES.keySet()) {
      unknown.clear();
      Field field = new Field(type, "fromTheFuture", Disposition.IRRELEVANT, "");

      @Nullable Object after = decode(field, field.name());

      if (unknown.isEmpty()) {
        assertThat(after).as(type).asString().contains("UnknownField[path=").contains(field.name());
      }
    }
  }

  /** What comes of the pod or node, or of the attempt; with a value of no known type put in. */
  private @Nullable Object decode(Field field, @Nullable String replaced) throws IOException {
    boolean node = NODE_STRUCTURES.contains(field.type());
    JsonNode object = JSON.readTree(Decoding.bytes(node ? NODE : POD));
    if (replaced != null) {
      ObjectNode place = (ObjectNode) object.at(PLACES.getOrDefault(field.type(), "/nowhere"));
      place.set(replaced, JSON.readTree(UNTYPED));
    }
    byte[] json = JSON.writeValueAsBytes(object);
    UnknownFieldListener listener = (kind, path) -> unknown.add(path);
    try {
      return node
          ? Facts.of(new NodeDecoder(new Interner(), listener).decode(json))
          : Facts.of(new PodDecoder(new Interner(), listener).decode(json));
    } catch (UndecodableObject e) {
      return e.getMessage();
    }
  }

  @Test
  void everyStructureOfTheList_isTested() {
    Set<String> types = new HashSet<>();
    fields().forEach(field -> types.add(field.type()));

    assertThat(PLACES.keySet()).isEqualTo(types);
    assertThat(fields()).hasSizeGreaterThan(260);
    assertThat(fields().filter(f -> f.type().equals("PodSpec"))).hasSize(42);
  }

  @Test
  void aServerWithTheFieldsOfTheList_hasNoNewOnes() {
    assertThat(FieldPolicy.get().newFields(openApi("definitions", Map.of()))).isEmpty();
  }

  @Test
  void aServerOfALaterVersion_hasNewFields() {
    Map<String, String> additions = Map.of("PodSpec", "gpuSlices", "ObjectMeta", "shard");
    ObjectNode v3 = JSON.createObjectNode();
    v3.set("components", openApi("schemas", additions));

    assertThat(FieldPolicy.get().newFields(openApi("definitions", additions)))
        .containsExactly("ObjectMeta.shard", "PodSpec.gpuSlices");
    assertThat(FieldPolicy.get().newFields(v3))
        .containsExactly("ObjectMeta.shard", "PodSpec.gpuSlices");
  }

  @Test
  void aDocumentOfSomethingElse_provesNothing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FieldPolicy.get().newFields(JSON.createObjectNode()))
        .withMessageContaining("has no definition of");
  }

  /** A document with the structures of the list and some more fields. */
  private static ObjectNode openApi(String name, Map<String, String> additions) {
    ObjectNode document = JSON.createObjectNode();
    ObjectNode definitions = document.putObject(name);
    for (Field field : FieldPolicy.get().fields()) {
      boolean meta = field.type().startsWith("LabelSelector") || field.type().equals("ObjectMeta");
      String prefix = meta ? "io.k8s.apimachinery.pkg.apis.meta.v1." : "io.k8s.api.core.v1.";
      ObjectNode properties =
          definitions.withObject("/" + prefix + field.type()).withObject("/properties");
      properties.putObject(field.name());
      for (String addition : List.of(additions.getOrDefault(field.type(), field.name()))) {
        properties.putObject(addition);
      }
    }
    return document;
  }
}
