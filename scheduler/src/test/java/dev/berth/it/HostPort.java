package dev.berth.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A port of its node that a pod wants for itself.
 *
 * <p>Threading: immutable.
 *
 * @param ip 0.0.0.0 for all of the node's
 */
record HostPort(String ip, String protocol, int number) {

  private static final String ALL = "0.0.0.0";

  static boolean conflict(JsonNode pod, List<JsonNode> others) {
    List<HostPort> taken = others.stream().flatMap(other -> of(other).stream()).toList();
    return of(pod).stream().anyMatch(port -> taken.stream().anyMatch(port::conflictsWith));
  }

  private boolean conflictsWith(HostPort other) {
    return number == other.number
        && protocol.equals(other.protocol)
        && (ip.equals(other.ip) || ip.equals(ALL) || other.ip.equals(ALL));
  }

  private static List<HostPort> of(JsonNode pod) {
    List<HostPort> ports = new ArrayList<>();
    pod.at("/spec/containers").forEach(container -> add(container, ports));
    for (JsonNode init : pod.at("/spec/initContainers")) {
      if (init.path("restartPolicy").asText().equals("Always")) {
        add(init, ports);
      }
    }
    return ports;
  }

  private static void add(JsonNode container, List<HostPort> ports) {
    for (JsonNode port : container.path("ports")) {
      if (port.path("hostPort").asInt() > 0) {
        ports.add(
            new HostPort(
                orElse(port.path("hostIP").asText(), ALL),
                orElse(port.path("protocol").asText(), "TCP"),
                port.path("hostPort").asInt()));
      }
    }
  }

  private static String orElse(String text, String otherwise) {
    return text.isEmpty() ? otherwise : text;
  }
}
