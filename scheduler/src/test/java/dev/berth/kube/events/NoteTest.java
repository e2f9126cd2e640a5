package dev.berth.kube.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NoteTest {

  @Test
  void textOfUpTo1024Bytes_staysWhatItIs() {
    assertThat(Note.of("100% of a %s")).isEqualTo("100% of a %s");
    assertThat(Note.of("a".repeat(1024))).isEqualTo("a".repeat(1024));
    assertThat(Note.of("é".repeat(512))).isEqualTo("é".repeat(512));
  }

  /** A character that the cut would split is left out. */
  @ParameterizedTest
  @CsvSource({"a, 1020", "é, 510", "€, 340", "\uD83D\uDE00, 255"})
  void longerText_isCutBetweenCharacters(String character, int wantCharacters) {
    String text = character.repeat(1100);

    assertThat(Note.of(text)).isEqualTo(character.repeat(wantCharacters) + " ...");
    assertThat(Note.of("a" + text).getBytes(UTF_8).length).isBetween(1021, 1024);
    assertThat(Note.of("a" + text)).startsWith("a" + character).endsWith(character + " ...");
  }
}
