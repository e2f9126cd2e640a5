package dev.berth.kube.decode;

import dev.berth.model.Phase;
import dev.berth.model.PodCondition;
import dev.berth.model.Quantity;
import dev.berth.model.ReportedResources;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code status} of a pod.
 *
 * <p>Threading: one per request.
 */
final class PodStatusReader {
  private static final FieldPolicy.Type STATUS = FieldPolicy.type("PodStatus");
  private static final FieldPolicy.Type CONTAINER_STATUS = FieldPolicy.type("ContainerStatus");
  private static final FieldPolicy.Type CONDITION = FieldPolicy.type("PodCondition");

  private final PodClaimStatuses claims = new PodClaimStatuses();
  private Phase phase = Phase.PENDING;
  private String nominatedNodeName = "";
  private long startTimeMicros = Long.MAX_VALUE;
  private @Nullable PodCondition podScheduled;
  private @Nullable PodCondition resizePending;
  private @Nullable PodCondition disruptionTarget;
  private Map<String, ReportedResources> reported = Map.of();
  private @Nullable Map<String, Quantity> actuatedForPod;
  private Map<String, Quantity> allocatedForPod = Map.of();

  void read(JsonCursor json) throws IOException, UndecodableObject {
    if (!json.enterObject()) {
      return;
    }
    for (String field = json.nextField(); field != null; field = json.nextField()) {
      switch (field) {
        case "phase" -> phase = phaseOf(json.string());
        case "nominatedNodeName" -> nominatedNodeName = json.string();
        case "startTime" -> startTimeMicros = json.epochMicros(Long.MAX_VALUE);
        case "conditions" -> readConditions(json);
        case "containerStatuses", "initContainerStatuses" -> readContainerStatuses(json);
        case "resourceClaimStatuses" -> claims.read(json);
        case "extendedResourceClaimStatus" -> claims.readExtended(json);
        case "resources" -> actuatedForPod = readPresentRequests(json);
        case "allocatedResources" -> allocatedForPod = ResourceLists.read(json);
        default -> json.skip(STATUS, field);
      }
    }
  }

  private static Phase phaseOf(String text) {
    return switch (text) {
      case "", "Pending" -> Phase.PENDING;
      case "Running" -> Phase.RUNNING;
      case "Succeeded" -> Phase.SUCCEEDED;
      case "Failed" -> Phase.FAILED;
      default -> Phase.UNKNOWN;
    };
  }

  private void readConditions(JsonCursor json) throws IOException, UndecodableObject {
    if (!json.enterList()) {
      return;
    }
    while (json.nextElement()) {
      if (json.enterObject()) {
        readCondition(json);
      }
    }
  }

  /** Of two conditions of one type the first counts, as for kube-scheduler. */
  private void readCondition(JsonCursor json) throws IOException, UndecodableObject {
    String type = "";
    String status = "";
    String reason = "";
    String message = "";
    for (String field = json.nextField(); field != null; field = json.nextField()) {
      switch (field) {
        case "type" -> type = json.string();
        case "status" -> status = json.string();
        case "reason" -> reason = json.string();
        case "message" -> message = json.string();
        default -> json.skip(CONDITION, field);
      }
    }
    if (type.equals("PodScheduled") && podScheduled == null) {
      podScheduled = new PodCondition(status, reason, message);
    } else if (type.equals("PodResizePending") && resizePending == null) {
      resizePending = new PodCondition(status, reason, message);
    } else if (type.equals("DisruptionTarget") && disruptionTarget == null) {
      disruptionTarget = new PodCondition(status, reason, message);
    }
  }

  private void readContainerStatuses(JsonCursor json) throws IOException, UndecodableObject {
    if (!json.enterList()) {
      return;
    }
    while (json.nextElement()) {
      if (json.enterObject()) {
        readContainerStatus(json);
      }
    }
  }

  private void readContainerStatus(JsonCursor json) throws IOException, UndecodableObject {
    String name = "";
    @Nullable Map<String, Quantity> actuated = null;
    Map<String, Quantity> allocated = Map.of();
    for (String field = json.nextField(); field != null; field = json.nextField()) {
      switch (field) {
        case "name" -> name = json.string();
        case "resources" -> actuated = readPresentRequests(json);
        case "allocatedResources" -> allocated = ResourceLists.read(json);
        default -> json.skip(CONTAINER_STATUS, field);
      }
    }
    if (actuated != null) {
      if (reported.isEmpty()) {
        reported = new HashMap<>();
      }
      reported.put(name, new ReportedResources(actuated, allocated));
    }
  }

  /** The requests of a {@code resources} structure, null when there is none at all. */
  private static @Nullable Map<String, Quantity> readPresentRequests(JsonCursor json)
      throws IOException, UndecodableObject {
    return json.present() ? ResourceLists.readRequests(json) : null;
  }

  Phase phase() {
    return phase;
  }

  String nominatedNodeName() {
    return nominatedNodeName;
  }

  long startTimeMicros() {
    return startTimeMicros;
  }

  PodClaimStatuses claims() {
    return claims;
  }

  @Nullable PodCondition podScheduled() {
    return podScheduled;
  }

  boolean preempted() {
    return disruptionTarget != null
        && disruptionTarget.status().equals("True")
        && disruptionTarget.reason().equals("PreemptionByScheduler");
  }

  boolean resizeInfeasible() {
    return resizePending != null && resizePending.reason().equals("Infeasible");
  }

  /** What the kubelet reports per container whose status has {@code resources}. */
  Map<String, ReportedResources> reported() {
    return reported;
  }

  /** What the kubelet reports for the pod as a whole, null when its status has no resources. */
  @Nullable ReportedResources reportedForPod() {
    return actuatedForPod == null ? null : new ReportedResources(actuatedForPod, allocatedForPod);
  }
}
