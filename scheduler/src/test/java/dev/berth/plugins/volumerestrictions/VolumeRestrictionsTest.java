package dev.berth.plugins.volumerestrictions;

import static dev.berth.framework.QueueingHint.QUEUE;
import static dev.berth.framework.QueueingHint.SKIP;
import static dev.berth.plugins.Volumes.claimed;
import static dev.berth.plugins.Volumes.ephemeral;
import static dev.berth.plugins.Volumes.exclusive;
import static dev.berth.plugins.Volumes.pod;
import static dev.berth.plugins.Volumes.unbound;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.berth.framework.ActionType;
import dev.berth.framework.ClusterEvent;
import dev.berth.framework.CycleState;
import dev.berth.framework.EventResource;
import dev.berth.framework.QueueingHint;
import dev.berth.framework.Status;
import dev.berth.model.ClusterObject;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;
import dev.berth.model.PodKey;
import dev.berth.model.VolumeSource;
import dev.berth.model.VolumeSource.AwsElasticBlockStore;
import dev.berth.model.VolumeSource.AzureDisk;
import dev.berth.model.VolumeSource.GcePersistentDisk;
import dev.berth.model.VolumeSource.Iscsi;
import dev.berth.model.VolumeSource.Rbd;
import dev.berth.model.storage.PersistentVolumeClaim;
import dev.berth.plugins.Bed;
import dev.berth.plugins.Hints;
import dev.berth.plugins.Make;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class VolumeRestrictionsTest {
  private static final String DISK = "node(s) had no available disk";
  private static final String IN_USE =
      "node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already"
          + " in-use by another pod";

  private final Bed bed = new Bed().node("a").node("b");
  private final VolumeRestrictions plugin = new VolumeRestrictions(bed.listers());

  private static Rbd rbd(String image, boolean readOnly, String... monitors) {
    return new Rbd(Set.of(monitors), "pool", image, readOnly);
  }

  static Stream<Arguments> disks() {
    return Stream.of(
        argumentSet("gce, both write", gce("d", false), gce("d", false), DISK),
        argumentSet("gce, one writes", gce("d", true), gce("d", false), DISK),
        argumentSet("gce, both read", gce("d", true), gce("d", true), ""),
        argumentSet("gce, another disk", gce("d", false), gce("e", false), ""),
        argumentSet("ebs, always", ebs("d"), ebs("d"), DISK),
        argumentSet("ebs, another disk", ebs("d"), ebs("e"), ""),
        argumentSet("ebs and gce of one name", ebs("d"), gce("d", false), ""),
        argumentSet("iscsi, one writes", new Iscsi("q", false), new Iscsi("q", true), DISK),
        argumentSet("iscsi, both read", new Iscsi("q", true), new Iscsi("q", true), ""),
        argumentSet("iscsi, another target", new Iscsi("q", false), new Iscsi("p", false), ""),
        argumentSet(
            "rbd, one monitor shared", rbd("i", false, "x", "y"), rbd("i", true, "y"), DISK),
        argumentSet("rbd, no monitor shared", rbd("i", false, "x"), rbd("i", false, "y"), ""),
        argumentSet("rbd, another image", rbd("i", false, "x"), rbd("j", false, "x"), ""),
        argumentSet("rbd, both read", rbd("i", true, "x"), rbd("i", true, "x"), ""),
        argumentSet(
            "rbd, another pool", rbd("i", false, "x"), new Rbd(Set.of("x"), "p", "i", false), ""));
  }

  private static GcePersistentDisk gce(String name, boolean readOnly) {
    return new GcePersistentDisk(name, readOnly);
  }

  private static AwsElasticBlockStore ebs(String id) {
    return new AwsElasticBlockStore(id);
  }

  @ParameterizedTest
  @MethodSource("disks")
  void diskOfAPlacedPod_rejectsItsNodeOnly(
      VolumeSource wanted, VolumeSource placed, String wantReason) {
    bed.placed("a", pod("placed", placed));

    assertThat(bed.verdicts(plugin, pod("new", wanted).build()))
        .isEqualTo(Map.of("a", wantReason, "b", ""));
  }

  @Test
  void podWithoutSuchVolumes_isSkipped() {
    bed.with(unbound("c", "x")).placed("a", pod("placed", claimed("c")));

    for (PodInfo skipped :
        new PodInfo[] {
          Make.pod("plain").build(),
          pod("claim", claimed("c")).build(),
          pod("ephemeral", ephemeral()).build(),
          pod("azure", new AzureDisk("d", "Managed")).build()
        }) {
      assertThat(bed.verdicts(plugin, skipped)).as(skipped.toString()).containsEntry("*", "skip");
    }
  }

  @Test
  void missingClaim_rejectsThePod() {
    assertThat(bed.verdicts(plugin, pod("new", claimed("none")).build()))
        .isEqualTo(Map.of("*", "persistentvolumeclaim \"none\" not found"));
  }

  @Test
  void claimsThatCannotBeRead_rejectOnlyPodsThatNeedThem() {
    bed.mirror().missing(ClusterObject.Kind.PERSISTENT_VOLUME_CLAIM, "no right");

    assertThat(bed.verdicts(plugin, pod("new", claimed("c")).build()))
        .isEqualTo(Map.of("*", "the pod has volumes of persistentvolumeclaims: no right"));
    assertThat(bed.verdicts(plugin, pod("disk", gce("d", false)).build()))
        .isEqualTo(Map.of("a", "", "b", ""));
  }

  @Test
  void exclusiveClaimOfAPlacedPod_rejectsEveryNode_untilThePodIsGone() {
    bed.with(exclusive("c"));
    PodInfo wanting = pod("new", claimed("c")).build();
    assertThat(bed.verdicts(plugin, wanting)).containsEntry("*", "skip");

    bed.placed("a", pod("placed", claimed("c")));
    assertThat(bed.verdicts(plugin, wanting)).isEqualTo(Map.of("a", IN_USE, "b", IN_USE));

    bed.mirror().removePod("placed");
    assertThat(bed.verdicts(plugin, wanting)).containsEntry("*", "skip");
  }

  @Test
  void exclusiveClaimOfAPodOnANodeThatIsGone_isFree() {
    bed.with(exclusive("c")).placed("gone-node", pod("placed", claimed("c")));

    assertThat(bed.verdicts(plugin, pod("new", claimed("c")).build())).containsEntry("*", "skip");
  }

  @Test
  void removingTheUser_freesTheClaim_inADryRunOnly() {
    bed.with(exclusive("c")).placed("a", pod("placed", claimed("c")));
    PodInfo wanting = pod("new", claimed("c")).build();
    CycleState state = CycleState.create();
    assertThat(plugin.preFilter(state, wanting, bed.mirror().view()).status().isSuccess()).isTrue();
    NodeInfo node = bed.mirror().nodes().getFirst();
    PodInfo user = node.pods().getFirst();

    CycleState dryRun = state.fork();
    assertThat(plugin.removePod(dryRun, wanting, user, node).isSuccess()).isTrue();
    assertThat(plugin.filter(dryRun, wanting, node).isSuccess()).isTrue();
    assertThat(plugin.filter(state, wanting, node).message()).isEqualTo(IN_USE);
    assertThat(plugin.addPod(dryRun, wanting, user, node).isSuccess()).isTrue();
    assertThat(plugin.filter(dryRun, wanting, node)).isInstanceOf(Status.Unschedulable.class);
  }

  @Test
  void filterWithoutPreFilter_isAnError() {
    NodeInfo node = bed.mirror().nodes().getFirst();
    PodInfo wanting = pod("new", gce("d", false)).build();
    CycleState state = CycleState.create();

    assertThat(plugin.filter(state, wanting, node)).isInstanceOf(Status.Error.class);
    assertThat(plugin.addPod(state, wanting, wanting, node).message())
        .isEqualTo("cannot read \"PreFilterVolumeRestrictions\" from cycleState");
  }

  @Test
  void registeredEvents_areThoseOfKubeScheduler() {
    assertThat(Hints.labels(plugin))
        .containsExactly("PodDelete", "NodeAdd", "PersistentVolumeClaimAdd");
  }

  static Stream<Arguments> deletions() {
    PodInfo waiting = pod("new", claimed("c"), gce("d", true)).build();
    return Stream.of(
        argumentSet("same claim", waiting, pod("old", claimed("c")), QUEUE),
        argumentSet("conflicting disk", waiting, pod("old", gce("d", false)), QUEUE),
        argumentSet("disk that did not conflict", waiting, pod("old", gce("d", true)), SKIP),
        argumentSet("no volume", waiting, Make.pod("old"), SKIP),
        argumentSet("another claim", waiting, pod("old", claimed("x")), SKIP),
        argumentSet(
            "another namespace",
            waiting,
            pod("old", claimed("c")).key(new PodKey("other", "old")),
            SKIP));
  }

  @ParameterizedTest
  @MethodSource("deletions")
  void deletedPod_wakesWhoItStoodInTheWayOf(
      PodInfo waiting, PodInfo.Builder deleted, QueueingHint want) {
    ClusterEvent event = ClusterEvent.of(EventResource.ASSIGNED_POD, ActionType.DELETE);

    assertThat(Hints.ask(plugin, event, waiting, deleted.build(), null)).isEqualTo(want);
  }

  @Test
  void newClaim_wakesThePodsThatNameIt() {
    ClusterEvent event = ClusterEvent.of(EventResource.PERSISTENT_VOLUME_CLAIM, ActionType.ADD);
    PodInfo waiting = pod("new", claimed("c")).build();

    assertThat(Hints.ask(plugin, event, waiting, null, exclusive("c"))).isEqualTo(QUEUE);
    assertThat(Hints.ask(plugin, event, waiting, null, exclusive("d"))).isEqualTo(SKIP);
    assertThat(
            Hints.ask(
                plugin, event, waiting, null, PersistentVolumeClaim.builder("x", "c").build()))
        .isEqualTo(SKIP);
  }
}
