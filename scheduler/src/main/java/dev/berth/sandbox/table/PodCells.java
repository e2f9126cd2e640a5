package dev.berth.sandbox.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Set;

/**
 * A pod in a row: how many of its containers are ready, and one word for the state that a person
 * should know of.
 *
 * <p>Mirrors {@code printPod} of {@code pkg/printers/internalversion/printers.go}, Kubernetes
 * 1.36.3. Threading: any thread.
 */
final class PodCells {
  private static final String NONE = "<none>";

  private final ObjectNode pod;
  private final JsonNode status;
  private final Set<String> sidecars = new HashSet<>();
  private final Restarts sidecarRestarts = new Restarts();
  private Restarts restarts = new Restarts();
  private int ready;
  private String reason;

  private PodCells(ObjectNode pod) {
    this.pod = pod;
    this.status = pod.path("status");
    for (JsonNode container : pod.at("/spec/initContainers")) {
      if (container.path("restartPolicy").asText("").equals("Always")) {
        sidecars.add(container.path("name").asText());
      }
    }
    this.reason = reasonOfPod();
    boolean initializing = readInitContainers();
    if (!initializing || isTrue("Initialized")) {
      restarts = sidecarRestarts;
      readContainers();
    }
    readDeletion();
  }

  static void add(ObjectNode pod, ArrayNode cells, Age age) {
    PodCells read = new PodCells(pod);
    int total = pod.at("/spec/containers").size() + read.sidecars.size();
    cells
        .add(pod.at("/metadata/name").asText())
        .add(read.ready + "/" + total)
        .add(read.reason)
        .add(read.restarts.text(age))
        .add(age.of(pod.at("/metadata/creationTimestamp")))
        .add(orNone(pod.at("/status/podIPs/0/ip")))
        .add(orNone(pod.at("/spec/nodeName")))
        .add(orNone(pod.at("/status/nominatedNodeName")))
        .add(read.readinessGates());
  }

  private String reasonOfPod() {
    for (JsonNode condition : status.path("conditions")) {
      if (condition.path("type").asText("").equals("PodScheduled")
          && condition.path("reason").asText("").equals("SchedulingGated")) {
        return "SchedulingGated";
      }
    }
    String given = status.path("reason").asText("");
    return given.isEmpty() ? status.path("phase").asText("") : given;
  }

  /** Whether one of them has not done its work; the first such one gives the reason. */
  private boolean readInitContainers() {
    int done = 0;
    for (JsonNode container : status.path("initContainerStatuses")) {
      boolean sidecar = sidecars.contains(container.path("name").asText(""));
      restarts.count(container);
      if (sidecar) {
        sidecarRestarts.count(container);
      }
      JsonNode ended = container.at("/state/terminated");
      if (ended.isObject() && ended.path("exitCode").asInt() == 0) {
        done++;
      } else if (sidecar && container.path("started").asBoolean()) {
        ready += container.path("ready").asBoolean() ? 1 : 0;
        done++;
      } else {
        reason = "Init:" + initReason(container, done);
        return true;
      }
    }
    return false;
  }

  private String initReason(JsonNode container, int done) {
    JsonNode ended = container.at("/state/terminated");
    if (ended.isObject()) {
      return endReason(ended);
    }
    String waits = container.at("/state/waiting/reason").asText("");
    return waits.isEmpty() || waits.equals("PodInitializing")
        ? done + "/" + pod.at("/spec/initContainers").size()
        : waits;
  }

  /** From the last container to the first, so that the first has the last word. */
  private void readContainers() {
    boolean running = false;
    String failure = "";
    JsonNode containers = status.path("containerStatuses");
    for (int i = containers.size() - 1; i >= 0; i--) {
      JsonNode container = containers.get(i);
      restarts.count(container);
      JsonNode ended = container.at("/state/terminated");
      String waits = container.at("/state/waiting/reason").asText("");
      if (!waits.isEmpty()) {
        reason = waits;
      } else if (ended.isObject()) {
        reason = endReason(ended);
        failure = ended.path("exitCode").asInt() == 0 ? failure : reason;
      } else if (container.path("ready").asBoolean() && container.at("/state/running").isObject()) {
        running = true;
        ready++;
      }
    }
    if (reason.equals("Completed")) {
      reason = reasonWhenSomeCompleted(running, failure);
    }
  }

  private String reasonWhenSomeCompleted(boolean running, String failure) {
    if (running && isTrue("Ready")) {
      return "Running";
    }
    if (!failure.isEmpty()) {
      return failure;
    }
    return running ? "NotReady" : "Completed";
  }

  private void readDeletion() {
    if (!pod.path("metadata").hasNonNull("deletionTimestamp")) {
      return;
    }
    String phase = status.path("phase").asText("");
    if (status.path("reason").asText("").equals("NodeLost")) {
      reason = "Unknown";
    } else if (!phase.equals("Succeeded") && !phase.equals("Failed")) {
      reason = "Terminating";
    }
  }

  private static String endReason(JsonNode ended) {
    String given = ended.path("reason").asText("");
    if (!given.isEmpty()) {
      return given;
    }
    int signal = ended.path("signal").asInt();
    return signal == 0 ? "ExitCode:" + ended.path("exitCode").asInt() : "Signal:" + signal;
  }

  private String readinessGates() {
    JsonNode gates = pod.at("/spec/readinessGates");
    if (gates.isEmpty()) {
      return NONE;
    }
    int open = 0;
    for (JsonNode gate : gates) {
      open += isTrue(gate.path("conditionType").asText("")) ? 1 : 0;
    }
    return open + "/" + gates.size();
  }

  /** Of a condition of that type, the first counts. */
  private boolean isTrue(String type) {
    for (JsonNode condition : status.path("conditions")) {
      if (condition.path("type").asText("").equals(type)) {
        return condition.path("status").asText("").equals("True");
      }
    }
    return false;
  }

  private static String orNone(JsonNode text) {
    return text.asText("").isEmpty() ? NONE : text.asText();
  }

  /** How often containers were restarted, and when the last of those before them had ended. */
  private static final class Restarts {
    private int count;
    private String last = "";

    void count(JsonNode container) {
      count += container.path("restartCount").asInt();
      String ended = container.at("/lastState/terminated/finishedAt").asText("");
      last = ended.compareTo(last) > 0 ? ended : last;
    }

    String text(Age age) {
      return count == 0 || last.isEmpty()
          ? Integer.toString(count)
          : "%d (%s ago)".formatted(count, age.of(last));
    }
  }
}
