package dev.berth.model.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.LabelRequirement;
import dev.berth.model.LabelSelector;
import dev.berth.model.Labels;
import dev.berth.model.NodeRequirement;
import dev.berth.model.NodeSelector;
import dev.berth.model.NodeSelectorTerm;
import dev.berth.model.ObjectKey;
import dev.berth.model.PodInfo;
import dev.berth.model.PodKey;
import dev.berth.model.Quantity;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class StorageValuesTest {
  private static final Labels IN_A = Labels.of(Map.of("zone", "a"));

  private static PersistentVolume fullVolume() {
    return PersistentVolume.builder("v")
        .uid("u")
        .resourceVersion("1")
        .deleting(true)
        .available(true)
        .boundByController(true)
        .labels(IN_A)
        .storageClassName("fast")
        .capacity(Quantity.parse("1Gi"))
        .accessModes(Set.of("ReadWriteOnce"))
        .volumeMode("Block")
        .volumeAttributesClassName("gold")
        .claim(new ClaimReference("shop", "c", "x"))
        .requiredNodes(zones("a"))
        .source(new PersistentVolumeSource.Csi("d", "h"))
        .build();
  }

  private static PersistentVolumeClaim fullClaim() {
    return PersistentVolumeClaim.builder("shop", "c")
        .uid("u")
        .resourceVersion("1")
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
        .request(Quantity.parse("1Gi"))
        .selector(LabelSelector.EVERYTHING)
        .build();
  }

  private static NodeSelector zones(String... zones) {
    NodeRequirement expression = new NodeRequirement("zone", "In", List.of(zones));
    return NodeSelector.of(List.of(NodeSelectorTerm.of(List.of(expression), List.of())));
  }

  @Test
  void copies_haveEveryPart() {
    assertThat(fullVolume().toBuilder().build()).usingRecursiveComparison().isEqualTo(fullVolume());
    assertThat(fullClaim().toBuilder().build()).usingRecursiveComparison().isEqualTo(fullClaim());
    assertDiffers(fullVolume(), PersistentVolume.builder("v").build());
    assertDiffers(fullClaim(), PersistentVolumeClaim.builder("shop", "c").build());
  }

  private static void assertDiffers(Object full, Object plain) {
    for (Field part : full.getClass().getDeclaredFields()) {
      if (!part.getName().equals("key") && !Modifier.isStatic(part.getModifiers())) {
        assertThat(full)
            .extracting(part.getName())
            .as("%s; without this the test of copies proves nothing about it", part.getName())
            .isNotEqualTo(assertThat(plain).extracting(part.getName()).actual());
      }
    }
  }

  @Test
  void volume_isReachedFromTheNodesItNames() {
    PersistentVolume local = fullVolume();

    assertThat(local.reaches(IN_A)).isTrue();
    assertThat(local.reaches(Labels.EMPTY)).isFalse();
    assertThat(PersistentVolume.builder("v").build().reaches(Labels.EMPTY)).isTrue();
  }

  @Test
  void termsOnFields_seeANodeWithoutAName() {
    NodeRequirement name = new NodeRequirement("metadata.name", "In", List.of("n"));
    NodeRequirement otherName = new NodeRequirement("metadata.name", "NotIn", List.of("n"));

    assertThat(NodeSelector.of(List.of(NodeSelectorTerm.of(List.of(), List.of(name)))))
        .matches(selector -> !selector.matches(IN_A));
    assertThat(NodeSelector.of(List.of(NodeSelectorTerm.of(List.of(), List.of(otherName)))))
        .matches(selector -> selector.matches(IN_A));
  }

  @Test
  void claim_isFullyBound_whenBothSidesKnow() {
    assertThat(fullClaim().isFullyBound()).isTrue();
    assertThat(fullClaim().toBuilder().bindCompleted(false).build().isFullyBound()).isFalse();
    assertThat(fullClaim().toBuilder().volumeName("").build().isFullyBound()).isFalse();
    assertThat(fullClaim().isForOnePod()).isTrue();
  }

  @Test
  void claim_wasMadeForThePodThatControlsIt() {
    PodInfo owner = PodInfo.builder(new PodKey("shop", "p")).uid("o").build();

    assertThat(fullClaim().wasMadeFor(owner)).isTrue();
    assertThat(fullClaim().wasMadeFor(owner.toBuilder().uid("x").build())).isFalse();
    assertThat(fullClaim().wasMadeFor(owner.toBuilder().key(new PodKey("x", "p")).build()))
        .isFalse();
  }

  @Test
  void storageClass_allowsNodesOfOneOfItsTopologies() {
    LabelSelector inA =
        LabelSelector.of(Map.of(), List.of(new LabelRequirement("zone", "In", List.of("a", "b"))));
    ObjectKey key = ObjectKey.ofCluster("fast");
    StorageClass anywhere = new StorageClass(key, "p", "WaitForFirstConsumer", List.of());
    StorageClass zonal = new StorageClass(key, "p", null, List.of(LabelSelector.NOTHING, inA));
    StorageClass nowhere = new StorageClass(key, "p", "Immediate", List.of(LabelSelector.NOTHING));

    assertThat(anywhere.allows(Labels.EMPTY)).isTrue();
    assertThat(zonal.allows(IN_A)).isTrue();
    assertThat(zonal.allows(Labels.EMPTY)).isFalse();
    assertThat(nowhere.allows(IN_A)).isFalse();
    assertThat(anywhere.waitsForFirstConsumer()).isTrue();
    assertThat(zonal.waitsForFirstConsumer()).isFalse();
    assertThat(nowhere.waitsForFirstConsumer()).isFalse();
  }

  @Test
  void capacity_isLimitedByTheLargestVolume() {
    ObjectKey key = new ObjectKey("kube-system", "c");
    Quantity all = Quantity.parse("10Gi");
    Quantity largest = Quantity.parse("1Gi");
    CsiStorageCapacity both =
        new CsiStorageCapacity(key, "fast", LabelSelector.EVERYTHING, all, largest);

    assertThat(both.volumeLimit()).isEqualTo(largest);
    assertThat(
            new CsiStorageCapacity(key, "fast", LabelSelector.EVERYTHING, all, null).volumeLimit())
        .isEqualTo(all);
  }
}
