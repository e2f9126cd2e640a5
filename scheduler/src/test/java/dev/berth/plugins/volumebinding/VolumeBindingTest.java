package dev.berth.plugins.volumebinding;

import static dev.berth.plugins.volumebinding.Storage.boundClaim;
import static dev.berth.plugins.volumebinding.Storage.claim;
import static dev.berth.plugins.volumebinding.Storage.driver;
import static dev.berth.plugins.volumebinding.Storage.onHost;
import static dev.berth.plugins.volumebinding.Storage.pod;
import static dev.berth.plugins.volumebinding.Storage.podWithScratch;
import static dev.berth.plugins.volumebinding.Storage.volume;
import static dev.berth.plugins.volumebinding.Storage.where;
import static dev.berth.plugins.volumebinding.VolumeBindingBed.NO_VOLUME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.framework.CycleState;
import dev.berth.framework.FeasibleNodes;
import dev.berth.framework.Status;
import dev.berth.model.ClusterObject.Kind;
import dev.berth.model.ObjectKey;
import dev.berth.model.PodInfo;
import dev.berth.model.VolumeSource;
import dev.berth.model.storage.CsiNode;
import dev.berth.model.storage.PersistentVolumeSource;
import dev.berth.model.storage.StorageClass;
import dev.berth.plugins.Bed;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Where the claims of a pod let it go. */
final class VolumeBindingTest {
  private static final String AFFINITY = "node(s) didn't match PersistentVolume's node affinity";
  private static final String NO_PV =
      "node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)";
  private static final String SHOULD_BE_BOUND = "pod has unbound immediate PersistentVolumeClaims";

  private final VolumeBindingBed volumes = new VolumeBindingBed();
  private final Bed bed = volumes.bed;
  private final VolumeBinding plugin = volumes.plugin;

  private String preFilter(PodInfo.Builder pod) {
    return volumes.verdicts(pod).getOrDefault("*", "asks the nodes");
  }

  // ---- PreFilter

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

    assertThat(volumes.verdicts(podWithScratch("p")))
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

  // ---- kinds that cannot be read

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

  // ---- claims that are bound

  @Test
  void boundVolume_mustBeWithinReach() {
    bed.with(boundClaim("data", "pv").build())
        .with(volume("pv", "late", "1Gi").requiredNodes(where("zone", "b")).build());

    assertThat(volumes.verdicts(pod("p", "data")))
        .containsEntry("n1", AFFINITY)
        .containsEntry("n2", "");
  }

  @Test
  void boundVolume_thatIsMissing_isNoticedAfterThoseBeforeIt() {
    bed.with(boundClaim("data", "pv").build())
        .with(boundClaim("gone", "no-such").build())
        .with(volume("pv", "late", "1Gi").requiredNodes(where("zone", "b")).build());

    assertThat(volumes.verdicts(pod("p", "data", "gone")))
        .containsEntry("n1", AFFINITY)
        .containsEntry("n2", NO_PV);
    assertThat(volumes.verdicts(pod("p", "gone", "data")))
        .containsEntry("n1", NO_PV)
        .containsEntry("n2", NO_PV);
  }

  @Test
  void reasons_ofBoundAndUnboundClaims_areGivenTogether() {
    bed.with(boundClaim("data", "pv").build())
        .with(volume("pv", "late", "1Gi").requiredNodes(where("zone", "b")).build())
        .with(claim("more", "late", "2Gi").build());

    assertThat(volumes.verdicts(pod("p", "data", "more")))
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

    assertThat(volumes.verdicts(pod("p", "data")))
        .containsEntry("old", "")
        .containsEntry("new", "")
        .containsEntry("elsewhere", AFFINITY);
  }

  // ---- score

  @Test
  void nothingIsScored() {
    FeasibleNodes none = bed.view();

    assertThat(plugin.preScore(CycleState.create(), pod("p").build(), bed.mirror().view(), none))
        .isEqualTo(Status.skip());
  }
}
