package dev.berth.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class TerminalTest {
  @Test
  void size_isWhatSttySays() {
    assertThat(Terminal.size("50 200\n", Map.of("COLUMNS", "7")))
        .isEqualTo(new Terminal.Size(200, 50));
  }

  @Test
  void sizeThatNobodyKnows_isThatOfTheEnvironment_orTheUsual() {
    assertThat(Terminal.size("0 0\n", Map.of("COLUMNS", "132", "LINES", "43")))
        .isEqualTo(new Terminal.Size(132, 43));
    assertThat(Terminal.size("stty: what?", Map.of("COLUMNS", "wide")))
        .isEqualTo(new Terminal.Size(80, 24));
  }

  @Test
  void dumbTerminal_isNone() {
    assertThat(Terminal.isDumb(Map.of("TERM", "dumb"))).isTrue();
    assertThat(Terminal.isDumb(Map.of())).isTrue();
    assertThat(Terminal.isDumb(Map.of("TERM", "xterm"))).isFalse();
    assertThat(Terminal.ofOutput(Map.of("TERM", "dumb"))).isNull();
  }
}
