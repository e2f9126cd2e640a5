package dev.berth.cycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReservationTest {

  private final List<String> undone = new ArrayList<>();
  private final Reservation reservation = new Reservation();

  private Reservation withSteps(String... steps) {
    for (String step : steps) {
      reservation.onUndo(() -> undone.add(step));
    }
    return reservation;
  }

  @Test
  void undo_takesTheStepsBackInReverse() {
    withSteps("forget", "unreserve", "release").undo();

    assertThat(undone).containsExactly("release", "unreserve", "forget");
    assertThat(reservation.phase()).isEqualTo(Reservation.Phase.UNDONE);
  }

  @Test
  void undo_afterTheHandOver_works() {
    withSteps("forget").handOver();
    assertThat(reservation.phase()).isEqualTo(Reservation.Phase.HANDED_OVER);

    reservation.undo();

    assertThat(undone).containsExactly("forget");
  }

  @Test
  void undo_whenAStepThrows_stillRunsTheOthers() {
    withSteps("forget");
    reservation.onUndo(
        () -> {
          throw new IllegalStateException("boom");
        });
    withSteps("release").undo();

    assertThat(undone).containsExactly("release", "forget");
  }

  @Test
  void confirm_leavesNothingToUndo() {
    withSteps("forget").handOver();

    reservation.confirm();

    assertThat(reservation.phase()).isEqualTo(Reservation.Phase.CONFIRMED);
    assertThatIllegalStateException().isThrownBy(reservation::undo).withMessageContaining("CONF");
    assertThat(undone).isEmpty();
  }

  @Test
  void undo_twice_isRefused() {
    withSteps("forget").undo();

    assertThatIllegalStateException().isThrownBy(reservation::undo);
    assertThat(undone).containsExactly("forget");
  }

  @Test
  void confirm_beforeTheHandOver_isRefused() {
    assertThatIllegalStateException().isThrownBy(reservation::confirm);
    assertThat(reservation.phase()).isEqualTo(Reservation.Phase.OPEN);
  }

  @Test
  void steps_afterTheHandOver_areRefused() {
    reservation.handOver();

    assertThatIllegalStateException().isThrownBy(() -> withSteps("late"));
    assertThatIllegalStateException().isThrownBy(reservation::handOver);
  }

  @Test
  void handOver_afterAnUndo_isRefused() {
    reservation.undo();

    assertThatIllegalStateException().isThrownBy(reservation::handOver);
  }
}
