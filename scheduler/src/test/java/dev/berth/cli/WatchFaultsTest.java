package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.sandbox.fault.Events;
import dev.berth.sandbox.fault.FaultRule;
import dev.berth.sandbox.fault.Times;
import dev.berth.sandbox.fault.WatchFault;
import dev.berth.sandbox.registry.Registry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A whole scheduler whose watches are cut, silenced, lied to and robbed (faults F3 to F5). */
@Timeout(value = 150, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class WatchFaultsTest {
  private static final int FITTING = 12;

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit injects it before each test
  private Path directory;

  @SuppressWarnings("NullAway.Init")
  private SandboxBed bed;

  @BeforeEach
  void open() throws IOException {
    bed = new SandboxBed(directory);
  }

  @AfterEach
  void close() {
    bed.close();
  }

  /** Room for three pods of 300m on each of four nodes; two of fourteen wait for others to go. */
  private void fillAndReplace() {
    for (int i = 0; i < 4; i++) {
      bed.node("n" + i, 1000);
    }
    for (int i = 0; i < FITTING + 2; i++) {
      bed.pod("p" + i, 300);
    }
    bed.awaitBound(FITTING);
    List<String> first = bed.bound();
    bed.deletePod(first.get(0));
    bed.deletePod(first.get(1));
    bed.awaitBound(FITTING);
  }

  // ---- F3, F5: watches that end ----------------------------------------------------------------

  static final List<WatchFault> ENDS =
      List.of(
          new WatchFault.End(),
          new WatchFault.Cut(),
          new WatchFault.CutMidLine(),
          new WatchFault.CutMidCharacter(),
          new WatchFault.ErrorEvent(410),
          new WatchFault.ErrorEvent(500),
          new WatchFault.ErrorEventWithoutStatus());

  @ParameterizedTest
  @FieldSource("ENDS")
  void watchesThatEndAgainAndAgain_costNothingButTime(WatchFault end) {
    FaultRule rule = bed.faults.on(Events.all(), Times.every(3), end);
    bed.schedule();
    bed.awaitWatching();

    fillAndReplace();

    bed.assertSound();
    assertThat(rule.struck()).isPositive();
  }

  @Test
  void watchThatFallsSilent_isCut_andGoesOnWhereItWas() {
    FaultRule pods = bed.faults.on(Events.all().of("pods"), Times.nth(5), new WatchFault.Silence());
    FaultRule nodes =
        bed.faults.on(Events.all().of("nodes"), Times.nth(2), new WatchFault.Silence());
    bed.schedule(SandboxBed.NO_DRIFT_CHECK, SandboxBed.OFTEN.multipliedBy(5));
    bed.awaitWatching();

    fillAndReplace();

    bed.assertSound();
    assertThat(pods.struck() + nodes.struck()).isEqualTo(2);
  }

  @Test
  void serverThatForgetsItsHistory_isListedAnew() {
    bed.schedule();
    bed.node("n0", 1000);
    bed.pod("p0", 300);
    bed.awaitBound(1);
    bed.store.compact();

    bed.pod("p1", 300);
    bed.node("n1", 1000);

    bed.awaitBound(2);
    bed.awaitInStep();
  }

  // ---- F5: events that come twice, or again ----------------------------------------------------

  static final List<WatchFault> REPEATS =
      List.of(new WatchFault.Duplicate(), new WatchFault.ReplayOlder());

  @ParameterizedTest
  @FieldSource("REPEATS")
  void eventsThatAreRepeated_changeNothing(WatchFault repeat) {
    bed.faults.on(Events.all(), Times.always(), repeat);
    bed.schedule();
    bed.awaitWatching();

    fillAndReplace();

    bed.faults.clear();
    bed.assertSound();
  }

  @Test
  void streamOfNothingButBookmarks_isFoundOutByTheDriftCheck() {
    bed.schedule(SandboxBed.OFTEN, SandboxBed.NEVER);
    bed.awaitWatching();
    FaultRule blind = bed.faults.on(Events.all(), Times.always(), new WatchFault.OnlyBookmark());

    fillAndReplace();

    bed.assertSound();
    assertThat(blind.struck()).isGreaterThan(FITTING);
  }

  // ---- F4: one event is lost -------------------------------------------------------------------

  /**
   * @param wantNode the only node for a probe of that size, once the change is known
   */
  record Loss(Events event, Consumer<SandboxBed> change, int probe, String wantNode) {}

  static Stream<Named<Loss>> losses() {
    Events nodes = Events.all().of("nodes");
    Events pods = Events.all().of("pods");
    return Stream.of(
        Named.of(
            "a node is deleted",
            new Loss(nodes.type("DELETED"), bed -> bed.deleteNode("middle"), 800, "small")),
        Named.of(
            "a node is added",
            new Loss(nodes.type("ADDED"), bed -> bed.node("huge", 8000), 4500, "huge")),
        Named.of(
            "a pod is deleted",
            new Loss(pods.type("DELETED"), bed -> bed.deletePod("filler"), 3500, "large")),
        Named.of(
            "a pod is bound by somebody else",
            new Loss(pods.named("foreign"), bed -> bed.bind("foreign", "middle"), 800, "small")),
        Named.of("a node is tainted", lossOf(Registry.Part.WHOLE, WatchFaultsTest::taint)),
        Named.of(
            "a node is cordoned",
            lossOf(
                Registry.Part.WHOLE, node -> node.withObject("/spec").put("unschedulable", true))),
        Named.of(
            "a node shrinks",
            lossOf(
                Registry.Part.STATUS,
                node -> node.withObject("/status/allocatable").put("cpu", "100m"))));
  }

  private static Loss lossOf(Registry.Part part, Consumer<ObjectNode> change) {
    return new Loss(
        Events.all().of("nodes").named("middle"),
        bed -> bed.changeNode("middle", part, change),
        800,
        "small");
  }

  private static void taint(ObjectNode node) {
    ObjectNode taint = node.withObject("/spec").putArray("taints").addObject();
    taint.put("key", "k").put("effect", "NoSchedule");
  }

  @ParameterizedTest
  @MethodSource("losses")
  void oneLostEvent_isFoundOutByTheDriftCheck(Loss loss) {
    bed.node("large", 4000);
    bed.node("middle", 3000);
    bed.node("small", 1000);
    bed.pod("filler", 3500);
    bed.podOf("somebody", "foreign", 2800);
    bed.schedule(SandboxBed.OFTEN, SandboxBed.NEVER);
    bed.awaitWatching();
    bed.awaitBound(1);
    bed.awaitInStep();
    FaultRule lost = bed.faults.on(loss.event(), Times.once(), new WatchFault.OnlyBookmark());

    loss.change().accept(bed);

    SandboxBed.await(() -> lost.struck() == 1, () -> "the event never came by");
    bed.awaitInStep();
    bed.pod("probe", loss.probe());
    SandboxBed.await(() -> !bed.nodeOf("probe").isEmpty(), () -> "the probe fits nowhere");
    assertThat(bed.nodeOf("probe")).isEqualTo(loss.wantNode());
    bed.assertSound();
  }
}
