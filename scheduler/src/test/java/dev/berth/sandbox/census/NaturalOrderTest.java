package dev.berth.sandbox.census;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class NaturalOrderTest {
  @Test
  void names_areOrderedByTheirNumbers() {
    List<String> want =
        List.of(
            "",
            "1",
            "02",
            "2",
            "10",
            "a",
            "a-1-b",
            "a-2",
            "a-2-9",
            "a-2-10",
            "a-10",
            "b",
            "n99999999999999999998",
            "n99999999999999999999");
    List<String> names = new ArrayList<>(want);
    Collections.shuffle(names, new Random(1));
    names.sort(NaturalOrder.INSTANCE);
    assertThat(names).containsExactlyElementsOf(want);
  }

  @Test
  void order_isZeroOnlyForTheSame() {
    assertThat(NaturalOrder.INSTANCE.compare("n02", "n2")).isNotZero();
    assertThat(NaturalOrder.INSTANCE.compare("n02", "n2"))
        .isEqualTo(-NaturalOrder.INSTANCE.compare("n2", "n02"));
    assertThat(NaturalOrder.INSTANCE.compare("n02", "n02")).isZero();
  }
}
