package dev.berth.kube.decode;

import dev.berth.model.ContainerResources;
import dev.berth.model.ContainerSpec;
import dev.berth.model.HostPort;
import dev.berth.model.Quantity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads one of a pod's two lists of containers: what they request, the host ports they take, the
 * images they need, the features a node has to declare for them.
 *
 * <p>Threading: one per request.
 */
final class ContainersReader {
  private static final FieldPolicy.Type CONTAINER = FieldPolicy.type("Container");
  private static final FieldPolicy.Type PORT = FieldPolicy.type("ContainerPort");
  private static final FieldPolicy.Type RESTART_RULE = FieldPolicy.type("ContainerRestartRule");

  private final boolean init;
  private final List<ContainerSpec> specs = new ArrayList<>(2);
  private final List<String> images = new ArrayList<>(2);
  private final List<HostPort> hostPorts = new ArrayList<>(0);
  private final Set<String> extended = new HashSet<>(0);
  private boolean restartsAllContainers;

  private ContainersReader(boolean init) {
    this.init = init;
  }

  static ContainersReader ofContainers() {
    return new ContainersReader(false);
  }

  static ContainersReader ofInitContainers() {
    return new ContainersReader(true);
  }

  void read(JsonCursor json) throws IOException, UndecodableObject {
    if (!json.enterList()) {
      return;
    }
    while (json.nextElement()) {
      if (json.enterObject()) {
        readContainer(json);
      }
    }
  }

  private void readContainer(JsonCursor json) throws IOException, UndecodableObject {
    String name = "";
    String image = "";
    boolean restartsAlways = false;
    Map<String, Quantity> requests = Map.of();
    List<HostPort> ports = List.of();
    for (String field = json.nextField(); field != null; field = json.nextField()) {
      switch (field) {
        case "name" -> name = json.string();
        case "image" -> image = json.string();
        case "resources" -> requests = ResourceLists.readRequests(json, extended::add);
        case "restartPolicy" -> restartsAlways = json.string().equals("Always");
        case "ports" -> ports = readPorts(json);
        case "restartPolicyRules" -> readRestartRules(json);
        default -> json.skip(CONTAINER, field);
      }
    }
    boolean sidecar = init && restartsAlways;
    specs.add(new ContainerSpec(name, new ContainerResources(requests, Map.of()), sidecar));
    images.add(image);
    if (!init || sidecar) {
      hostPorts.addAll(ports);
    }
  }

  private static List<HostPort> readPorts(JsonCursor json) throws IOException, UndecodableObject {
    if (!json.enterList()) {
      return List.of();
    }
    List<HostPort> ports = new ArrayList<>(0);
    while (json.nextElement()) {
      if (json.enterObject()) {
        HostPort port = readPort(json);
        if (port.port() > 0) {
          ports.add(port);
        }
      }
    }
    return ports;
  }

  private static HostPort readPort(JsonCursor json) throws IOException, UndecodableObject {
    String ip = "";
    String protocol = "";
    int port = 0;
    for (String field = json.nextField(); field != null; field = json.nextField()) {
      switch (field) {
        case "hostIP" -> ip = json.string();
        case "protocol" -> protocol = json.string();
        case "hostPort" -> port = json.int32();
        default -> json.skip(PORT, field);
      }
    }
    return HostPort.of(ip, protocol, port);
  }

  private void readRestartRules(JsonCursor json) throws IOException, UndecodableObject {
    if (!json.enterList()) {
      return;
    }
    while (json.nextElement()) {
      if (!json.enterObject()) {
        continue;
      }
      for (String field = json.nextField(); field != null; field = json.nextField()) {
        if (field.equals("action")) {
          restartsAllContainers |= json.string().equals("RestartAllContainers");
        } else {
          json.skip(RESTART_RULE, field);
        }
      }
    }
  }

  List<ContainerSpec> specs() {
    return specs;
  }

  List<String> images() {
    return images;
  }

  /** Ports of containers that run as long as the pod: app containers and restartable init ones. */
  List<HostPort> hostPorts() {
    return hostPorts;
  }

  /** Extended resources that one of them requests, or has a limit of. */
  Set<String> extended() {
    return extended;
  }

  boolean restartsAllContainers() {
    return restartsAllContainers;
  }
}
