package dev.berth.plugins.volumebinding;

import static dev.berth.plugins.volumebinding.Storage.boundClaim;
import static dev.berth.plugins.volumebinding.Storage.claim;
import static dev.berth.plugins.volumebinding.Storage.driver;
import static dev.berth.plugins.volumebinding.Storage.immediate;
import static dev.berth.plugins.volumebinding.Storage.late;
import static dev.berth.plugins.volumebinding.Storage.onHost;
import static dev.berth.plugins.volumebinding.Storage.pod;
import static dev.berth.plugins.volumebinding.Storage.podWithScratch;
import static dev.berth.plugins.volumebinding.Storage.reference;
import static dev.berth.plugins.volumebinding.Storage.room;
import static dev.berth.plugins.volumebinding.Storage.volume;
import static dev.berth.plugins.volumebinding.Storage.where;
import static dev.berth.plugins.volumebinding.Storage.zone;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.config.VolumeBindingArgs;
import dev.berth.framework.CycleState;
import dev.berth.framework.FeasibleNodes;
import dev.berth.framework.NoVolumeWriter;
import dev.berth.framework.Status;
import dev.berth.model.ClusterObject.Kind;
import dev.berth.model.LabelRequirement;
import dev.berth.model.LabelSelector;
import dev.berth.model.Labels;
import dev.berth.model.ObjectKey;
import dev.berth.model.PodInfo;
import dev.berth.model.Quantity;
import dev.berth.model.VolumeSource;
import dev.berth.model.storage.CsiNode;
import dev.berth.model.storage.CsiStorageCapacity;
import dev.berth.model.storage.PersistentVolume;
import dev.berth.model.storage.PersistentVolumeSource;
import dev.berth.model.storage.StorageClass;
import dev.berth.plugins.Bed;
import dev.berth.plugins.Make;
import dev.berth.plugins.TestContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Where the claims of a pod let it go, and what is chosen for them. */
final class VolumeBindingTest {
  private static final String AFFINITY = "node(s) didn't match PersistentVolume's node affinity";
  private static final String NO_VOLUME =
      "node(s) didn't find available persistent volumes to bind";
  private static final String NO_SPACE = "node(s) did not have enough free storage";
  private static final String NO_PV =
      "node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)";
  private static final String SHOULD_BE_BOUND = "pod has unbound immediate PersistentVolumeClaims";

  private final Bed bed =
      new Bed()
          .node("n1", "kubernetes.io/hostname=n1", "zone=a")
          .node("n2", "kubernetes.io/hostname=n2", "zone=b")
          .with(late("late", "kubernetes.io/no-provisioner"))
          .with(late("made", "csi.a"))
          .with(immediate("now"));

  private final VolumeBinding plugin =
      new VolumeBinding(
          new VolumeBindingArgs(Duration.ofSeconds(1)),
          TestContext.of(bed.mirror(), new NoVolumeWriter(), TestContext.create().observations()));

  private Map<String, String> verdicts(PodInfo.Builder pod) {
    return bed.verdicts(plugin, pod.build());
  }

  private String preFilter(PodInfo.Builder pod) {
    return verdicts(pod).getOrDefault("*", "asks the nodes");
  }

  // ---- PreFilter --------------------------------------------------------------------------------

  @Test
  void podWithoutClaims_isNotLookedAt() {
    assertThat(preFilter(pod("p"))).isEqualTo("skip");
  }

  @Test
  void claim_thatIsNotThere_isNamed() {
    assertThat(preFilter(pod("p", "data"))).isEqualTo("persistentvolumeclaim \"data\" not found");
  }

  @Test
  void ephemeralClaim_thatIsNotThere_isWaitedFor() {
    assertThat(preFilter(podWithScratch("p")))
        .isEqualTo(
            "waiting for ephemeral volume controller to create the persistentvolumeclaim"
                + " \"p-scratch\"");
  }

  @Test
  void ephemeralClaim_ofSomebodyElse_isRefused() {
    bed.with(boundClaim("p-scratch", "pv").controllerUid("another").build());

    assertThat(preFilter(podWithScratch("p")))
        .isEqualTo("PVC default/p-scratch was not created for pod default/p (pod is not owner)");
  }

  @Test
  void ephemeralClaim_ofThePod_isUsed() {
    bed.with(claim("p-scratch", "late", "1Gi").controllerUid("p").build())
        .with(volume("pv", "late", "1Gi").requiredNodes(onHost("n2")).build());

    assertThat(verdicts(podWithScratch("p")))
        .containsEntry("n1", NO_VOLUME)
        .containsEntry("n2", "");
  }

  @Test
  void claim_thatLostItsVolume_isRefusedBeforeAnythingElse() {
    bed.with(boundClaim("data", "pv").lost(true).deleting(true).build());

    assertThat(preFilter(pod("p", "data")))
        .isEqualTo("persistentvolumeclaim \"data\" bound to non-existent persistentvolume \"pv\"");
  }

  @Test
  void claim_thatIsBeingDeleted_isRefused() {
    bed.with(boundClaim("data", "pv").deleting(true).build());

    assertThat(preFilter(pod("p", "data")))
        .isEqualTo("persistentvolumeclaim \"data\" is being deleted");
  }

  @Test
  void claim_thatOthersBindAtOnce_isWaitedFor() {
    bed.with(claim("now", "now", "1Gi").build())
        .with(claim("classless", "", "1Gi").build())
        .with(claim("unknown", "nobody knows", "1Gi").build())
        .with(claim("picky", "late", "1Gi").volumeName("pv").build())
        .with(boundClaim("half", "pv").bindCompleted(false).build());

    for (String claim : List.of("now", "classless", "unknown", "picky", "half")) {
      assertThat(preFilter(pod("p", claim))).as(claim).isEqualTo(SHOULD_BE_BOUND);
    }
  }

  @Test
  void classWithoutMode_isAnError() {
    bed.with(new StorageClass(ObjectKey.ofCluster("odd"), "csi.a", null, List.of()))
        .with(claim("now", "now", "1Gi").build())
        .with(claim("odd", "odd", "1Gi").build());

    Status status =
        plugin
            .preFilter(CycleState.create(), pod("p", "now", "odd").build(), bed.mirror().view())
            .status();

    assertThat(status)
        .isEqualTo(Status.error("VolumeBindingMode not set for StorageClass \"odd\""));
  }

  @Test
  void boundClaim_thatAllNodesReach_needsNoNodeAsked() {
    bed.with(boundClaim("data", "pv").build()).with(volume("pv", "late", "1Gi").build());

    assertThat(preFilter(pod("p", "data"))).isEqualTo("skip");
  }

  // ---- kinds that cannot be read ----------------------------------------------------------------

  @Test
  void kinds_thatCannotBeRead_rejectOnlyWhoNeedsThem() {
    bed.with(boundClaim("bound", "pv").build())
        .with(volume("pv", "late", "1Gi").build())
        .with(claim("made", "made", "1Gi").build())
        .with(driver("csi.a", true));

    missing(Kind.CSI_STORAGE_CAPACITY);
    assertThat(preFilter(pod("p", "made")))
        .isEqualTo("where claim \"default/made\" can be provisioned is not known: no right");
    missing(Kind.CSI_DRIVER);
    assertThat(preFilter(pod("p", "made")))
        .isEqualTo("where claim \"default/made\" can be provisioned is not known: no right");
    assertThat(preFilter(pod("p", "bound"))).isEqualTo("skip");
    missing(Kind.STORAGE_CLASS);
    assertThat(preFilter(pod("p", "made")))
        .isEqualTo("the class of claim \"default/made\" is not known: no right");
    assertThat(preFilter(pod("p", "bound"))).isEqualTo("skip");
    missing(Kind.PERSISTENT_VOLUME);
    assertThat(preFilter(pod("p", "bound")))
        .isEqualTo("the volume of claim \"default/bound\" is not known: no right");
    missing(Kind.PERSISTENT_VOLUME_CLAIM);
    assertThat(preFilter(pod("p", "bound"))).isEqualTo("claim \"bound\" is not known: no right");
    assertThat(preFilter(pod("p"))).isEqualTo("skip");
  }

  @Test
  void volumesThatCannotBeRead_areNotTakenForNone() {
    bed.with(claim("data", "late", "1Gi").build());
    missing(Kind.PERSISTENT_VOLUME);

    assertThat(preFilter(pod("p", "data")))
        .isEqualTo("which volumes are free for claim \"default/data\" is not known: no right");
  }

  @Test
  void driversOfNodesThatCannotBeRead_matterToVolumesOfInTreePlugins() {
    bed.with(boundClaim("data", "pv").build())
        .with(
            volume("pv", "late", "1Gi")
                .source(new PersistentVolumeSource.InTree(new VolumeSource.Cinder("c")))
                .build());
    missing(Kind.CSI_NODE);

    assertThat(preFilter(pod("p", "data")))
        .isEqualTo("who serves volume \"pv\" is not known: no right");
  }

  private void missing(Kind kind) {
    bed.mirror().missing(kind, "no right");
  }

  // ---- claims that are bound --------------------------------------------------------------------

  @Test
  void boundVolume_mustBeWithinReach() {
    bed.with(boundClaim("data", "pv").build())
        .with(volume("pv", "late", "1Gi").requiredNodes(where("zone", "b")).build());

    assertThat(verdicts(pod("p", "data"))).containsEntry("n1", AFFINITY).containsEntry("n2", "");
  }

  @Test
  void boundVolume_thatIsMissing_isNoticedAfterThoseBeforeIt() {
    bed.with(boundClaim("data", "pv").build())
        .with(boundClaim("gone", "no-such").build())
        .with(volume("pv", "late", "1Gi").requiredNodes(where("zone", "b")).build());

    assertThat(verdicts(pod("p", "data", "gone")))
        .containsEntry("n1", AFFINITY)
        .containsEntry("n2", NO_PV);
    assertThat(verdicts(pod("p", "gone", "data")))
        .containsEntry("n1", NO_PV)
        .containsEntry("n2", NO_PV);
  }

  @Test
  void reasons_ofBoundAndUnboundClaims_areGivenTogether() {
    bed.with(boundClaim("data", "pv").build())
        .with(volume("pv", "late", "1Gi").requiredNodes(where("zone", "b")).build())
        .with(claim("more", "late", "2Gi").build());

    assertThat(verdicts(pod("p", "data", "more")))
        .containsEntry("n1", AFFINITY + ", " + NO_VOLUME)
        .containsEntry("n2", NO_VOLUME);
  }

  @Test
  void volumeOfAnInTreePlugin_isInTheDriversZone_whereTheDriverHasTakenOver() {
    bed.node("old", "topology.kubernetes.io/zone=z1")
        .node("new", "topology.gke.io/zone=z1")
        .node("elsewhere", "topology.gke.io/zone=z2")
        .with(new CsiNode(ObjectKey.ofCluster("new"), List.of(), Set.of("kubernetes.io/gce-pd")))
        .with(
            new CsiNode(
                ObjectKey.ofCluster("elsewhere"), List.of(), Set.of("kubernetes.io/gce-pd")))
        .with(boundClaim("data", "pv").build())
        .with(
            volume("pv", "late", "1Gi")
                .requiredNodes(where("topology.kubernetes.io/zone", "z1"))
                .source(
                    new PersistentVolumeSource.InTree(
                        new VolumeSource.GcePersistentDisk("disk", false)))
                .build());

    assertThat(verdicts(pod("p", "data")))
        .containsEntry("old", "")
        .containsEntry("new", "")
        .containsEntry("elsewhere", AFFINITY);
  }

  // ---- volumes that exist -----------------------------------------------------------------------

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

  // ---- volumes that are made --------------------------------------------------------------------

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

    assertThat(verdicts(pod("p", "data"))).containsEntry("n1", NO_SPACE).containsEntry("n2", "");
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

  // ---- score ------------------------------------------------------------------------------------

  @Test
  void nothingIsScored() {
    FeasibleNodes none = bed.view();

    assertThat(plugin.preScore(CycleState.create(), pod("p").build(), bed.mirror().view(), none))
        .isEqualTo(Status.skip());
  }
}
