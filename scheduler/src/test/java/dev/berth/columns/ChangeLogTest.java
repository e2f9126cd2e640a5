package dev.berth.columns;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ChangeLogTest {

  private final ChangeLog log = new ChangeLog();

  @Test
  void changes_areReadInTheOrderInWhichTheyWereAdded() {
    log.add(7);
    long cursor = log.end();
    log.add(3);
    log.add(7);

    assertThat(log.end() - cursor).isEqualTo(2);
    assertThat(log.at(cursor)).isEqualTo(3);
    assertThat(log.at(cursor + 1)).isEqualTo(7);
  }

  @Test
  void aCursorWhosePlaceWasOverwritten_isNotReached() {
    add(0, 64);
    assertThat(log.reaches(0)).isTrue();

    log.add(64);

    assertThat(log.reaches(0)).isFalse();
    assertThat(log.reaches(1)).isTrue();
    assertThat(log.at(1)).isEqualTo(1);
    assertThat(log.at(64)).isEqualTo(64);
  }

  @Test
  void moreRoom_keepsWhatCouldBeReadAndTakesMore() {
    add(0, 100);

    log.reserve(65);
    add(100, 164);

    assertThat(log.reaches(36)).isTrue();
    for (int position = 36; position < 164; position++) {
      assertThat(log.at(position)).isEqualTo(position);
    }
    assertThat(log.reaches(35)).isFalse();
  }

  @Test
  void roomThatIsThereAlready_isNotReservedAgain() {
    add(0, 64);
    log.reserve(64);
    log.add(64);
    assertThat(log.reaches(0)).isFalse();
  }

  private void add(int from, int to) {
    for (int ordinal = from; ordinal < to; ordinal++) {
      log.add(ordinal);
    }
  }
}
