package dev.berth.plugins.volumebinding;

import static dev.berth.plugins.volumebinding.Storage.claim;
import static dev.berth.plugins.volumebinding.Storage.driver;
import static dev.berth.plugins.volumebinding.Storage.late;
import static dev.berth.plugins.volumebinding.Storage.onHost;
import static dev.berth.plugins.volumebinding.Storage.pod;
import static dev.berth.plugins.volumebinding.Storage.reference;
import static dev.berth.plugins.volumebinding.Storage.room;
import static dev.berth.plugins.volumebinding.Storage.volume;
import static dev.berth.plugins.volumebinding.Storage.where;
import static dev.berth.plugins.volumebinding.Storage.zone;
import static dev.berth.plugins.volumebinding.VolumeBindingBed.NO_VOLUME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.framework.Status;
import dev.berth.model.LabelRequirement;
import dev.berth.model.LabelSelector;
import dev.berth.model.Labels;
import dev.berth.model.PodInfo;
import dev.berth.model.Quantity;
import dev.berth.model.storage.CsiStorageCapacity;
import dev.berth.model.storage.PersistentVolume;
import dev.berth.plugins.Bed;
import dev.berth.plugins.Make;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which volumes are chosen for claims, and where volumes can be made for them. */
final class VolumeChoiceTest {
  private static final String NO_SPACE = "node(s) did not have enough free storage";

  private final VolumeBindingBed volumes = new VolumeBindingBed();
  private final Bed bed = volumes.bed;

  // ---- volumes that exist

  private String chosen(String node, PodInfo.Builder pod) {
    ClaimSearch search = new ClaimSearch(bed.listers(), pod.build());
    assertThat(search.run()).isEqualTo(Status.success());
    return switch (search.volumes().on(Make.node(node).labels(labelsOf(node)).build())) {
      case NodeVolumes.Fit fit ->
          Storage.texts(fit.matches()).toList() + " " + Storage.names(fit.provisions());
      case NodeVolumes.Unfit(Status status) -> status.message();
    };
  }

  private Labels labelsOf(String node) {
    return Objects.requireNonNull(bed.mirror().view().find(node)).node().labels();
  }

  @Test
  void smallestVolume_thatIsLargeEnough_isTaken() {
    bed.with(claim("data", "late", "5Gi").build())
        .with(volume("a-large", "late", "50Gi").build())
        .with(volume("b-small", "late", "4Gi").build())
        .with(volume("c-fits", "late", "6Gi").build())
        .with(volume("d-fits-too", "late", "6Gi").build());

    assertThat(chosen("n1", pod("p", "data"))).isEqualTo("[data=c-fits] []");
  }

  @Test
  void smallClaims_chooseFirst() {
    bed.with(claim("large", "late", "5Gi").build())
        .with(claim("small", "late", "1Gi").build())
        .with(volume("pv1", "late", "5Gi").build())
        .with(volume("pv2", "late", "2Gi").requiredNodes(onHost("n1")).build());

    assertThat(chosen("n1", pod("p", "large", "small"))).isEqualTo("[small=pv2, large=pv1] []");
    assertThat(chosen("n2", pod("p", "large", "small"))).isEqualTo(NO_VOLUME);
  }

  @Test
  void localVolumes_andVolumesOfZones_areComparedBySize() {
    bed.with(claim("data", "late", "1Gi").build())
        .with(volume("zonal", "late", "3Gi").requiredNodes(where("zone", "a")).build())
        .with(volume("local", "late", "2Gi").requiredNodes(onHost("n1", "n2")).build())
        .with(volume("tiny", "late", "1Gi").requiredNodes(where("zone", "c")).build());

    assertThat(chosen("n1", pod("p", "data"))).isEqualTo("[data=local] []");
  }

  @Test
  void volume_thatDiffers_isPassedOver() {
    bed.with(claim("data", "late", "1Gi").selector(selector("disk", "ssd")).build())
        .with(ssd("other-class").storageClassName("made").build())
        .with(ssd("other-mode").volumeMode("Block").build())
        .with(ssd("other-access").accessModes(Set.of("ReadOnlyMany")).build())
        .with(ssd("other-attributes").volumeAttributesClassName("gold").build())
        .with(ssd("other-label").labels(Make.labels("disk=hdd")).build())
        .with(ssd("taken").claim(reference("another", "")).build())
        .with(ssd("taken-by-namesake").claim(reference("data", "another uid")).build())
        .with(ssd("released").available(false).build())
        .with(ssd("going").deleting(true).build());

    assertThat(chosen("n1", pod("p", "data"))).isEqualTo(NO_VOLUME);

    bed.with(ssd("right").accessModes(Set.of("ReadWriteOnce", "ReadOnlyMany")).build());
    assertThat(chosen("n1", pod("p", "data"))).isEqualTo("[data=right] []");
  }

  private static PersistentVolume.Builder ssd(String name) {
    return volume(name, "late", "1Gi").labels(Make.labels("disk=ssd"));
  }

  private static LabelSelector selector(String key, String value) {
    return LabelSelector.of(Map.of(key, value), List.of());
  }

  @Test
  void volumeThatIsSetAside_winsWhateverItIs_andNothingElseIsTakenWhereItIsNot() {
    bed.with(claim("data", "late", "1Gi").build())
        .with(volume("small", "late", "1Gi").build())
        .with(
            volume("mine", "late", "9Gi")
                .claim(reference("data", ""))
                .available(false)
                .requiredNodes(where("zone", "a"))
                .build());

    assertThat(chosen("n1", pod("p", "data"))).isEqualTo("[data=mine] []");
    assertThat(chosen("n2", pod("p", "data"))).isEqualTo(NO_VOLUME);
  }

  @Test
  void selectorThatDoesNotParse_isAnError() {
    bed.with(
        claim("data", "late", "1Gi")
            .selector(
                LabelSelector.of(Map.of(), List.of(new LabelRequirement("a", "Near", List.of()))))
            .build());

    assertThat(chosen("n1", pod("p", "data")))
        .isEqualTo(
            "error creating internal label selector for claim: default/data:"
                + " \"Near\" is not a valid label selector operator");
  }

  // ---- volumes that are made

  @Test
  void claimWithoutAVolume_isProvisioned_whereTheClassAllowsIt() {
    bed.with(late("zonal", "csi.a", zone("b", "c"))).with(claim("data", "zonal", "1Gi").build());

    assertThat(chosen("n1", pod("p", "data"))).isEqualTo(NO_VOLUME);
    assertThat(chosen("n2", pod("p", "data"))).isEqualTo("[] [data]");
  }

  @Test
  void claimThatHasANode_isProvisionedThereOnly_andTakesNoVolume() {
    bed.with(claim("data", "made", "1Gi").selectedNode("n2").build())
        .with(volume("pv", "made", "1Gi").build());

    assertThat(chosen("n1", pod("p", "data"))).isEqualTo(NO_VOLUME);
    assertThat(chosen("n2", pod("p", "data"))).isEqualTo("[] [data]");
  }

  @Test
  void driverThatTellsItsRoom_isBelieved() {
    bed.with(driver("csi.a", true))
        .with(claim("data", "made", "5Gi").build())
        .with(room("made", "a", "4Gi"))
        .with(room("made", "b", "5Gi"))
        .with(room("late", "a", "9Gi"));

    assertThat(volumes.verdicts(pod("p", "data")))
        .containsEntry("n1", NO_SPACE)
        .containsEntry("n2", "");
  }

  @Test
  void topology_ofSeveralLabelsOrOfNone_isUnderstood() {
    LabelSelector ofBoth =
        LabelSelector.of(Map.of("zone", "b", "kubernetes.io/hostname", "n2"), List.of());
    LabelSelector ofOther =
        LabelSelector.of(Map.of("zone", "a", "kubernetes.io/hostname", "n2"), List.of());

    assertThat(new Topologies(List.of(ofBoth)).include(labelsOf("n2"))).isTrue();
    assertThat(new Topologies(List.of(ofBoth)).include(labelsOf("n1"))).isFalse();
    assertThat(new Topologies(List.of(ofOther)).include(labelsOf("n2"))).isFalse();
    assertThat(new Topologies(List.of(zone("a"))).include(labelsOf("n1"))).isTrue();
    assertThat(new Topologies(List.of(LabelSelector.EVERYTHING)).include(labelsOf("n1"))).isTrue();
    assertThat(new Topologies(List.of(LabelSelector.NOTHING)).include(labelsOf("n1"))).isFalse();
    assertThat(new Topologies(List.of()).include(labelsOf("n1"))).isFalse();
  }

  @Test
  void largestVolume_isWhatCounts_whenTheDriverTellsIt() {
    bed.with(driver("csi.a", true))
        .with(claim("data", "made", "5Gi").build())
        .with(withLargest(room("made", "a", "100Gi"), "4Gi"));

    assertThat(chosen("n1", pod("p", "data"))).isEqualTo(NO_SPACE);
  }

  private static CsiStorageCapacity withLargest(CsiStorageCapacity room, String size) {
    return new CsiStorageCapacity(
        room.key(),
        room.storageClassName(),
        room.nodeTopology(),
        room.capacity(),
        Quantity.parse(size));
  }

  @Test
  void driverThatTellsNothing_isTriedAnywhere() {
    bed.with(driver("csi.a", false)).with(claim("data", "made", "5Gi").build());

    assertThat(chosen("n1", pod("p", "data"))).isEqualTo("[] [data]");
  }

  @Test
  void claimThatAsksForNoSize_findsRoomAnywhere() {
    bed.with(driver("csi.a", true)).with(claim("data", "made", "5Gi").request(null).build());

    assertThat(chosen("n1", pod("p", "data"))).isEqualTo("[] [data]");
  }

  @Test
  void lackOfRoom_takesTheLackOfAVolumeAway_asUpstream() {
    bed.with(driver("csi.a", true))
        .with(claim("first", "made", "5Gi").build())
        .with(claim("second", "late", "6Gi").build());

    assertThat(chosen("n1", pod("p", "second", "first"))).isEqualTo(NO_SPACE);
  }
}
