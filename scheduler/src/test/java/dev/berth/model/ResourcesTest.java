package dev.berth.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class ResourcesTest {
  private static final ResourceName GPU = ResourceName.of("example.com/gpu");
  private static final ResourceName FPGA = ResourceName.of("example.com/fpga");

  private static Resources of(String... namesAndQuantities) {
    Map<String, Quantity> list = new HashMap<>();
    for (int i = 0; i < namesAndQuantities.length; i += 2) {
      list.put(namesAndQuantities[i], Quantity.parse(namesAndQuantities[i + 1]));
    }
    return Resources.of(list);
  }

  @Test
  void of_nativeResources_areInTheirUnits() {
    Resources resources =
        of("cpu", "1500m", "memory", "1Gi", "ephemeral-storage", "10G", "pods", "110");

    assertThat(resources.milliCpu()).isEqualTo(1500);
    assertThat(resources.memoryBytes()).isEqualTo(1L << 30);
    assertThat(resources.ephemeralStorageBytes()).isEqualTo(10_000_000_000L);
    assertThat(resources.pods()).isEqualTo(110);
    assertThat(resources.scalarCount()).isZero();
  }

  @Test
  void of_fractions_areRoundedUp() {
    Resources resources = of("cpu", "0.1m", "memory", "1m", "example.com/gpu", "0.5");

    assertThat(resources.milliCpu()).isEqualTo(1);
    assertThat(resources.memoryBytes()).isEqualTo(1);
    assertThat(resources.scalar(GPU)).isEqualTo(1);
  }

  @Test
  void of_unknownNativeName_isIgnored() {
    assertThat(of("storage", "1Gi", "bananas", "3")).isEqualTo(Resources.ZERO);
  }

  @Test
  void of_explicitZero_isListed() {
    Resources resources = of("example.com/gpu", "0");

    assertThat(resources.hasScalar(GPU)).isTrue();
    assertThat(resources.scalar(GPU)).isZero();
    assertThat(resources).isNotEqualTo(Resources.ZERO);
  }

  @Test
  void scalars_inAnyOrder_areSortedByName() {
    Resources resources = of("z.io/a", "1", "example.com/gpu", "2", "hugepages-2Mi", "4Mi");

    assertThat(resources.scalarName(0)).isSameAs(GPU);
    assertThat(resources.scalarName(1).name()).isEqualTo("hugepages-2Mi");
    assertThat(resources.scalarName(2).name()).isEqualTo("z.io/a");
    assertThat(resources.scalarValue(1)).isEqualTo(4L << 20);
  }

  @Test
  void get_anyName_isItsAmount() {
    Resources resources = of("cpu", "1", "memory", "2", "pods", "3", "example.com/gpu", "4");

    assertThat(resources.get(ResourceName.CPU)).isEqualTo(1000);
    assertThat(resources.get(ResourceName.MEMORY)).isEqualTo(2);
    assertThat(resources.get(ResourceName.EPHEMERAL_STORAGE)).isZero();
    assertThat(resources.get(ResourceName.PODS)).isEqualTo(3);
    assertThat(resources.get(GPU)).isEqualTo(4);
    assertThat(resources.get(FPGA)).isZero();
  }

  @Test
  void plus_differentScalars_mergesThem() {
    assertThat(of("example.com/gpu", "1", "cpu", "1").plus(of("example.com/fpga", "2", "cpu", "1")))
        .isEqualTo(of("example.com/fpga", "2", "example.com/gpu", "1", "cpu", "2"));
  }

  @Test
  void minus_theSameAmount_leavesNothingListed() {
    Resources gpu = of("example.com/gpu", "2", "memory", "1Mi");

    assertThat(gpu.minus(gpu)).isEqualTo(Resources.ZERO);
  }

  @Test
  void plus_overflow_wrapsAround() {
    Resources most =
        Resources.builder().milliCpu(Long.MAX_VALUE).scalar(GPU, Long.MAX_VALUE).build();
    Resources one = Resources.builder().milliCpu(1).scalar(GPU, 1).build();

    Resources sum = most.plus(one);

    assertThat(sum.milliCpu()).isEqualTo(Long.MIN_VALUE);
    assertThat(sum.scalar(GPU)).isEqualTo(Long.MIN_VALUE);
    assertThat(sum.minus(one)).isEqualTo(most);
  }

  @Test
  void minus_moreThanThereIs_isNegative() {
    assertThat(Resources.ZERO.minus(of("memory", "5", "example.com/gpu", "1")).memoryBytes())
        .isEqualTo(-5);
    assertThat(Resources.ZERO.minus(of("example.com/gpu", "1")).scalar(GPU)).isEqualTo(-1);
  }

  @Test
  void plusThenMinus_randomAmounts_isTheSameValueAgain() {
    Seed seed = Seed.next();
    RandomGenerator random = seed.generator();
    for (int i = 0; i < 10_000; i++) {
      Resources a = random(random);
      Resources b = random(random);

      assertThat(a.plus(b).minus(b)).as("%s", seed).isEqualTo(a).hasSameHashCodeAs(a);
      assertThat(a.plus(b)).as("%s", seed).isEqualTo(b.plus(a));
    }
  }

  private static Resources random(RandomGenerator random) {
    Resources.Builder builder =
        Resources.builder()
            .milliCpu(random.nextLong())
            .memoryBytes(random.nextLong())
            .ephemeralStorageBytes(random.nextInt(10))
            .pods(random.nextInt(10));
    for (int i = random.nextInt(5); i > 0; i--) {
      builder.scalar(ResourceName.of("example.com/r" + random.nextInt(6)), 1 + random.nextInt(3));
    }
    return builder.build();
  }
}
