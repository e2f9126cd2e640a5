package dev.berth.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class InternerTest {
  private final Interner interner = new Interner();

  @Test
  void intern_equalAspects_areOneObject() {
    Labels first = Labels.of(Map.of("app", "web"));

    assertThat(interner.intern(first)).isSameAs(first);
    assertThat(interner.intern(Labels.of(Map.of("app", "web")))).isSameAs(first);
    assertThat(interner.intern(Labels.of(Map.of("app", "db")))).isNotSameAs(first);
  }

  @Test
  void intern_emptyAspectsOfDifferentClasses_stayApart() {
    Tolerations tolerations = Tolerations.NONE;
    PreferredNodes preferred = PreferredNodes.NONE;

    assertThat(interner.intern(tolerations)).isSameAs(tolerations);
    assertThat(interner.intern(preferred)).isSameAs(preferred);
    assertThat(interner.intern(List.of("a"))).isEqualTo(List.of("a"));
  }
}
