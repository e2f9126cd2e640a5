package dev.berth.cycle;

import static dev.berth.plugins.volumebinding.Storage.claim;
import static dev.berth.plugins.volumebinding.Storage.late;
import static dev.berth.plugins.volumebinding.Storage.onHost;
import static dev.berth.plugins.volumebinding.Storage.reference;
import static dev.berth.plugins.volumebinding.Storage.volume;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.config.VolumeBindingArgs;
import dev.berth.framework.VolumeWriter;
import dev.berth.model.ClusterObject;
import dev.berth.model.ClusterObject.Kind;
import dev.berth.model.Labels;
import dev.berth.model.ObjectKey;
import dev.berth.model.PodInfo;
import dev.berth.model.storage.PersistentVolume;
import dev.berth.model.storage.PersistentVolumeClaim;
import dev.berth.plugins.Make;
import dev.berth.plugins.volumebinding.Storage;
import dev.berth.plugins.volumebinding.VolumeBinding;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pods with claims through the real loop: written, waited for, bound; or taken back. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class VolumeBindingLifeTest {
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final PersistentVolumeClaim DATA = claim("data", "made", "1Gi").build();
  private static final PersistentVolume LOCAL =
      volume("pv", "late", "1Gi").requiredNodes(onHost("n1")).build();

  private final Writes writes = new Writes();
  private final TestLoop loop = new TestLoop().writingVolumesBy(writes);

  @AfterEach
  void close() {
    loop.close();
  }

  /** Answers each write with version 2, unless the test says otherwise. */
  private static final class Writes implements VolumeWriter {
    private final Map<ObjectKey, Outcome> outcomes = new ConcurrentHashMap<>();
    private final Map<ObjectKey, String> written = new ConcurrentHashMap<>();

    @Override
    public Outcome setAside(PersistentVolume volume, PersistentVolumeClaim claim) {
      written.put(volume.key(), "for " + claim.key().name());
      return outcome(volume.key());
    }

    @Override
    public Outcome selectNode(PersistentVolumeClaim claim) {
      written.put(claim.key(), "on " + claim.selectedNode());
      return outcome(claim.key());
    }

    private Outcome outcome(ObjectKey key) {
      return outcomes.getOrDefault(key, new Outcome.Written("2"));
    }
  }

  private TestLoop started(Duration bindTimeout) {
    return loop.start(
            new VolumeBinding(new VolumeBindingArgs(bindTimeout), loop.context(TestLoop.PROFILE)))
        .node(
            Make.node("n1")
                .labels(Make.labels("kubernetes.io/hostname=n1"))
                .allocatable(Make.resources("cpu=4", "memory=8Gi", "pods=10")))
        .post(new Message.ObjectSeen(late("made", "csi.a")))
        .post(new Message.ObjectSeen(late("late", "kubernetes.io/no-provisioner")))
        .post(new Message.ObjectSeen(DATA));
  }

  private static PodInfo.Builder pod(String name, String... claims) {
    return TestLoop.pending(name).volumes(Storage.pod(name, claims).build().volumes());
  }

  /** Turns until the binding threads wait for something to show. */
  private void untilTheyWait() throws InterruptedException {
    loop.run();
    while (loop.scheduler().observedSubjects() == 0) {
      loop.awaitMessage();
      loop.run();
    }
  }

  private void shown(ClusterObject object) {
    loop.post(new Message.ObjectSeen(object)).run();
  }

  private @Nullable String selectedNodeOfData() {
    PersistentVolumeClaim known =
        loop.context(TestLoop.PROFILE).listers().persistentVolumeClaims().find(DATA.key());
    return Objects.requireNonNull(known).selectedNode();
  }

  private void assertNothingIsAwaited() {
    loop.run();
    assertThat(loop.scheduler().observedSubjects()).isZero();
  }

  @Test
  void claim_isProvisionedForTheNode_andThePodIsBoundWhenTheClaimIs() throws Exception {
    started(LONG).pod(pod("p", "data"));
    untilTheyWait();

    assertThat(writes.written).containsExactlyInAnyOrderEntriesOf(Map.of(DATA.key(), "on n1"));
    assertThat(selectedNodeOfData()).as("as assumed").isEqualTo("n1");
    assertThat(loop.trace.lines()).containsExactly("expected p n1");

    PersistentVolumeClaim written =
        DATA.toBuilder().resourceVersion("2").selectedNode("n1").build();
    shown(written);
    shown(written.toBuilder().resourceVersion("3").volumeName("new").bindCompleted(true).build());
    assertThat(loop.scheduler().bindingsInFlight()).as("until the volume shows").isOne();
    shown(volume("new", "made", "1Gi").claim(reference("data", "uid-data")).build());
    loop.settle();

    assertThat(loop.trace.lines()).containsExactly("expected p n1", "bound p n1");
    assertNothingIsAwaited();
  }

  @Test
  void volume_isSetAside_andThePodIsBoundWhenTheClaimIs() throws Exception {
    PersistentVolumeClaim data = claim("local", "late", "1Gi").build();
    started(LONG)
        .post(new Message.ObjectSeen(data))
        .post(new Message.ObjectSeen(LOCAL))
        .pod(pod("p", "local"));
    untilTheyWait();

    assertThat(writes.written).containsExactlyInAnyOrderEntriesOf(Map.of(LOCAL.key(), "for local"));

    shown(data.toBuilder().resourceVersion("3").volumeName("pv").bindCompleted(true).build());
    assertThat(loop.scheduler().bindingsInFlight()).as("until our write shows").isOne();
    shown(
        LOCAL.toBuilder()
            .resourceVersion("2")
            .claim(reference("local", "uid-local"))
            .available(false)
            .build());
    loop.settle();

    assertThat(loop.trace.lines()).contains("bound p n1");
  }

  @Test
  void provisionerThatGivesUp_sendsThePodBack_andTheClaimIsAsWatched() throws Exception {
    started(LONG).pod(pod("p", "data"));
    untilTheyWait();

    shown(DATA.toBuilder().resourceVersion("2").selectedNode("n1").build());
    shown(DATA.toBuilder().resourceVersion("3").build());
    loop.settle();

    assertThat(loop.trace.lines())
        .contains(
            "condition p SchedulerError, nomination '': running PreBind plugin"
                + " \"VolumeBinding\": binding volumes: provisioning failed for PVC \"data\"");
    assertThat(selectedNodeOfData()).isNull();
    assertThat(loop.whereabouts("p")).isEqualTo("nowhere");
    assertNothingIsAwaited();
  }

  @Test
  void failedWrite_takesBackWhatWasAssumed() throws Exception {
    writes.outcomes.put(
        DATA.key(), new VolumeWriter.Outcome.Failed("the object has been modified"));
    started(LONG).pod(pod("p", "data"));
    loop.settle();

    assertThat(loop.trace.lines())
        .contains(
            "condition p SchedulerError, nomination '': running PreBind plugin"
                + " \"VolumeBinding\": the object has been modified");
    assertThat(selectedNodeOfData()).isNull();
  }

  @Test
  void writtenClaim_staysAssumed_untilTheWatchShowsIt() throws Exception {
    started(Duration.ZERO).pod(pod("p", "data"));
    loop.settle();

    assertThat(loop.trace.lines())
        .contains(
            "condition p SchedulerError, nomination '': running PreBind plugin"
                + " \"VolumeBinding\": binding volumes: context deadline exceeded");
    assertThat(selectedNodeOfData()).as("written, so it will be so").isEqualTo("n1");
    shown(DATA.toBuilder().resourceVersion("2").selectedNode("n2").build());
    assertThat(selectedNodeOfData()).isEqualTo("n2");
    assertNothingIsAwaited();
  }

  @Test
  void nodeThatGoes_endsTheWait() throws Exception {
    started(LONG).pod(pod("p", "data"));
    untilTheyWait();

    loop.post(new Message.NodeGone("n1")).settle();

    assertThat(loop.trace.lines())
        .anySatisfy(
            line ->
                assertThat(line)
                    .contains("binding volumes: failed to get node \"n1\": node \"n1\" not found"));
  }

  @Test
  void podThatGoes_endsTheWait() throws Exception {
    started(LONG).pod(pod("p", "data"));
    untilTheyWait();

    loop.gone("p").settle();

    assertThat(loop.ends)
        .anySatisfy(
            line ->
                assertThat(line)
                    .contains("binding volumes: pod does not exist any more: pod \"p\" not found"));
  }

  @Test
  void claimThatGoes_endsTheWait() throws Exception {
    started(LONG).pod(pod("p", "data"));
    untilTheyWait();

    loop.post(new Message.ObjectGone(Kind.PERSISTENT_VOLUME_CLAIM, DATA.key())).settle();

    assertThat(loop.ends)
        .anySatisfy(
            line ->
                assertThat(line)
                    .contains(
                        "failed to check provisioning pvc: persistentvolumeclaims \"default/data\""
                            + " not found"));
  }

  @Test
  void volumeOfAnotherPlace_endsTheWait() throws Exception {
    started(LONG).pod(pod("p", "data"));
    untilTheyWait();

    shown(volume("new", "made", "1Gi").requiredNodes(onHost("n2")).build());
    shown(DATA.toBuilder().resourceVersion("2").selectedNode("n1").volumeName("new").build());
    loop.settle();

    assertThat(loop.ends)
        .anySatisfy(
            line ->
                assertThat(line)
                    .contains(
                        "pv \"new\" node affinity doesn't match node \"n1\": no matching"
                            + " NodeSelectorTerms"));
  }

  @Test
  void podsThatWait_leaveTheirPlacesToOthers() throws Exception {
    started(LONG);
    for (int i = 0; i < 9; i++) { // one more than may be in flight
      PersistentVolumeClaim claim = claim("c" + i, "made", "1Gi").build();
      loop.post(new Message.ObjectSeen(claim)).pod(pod("waits" + i, "c" + i));
    }
    loop.run();
    while (writes.written.size() < 9 || !loop.trace.lines().contains("bound quick n1")) {
      if (writes.written.size() == 9 && loop.whereabouts("quick").equals("nowhere")) {
        loop.pod("quick");
      } else {
        loop.awaitMessage();
      }
      loop.run();
    }

    assertThat(loop.scheduler().bindingsInFlight()).isEqualTo(9);
  }

  @Test
  void labelsOfTheNode_areThoseOfNow() throws Exception {
    PersistentVolumeClaim data = claim("local", "late", "1Gi").build();
    started(LONG)
        .post(new Message.ObjectSeen(data))
        .post(new Message.ObjectSeen(LOCAL))
        .pod(pod("p", "local"));
    untilTheyWait();
    shown(LOCAL.toBuilder().resourceVersion("2").claim(reference("local", "uid-local")).build());

    loop.node(Make.node("n1").labels(Labels.EMPTY)).settle();

    assertThat(loop.ends)
        .anySatisfy(
            line -> assertThat(line).contains("pv \"pv\" node affinity doesn't match node"));
  }
}
