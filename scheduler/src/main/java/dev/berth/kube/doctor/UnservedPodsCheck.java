package dev.berth.kube.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.kube.peer.SchedulerTrace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which pods wait for a scheduler that nothing is seen of?
 *
 * <p>Threading: immutable.
 */
final class UnservedPodsCheck implements PodCheck {
  private static final int NAMES = 20;

  @Override
  public String name() {
    return "scheduler-names";
  }

  @Override
  public List<Finding> examine(Cluster cluster, Cluster.Listing pods)
      throws IOException, InterruptedException {
    Map<String, List<String>> byName = new TreeMap<>();
    for (JsonNode pod : pods.items()) {
      if (Pods.isPending(pod) && !Pods.isOurs(cluster, pod)) {
        byName
            .computeIfAbsent(Pods.schedulerName(pod), name -> new ArrayList<>())
            .add(Pods.key(pod));
      }
    }
    List<Finding> findings = new ArrayList<>();
    int looked = 0;
    for (Map.Entry<String, List<String>> entry : byName.entrySet()) {
      if (++looked > NAMES) {
        findings.add(
            Finding.skip(
                name(), "only the first " + NAMES + " names of schedulers were looked at", ""));
        break;
      }
      String scheduler = entry.getKey();
      SchedulerTrace trace =
          SchedulerTrace.of(scheduler, cluster.client(), cluster.clock().instant());
      if (!trace.isThere()) {
        findings.add(
            Finding.warn(
                name(),
                Pods.count(entry.getValue().size())
                    + " waiting for scheduler '"
                    + scheduler
                    + "': "
                    + Pods.named(entry.getValue())
                    + ". "
                    + trace.text(scheduler),
                "Berth schedules for "
                    + String.join(", ", cluster.profiles())
                    + "; spec.schedulerName cannot be changed, so create the pods anew"));
      }
    }
    if (findings.isEmpty()) {
      findings.add(
          Finding.ok(
              name(), "no pod waits for a scheduler that does not seem to run" + pods.bounds()));
    }
    return findings;
  }
}
