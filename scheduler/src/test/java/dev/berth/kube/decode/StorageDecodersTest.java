package dev.berth.kube.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.fasterxml.jackson.core.JsonParser;
import dev.berth.model.ClusterObject;
import dev.berth.model.ClusterObject.Kind;
import dev.berth.model.LabelRequirement;
import dev.berth.model.LabelSelector;
import dev.berth.model.Labels;
import dev.berth.model.NodeRequirement;
import dev.berth.model.NodeSelector;
import dev.berth.model.NodeSelectorTerm;
import dev.berth.model.ObjectKey;
import dev.berth.model.PodVolume;
import dev.berth.model.Quantity;
import dev.berth.model.VolumeSource;
import dev.berth.model.storage.ClaimReference;
import dev.berth.model.storage.CsiDriver;
import dev.berth.model.storage.CsiNode;
import dev.berth.model.storage.CsiStorageCapacity;
import dev.berth.model.storage.PersistentVolume;
import dev.berth.model.storage.PersistentVolumeClaim;
import dev.berth.model.storage.PersistentVolumeSource;
import dev.berth.model.storage.StorageClass;
import dev.berth.model.storage.VolumeAttachment;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class StorageDecodersTest {

  private static ClusterObject object(Kind kind, String json)
      throws IOException, UndecodableObject {
    JsonParser parser = KubeJson.factory().createParser(Decoding.bytes(json));
    parser.nextToken();
    return KindDecoders.object(kind, parser).object();
  }

  @Test
  void aVolume_hasEverythingThatDecides() throws IOException, UndecodableObject {
    String json =
        """
        {'apiVersion': 'v1', 'kind': 'PersistentVolume',
         'metadata': {'name': 'v', 'uid': 'u', 'resourceVersion': '7', 'labels': {'zone': 'a'},
           'deletionTimestamp': '2026-01-01T00:00:00Z', 'managedFields': [{}],
           'annotations': {'pv.kubernetes.io/bound-by-controller': '', 'other': 'x'}},
         'spec': {'storageClassName': 'fast', 'capacity': {'storage': '1Gi', 'x': '1'},
           'accessModes': ['ReadWriteOnce', 'ReadOnlyMany'], 'volumeMode': 'Block',
           'volumeAttributesClassName': 'gold', 'mountOptions': ['x'], 'newKnob': {},
           'claimRef': {'kind': 'PersistentVolumeClaim', 'namespace': 'shop', 'name': 'c',
             'uid': 'x'},
           'nodeAffinity': {'required': {'nodeSelectorTerms': [{'matchExpressions': [
             {'key': 'zone', 'operator': 'In', 'values': ['a']}]}]}},
           'csi': {'driver': 'd', 'volumeHandle': 'h', 'volumeAttributes': {'a': 'b'}}},
         'status': {'phase': 'Available'}}
        """;
    NodeRequirement inA = new NodeRequirement("zone", "In", List.of("a"));

    assertThat(object(Kind.PERSISTENT_VOLUME, json))
        .usingRecursiveComparison()
        .isEqualTo(
            PersistentVolume.builder("v")
                .uid("u")
                .resourceVersion("7")
                .deleting(true)
                .available(true)
                .boundByController(true)
                .labels(Labels.of(Map.of("zone", "a")))
                .storageClassName("fast")
                .capacity(Quantity.parse("1Gi"))
                .accessModes(Set.of("ReadWriteOnce", "ReadOnlyMany"))
                .volumeMode("Block")
                .volumeAttributesClassName("gold")
                .claim(new ClaimReference("shop", "c", "x"))
                .requiredNodes(
                    NodeSelector.of(List.of(NodeSelectorTerm.of(List.of(inA), List.of()))))
                .source(new PersistentVolumeSource.Csi("d", "h"))
                .build());
    assertThat(object(Kind.PERSISTENT_VOLUME, "{'metadata': {'name': 'v'}, 'spec': {}}"))
        .usingRecursiveComparison()
        .isEqualTo(PersistentVolume.builder("v").build());
  }

  static Stream<Arguments> sources() {
    return Stream.of(
        argumentSet(
            "gce",
            "'gcePersistentDisk': {'pdName': 'd', 'readOnly': true}",
            new VolumeSource.GcePersistentDisk("d", true)),
        argumentSet(
            "ebs",
            "'awsElasticBlockStore': {'volumeID': 'd'}",
            new VolumeSource.AwsElasticBlockStore("d")),
        argumentSet(
            "azure",
            "'azureDisk': {'diskURI': 'd', 'kind': 'Managed'}",
            new VolumeSource.AzureDisk("d", "Managed")),
        argumentSet("cinder", "'cinder': {'volumeID': 'd'}", new VolumeSource.Cinder("d")),
        argumentSet(
            "portworx", "'portworxVolume': {'volumeID': 'd'}", new VolumeSource.Portworx("d")));
  }

  @ParameterizedTest
  @MethodSource("sources")
  void disks_areTheSameInVolumesAndInPods(String source, VolumeSource.Disk want)
      throws IOException, UndecodableObject {
    PersistentVolume volume =
        (PersistentVolume)
            object(
                Kind.PERSISTENT_VOLUME,
                "{'metadata': {'name': 'v'}, 'spec': {%s}}".formatted(source));

    assertThat(volume.source()).isEqualTo(new PersistentVolumeSource.InTree(want));
    assertThat(
            new Decoding()
                .podWithSpec("{'volumes': [{%s, 'name': 'x'}]}".formatted(source))
                .volumes())
        .containsExactly(new PodVolume("x", want));
  }

  @Test
  void volumesOfPods_areThoseThatNarrowPlacement_inTheirOrder() throws UndecodableObject {
    String spec =
        """
        {'volumes': [
          {'name': 'a', 'persistentVolumeClaim': {'claimName': 'c', 'readOnly': true}},
          {'name': 'b', 'emptyDir': {}}, {'name': 'c', 'csi': {'driver': 'x'}},
          {'ephemeral': {'volumeClaimTemplate': {'spec': {}}}, 'name': 'd'},
          {'name': 'e', 'rbd': {'monitors': ['x', 'y', 'x'], 'image': 'i', 'pool': 'p',
            'readOnly': true}},
          {'name': 'f', 'iscsi': {'iqn': 'q', 'lun': 1, 'targetPortal': 't'}},
          {'name': 'g', 'persistentVolumeClaim': null}]}
        """;

    assertThat(new Decoding().podWithSpec(spec).volumes())
        .containsExactly(
            new PodVolume("a", new VolumeSource.Claim("c")),
            new PodVolume("d", new VolumeSource.Ephemeral()),
            new PodVolume("e", new VolumeSource.Rbd(Set.of("x", "y"), "p", "i", true)),
            new PodVolume("f", new VolumeSource.Iscsi("q", false)));
  }

  @Test
  void aClaim_hasEverythingThatDecides() throws IOException, UndecodableObject {
    String json =
        """
        {'metadata': {'name': 'c', 'namespace': 'shop', 'uid': 'u', 'resourceVersion': '7',
           'deletionTimestamp': '2026-01-01T00:00:00Z',
           'ownerReferences': [null, {'uid': 'x'}, {'uid': 'o', 'controller': true}],
           'annotations': {'pv.kubernetes.io/bind-completed': 'yes',
             'volume.kubernetes.io/selected-node': 'n'}},
         'spec': {'storageClassName': 'fast', 'volumeName': 'v', 'volumeMode': 'Block',
           'accessModes': ['ReadWriteOncePod'], 'volumeAttributesClassName': 'gold',
           'resources': {'requests': {'storage': 1024}}, 'selector': {'matchLabels': {'a': 'b'}}},
         'status': {'phase': 'Lost'}}
        """;

    assertThat(object(Kind.PERSISTENT_VOLUME_CLAIM, json))
        .usingRecursiveComparison()
        .isEqualTo(
            PersistentVolumeClaim.builder("shop", "c")
                .uid("u")
                .resourceVersion("7")
                .deleting(true)
                .lost(true)
                .bindCompleted(true)
                .selectedNode("n")
                .controllerUid("o")
                .storageClassName("fast")
                .volumeName("v")
                .accessModes(Set.of("ReadWriteOncePod"))
                .volumeMode("Block")
                .volumeAttributesClassName("gold")
                .request(Quantity.parse("1024"))
                .selector(LabelSelector.of(Map.of("a", "b"), List.of()))
                .build());
  }

  @Test
  void theAnnotatedClass_comesBeforeThatOfTheSpec_alsoWhenEmpty()
      throws IOException, UndecodableObject {
    for (String annotated : List.of("old", "")) {
      String object =
          "{'metadata': {'name': 'x', 'annotations':"
              + " {'volume.beta.kubernetes.io/storage-class': '"
              + annotated
              + "'}}, 'spec': {'storageClassName': 'fast'}}";
      assertThat(((PersistentVolume) object(Kind.PERSISTENT_VOLUME, object)).storageClassName())
          .isEqualTo(annotated);
      assertThat(
              ((PersistentVolumeClaim) object(Kind.PERSISTENT_VOLUME_CLAIM, object))
                  .storageClassName())
          .isEqualTo(annotated);
    }
  }

  @Test
  void aStorageClass_hasItsModeAndTopologies() throws IOException, UndecodableObject {
    String json =
        """
        {'metadata': {'name': 'fast'}, 'provisioner': 'p', 'volumeBindingMode': 'Immediate',
         'parameters': {'x': 'y'}, 'allowedTopologies': [null, {'matchLabelExpressions': [
           {'key': 'zone', 'values': ['a', 'b']}]}]}
        """;
    LabelSelector want =
        LabelSelector.of(Map.of(), List.of(new LabelRequirement("zone", "In", List.of("a", "b"))));
    ObjectKey key = ObjectKey.ofCluster("fast");

    assertThat(object(Kind.STORAGE_CLASS, json))
        .isEqualTo(new StorageClass(key, "p", "Immediate", List.of(LabelSelector.NOTHING, want)));
    assertThat(object(Kind.STORAGE_CLASS, "{'metadata': {'name': 'fast'}}"))
        .isEqualTo(new StorageClass(key, "", null, List.of()));
  }

  @Test
  void aCsiNode_hasItsDriversAndPlugins() throws IOException, UndecodableObject {
    String json =
        """
        {'metadata': {'name': 'n', 'annotations':
           {'storage.alpha.kubernetes.io/migrated-plugins': 'a,b,a'}},
         'spec': {'drivers': [{'name': 'x', 'nodeID': 'i', 'allocatable': {'count': 3}},
           {'name': 'y', 'allocatable': {}}, {'name': 'z'}]}}
        """;
    ObjectKey key = ObjectKey.ofCluster("n");

    assertThat(object(Kind.CSI_NODE, json))
        .isEqualTo(
            new CsiNode(
                key,
                List.of(
                    new CsiNode.Driver("x", 3),
                    new CsiNode.Driver("y", null),
                    new CsiNode.Driver("z", null)),
                Set.of("a", "b")));
    assertThat(object(Kind.CSI_NODE, "{'metadata': {'name': 'n'}, 'spec': {'drivers': null}}"))
        .isEqualTo(new CsiNode(key, List.of(), Set.of()));
  }

  @Test
  void theOtherKinds_haveWhatDecides() throws IOException, UndecodableObject {
    assertThat(
            object(
                Kind.CSI_DRIVER, "{'metadata': {'name': 'd'}, 'spec': {'storageCapacity': true}}"))
        .isEqualTo(new CsiDriver(ObjectKey.ofCluster("d"), true));
    assertThat(object(Kind.CSI_DRIVER, "{'metadata': {'name': 'd'}}"))
        .isEqualTo(new CsiDriver(ObjectKey.ofCluster("d"), false));
    ObjectKey key = new ObjectKey("kube-system", "c");
    assertThat(
            object(
                Kind.CSI_STORAGE_CAPACITY,
                "{'metadata': {'name': 'c', 'namespace': 'kube-system'}, 'storageClassName':"
                    + " 'fast', 'nodeTopology': {}, 'capacity': '1Gi', 'maximumVolumeSize':"
                    + " '1Mi'}"))
        .isEqualTo(
            new CsiStorageCapacity(
                key,
                "fast",
                LabelSelector.EVERYTHING,
                Quantity.parse("1Gi"),
                Quantity.parse("1Mi")));
    assertThat(
            object(
                Kind.CSI_STORAGE_CAPACITY,
                "{'metadata': {'name': 'c', 'namespace': 'kube-system'}}"))
        .isEqualTo(new CsiStorageCapacity(key, "", LabelSelector.NOTHING, null, null));
    assertThat(
            object(
                Kind.VOLUME_ATTACHMENT,
                "{'metadata': {'name': 'a'}, 'spec': {'attacher': 'd', 'nodeName': 'n',"
                    + " 'source': {'persistentVolumeName': 'v'}}}"))
        .isEqualTo(new VolumeAttachment(ObjectKey.ofCluster("a"), "d", "n", "v"));
  }

  @Test
  void anAmountThatIsNone_makesTheObjectUndecodable() {
    assertThatExceptionOfType(UndecodableObject.class)
        .isThrownBy(
            () ->
                object(
                    Kind.PERSISTENT_VOLUME,
                    "{'metadata': {'name': 'v'}, 'spec': {'capacity': {'storage': 'much'}}}"))
        .withMessage("PersistentVolume v: spec.capacity.storage is not a quantity: \"much\"");
  }

  @Test
  void nullsWhereObjectsAreMeant_areEmptyOnes() throws IOException, UndecodableObject {
    PersistentVolume volume =
        (PersistentVolume)
            object(
                Kind.PERSISTENT_VOLUME,
                "{'metadata': {'name': 'v'}, 'spec': {'accessModes': [null], 'nodeAffinity':"
                    + " {'required': {'nodeSelectorTerms': [null, {'matchExpressions':"
                    + " [null]}]}}}}");

    assertThat(volume.accessModes()).containsExactly("");
    assertThat(volume.reaches(Labels.EMPTY)).isFalse();
  }
}
