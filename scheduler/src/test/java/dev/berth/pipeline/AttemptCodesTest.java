package dev.berth.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.columns.CodeColumn;
import org.junit.jupiter.api.Test;

/** Codes that an attempt borrows from the view's memory, and changes for itself only. */
final class AttemptCodesTest {

  @Test
  void borrowedCodes_areCopiedBeforeOneIsSet() {
    CodeColumn remembered = new CodeColumn();
    remembered.resize(2);
    AttemptCodes codes = new AttemptCodes();
    codes.borrow(remembered);

    codes.set(1, 7);

    assertThat(codes.get(1)).isEqualTo(7);
    assertThat(codes.rejected()).isEqualTo(1);
    assertThat(codes.isBorrowed()).isFalse();
    assertThat(remembered.get(1)).isZero();
    assertThat(remembered.rejected()).isZero();
  }
}
