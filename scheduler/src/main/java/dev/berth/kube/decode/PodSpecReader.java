package dev.berth.kube.decode;

import dev.berth.model.ContainerRequests;
import dev.berth.model.ContainerSpec;
import dev.berth.model.HostPort;
import dev.berth.model.NodeSelector;
import dev.berth.model.PodAffinity;
import dev.berth.model.PodClaim;
import dev.berth.model.PodClaims;
import dev.berth.model.PodImages;
import dev.berth.model.PodRequests;
import dev.berth.model.PodResourceSpec;
import dev.berth.model.PodVolume;
import dev.berth.model.PreferredNodes;
import dev.berth.model.Quantity;
import dev.berth.model.RequiredNodes;
import dev.berth.model.Toleration;
import dev.berth.model.Tolerations;
import dev.berth.model.TopologySpread;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code spec} of a pod.
 *
 * <p>Threading: one per request.
 */
final class PodSpecReader {
  private static final FieldPolicy.Type SPEC = FieldPolicy.type("PodSpec");
  private static final FieldPolicy.Type AFFINITY = FieldPolicy.type("Affinity");
  private static final FieldPolicy.Type TOLERATION = FieldPolicy.type("Toleration");
  private static final FieldPolicy.Type GATE = FieldPolicy.type("PodSchedulingGate");
  private static final FieldPolicy.Type GROUP = FieldPolicy.type("PodSchedulingGroup");

  private final ContainersReader containers = ContainersReader.ofContainers();
  private final ContainersReader initContainers = ContainersReader.ofInitContainers();
  private final NodeAffinityReader nodeAffinity = new NodeAffinityReader();
  private final PodAffinityReader podAffinity = PodAffinityReader.ofAffinity();
  private final PodAffinityReader podAntiAffinity = PodAffinityReader.ofAntiAffinity();
  private final SpreadReader spread = new SpreadReader();
  private final VolumesReader volumes = new VolumesReader();
  private final PodClaimsReader claims = new PodClaimsReader();
  private String schedulerName = "";
  private String nodeName = "";
  private int priority;
  private boolean preemptionNever;
  private boolean hostNetwork;
  private boolean ownUsers;
  private Map<String, String> nodeSelector = Map.of();
  private Map<String, Quantity> requests = Map.of();
  private Map<String, Quantity> overhead = Map.of();
  private List<Toleration> tolerations = List.of();
  private final List<String> schedulingGates = new ArrayList<>(0);

  void read(JsonCursor json) throws IOException, UndecodableObject {
    if (!json.enterObject()) {
      return;
    }
    for (String field = json.nextField(); field != null; field = json.nextField()) {
      switch (field) {
        case "schedulerName" -> schedulerName = json.string();
        case "nodeName" -> nodeName = json.string();
        case "priority" -> priority = json.int32();
        case "preemptionPolicy" -> preemptionNever = json.string().equals("Never");
        case "hostNetwork" -> hostNetwork = json.bool();
        case "hostUsers" -> ownUsers = json.present() && !json.bool();
        case "containers" -> containers.read(json);
        case "initContainers" -> initContainers.read(json);
        case "overhead" -> overhead = ResourceLists.read(json);
        case "resources" -> requests = ResourceLists.readRequests(json);
        case "tolerations" -> tolerations = readTolerations(json);
        default -> {
          boolean outside = json.narrow();
          boolean known = readNarrowing(json, field);
          json.restore(outside);
          if (!known) {
            json.skip(SPEC, field);
          }
        }
      }
    }
  }

  /** Reads a field that narrows placement; false when it is none of these. */
  private boolean readNarrowing(JsonCursor json, String field)
      throws IOException, UndecodableObject {
    switch (field) {
      case "nodeSelector" -> nodeSelector = json.stringMap();
      case "affinity" -> readAffinity(json);
      case "topologySpreadConstraints" -> spread.read(json);
      case "volumes" -> volumes.read(json);
      case "resourceClaims" -> claims.read(json);
      case "schedulingGates" -> readSchedulingGates(json);
      case "schedulingGroup" -> readSchedulingGroup(json);
      default -> {
        return false;
      }
    }
    return true;
  }

  private void readAffinity(JsonCursor json) throws IOException, UndecodableObject {
    if (!json.enterObject()) {
      return;
    }
    for (String field = json.nextField(); field != null; field = json.nextField()) {
      switch (field) {
        case "nodeAffinity" -> nodeAffinity.read(json);
        case "podAffinity" -> podAffinity.read(json);
        case "podAntiAffinity" -> podAntiAffinity.read(json);
        default -> json.skip(AFFINITY, field);
      }
    }
  }

  private static List<Toleration> readTolerations(JsonCursor json)
      throws IOException, UndecodableObject {
    if (!json.enterList()) {
      return List.of();
    }
    List<Toleration> tolerations = new ArrayList<>();
    while (json.nextElement()) {
      if (json.enterObject()) {
        tolerations.add(readToleration(json));
      }
    }
    return tolerations;
  }

  private static Toleration readToleration(JsonCursor json) throws IOException, UndecodableObject {
    String key = "";
    String operator = "";
    String value = "";
    String effect = "";
    for (String field = json.nextField(); field != null; field = json.nextField()) {
      switch (field) {
        case "key" -> key = json.string();
        case "operator" -> operator = json.string();
        case "value" -> value = json.string();
        case "effect" -> effect = json.string();
        default -> json.skip(TOLERATION, field);
      }
    }
    return new Toleration(key, operator, value, effect);
  }

  private void readSchedulingGates(JsonCursor json) throws IOException, UndecodableObject {
    if (!json.enterList()) {
      return;
    }
    while (json.nextElement()) {
      String name = "";
      if (json.enterObject()) {
        for (String field = json.nextField(); field != null; field = json.nextField()) {
          if (field.equals("name")) {
            name = json.string();
          } else {
            json.skip(GATE, field);
          }
        }
      }
      schedulingGates.add(name);
    }
  }

  /*
   * kube-scheduler 1.36.3 with its default gates does not look at schedulingGroup: GangScheduling is
   * appended to the plugins only with the alpha gate of that name. But an API server without the
   * gate GenericWorkload drops the field (dropDisabledSchedulingGroup in pkg/api/pod/util.go), so a
   * pod that has one comes from a cluster where somebody switched pod groups on and expects all of
   * the group or none of it. No profile can say that this may be ignored, because the plugin is not
   * in any profile by default. So the pod is refused in every profile.
   */
  private static void readSchedulingGroup(JsonCursor json) throws IOException, UndecodableObject {
    if (json.present()) {
      json.refuseUnbuiltFeature("pod groups");
      passThrough(json, GROUP);
    }
  }

  /** Looks for fields from the future only. */
  private static void passThrough(JsonCursor json, FieldPolicy.Type type)
      throws IOException, UndecodableObject {
    if (json.enterObject()) {
      for (String field = json.nextField(); field != null; field = json.nextField()) {
        json.skip(type, field);
      }
    }
  }

  // ---- what was read ------------------------------------------------------------------------

  String schedulerName() {
    return schedulerName;
  }

  String nodeName() {
    return nodeName;
  }

  int priority() {
    return priority;
  }

  boolean preemptionNever() {
    return preemptionNever;
  }

  List<String> schedulingGates() {
    return schedulingGates;
  }

  PodResourceSpec resources(PodStatusReader status) {
    return new PodResourceSpec(
        containers.specs(),
        initContainers.specs(),
        requests,
        overhead,
        status.reported(),
        status.reportedForPod(),
        status.resizeInfeasible());
  }

  RequiredNodes requiredNodes() {
    @Nullable NodeSelector required = nodeAffinity.required();
    return nodeSelector.isEmpty() && required == null
        ? RequiredNodes.ANY
        : RequiredNodes.of(nodeSelector, required);
  }

  PreferredNodes preferredNodes() {
    return nodeAffinity.preferred().isEmpty()
        ? PreferredNodes.NONE
        : PreferredNodes.of(nodeAffinity.preferred());
  }

  Tolerations tolerations() {
    return tolerations.isEmpty() ? Tolerations.NONE : Tolerations.of(tolerations);
  }

  /** Init containers' ports first, as kube-scheduler lists them. */
  List<HostPort> hostPorts() {
    List<HostPort> ports = new ArrayList<>(initContainers.hostPorts());
    ports.addAll(containers.hostPorts());
    return List.copyOf(ports);
  }

  List<PodVolume> volumes() {
    return volumes.volumes();
  }

  /** Its claims; containers only where one requests what a DeviceClass may offer. */
  PodClaims claims(PodClaimStatuses statuses, PodRequests requested) {
    List<PodClaim> named = claims.joined(statuses);
    boolean mayNeedDevices = !requested.extendedResources().isEmpty();
    if (named.isEmpty() && !mayNeedDevices && statuses.extended() == null) {
      return PodClaims.NONE;
    }
    List<ContainerRequests> perContainer = new ArrayList<>();
    if (mayNeedDevices) {
      for (ContainerSpec container : initContainers.specs()) {
        perContainer.add(requestsOf(container, !container.sidecar()));
      }
      for (ContainerSpec container : containers.specs()) {
        perContainer.add(requestsOf(container, false));
      }
    }
    return new PodClaims(named, perContainer, statuses.extended());
  }

  private static ContainerRequests requestsOf(ContainerSpec container, boolean shortLived) {
    return new ContainerRequests(container.name(), shortLived, container.resources().requests());
  }

  /** Extended resources that a container requests, or has a limit of; no overhead of the pod. */
  Set<String> containerResources() {
    if (containers.extended().isEmpty() && initContainers.extended().isEmpty()) {
      return Set.of();
    }
    Set<String> extended = new HashSet<>(containers.extended());
    extended.addAll(initContainers.extended());
    return Set.copyOf(extended);
  }

  PodImages images() {
    return PodImages.of(initContainers.images(), containers.images(), volumes.images());
  }

  /**
   * Features that a node has to declare, as component-helpers/nodedeclaredfeatures of Kubernetes
   * 1.36.3 infers them for scheduling: its other three only matter for updates of a pod.
   */
  Set<String> requiredFeatures() {
    Set<String> features = new TreeSet<>();
    if (hostNetwork && ownUsers) {
      features.add("UserNamespacesHostNetworkSupport");
    }
    if (containers.restartsAllContainers() || initContainers.restartsAllContainers()) {
      features.add("RestartAllContainersOnContainerExits");
    }
    return features;
  }

  /** The terms, for a pod of this namespace. */
  PodAffinity affinity(String namespace) {
    if (podAffinity.isEmpty() && podAntiAffinity.isEmpty()) {
      return PodAffinity.NONE;
    }
    return PodAffinity.of(
        podAffinity.required(namespace),
        podAntiAffinity.required(namespace),
        podAffinity.preferred(namespace),
        podAntiAffinity.preferred(namespace));
  }

  /** The constraints, for a pod with these labels. */
  TopologySpread topologySpread(Map<String, String> labels) {
    return spread.of(labels);
  }
}
