package dev.berth.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Records whose equality is written by hand: every component counts, and equal ones hash alike. */
final class SpelledOutEqualityTest {
  private static void assertAllDifferent(List<?> values) {
    assertThat(values).doesNotHaveDuplicates();
  }

  private static void assertEqual(Object one, Object other) {
    assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
  }

  @Test
  void podKey_isEqual_whenNamespaceAndNameAre() {
    assertEqual(new PodKey("a", "b"), new PodKey("a", "b"));
    assertAllDifferent(
        List.of(
            new PodKey("a", "b"),
            new PodKey("a", "c"),
            new PodKey("c", "b"),
            new PodKey("b", "a")));
  }

  @Test
  void toleration_isEqual_whenAllItsFieldsAre() {
    assertEqual(new Toleration("k", "o", "v", "e"), new Toleration("k", "o", "v", "e"));
    assertAllDifferent(
        List.of(
            new Toleration("k", "o", "v", "e"),
            new Toleration("x", "o", "v", "e"),
            new Toleration("k", "x", "v", "e"),
            new Toleration("k", "o", "x", "e"),
            new Toleration("k", "o", "v", "x")));
  }

  @Test
  void ownerReference_isEqual_whenAllItsFieldsAre() {
    assertEqual(new OwnerReference("v", "k", "n"), new OwnerReference("v", "k", "n"));
    assertAllDifferent(
        List.of(
            new OwnerReference("v", "k", "n"),
            new OwnerReference("x", "k", "n"),
            new OwnerReference("v", "x", "n"),
            new OwnerReference("v", "k", "x")));
  }
}
