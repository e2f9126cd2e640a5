package dev.berth.extender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ProfileChoiceTest {
  private final ProfileChoice choice = new ProfileChoice(List.of("strict", "lenient"));

  @Test
  void profileOfThePodsName_judges_elseTheFirst() {
    assertThat(choice.of("lenient")).isEqualTo("lenient");
    assertThat(choice.of("strict")).isEqualTo("strict");
    assertThat(choice.of("default-scheduler")).isEqualTo("strict");
  }

  @Test
  void profileOfThePath_judgesEverybody() {
    assertThat(choice.only("lenient").of("strict")).isEqualTo("lenient");
    assertThat(choice.only("lenient").of("default-scheduler")).isEqualTo("lenient");
  }

  @Test
  void noProfile_isRefused() {
    assertThatThrownBy(() -> new ProfileChoice(List.of()))
        .hasMessageContaining("there is no profile");
  }
}
