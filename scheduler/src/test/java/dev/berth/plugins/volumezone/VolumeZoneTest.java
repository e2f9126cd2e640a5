package dev.berth.plugins.volumezone;

import static dev.berth.framework.QueueingHint.QUEUE;
import static dev.berth.framework.QueueingHint.SKIP;
import static dev.berth.plugins.Volumes.bound;
import static dev.berth.plugins.Volumes.claimed;
import static dev.berth.plugins.Volumes.ephemeral;
import static dev.berth.plugins.Volumes.labelled;
import static dev.berth.plugins.Volumes.pod;
import static dev.berth.plugins.Volumes.storageClass;
import static dev.berth.plugins.Volumes.unbound;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.berth.framework.ActionType;
import dev.berth.framework.ClusterEvent;
import dev.berth.framework.CycleState;
import dev.berth.framework.EventResource;
import dev.berth.framework.Status;
import dev.berth.model.ClusterObject.Kind;
import dev.berth.model.PodInfo;
import dev.berth.model.storage.PersistentVolume;
import dev.berth.plugins.Bed;
import dev.berth.plugins.Hints;
import dev.berth.plugins.Make;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class VolumeZoneTest {
  private static final String CONFLICT = "node(s) had no available volume zone";
  private static final String ZONE = "topology.kubernetes.io/zone";
  private static final String REGION = "topology.kubernetes.io/region";
  private static final String OLD_ZONE = "failure-domain.beta.kubernetes.io/zone";
  private static final PodInfo POD = pod("new", claimed("c")).build();

  private final Bed bed = new Bed();
  private final VolumeZone plugin = new VolumeZone(bed.listers());

  static Stream<Arguments> placements() {
    return Stream.of(
        argumentSet("same zone", ZONE + "=a", ZONE + "=a", ""),
        argumentSet("another zone", ZONE + "=a", ZONE + "=b", CONFLICT),
        argumentSet("one of several zones", ZONE + "=a__b", ZONE + "=b", ""),
        argumentSet("zones with blanks around", ZONE + "=a__ b ", ZONE + "=b", ""),
        argumentSet("an empty zone among them asks nothing", ZONE + "=a__", ZONE + "=b", "skip"),
        argumentSet("a node that says nothing of where it is", ZONE + "=a", "disk=ssd", ""),
        argumentSet("a node with a region only", ZONE + "=a", REGION + "=r", CONFLICT),
        argumentSet("old label on the volume only", OLD_ZONE + "=a", ZONE + "=a", ""),
        argumentSet(
            "old label on the volume, another zone", OLD_ZONE + "=a", ZONE + "=b", CONFLICT),
        argumentSet("old label on the node only", ZONE + "=a", OLD_ZONE + "=a", CONFLICT),
        argumentSet("no label on the volume", "disk=ssd", ZONE + "=a", "skip"));
  }

  @ParameterizedTest
  @MethodSource("placements")
  void boundVolume_bindsThePodToItsZones(String volume, String node, String wantReason) {
    bed.node("n", node).with(bound("c", "v")).with(labelled("v", volume));

    assertThat(bed.verdicts(plugin, POD).values()).containsExactly(wantReason);
  }

  @Test
  void everyVolumeOfThePod_counts_andEveryLabel() {
    bed.node("right", ZONE + "=a", REGION + "=r")
        .node("zone", ZONE + "=a", REGION + "=q")
        .with(bound("c", "v"))
        .with(labelled("v", ZONE + "=a", REGION + "=r"))
        .with(bound("d", "w"))
        .with(labelled("w", ZONE + "=a__b"));

    assertThat(bed.verdicts(plugin, pod("new", claimed("c"), claimed("d")).build()))
        .isEqualTo(Map.of("right", "", "zone", CONFLICT));
  }

  static Stream<Arguments> incomplete() {
    return Stream.of(
        argumentSet("no such claim", "gone", "persistentvolumeclaim \"gone\" not found"),
        argumentSet("claim without a name", "", "PersistentVolumeClaim had no name"),
        argumentSet("no such volume", "lost", "persistentvolume \"nowhere\" not found"),
        argumentSet(
            "neither volume nor class",
            "classless",
            "PersistentVolumeClaim had no pv name and storageClass name"),
        argumentSet(
            "no such class", "of-no-class", "storageclass.storage.k8s.io \"no-class\" not found"),
        argumentSet(
            "class without a mode", "of-odd", "VolumeBindingMode not set for StorageClass \"odd\""),
        argumentSet("class that binds at once", "of-fast", "PersistentVolume had no name"),
        argumentSet("class that waits", "of-late", "skip"));
  }

  @ParameterizedTest
  @MethodSource("incomplete")
  void claimThatIsNotBound_rejectsThePod_unlessItsClassWaits(String claim, String want) {
    bed.node("n", ZONE + "=a")
        .with(storageClass("odd", "p", null))
        .with(storageClass("fast", "p", "Immediate"))
        .with(storageClass("late", "p", "WaitForFirstConsumer"))
        .with(bound("lost", "nowhere"))
        .with(unbound("classless", ""))
        .with(unbound("of-no-class", "no-class"))
        .with(unbound("of-odd", "odd"))
        .with(unbound("of-fast", "fast"))
        .with(unbound("of-late", "late"));
    PodInfo pod = pod("new", claimed(claim)).build();

    assertThat(bed.verdicts(plugin, pod)).isEqualTo(Map.of("*", want));
    Status status = plugin.preFilter(CycleState.create(), pod, bed.mirror().view()).status();
    assertThat(status)
        .isInstanceOf(
            want.equals("skip") ? Status.Skip.class : Status.UnschedulableAndUnresolvable.class);
  }

  @Test
  void podsWithoutClaims_areSkipped() {
    bed.node("n", ZONE + "=a");

    assertThat(bed.verdicts(plugin, Make.pod("plain").build())).containsEntry("*", "skip");
    assertThat(bed.verdicts(plugin, pod("e", ephemeral()).build())).containsEntry("*", "skip");
  }

  @ParameterizedTest
  @EnumSource(names = {"PERSISTENT_VOLUME", "PERSISTENT_VOLUME_CLAIM", "STORAGE_CLASS"})
  void kindThatCannotBeRead_rejectsOnlyPodsWithClaims(Kind kind) {
    bed.node("n").mirror().missing(kind, "no right");

    assertThat(bed.verdicts(plugin, POD))
        .isEqualTo(Map.of("*", "the pod has volumes of persistentvolumeclaims: no right"));
    assertThat(bed.verdicts(plugin, pod("e", ephemeral()).build())).containsEntry("*", "skip");
  }

  @Test
  void filterWithoutPreFilter_looksForItself() {
    bed.node("n", ZONE + "=b").with(bound("c", "v")).with(labelled("v", ZONE + "=a"));

    assertThat(plugin.filter(CycleState.create(), POD, bed.mirror().nodes().getFirst()).message())
        .isEqualTo(CONFLICT);
  }

  @Test
  void registeredEvents_areThoseOfKubeScheduler() {
    assertThat(Hints.labels(plugin))
        .containsExactly(
            "storage.k8s.io/StorageClassAdd",
            "NodeAddUpdateNodeLabel",
            "PersistentVolumeClaimAddUpdate",
            "PersistentVolumeAddUpdate");
  }

  @Test
  void newClass_wakes_whenItWaits() {
    ClusterEvent event = ClusterEvent.of(EventResource.STORAGE_CLASS, ActionType.ADD);

    assertThat(Hints.ask(plugin, event, POD, null, storageClass("s", "p", "WaitForFirstConsumer")))
        .isEqualTo(QUEUE);
    assertThat(Hints.ask(plugin, event, POD, null, storageClass("s", "p", "Immediate")))
        .isEqualTo(SKIP);
  }

  @Test
  void claim_wakesThePodsThatNameIt() {
    ClusterEvent event = ClusterEvent.of(EventResource.PERSISTENT_VOLUME_CLAIM, ActionType.UPDATE);

    assertThat(Hints.ask(plugin, event, POD, bound("c", ""), bound("c", "v"))).isEqualTo(QUEUE);
    assertThat(Hints.ask(plugin, event, POD, bound("d", ""), bound("d", "v"))).isEqualTo(SKIP);
  }

  @Test
  void volume_wakes_whenItIsNewOrItsPlacesChange() {
    ClusterEvent event = ClusterEvent.of(EventResource.PERSISTENT_VOLUME, ActionType.UPDATE);
    PersistentVolume inA = labelled("v", ZONE + "=a");

    assertThat(Hints.ask(plugin, event, POD, null, inA)).isEqualTo(QUEUE);
    assertThat(Hints.ask(plugin, event, POD, inA, labelled("v", ZONE + "=b"))).isEqualTo(QUEUE);
    assertThat(Hints.ask(plugin, event, POD, inA, labelled("v", ZONE + "=a", "x=y")))
        .isEqualTo(SKIP);
  }
}
