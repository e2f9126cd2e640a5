package dev.berth.plugins.nodevolumelimits;

import static dev.berth.framework.QueueingHint.QUEUE;
import static dev.berth.framework.QueueingHint.SKIP;
import static dev.berth.plugins.Volumes.attachment;
import static dev.berth.plugins.Volumes.bound;
import static dev.berth.plugins.Volumes.claimed;
import static dev.berth.plugins.Volumes.csi;
import static dev.berth.plugins.Volumes.ephemeral;
import static dev.berth.plugins.Volumes.gce;
import static dev.berth.plugins.Volumes.inTree;
import static dev.berth.plugins.Volumes.limit;
import static dev.berth.plugins.Volumes.pod;
import static dev.berth.plugins.Volumes.storageClass;
import static dev.berth.plugins.Volumes.unbound;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.berth.columns.CodeColumn;
import dev.berth.framework.ActionType;
import dev.berth.framework.ClusterEvent;
import dev.berth.framework.ClusterView;
import dev.berth.framework.CycleState;
import dev.berth.framework.EventResource;
import dev.berth.framework.QueueingHint;
import dev.berth.framework.Status;
import dev.berth.framework.StatusCodes;
import dev.berth.model.ClusterObject.Kind;
import dev.berth.model.PodInfo;
import dev.berth.model.VolumeSource;
import dev.berth.model.storage.CsiNode;
import dev.berth.model.storage.PersistentVolumeClaim;
import dev.berth.plugins.Bed;
import dev.berth.plugins.Hints;
import dev.berth.plugins.Make;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class NodeVolumeLimitsTest {
  private static final String TOO_MANY = "node(s) exceed max volume count";
  private static final String DRIVER = "csi.example.com";
  private static final String GCE_DRIVER = "pd.csi.storage.gke.io";
  private static final PodInfo POD = pod("new", claimed("c")).build();

  private final Bed bed = new Bed().node("n");
  private final NodeVolumeLimits plugin = new NodeVolumeLimits(bed.listers());

  /** Claims c, d, e bound to volumes of the driver with handles of the same names. */
  private Bed threeVolumes() {
    for (String name : List.of("c", "d", "e")) {
      bed.with(bound(name, "pv-" + name)).with(csi("pv-" + name, DRIVER, name));
    }
    return bed;
  }

  /** In both forms, which are to agree. */
  private String verdict(PodInfo pod) {
    String verdict = bed.verdicts(plugin, pod).getOrDefault("n", "not filtered");
    CodeColumn codes = remembered(pod);
    if (codes != null) {
      StatusCodes table = bed.mirror().view().memos().codes();
      assertThat(table.statusOf(codes.get(0)).message()).as("remembered").isEqualTo(verdict);
    }
    return verdict;
  }

  private @Nullable CodeColumn remembered(PodInfo pod) {
    ClusterView view = bed.mirror().view();
    CycleState state = CycleState.create();
    plugin.preFilterByCounts(state, pod, view);
    return view.memos().filter(plugin, state, pod);
  }

  @Test
  void podsWithAsManyVolumesThatNobodyUses_areAlike_othersAreNot() {
    threeVolumes().with(limit("n", DRIVER, 3)).node("m").with(limit("m", DRIVER, 3));
    CodeColumn ofOne = remembered(POD);
    assertThat(ofOne).isNotNull().isSameAs(remembered(pod("d", claimed("d")).build()));
    assertThat(remembered(pod("two", claimed("c"), claimed("d")).build())).isNotSameAs(ofOne);

    bed.placed("m", pod("old", claimed("c")));
    assertThat(remembered(pod("d", claimed("d")).build())).isSameAs(ofOne);
    assertThat(remembered(POD)).as("shares its volume").isNotNull().isNotSameAs(ofOne);
  }

  @Test
  void volumesOfPlacedPodsAndTheNewOne_mayNotBeMoreThanTheLimit() {
    threeVolumes().placed("n", pod("old", claimed("d"), claimed("e")));

    bed.with(limit("n", DRIVER, 3));
    assertThat(verdict(POD)).isEmpty();
    bed.with(limit("n", DRIVER, 2));
    assertThat(verdict(POD)).isEqualTo(TOO_MANY);
    bed.with(limit("n", DRIVER, null));
    assertThat(verdict(POD)).isEmpty();
    bed.with(limit("n", "another", 0));
    assertThat(verdict(POD)).isEmpty();
    bed.mirror().remove(Kind.CSI_NODE, limit("n", DRIVER, 0).key());
    assertThat(verdict(POD)).isEmpty();
  }

  @Test
  void volumeOfSeveralPods_countsOnce() {
    threeVolumes()
        .with(limit("n", DRIVER, 2))
        .placed("n", pod("old", claimed("d")))
        .placed("n", pod("older", claimed("d")));
    assertThat(verdict(POD)).isEmpty();

    bed.with(limit("n", DRIVER, 1)).placed("n", pod("oldest", claimed("c")));
    assertThat(verdict(POD)).as("its volume is on the node").isEmpty();
  }

  @Test
  void attachedVolume_countsOnce_alsoWithoutAPod() {
    threeVolumes().with(limit("n", DRIVER, 2)).placed("n", pod("old", claimed("d")));
    bed.with(attachment("1", DRIVER, "n", "pv-d")).with(attachment("2", DRIVER, "m", "pv-e"));
    assertThat(verdict(POD)).isEmpty();

    bed.with(attachment("3", DRIVER, "n", "pv-e"));
    assertThat(verdict(POD)).isEqualTo(TOO_MANY);
  }

  @Test
  void volumeThatIsAttachedAlready_countsTwice_unlessAPodOnTheNodeHasIt() {
    threeVolumes().with(limit("n", DRIVER, 1)).with(attachment("1", DRIVER, "n", "pv-c"));
    assertThat(verdict(POD)).isEqualTo(TOO_MANY);

    bed.placed("n", pod("old", claimed("c")));
    assertThat(verdict(POD)).isEmpty();
  }

  @Test
  void attachmentThatNamesNoVolumeOfADriver_isNotCounted() {
    threeVolumes()
        .with(limit("n", DRIVER, 1))
        .with(inTree("disk", new VolumeSource.GcePersistentDisk("d", false)))
        .with(attachment("1", DRIVER, "n", ""))
        .with(attachment("2", "", "n", "pv-e"))
        .with(attachment("3", DRIVER, "n", "nowhere"))
        .with(attachment("4", DRIVER, "n", "disk"));

    assertThat(verdict(POD)).isEmpty();
  }

  @Test
  void unboundClaim_countsForTheProvisionerOfItsClass() {
    bed.with(unbound("c", "late"))
        .with(unbound("d", "late"))
        .with(storageClass("late", DRIVER, "WaitForFirstConsumer"))
        .with(limit("n", DRIVER, 1));
    assertThat(verdict(POD)).isEmpty();
    assertThat(verdict(pod("two", claimed("c"), claimed("d")).build())).isEqualTo(TOO_MANY);

    bed.with(bound("d", "not-yet-known"));
    assertThat(verdict(pod("two", claimed("c"), claimed("d")).build()))
        .as("d has no class and an unknown volume")
        .isEmpty();
  }

  @Test
  void claimWithoutClassOrVolume_isNotCounted() {
    bed.with(unbound("c", "")).with(unbound("d", "none")).with(limit("n", DRIVER, 0));

    assertThat(verdict(pod("two", claimed("c"), claimed("d")).build())).isEmpty();
  }

  static Stream<Arguments> migrated() {
    return Stream.of(
        argumentSet("gce", gce("d"), GCE_DRIVER),
        argumentSet("ebs", new VolumeSource.AwsElasticBlockStore("vol-1"), "ebs.csi.aws.com"),
        argumentSet("azure", new VolumeSource.AzureDisk("/d", "managed"), "disk.csi.azure.com"),
        argumentSet("cinder", new VolumeSource.Cinder("v"), "cinder.csi.openstack.org"),
        argumentSet("portworx", new VolumeSource.Portworx("v"), "pxd.portworx.com"));
  }

  @ParameterizedTest
  @MethodSource("migrated")
  void inTreeDisk_countsForTheDriverInItsPlace(VolumeSource.Disk disk, String driver) {
    bed.with(bound("c", "pv")).with(inTree("pv", disk)).with(limit("n", driver, 0));

    assertThat(verdict(pod("inline", disk).build())).isEqualTo(TOO_MANY);
    assertThat(verdict(POD)).isEqualTo(TOO_MANY);
    bed.mirror().remove(Kind.CSI_NODE, limit("n", driver, 0).key());
    assertThat(verdict(pod("inline", disk).build())).isEmpty();
  }

  @Test
  void inTreeProvisioner_countsForTheDriverInItsPlace_whereThereIsOne() {
    bed.with(unbound("c", "in-tree"))
        .with(storageClass("in-tree", "kubernetes.io/gce-pd", "WaitForFirstConsumer"))
        .with(limit("n", GCE_DRIVER, 0));
    assertThat(verdict(POD)).isEqualTo(TOO_MANY);

    bed.with(storageClass("in-tree", "kubernetes.io/azure-file", "WaitForFirstConsumer"))
        .with(limit("n", "kubernetes.io/azure-file", 0));
    assertThat(verdict(POD)).isEmpty();
  }

  @Test
  void inlineDiskThatCannotBeTranslated_endsTheAttempt_whereDriversServeIt() {
    PodInfo pod = pod("new", new VolumeSource.AzureDisk("/d", "Shared")).build();
    assertThat(verdict(pod)).isEmpty();

    bed.with(limit("n", DRIVER, 1));
    Status status = plugin.filter(CycleState.create(), pod, bed.mirror().nodes().getFirst());
    assertThat(status).isInstanceOf(Status.Error.class);
    assertThat(status.message())
        .isEqualTo(
            "converting volume(v0) from inline to csi: kind(Shared) is not supported in csi"
                + " migration");
  }

  @Test
  void missingClaim_rejectsANewPod_andIsNotCountedOfAPlacedOne() {
    threeVolumes().with(limit("n", DRIVER, 1)).placed("n", pod("old", claimed("gone")));

    assertThat(verdict(POD)).isEmpty();
    PodInfo pod = pod("new", claimed("gone")).build();
    Status status = plugin.filter(CycleState.create(), pod, bed.mirror().nodes().getFirst());
    assertThat(status).isInstanceOf(Status.UnschedulableAndUnresolvable.class);
    assertThat(status.message())
        .isEqualTo("looking up PVC default/gone: persistentvolumeclaim \"gone\" not found");
  }

  @Test
  void ephemeralClaim_mustBelongToThePod() {
    PersistentVolumeClaim.Builder claim =
        PersistentVolumeClaim.builder("default", "new-v0").volumeName("pv");
    bed.with(csi("pv", DRIVER, "h")).with(limit("n", DRIVER, 0));
    PodInfo pod = pod("new", ephemeral()).build();

    bed.with(claim.controllerUid("new").build());
    assertThat(verdict(pod)).isEqualTo(TOO_MANY);
    bed.with(claim.controllerUid("another").build());
    assertThat(verdict(pod))
        .isEqualTo("PVC default/new-v0 was not created for pod default/new (pod is not owner)");
    bed.with(claim.controllerUid(null).build());
    assertThat(verdict(pod)).contains("pod is not owner");
  }

  @Test
  void claimWithoutAName_endsTheAttempt() {
    PodInfo pod = pod("new", claimed("")).build();

    assertThat(verdict(pod)).isEqualTo("PersistentVolumeClaim had no name");
  }

  @Test
  void podWithoutSuchVolumes_isSkipped() {
    assertThat(bed.verdicts(plugin, Make.pod("plain").build())).containsEntry("*", "skip");
    assertThat(bed.verdicts(plugin, pod("i", new VolumeSource.Iscsi("q", false)).build()))
        .containsEntry("*", "skip");
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "PERSISTENT_VOLUME",
        "PERSISTENT_VOLUME_CLAIM",
        "STORAGE_CLASS",
        "CSI_NODE",
        "VOLUME_ATTACHMENT"
      })
  void kindThatCannotBeRead_rejectsOnlyPodsThatNeedIt(Kind kind) {
    bed.mirror().missing(kind, "no right");

    assertThat(bed.verdicts(plugin, POD))
        .isEqualTo(Map.of("*", "the pod has volumes that count towards limits of nodes: no right"));
    assertThat(bed.verdicts(plugin, Make.pod("plain").build())).containsEntry("*", "skip");
  }

  // ---- hints ----------------------------------------------------------------------------------

  @Test
  void registeredEvents_areThoseOfKubeScheduler() {
    assertThat(Hints.labels(plugin))
        .containsExactly(
            "storage.k8s.io/CSINodeAdd",
            "storage.k8s.io/CSINodeUpdate",
            "PodDelete",
            "PersistentVolumeClaimAdd",
            "storage.k8s.io/VolumeAttachmentDelete");
  }

  static Stream<Arguments> csiNodes() {
    CsiNode none = new CsiNode(limit("n", DRIVER, 1).key(), List.of(), Set.of());
    return Stream.of(
        argumentSet("higher", limit("n", DRIVER, 1), limit("n", DRIVER, 2), QUEUE),
        argumentSet("lower", limit("n", DRIVER, 2), limit("n", DRIVER, 1), SKIP),
        argumentSet("the same", limit("n", DRIVER, 2), limit("n", DRIVER, 2), SKIP),
        argumentSet("new driver", none, limit("n", DRIVER, 1), QUEUE),
        argumentSet("driver gone", limit("n", DRIVER, 1), none, SKIP),
        argumentSet("no limit any more", limit("n", DRIVER, 1), limit("n", DRIVER, null), SKIP));
  }

  @ParameterizedTest
  @MethodSource("csiNodes")
  void csiNode_wakes_whenALimitGrows(CsiNode before, CsiNode after, QueueingHint want) {
    ClusterEvent event = ClusterEvent.of(EventResource.CSI_NODE, ActionType.UPDATE);

    assertThat(Hints.ask(plugin, event, POD, before, after)).isEqualTo(want);
  }

  @Test
  void deletedPod_wakes_whenItHadAPlaceAndVolumes() {
    ClusterEvent event = ClusterEvent.of(EventResource.ASSIGNED_POD, ActionType.DELETE);
    PodInfo unplaced = pod("old", claimed("x")).build();

    assertThat(Hints.ask(plugin, event, POD, unplaced, null)).isEqualTo(SKIP);
    assertThat(Hints.ask(plugin, event, POD, unplaced.withNodeName("n"), null)).isEqualTo(QUEUE);
    assertThat(Hints.ask(plugin, event, POD, unplaced.withNominatedNodeName("n"), null))
        .isEqualTo(QUEUE);
    assertThat(Hints.ask(plugin, event, POD, Make.pod("old").nodeName("n").build(), null))
        .isEqualTo(SKIP);
  }

  @Test
  void newClaim_wakesThePodThatNeedsIt_alsoForAnEphemeralVolume() {
    ClusterEvent event = ClusterEvent.of(EventResource.PERSISTENT_VOLUME_CLAIM, ActionType.ADD);
    PodInfo waiting = pod("new", claimed("c"), ephemeral()).build();

    assertThat(Hints.ask(plugin, event, waiting, null, bound("c", "v"))).isEqualTo(QUEUE);
    assertThat(Hints.ask(plugin, event, waiting, null, bound("new-v1", "v"))).isEqualTo(QUEUE);
    assertThat(Hints.ask(plugin, event, waiting, null, bound("new-v0", "v"))).isEqualTo(SKIP);
    assertThat(
            Hints.ask(
                plugin, event, waiting, null, PersistentVolumeClaim.builder("x", "c").build()))
        .isEqualTo(SKIP);
  }

  @Test
  void detachment_wakesPodsWithClaims_andWithDisksOfThatDriver() {
    ClusterEvent event = ClusterEvent.of(EventResource.VOLUME_ATTACHMENT, ActionType.DELETE);
    PodInfo disk = pod("new", gce("d")).build();

    assertThat(Hints.ask(plugin, event, POD, attachment("1", DRIVER, "n", "v"), null))
        .isEqualTo(QUEUE);
    assertThat(Hints.ask(plugin, event, disk, attachment("1", DRIVER, "n", "v"), null))
        .isEqualTo(SKIP);
    assertThat(Hints.ask(plugin, event, disk, attachment("1", GCE_DRIVER, "n", "v"), null))
        .isEqualTo(QUEUE);
    assertThat(
            Hints.ask(
                plugin,
                event,
                pod("new", ephemeral()).build(),
                attachment("1", DRIVER, "n", "v"),
                null))
        .isEqualTo(SKIP);
  }
}
