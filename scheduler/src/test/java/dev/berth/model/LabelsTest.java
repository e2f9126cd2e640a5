package dev.berth.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class LabelsTest {
  @Test
  void get_keysWithTheSameHash_areToldApart() {
    Labels labels = Labels.of(Map.of("Aa", "1"));

    assertThat("Aa".hashCode()).isEqualTo("BB".hashCode());
    assertThat(labels.get("Aa")).isEqualTo("1");
    assertThat(labels.get("BB")).isNull();
    assertThat(labels.has("BB")).isFalse();
  }

  @Test
  void asMap_anyOrderOfInput_isSortedByKey() {
    assertThat(Labels.of(Map.of("b", "2", "a", "1", "c", "3")).asMap().toString())
        .isEqualTo("{a=1, b=2, c=3}");
  }

  @Test
  void of_noLabels_isTheEmptyOne() {
    assertThat(Labels.of(Map.of())).isSameAs(Labels.EMPTY);
    assertThat(Labels.EMPTY.size()).isZero();
  }

  @Test
  void labels_randomMaps_behaveLikeTheMap() {
    Seed seed = Seed.next();
    RandomGenerator random = seed.generator();
    for (int i = 0; i < 2_000; i++) {
      Map<String, String> a = randomMap(random);
      Map<String, String> b = randomMap(random);
      Labels labels = Labels.of(a);

      assertThat(labels.asMap()).as("%s", seed).isEqualTo(a);
      assertThat(labels.equals(Labels.of(b))).as("%s %s, %s", a, b, seed).isEqualTo(a.equals(b));
      for (int k = 0; k < 6; k++) {
        assertThat(labels.get("k" + k)).as("%s, %s", a, seed).isEqualTo(a.get("k" + k));
      }
    }
  }

  private static Map<String, String> randomMap(RandomGenerator random) {
    Map<String, String> map = new HashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      map.put("k" + random.nextInt(5), "v" + random.nextInt(2));
    }
    return map;
  }
}
