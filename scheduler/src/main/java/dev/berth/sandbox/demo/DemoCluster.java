package dev.berth.sandbox.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.sandbox.objects.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The objects of the demo that are there before the first pod: nodes as a cloud provider and its
 * kubelets would write them, and a priority class.
 *
 * <p>Threading: immutable.
 */
public final class DemoCluster {
  /** How many nodes somebody gets who does not say. */
  public static final int NODES = 8;

  static final String IMPORTANT = "important";
  static final String ZONE = "topology.kubernetes.io/zone";
  static final String INSTANCE_TYPE = "node.kubernetes.io/instance-type";
  static final String POOL = "pool";
  static final String TAINT = "dedicated";

  private static final List<String> ZONES = List.of("zone-a", "zone-b", "zone-c");
  private static final String KUBELET = "v1.36.3";

  /** What the machines have pulled before, each with its size; small ones have fewer. */
  private static final List<Map.Entry<String, Integer>> IMAGES =
      List.of(
          Map.entry("registry.k8s.io/pause:3.10", 514_000),
          Map.entry("docker.io/library/nginx:latest", 192_000_000),
          Map.entry("docker.io/library/postgres:18", 438_000_000),
          Map.entry("example.com/training:7", 1_900_000_000));

  private DemoCluster() {}

  /**
   * That many nodes, in the order in which they are made.
   *
   * @param now when their kubelets report for the first time
   */
  public static List<ObjectNode> nodes(int count, Instant now) {
    String reported = now.truncatedTo(ChronoUnit.SECONDS).toString();
    Map<Machine, Integer> made = new EnumMap<>(Machine.class);
    List<ObjectNode> nodes = new ArrayList<>(count);
    for (int index = 0; index < count; index++) {
      Machine machine = Machine.at(index);
      int number = made.merge(machine, 1, Integer::sum);
      nodes.add(node(machine, machine.type() + "-" + number, index, reported));
    }
    return nodes;
  }

  /** The priority class of the workload's important pods. */
  public static ObjectNode priorityClass() {
    ObjectNode tree =
        Json.object().put("apiVersion", "scheduling.k8s.io/v1").put("kind", "PriorityClass");
    tree.putObject("metadata").put("name", IMPORTANT);
    return tree.put("value", 100_000).put("description", "Pods that customers wait for.");
  }

  private static ObjectNode node(Machine machine, String name, int index, String reported) {
    ObjectNode tree = Json.object().put("apiVersion", "v1").put("kind", "Node");
    ObjectNode metadata = tree.putObject("metadata").put("name", name);
    metadata
        .putObject("labels")
        .put("kubernetes.io/arch", "amd64")
        .put("kubernetes.io/hostname", name)
        .put("kubernetes.io/os", "linux")
        .put(INSTANCE_TYPE, machine.type())
        .put(POOL, machine.pool())
        .put("topology.kubernetes.io/region", "sandbox")
        .put(ZONE, ZONES.get(index % ZONES.size()));
    ObjectNode spec = tree.putObject("spec").put("providerID", "sandbox:///" + name);
    if (machine.isTainted()) {
      spec.putArray("taints")
          .addObject()
          .put("key", TAINT)
          .put("value", machine.pool())
          .put("effect", "NoSchedule");
    }
    status(tree.putObject("status"), machine, name, index, reported);
    return tree;
  }

  private static void status(
      ObjectNode status, Machine machine, String name, int index, String reported) {
    resources(
        status.putObject("capacity"),
        machine,
        Integer.toString(machine.cpus()),
        machine.gibibytes() + "Gi");
    resources(
        status.putObject("allocatable"),
        machine,
        machine.allocatableMilliCpu() + "m",
        machine.allocatableMebibytes() + "Mi");
    conditions(status.putArray("conditions"), reported);
    ArrayNode addresses = status.putArray("addresses");
    addresses.addObject().put("type", "InternalIP").put("address", address(index));
    addresses.addObject().put("type", "Hostname").put("address", name);
    status
        .putObject("nodeInfo")
        .put("machineID", "")
        .put("systemUUID", "")
        .put("bootID", "")
        .put("kernelVersion", "6.12.48")
        .put("osImage", "Hollow Linux")
        .put("containerRuntimeVersion", "containerd://2.1.4")
        .put("kubeletVersion", KUBELET)
        .put("kubeProxyVersion", "")
        .put("operatingSystem", "linux")
        .put("architecture", "amd64");
    images(status.putArray("images"), machine);
  }

  private static void resources(ObjectNode list, Machine machine, String cpu, String memory) {
    list.put("cpu", cpu)
        .put("ephemeral-storage", "100Gi")
        .put("memory", memory)
        .put("pods", Integer.toString(Machine.PODS));
    if (machine.devices() > 0) {
      list.put(Machine.DEVICE, Integer.toString(machine.devices()));
    }
  }

  /** The words are those of {@code pkg/kubelet/nodestatus/setters.go}, Kubernetes 1.36.3. */
  private static void conditions(ArrayNode all, String reported) {
    condition(all, "MemoryPressure", "False", reported)
        .put("reason", "KubeletHasSufficientMemory")
        .put("message", "kubelet has sufficient memory available");
    condition(all, "DiskPressure", "False", reported)
        .put("reason", "KubeletHasNoDiskPressure")
        .put("message", "kubelet has no disk pressure");
    condition(all, "PIDPressure", "False", reported)
        .put("reason", "KubeletHasSufficientPID")
        .put("message", "kubelet has sufficient PID available");
    condition(all, "Ready", "True", reported)
        .put("reason", "KubeletReady")
        .put("message", "kubelet is posting ready status");
  }

  private static ObjectNode condition(ArrayNode all, String type, String status, String reported) {
    return all.addObject()
        .put("type", type)
        .put("status", status)
        .put("lastHeartbeatTime", reported)
        .put("lastTransitionTime", reported);
  }

  /** One for each of the first 8 million; pods have those from 10.128.0.1 on. */
  private static String address(int index) {
    int host = index + 1; // 10.0.0.0 is the network's own
    return "10.%d.%d.%d".formatted(host >> 16 & 127, host >> 8 & 255, host & 255);
  }

  private static void images(ArrayNode images, Machine machine) {
    IMAGES.stream()
        .limit(machine == Machine.GPU ? IMAGES.size() : machine == Machine.LARGE ? 3 : 2)
        .forEach(
            image -> {
              ObjectNode one = images.addObject();
              one.putArray("names").add(image.getKey());
              one.put("sizeBytes", image.getValue());
            });
  }
}
