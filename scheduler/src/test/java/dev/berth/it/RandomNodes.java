package dev.berth.it;

import static dev.berth.it.Vocabulary.EFFECTS;
import static dev.berth.it.Vocabulary.HOST;
import static dev.berth.it.Vocabulary.IMAGES;
import static dev.berth.it.Vocabulary.TIERS;
import static dev.berth.it.Vocabulary.ZONE;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Random nodes of a {@link RandomHistory}: half of them alike.
 *
 * <p>Threading: one per test.
 */
final class RandomNodes {
  private static final String ALIKE =
      "cpu: \"3\", memory: 8Gi, pods: \"12\", ephemeral-storage: 50Gi";

  private final Vocabulary words;

  RandomNodes(Vocabulary words) {
    this.words = words;
  }

  String node(int number) {
    String name = String.format(Locale.ROOT, "node-%02d", number);
    List<String> labels = new ArrayList<>();
    if (!words.likely(8)) {
      labels.add(HOST + ": " + name);
    }
    if (!words.likely(8)) {
      labels.add(ZONE + ": " + words.zone());
    }
    labels.add("disk: " + (words.likely(50) ? "ssd" : "hdd"));
    labels.add("rank: \"" + words.below(10) + "\"");
    String images =
        IMAGES.stream()
            .filter(image -> words.likely(40))
            .map(image -> "{names: [\"" + image + "\"], sizeBytes: " + sizeOf(image) + "}")
            .collect(Collectors.joining(", "));
    return Yaml.node(
        name,
        String.join(", ", labels),
        Yaml.fields(taints(), words.likely(5) ? "unschedulable: true" : ""),
        words.likely(50) ? ALIKE : amounts(),
        "images: [" + images + "]");
  }

  private String amounts() {
    return "cpu: \"%d\", memory: %dGi, pods: \"%d\", ephemeral-storage: 50Gi%s"
        .formatted(
            1 + words.below(5),
            2 + words.below(15),
            4 + words.below(12),
            words.likely(50) ? ", example.com/gpu: \"4\"" : "");
  }

  /** As nodes would report it. */
  private static long sizeOf(String image) {
    return (IMAGES.indexOf(image) * 300L + 20) * 1_000_000;
  }

  String taints() {
    String some =
        IntStream.range(0, words.likely(30) ? 1 + words.below(2) : 0)
            .distinct()
            .mapToObj(
                i ->
                    "{key: taint-%d, value: %s, effect: %s}"
                        .formatted(i, words.any(TIERS), words.any(EFFECTS)))
            .collect(Collectors.joining(", "));
    return "taints: [" + some + "]";
  }
}
