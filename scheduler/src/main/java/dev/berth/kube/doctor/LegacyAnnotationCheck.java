package dev.berth.kube.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Which pods name Berth in the annotation that API servers have ignored for years, and belong to
 * another scheduler therefore?
 *
 * <p>Threading: immutable.
 */
final class LegacyAnnotationCheck implements PodCheck {
  static final String ANNOTATION = "scheduler.alpha.kubernetes.io/name";

  @Override
  public String name() {
    return "legacy-annotation";
  }

  @Override
  public List<Finding> examine(Cluster cluster, Cluster.Listing pods) {
    List<String> mistaken = new ArrayList<>();
    for (JsonNode pod : pods.items()) {
      String wanted = pod.path("metadata").path("annotations").path(ANNOTATION).asText();
      if (cluster.profiles().contains(wanted) && !Pods.isOurs(cluster, pod)) {
        mistaken.add(Pods.key(pod) + " (scheduler " + Pods.schedulerName(pod) + ")");
      }
    }
    return List.of(
        mistaken.isEmpty()
            ? Finding.ok(name(), "no pod relies on the annotation " + ANNOTATION + pods.bounds())
            : Finding.warn(
                name(),
                Pods.count(mistaken.size())
                    + " with "
                    + ANNOTATION
                    + " for Berth on another scheduler: "
                    + Pods.named(mistaken)
                    + pods.bounds(),
                "set spec.schedulerName in the pod template, or apply manifests/legacy-annotation,"
                    + " which copies the annotation when a pod is created"));
  }
}
