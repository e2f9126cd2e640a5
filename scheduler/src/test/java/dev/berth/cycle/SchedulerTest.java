package dev.berth.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.framework.ActionType;
import dev.berth.framework.ClusterEvent;
import dev.berth.framework.EventRegistration;
import dev.berth.framework.EventResource;
import dev.berth.framework.Lister;
import dev.berth.framework.Status;
import dev.berth.model.ClusterObject;
import dev.berth.model.Namespace;
import dev.berth.model.ObjectKey;
import dev.berth.model.ResourceName;
import dev.berth.model.devices.DeviceClasses;
import dev.berth.model.storage.PersistentVolumeClaim;
import dev.berth.plugins.Make;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The turns of the loop: what it waits for, whose pods it takes, how long it may sleep. */
final class SchedulerTest {

  private final TestLoop loop = new TestLoop();
  private final TracePlugin a = loop.plugin("a");

  @AfterEach
  void close() {
    loop.close();
  }

  // ---- the first lists
  // ------------------------------------------------------------------------------

  @Test
  void nothingIsDecided_beforeEveryFirstListIsComplete() throws Exception {
    loop.waitingFor(EnumSet.of(ObjectKind.NODES, ObjectKind.PODS)).start(a.at(Point.FILTER));
    loop.node("n1").pod("p").settle();
    assertThat(loop.scheduler().isSynced()).isFalse();

    loop.post(new Message.ListComplete(ObjectKind.PODS));
    loop.post(new Message.ListComplete(ObjectKind.DEVICE_CLASSES)).settle();
    assertThat(loop.scheduler().isSynced()).isFalse();
    assertThat(loop.trace.lines()).isEmpty();
    assertThat(loop.scheduler().step()).as("something to do without a message").isFalse();

    loop.post(new Message.ListComplete(ObjectKind.NODES)).settle();
    assertThat(loop.scheduler().isSynced()).isTrue();
    assertThat(loop.trace.lines()).containsExactly("a.filter p n1", "bound p n1");
  }

  @Test
  void whoDoesNotLead_followsTheCluster_andDecidesNothingUntilItMay() throws Exception {
    AtomicBoolean leads = new AtomicBoolean();
    loop.decidingWhile(leads::get).start(a.at(Point.FILTER));
    loop.node("n1").pod("p").settle();
    assertThat(loop.trace.lines()).isEmpty();
    assertThat(loop.scheduler().queue().sizes().active()).isEqualTo(1);
    assertThat(loop.scheduler().step()).as("something to do without a message").isFalse();

    leads.set(true);
    loop.settle();
    assertThat(loop.trace.lines()).containsExactly("a.filter p n1", "bound p n1");

    leads.set(false);
    loop.pod("late").settle();
    assertThat(loop.trace.lines()).hasSize(2);
  }

  @Test
  void podsThatWereThereBefore_count_whoeverPlacedThem_andInWhateverOrderTheyAreListed()
      throws Exception {
    loop.waitingFor(EnumSet.of(ObjectKind.NODES, ObjectKind.PODS))
        .start(
            a.answers(
                Point.FILTER,
                call -> {
                  var node = loop.scheduler().mirror().view().find(call.node());
                  loop.trace.add(
                      call.node() + " has " + (node == null ? "?" : node.podCount()) + " pods");
                  return Status.success();
                }));

    loop.pod("p");
    loop.pod(TestLoop.pending("early").schedulerName("x").nodeName("n1"));
    loop.post(new Message.ListComplete(ObjectKind.PODS));
    loop.node("n1");
    loop.pod(TestLoop.pending("late").nodeName("n1"));
    loop.post(new Message.ListComplete(ObjectKind.NODES)).settle();

    assertThat(loop.trace.lines()).containsExactly("a.filter p n1", "n1 has 2 pods", "bound p n1");
  }

  // ---- whose pods
  // --------------------------------------------------------------------------------------

  @Test
  void podsOfOtherSchedulers_areNotTouched_butCountOnTheirNodes() throws Exception {
    loop.start(a.at(Point.PRE_ENQUEUE, Point.FILTER)).node("n1");

    loop.pod(TestLoop.pending("pending").schedulerName("default-scheduler"));
    loop.pod(TestLoop.pending("placed").schedulerName("default-scheduler").nodeName("n1"));
    loop.settle();

    assertThat(loop.trace.lines()).isEmpty();
    assertThat(loop.binder.asked()).isEmpty();
    assertThat(loop.whereabouts("placed")).isEqualTo("on n1");
    assertThat(loop.scheduler().queue().sizes().active()).isZero();
  }

  @Test
  void twoProfiles_eachPodIsJudgedByItsOwn() throws Exception {
    TracePlugin strict = loop.plugin("strict").answers(Point.FILTER, Status.unschedulable("no"));
    TracePlugin lax = loop.plugin("lax").at(Point.FILTER, Point.RESERVE);
    loop.startProfiles(loop.profile("one", strict.wokenBy()), loop.profile("two", lax)).node("n1");

    loop.pod(TestLoop.pending("p").schedulerName("one"));
    loop.pod(TestLoop.pending("q").schedulerName("two")).settle();

    assertThat(loop.trace.lines())
        .containsExactly(
            "strict.filter p n1",
            "condition p Unschedulable, nomination '': 0/1 nodes are available: 1 no.",
            "lax.filter q n1",
            "lax.reserve q n1",
            "bound q n1");
  }

  @Test
  void twoProfiles_eachHasItsOwnFilters() throws Exception {
    TracePlugin strict = loop.plugin("strict").answers(Point.FILTER, Status.unschedulable("no"));
    TracePlugin lax = loop.plugin("lax").at(Point.FILTER);
    var filters = loop.context("one").filters();
    lax.answers(
        Point.RESERVE,
        call -> {
          var view = loop.scheduler().mirror().view();
          Status verdict = filters.filterWithNominatedPods(call.state(), call.pod(), view.node(0));
          loop.trace.add("the other profile says " + verdict.message());
          return Status.success();
        });
    loop.startProfiles(loop.profile("one", strict), loop.profile("two", lax)).node("n1");

    loop.pod(TestLoop.pending("q").schedulerName("two")).settle();

    assertThat(loop.trace.lines()).contains("the other profile says no");
  }

  // ---- turns
  // -------------------------------------------------------------------------------------------

  @Test
  void oneTurn_isOnePod() {
    loop.start(a.at(Point.FILTER)).node("n1").pod("p").pod("q");

    assertThat(loop.scheduler().step()).isTrue();
    assertThat(loop.trace.about(".filter")).containsExactly("a.filter p n1");
    assertThat(loop.scheduler().step()).isTrue();
    assertThat(loop.scheduler().queue().sizes().active()).isZero();
  }

  @Test
  void anEventPostedDuringAnAttempt_wakesThePodThatTheAttemptRejected() throws Exception {
    a.answers(
            Point.FILTER,
            call -> {
              if (call.node().equals("n1")) {
                loop.node("n2");
              }
              return call.node().equals("n2") ? Status.success() : Status.unschedulable("no");
            })
        .wokenBy(EventRegistration.always(ClusterEvent.of(EventResource.NODE, ActionType.ADD)));

    loop.start(a).node("n1").pod("p").settle();

    assertThat(loop.trace.about("bound")).containsExactly("bound p n2");
  }

  @Test
  void anEventDuringABind_wakesOthers_andIsThereWhenTheBindFails() throws Exception {
    a.answers(
            Point.FILTER,
            call -> {
              boolean fits = call.node().equals("n2") || call.pod().key().name().equals("p");
              return fits ? Status.success() : Status.unschedulable("no");
            })
        .wokenBy(EventRegistration.always(ClusterEvent.of(EventResource.NODE, ActionType.ADD)));
    CompletableFuture<Status> reply = loop.binder.reply("p");
    loop.start(a).node("n1").pod("p").pod("q").run();

    loop.node("n2").run();
    assertThat(loop.whereabouts("q")).isEqualTo("assumed on n2");

    reply.complete(Status.error("500"));
    loop.settle();
    loop.pass(Duration.ofSeconds(3)).settle();
    assertThat(loop.trace.about("bound")).containsExactly("bound q n2", "bound p n1");
    assertThat(loop.binder.asked()).containsExactlyInAnyOrder("p -> n1", "q -> n2", "p -> n1");
  }

  @Test
  void deviceClasses_reachTheMirror() {
    loop.start();
    ResourceName gpu = ResourceName.of("example.com/gpu");

    loop.post(new Message.ObjectSeen(DeviceClasses.offering("gpus", "example.com/gpu"))).run();
    assertThat(loop.scheduler().mirror().listers().deviceClasses().offering(gpu)).isNotNull();

    loop.post(new Message.ObjectGone(ClusterObject.Kind.DEVICE_CLASS, ObjectKey.ofCluster("gpus")))
        .run();
    assertThat(loop.scheduler().mirror().listers().deviceClasses().offering(gpu)).isNull();
  }

  @Test
  void objectsThatPluginsLookUp_reachThem() {
    loop.start();
    Namespace shop = new Namespace(ObjectKey.ofCluster("shop"), Make.labels("team=a"));

    loop.post(new Message.ObjectSeen(shop)).run();
    assertThat(namespaces().in("")).containsExactly(shop);

    loop.post(new Message.ObjectGone(ClusterObject.Kind.NAMESPACE, shop.key())).run();
    assertThat(namespaces().find(shop.key())).isNull();
  }

  private Lister<Namespace> namespaces() {
    return loop.scheduler().mirror().listers().namespaces();
  }

  @Test
  void aKindThatCannotBeRead_holdsNothingUp_andWakesAllPodsWhenItCanBe() throws Exception {
    a.answers(Point.FILTER, Status.unschedulable("no"))
        .wokenBy(EventRegistration.always(ClusterEvent.of(EventResource.NODE, ActionType.ADD)));
    loop.waitingFor(EnumSet.of(ObjectKind.NAMESPACES)).start(a).node("n1").pod("p").settle();
    assertThat(loop.scheduler().isSynced()).isFalse();

    loop.post(new Message.KindMissing(ObjectKind.NAMESPACES, "no right")).settle();
    assertThat(loop.scheduler().isSynced()).isTrue();
    assertThat(namespaces().missing()).isEqualTo("no right");
    int tries = loop.trace.about("filter").size();
    assertThat(tries).isPositive();

    loop.post(new Message.ListComplete(ObjectKind.NAMESPACES)).settle();
    assertThat(namespaces().missing()).isNull();
    loop.pass(Duration.ofSeconds(3)).settle();
    assertThat(loop.trace.about("filter")).hasSizeGreaterThan(tries);
    int more = loop.trace.about("filter").size();

    loop.post(new Message.ListComplete(ObjectKind.NAMESPACES)).settle();
    loop.pass(Duration.ofSeconds(9)).settle();
    assertThat(loop.trace.about("filter")).as("it was not missing").hasSize(more);
  }

  @ParameterizedTest
  @EnumSource(names = {"ADD", "UPDATE", "DELETE"})
  void aChangedObject_wakesWhoWaitsForThatChange(ActionType action) throws Exception {
    a.answers(Point.FILTER, Status.unschedulable("no"))
        .wokenBy(
            EventRegistration.always(
                ClusterEvent.of(EventResource.PERSISTENT_VOLUME_CLAIM, action)));
    loop.start(a).node("n1");
    PersistentVolumeClaim.Builder claim = PersistentVolumeClaim.builder("shop", "c");
    Message first = new Message.ObjectSeen(claim.resourceVersion("1").build());
    Message second = new Message.ObjectSeen(claim.resourceVersion("2").build());
    Message gone =
        new Message.ObjectGone(
            ClusterObject.Kind.PERSISTENT_VOLUME_CLAIM, new ObjectKey("shop", "c"));
    Map<ActionType, Message> changes = new LinkedHashMap<>();
    changes.put(ActionType.ADD, first);
    changes.put(ActionType.UPDATE, second);
    changes.put(ActionType.DELETE, gone);
    loop.pod("p").settle();
    int tries = loop.trace.about("filter").size();

    for (Map.Entry<ActionType, Message> change : changes.entrySet()) {
      int before = loop.trace.about("filter").size();
      loop.post(change.getValue()).settle();
      loop.pass(Duration.ofSeconds(20)).settle();
      assertThat(loop.trace.about("filter").size() > before)
          .as("%s for one that waits for %s", change.getKey(), action)
          .isEqualTo(change.getKey() == action);
    }
    assertThat(loop.trace.about("filter")).hasSize(tries + 1);
  }

  @Test
  void aNodeReplacedUnderItsName_isADeleteAndAnAdd() throws Exception {
    a.answers(Point.FILTER, Status.unschedulable("no"))
        .wokenBy(EventRegistration.always(ClusterEvent.of(EventResource.NODE, ActionType.ADD)));
    loop.start(a).node("n1").pod("p").settle();

    a.answers(Point.FILTER, Status.success());
    loop.node("n1").settle();
    assertThat(loop.trace.about("bound")).as("the same node again").isEmpty();

    loop.node(Make.node("n1").uid("another")).settle();
    assertThat(loop.trace.about("bound")).containsExactly("bound p n1");
  }

  // ---- heartbeat and sleep
  // -----------------------------------------------------------------------------

  @Test
  void lastTurn_isWhenTheTurnBegan_alsoAnIdleOne() {
    loop.start();
    loop.clock.advance(Duration.ofSeconds(7));
    assertThat(loop.scheduler().lastTurnMillis()).isEqualTo(loop.clock.millis() - 7_000);

    loop.run();

    assertThat(loop.scheduler().lastTurnMillis()).isEqualTo(loop.clock.millis());
  }

  @Test
  void anIdleLoop_turnsEverySecondAllTheSame() {
    loop.start().run();

    assertThat(loop.scheduler().idleFor()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void aWaitInPermit_isNotSleptThrough() {
    a.answers(Point.PERMIT, Status.waiting(Duration.ofMillis(400)));
    loop.start(a).node("n1").pod("p").run();
    assertThat(loop.scheduler().idleFor()).isEqualTo(Duration.ofMillis(400));

    loop.clock.advance(Duration.ofMillis(300));
    assertThat(loop.scheduler().idleFor()).isEqualTo(Duration.ofMillis(100));

    loop.clock.advance(Duration.ofMillis(300));
    assertThat(loop.scheduler().idleFor()).isEqualTo(Duration.ZERO);
  }

  @Test
  void aBackoff_isNotSleptThrough() throws Exception {
    loop.binder.fail("p", "500");
    loop.start(a).node("n1").pod("p").settle();
    loop.clock.advance(Duration.ofMillis(1_700));

    Duration idle = loop.scheduler().idleFor();
    assertThat(idle).isBetween(Duration.ofMillis(1), Duration.ofMillis(301));
    loop.pass(idle).settle();

    assertThat(loop.trace.about("bound")).containsExactly("bound p n1");
  }
}
