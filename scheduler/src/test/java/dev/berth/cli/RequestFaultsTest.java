package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.sandbox.fault.FaultRule;
import dev.berth.sandbox.fault.RequestFault;
import dev.berth.sandbox.fault.Requests;
import dev.berth.sandbox.fault.Times;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
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
import org.junit.jupiter.params.provider.ValueSource;

/** A whole scheduler whose requests are refused, lost, held up and overtaken (faults F7 to F11). */
@Timeout(value = 150, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class RequestFaultsTest {
  private static final int FITTING = 12;
  private static final Requests BINDINGS = Requests.all().verb("create").of("pods/binding");

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

  /** Room for three pods of 300m on each of four nodes, and as many pods. */
  private void fill() {
    for (int i = 0; i < 4; i++) {
      bed.node("n" + i, 1000);
    }
    for (int i = 0; i < FITTING; i++) {
      bed.pod("p" + i, 300);
    }
  }

  // ---- F7, F8: the binding comes too late ------------------------------------------------------

  static Stream<Named<Consumer<SandboxBed>>> races() {
    return Stream.of(
        Named.of("somebody binds it elsewhere", bed -> bed.bind("p", "other")),
        Named.of("somebody binds it there", bed -> bed.bind("p", "first")),
        Named.of("it is deleted", bed -> bed.deletePod("p")),
        Named.of(
            "it is deleted and comes back",
            bed -> {
              bed.deletePod("p");
              bed.pod("p", 600);
            }),
        Named.of("its node is deleted", bed -> bed.deleteNode("first")));
  }

  @ParameterizedTest
  @MethodSource("races")
  void bindingThatIsOvertaken_leavesNothingBehind(Consumer<SandboxBed> race) {
    CountDownLatch overtaken = new CountDownLatch(1);
    FaultRule held = bed.faults.on(BINDINGS, Times.once(), new RequestFault.Hold(overtaken));
    bed.node("first", 1000);
    bed.pod("p", 600);
    bed.schedule();
    SandboxBed.await(() -> held.struck() == 1, () -> "no binding came");
    bed.node("other", 1000);

    race.accept(bed);
    overtaken.countDown();

    bed.awaitInStep();
    bed.pod("q", 600);
    bed.pod("r", 300);
    SandboxBed.await(
        () -> bed.bound().containsAll(List.of("q", "r")), () -> "bound: " + bed.bound());
    bed.assertSound();
  }

  // ---- F8, F9: refusals ------------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(ints = {403, 409, 422, 504})
  void bindingsThatAreRefused_areTriedAgain(int code) {
    FaultRule refused = bed.faults.on(BINDINGS, Times.first(FITTING), RequestFault.refuse(code));
    fill();
    bed.schedule();

    bed.awaitBound(FITTING);

    bed.assertSound();
    assertThat(refused.struck()).isEqualTo(FITTING);
  }

  @Test
  void serverThatShedsLoad_isGivenTheTimeItAsksFor() {
    FaultRule shed = bed.faults.on(Requests.all(), Times.first(6), new RequestFault.Refuse(429, 1));
    fill();
    bed.schedule();

    bed.awaitBound(FITTING);

    bed.assertSound();
    assertThat(shed.struck()).isEqualTo(6);
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 503})
  void burstOfErrorsOnEverything_isSatOut(int code) {
    fill();
    bed.faults.on(Requests.all(), Times.first(30), RequestFault.refuse(code));
    bed.schedule();

    bed.awaitBound(FITTING);

    bed.assertSound();
  }

  @Test
  void listsThatEndInTheMiddle_areNotBelieved() {
    fill();
    FaultRule cut =
        bed.faults.on(Requests.all().verb("list"), Times.first(8), new RequestFault.Truncate(60));
    bed.schedule();

    bed.awaitBound(FITTING);

    bed.assertSound();
    assertThat(cut.struck()).isEqualTo(8);
  }

  // ---- F10: what became of it ------------------------------------------------------------------

  static final List<RequestFault> LOSSES =
      List.of(
          new RequestFault.LoseReply(), new RequestFault.NoReply(), new RequestFault.Truncate(10));

  @ParameterizedTest
  @FieldSource("LOSSES")
  void bindingsThatHappened_thoughNobodySaidSo_arePostedOnce(RequestFault loss) {
    bed.loseAnswersAfter(Duration.ofSeconds(8));
    FaultRule lost = bed.faults.on(BINDINGS, Times.always(), loss);
    fill();
    bed.schedule();

    bed.awaitBound(FITTING);

    bed.assertSound();
    assertThat(lost.struck()).isEqualTo(FITTING);
  }

  @Test
  void bindingsThatNeverArrived_arePostedAgain() {
    FaultRule lost = bed.faults.on(BINDINGS, Times.first(FITTING), new RequestFault.LoseRequest());
    fill();
    bed.schedule();

    bed.awaitBound(FITTING);

    bed.assertSound();
    assertThat(lost.struck()).isEqualTo(FITTING);
  }

  // ---- F11: slowness ---------------------------------------------------------------------------

  @Test
  void slowBindings_holdUpNobodyElse() {
    CountDownLatch slow = new CountDownLatch(1);
    FaultRule held = bed.faults.on(BINDINGS, Times.always(), new RequestFault.Hold(slow));
    fill();
    bed.schedule();

    SandboxBed.await(() -> held.struck() == FITTING, () -> "only " + held.struck() + " came");
    assertThat(bed.bound()).isEmpty();
    slow.countDown();

    bed.awaitBound(FITTING);
    bed.assertSound();
  }

  @Test
  void thinLine_carriesListsAndWatchesAllTheSame() {
    bed.faults.on(Requests.all(), Times.always(), new RequestFault.Slow(50_000));
    fill();
    bed.schedule();

    bed.awaitBound(FITTING);

    bed.assertSound();
  }

  @Test
  void slowAnswersToEverything_costNeitherLeaseNorPods() {
    bed.faults.on(Requests.all(), Times.always(), new RequestFault.Delay(Duration.ofMillis(300)));
    fill();
    bed.schedule();

    bed.awaitBound(FITTING);

    bed.faults.clear();
    bed.assertSound();
  }
}
