package dev.berth.kube.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.kube.decode.PodDecoder;
import dev.berth.kube.decode.UndecodableObject;
import dev.berth.kube.decode.UnknownFieldCounter;
import dev.berth.model.Interner;
import dev.berth.model.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which of our pending pods ask for something that this Berth does not have, or does not know, so
 * that it will not place them?
 *
 * <p>Threading: immutable.
 */
final class PodFieldsCheck implements PodCheck {
  private static final int SHOWN = 20;

  @Override
  public String name() {
    return "pod-fields";
  }

  @Override
  public List<Finding> examine(Cluster cluster, Cluster.Listing pods) {
    UnknownFieldCounter unknown = new UnknownFieldCounter((kind, path) -> {});
    PodDecoder decoder = new PodDecoder(new Interner(), unknown);
    Map<String, List<String>> refused = new TreeMap<>();
    for (JsonNode pod : pods.items()) {
      if (Pods.isOurs(cluster, pod) && Pods.isPending(pod)) {
        for (String why : refusals(decoder, pod)) {
          refused.computeIfAbsent(why, w -> new ArrayList<>()).add(Pods.key(pod));
        }
      }
    }
    List<Finding> findings = new ArrayList<>();
    refused.entrySet().stream()
        .limit(SHOWN)
        .forEach(
            entry ->
                findings.add(
                    Finding.warn(
                        name(),
                        Pods.count(entry.getValue().size())
                            + " may stay pending: "
                            + entry.getKey()
                            + " ("
                            + Pods.named(entry.getValue())
                            + ")",
                        "")));
    if (!unknown.counts().isEmpty()) {
      findings.add(
          Finding.ok(
              name(),
              "fields of a newer Kubernetes are passed over: "
                  + String.join(", ", unknown.counts().keySet())));
    }
    if (findings.isEmpty()) {
      findings.add(
          Finding.ok(name(), "no pending pod asks for what Berth does not have" + pods.bounds()));
    }
    return findings;
  }

  private static List<String> refusals(PodDecoder decoder, JsonNode pod) {
    try {
      return decoder.decode(pod.toString().getBytes(UTF_8)).refusals().stream()
          .map(Refusal::message)
          .toList();
    } catch (UndecodableObject wrong) {
      return List.of("it cannot be understood: " + wrong.getMessage());
    }
  }
}
