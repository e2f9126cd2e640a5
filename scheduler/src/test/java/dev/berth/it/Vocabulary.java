package dev.berth.it;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The few words that the objects of a {@link RandomHistory} are made of, so that they meet, and the
 * chance that picks among them.
 *
 * <p>Threading: one per test.
 */
final class Vocabulary {
  static final String ZONE = "topology.kubernetes.io/zone";
  static final String HOST = "kubernetes.io/hostname";
  static final List<String> NAMESPACES = List.of("red", "green", "blue");
  static final List<String> APPS = List.of("a", "b", "c", "d");
  static final List<String> TIERS = List.of("front", "back");
  static final List<String> IMAGES =
      List.of("registry.example/small:1", "registry.example/large:1", "registry.example/huge:1");
  static final List<String> EFFECTS =
      List.of("NoSchedule", "NoExecute", "PreferNoSchedule", "PreferNoSchedule");

  private final SplittableRandom random;

  Vocabulary(SplittableRandom random) {
    this.random = random;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  boolean likely(int percent) {
    return random.nextInt(100) < percent;
  }

  <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  static String several(int count, Supplier<String> one) {
    return IntStream.range(0, count).mapToObj(i -> one.get()).collect(Collectors.joining(", "));
  }

  String zone() {
    return "zone-" + random.nextInt(4);
  }

  int weight() {
    return 1 + random.nextInt(100);
  }
}
