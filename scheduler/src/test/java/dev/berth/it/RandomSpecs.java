package dev.berth.it;

import static dev.berth.it.Vocabulary.APPS;
import static dev.berth.it.Vocabulary.EFFECTS;
import static dev.berth.it.Vocabulary.HOST;
import static dev.berth.it.Vocabulary.IMAGES;
import static dev.berth.it.Vocabulary.NAMESPACES;
import static dev.berth.it.Vocabulary.TIERS;
import static dev.berth.it.Vocabulary.ZONE;

import java.util.ArrayList;
import java.util.List;

/**
 * Random specs of the pods of a {@link RandomHistory}: what their containers ask for, and where
 * they want to be.
 *
 * <p>Threading: one per test.
 */
final class RandomSpecs {
  private final Vocabulary words;
  private final RandomVolumes volumes;
  private final boolean withVolumes;

  RandomSpecs(Vocabulary words, RandomVolumes volumes, boolean withVolumes) {
    this.words = words;
    this.volumes = volumes;
    this.withVolumes = withVolumes;
  }

  String container() {
    List<String> requests = new ArrayList<>();
    if (words.likely(85)) {
      requests.add("cpu: " + (words.likely(3) ? 20_000 : 25 * (1 + words.below(40))) + "m");
    }
    if (words.likely(70)) {
      requests.add("memory: " + 32 * (1 + words.below(60)) + "Mi");
    }
    String limits = words.likely(12) ? "example.com/gpu: " + (1 + words.below(2)) : "";
    return Yaml.fields(
        "image: \"" + (words.likely(60) ? words.any(IMAGES) : "registry.example/other:1") + "\"",
        "resources: {requests: {%s}, limits: {%s}}".formatted(String.join(", ", requests), limits),
        words.likely(10) ? Yaml.hostPort(Integer.toString(8000 + words.below(3))) : "");
  }

  String spec() {
    return Yaml.fields(
        "restartPolicy: " + words.any(List.of("Always", "Never")),
        words.likely(8) ? "nodeSelector: {disk: " + words.any(List.of("ssd", "hdd")) + "}" : "",
        words.likely(12)
            ? "initContainers: [{name: first, image: \"%s\", resources: {requests: {cpu: %dm}}}]"
                .formatted(words.any(IMAGES), 100 * (1 + words.below(8)))
            : "",
        words.likely(45)
            ? "tolerations: [" + Vocabulary.several(1 + words.below(2), this::toleration) + "]"
            : "",
        withVolumes && words.likely(15) ? volumes.ofPod() : "",
        spread(),
        "affinity: {"
            + Yaml.fields(
                nodeAffinity(),
                podAffinity("podAffinity", 12, 20),
                podAffinity("podAntiAffinity", 16, 20))
            + "}");
  }

  private String toleration() {
    return "{"
        + Yaml.fields(
            words.likely(90)
                ? "key: taint-%d, %s"
                    .formatted(
                        words.below(2),
                        words.likely(50) ? "operator: Exists" : "value: " + words.any(TIERS))
                : "operator: Exists",
            words.likely(40) ? "" : "effect: " + words.any(EFFECTS))
        + "}";
  }

  private String nodeAffinity() {
    List<String> parts = new ArrayList<>();
    if (words.likely(12)) {
      parts.add(
          "requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: ["
              + Vocabulary.several(1 + words.below(2), this::nodeTerm)
              + "]}");
    }
    if (words.likely(20)) {
      parts.add(
          "preferredDuringSchedulingIgnoredDuringExecution: ["
              + Vocabulary.several(
                  1 + words.below(2),
                  () -> "{weight: %d, preference: %s}".formatted(words.weight(), nodeTerm()))
              + "]");
    }
    return parts.isEmpty() ? "" : "nodeAffinity: {" + String.join(", ", parts) + "}";
  }

  private String nodeTerm() {
    return switch (words.below(6)) {
      case 0 -> expression("disk", "In", "ssd");
      case 1 -> expression(ZONE, "In", words.zone() + ", " + words.zone());
      case 2 -> expression(ZONE, "NotIn", words.zone());
      case 3 -> expression("rank", words.likely(50) ? "Gt" : "Lt", "\"" + words.below(10) + "\"");
      case 4 -> "{matchExpressions: [{key: " + HOST + ", operator: Exists}]}";
      default ->
          "{matchFields: [{key: metadata.name, operator: %s, values: [node-%02d]}]}"
              .formatted(words.likely(30) ? "In" : "NotIn", words.below(RandomHistory.NODES));
    };
  }

  private static String expression(String key, String operator, String values) {
    return "{matchExpressions: [{key: %s, operator: %s, values: [%s]}]}"
        .formatted(key, operator, values);
  }

  /** At most one constraint for each key and action: the API wants it so. */
  private String spread() {
    List<String> constraints = new ArrayList<>();
    for (String key : List.of(ZONE, HOST)) {
      if (words.likely(20)) {
        constraints.add(constraint(key, "DoNotSchedule"));
      }
      if (words.likely(20)) {
        constraints.add(constraint(key, "ScheduleAnyway"));
      }
    }
    return constraints.isEmpty()
        ? ""
        : "topologySpreadConstraints: [" + String.join(", ", constraints) + "]";
  }

  private String constraint(String key, String action) {
    return "{"
        + Yaml.fields(
            "maxSkew: " + (1 + words.below(3)),
            "topologyKey: " + key,
            "whenUnsatisfiable: " + action,
            "labelSelector: " + selector(),
            action.equals("DoNotSchedule") && words.likely(25)
                ? "minDomains: " + (1 + words.below(5))
                : "",
            words.likely(30) ? "nodeAffinityPolicy: " + words.any(List.of("Honor", "Ignore")) : "",
            words.likely(40) ? "nodeTaintsPolicy: " + words.any(List.of("Honor", "Ignore")) : "",
            words.likely(20) ? "matchLabelKeys: [version]" : "")
        + "}";
  }

  private String selector() {
    return switch (words.below(6)) {
      case 0, 1 -> "{matchLabels: {app: " + words.any(APPS) + "}}";
      case 2 -> "{matchLabels: {tier: " + words.any(TIERS) + "}}";
      case 3 -> "{matchLabels: {app: %s, tier: %s}}".formatted(words.any(APPS), words.any(TIERS));
      case 4 ->
          "{matchExpressions: [{key: app, operator: %s, values: [%s, %s]}]}"
              .formatted(words.any(List.of("In", "NotIn")), words.any(APPS), words.any(APPS));
      default -> "{matchExpressions: [{key: tier, operator: Exists}]}";
    };
  }

  private String podAffinity(String kind, int required, int preferred) {
    List<String> parts = new ArrayList<>();
    if (words.likely(required)) {
      parts.add(
          "requiredDuringSchedulingIgnoredDuringExecution: ["
              + Vocabulary.several(words.likely(85) ? 1 : 2, this::podTerm)
              + "]");
    }
    if (words.likely(preferred)) {
      parts.add(
          "preferredDuringSchedulingIgnoredDuringExecution: ["
              + Vocabulary.several(
                  1 + words.below(2),
                  () -> "{weight: %d, podAffinityTerm: %s}".formatted(words.weight(), podTerm()))
              + "]");
    }
    return parts.isEmpty() ? "" : kind + ": {" + String.join(", ", parts) + "}";
  }

  private String podTerm() {
    return "{"
        + Yaml.fields(
            "topologyKey: " + (words.likely(60) ? HOST : ZONE),
            "labelSelector: " + selector(),
            words.likely(20) ? "namespaces: [" + words.any(NAMESPACES) + ", nowhere]" : "",
            words.likely(30)
                ? "namespaceSelector: "
                    + words.any(
                        List.of(
                            "{}", "{matchLabels: {team: front}}", "{matchLabels: {team: back}}"))
                : "",
            words.likely(15) ? "matchLabelKeys: [version]" : "",
            words.likely(10) ? "mismatchLabelKeys: [release]" : "")
        + "}";
  }
}
