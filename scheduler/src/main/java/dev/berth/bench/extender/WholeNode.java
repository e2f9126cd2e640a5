package dev.berth.bench.extender;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * The JSON of a node with all that a kubelet and a cloud write into it, about 7 KB.
 *
 * <p>Threading: immutable.
 */
final class WholeNode {
  private static final int IMAGES = 25;
  private static final int KNOWN_IMAGES = 60;
  private static final String WRITTEN = "2026-01-01T00:00:00Z";

  private WholeNode() {}

  /** The node with everything added to it that scheduling does not look at. */
  static ObjectNode from(ObjectNode node, int number, SplittableRandom random) {
    ObjectNode metadata = node.withObject("/metadata");
    String name = metadata.path("name").asText();
    String zone = zone(node);
    metadata
        .withObject("/labels")
        .put("beta.kubernetes.io/arch", "amd64")
        .put("beta.kubernetes.io/os", "linux")
        .put("node.kubernetes.io/instance-type", "standard-4")
        .put("failure-domain.beta.kubernetes.io/zone", zone);
    metadata
        .withObject("/annotations")
        .put("node.alpha.kubernetes.io/ttl", "0")
        .put("volumes.kubernetes.io/controller-managed-attach-detach", "true")
        .put("csi.volume.kubernetes.io/nodeid", "{\"disk.csi.example.com\":\"i-" + name + "\"}");
    String network = "10.%d.%d.0/24".formatted(number / 256, number % 256);
    node.withObject("/spec").put("podCIDR", network).put("providerID", "example:///" + name);
    node.withObject("/spec").withArray("podCIDRs").add(network);
    ObjectNode status = node.withObject("/status");
    conditions(status.putArray("conditions"));
    address(status.withArray("addresses"), "InternalIP", network.replace(".0/24", ".1"));
    address(status.withArray("addresses"), "Hostname", name);
    status.withObject("/daemonEndpoints/kubeletEndpoint").put("Port", 10250);
    status
        .withObject("/nodeInfo")
        .put("machineID", uuid(random))
        .put("systemUUID", uuid(random))
        .put("bootID", uuid(random))
        .put("kernelVersion", "6.12.0-1011-cloud")
        .put("osImage", "Debian GNU/Linux 13 (trixie)")
        .put("containerRuntimeVersion", "containerd://2.1.4")
        .put("kubeletVersion", "v1.36.3")
        .put("kubeProxyVersion", "")
        .put("operatingSystem", "linux")
        .put("architecture", "amd64");
    images(status.putArray("images"), random);
    return node;
  }

  static String zone(ObjectNode node) {
    return node.at("/metadata/labels").path("topology.kubernetes.io/zone").asText();
  }

  private static void conditions(ArrayNode conditions) {
    condition(conditions, "MemoryPressure", "False", "KubeletHasSufficientMemory");
    condition(conditions, "DiskPressure", "False", "KubeletHasNoDiskPressure");
    condition(conditions, "PIDPressure", "False", "KubeletHasSufficientPID");
    condition(conditions, "Ready", "True", "KubeletReady");
  }

  private static void condition(ArrayNode into, String type, String status, String reason) {
    into.addObject()
        .put("type", type)
        .put("status", status)
        .put("lastHeartbeatTime", WRITTEN)
        .put("lastTransitionTime", WRITTEN)
        .put("reason", reason)
        .put("message", "the kubelet says of " + type + ": " + reason);
  }

  private static void address(ArrayNode into, String type, String address) {
    into.addObject().put("type", type).put("address", address);
  }

  /** Nodes of one cluster have most images in common. */
  private static void images(ArrayNode into, SplittableRandom random) {
    int first = random.nextInt(KNOWN_IMAGES);
    for (int i = 0; i < IMAGES; i++) {
      int image = (first + i) % KNOWN_IMAGES;
      String name = "registry.example.com/team-%d/service-%d".formatted(image % 7, image);
      ObjectNode entry = into.addObject();
      entry
          .putArray("names")
          .add(name + "@sha256:" + "%064x".formatted(image * 0x9E3779B97F4A7C15L))
          .add(name + ":1." + image);
      entry.put("sizeBytes", (image + 1) * 7_654_321L);
    }
  }

  /** What a kubelet writes every few minutes although nothing is new. */
  static ObjectNode withHeartbeat(ObjectNode node, String time) {
    node.withObject("/status")
        .withArray("conditions")
        .forEach(condition -> ((ObjectNode) condition).put("lastHeartbeatTime", time));
    return node;
  }

  private static String uuid(SplittableRandom random) {
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }
}
