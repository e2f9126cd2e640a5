package dev.berth.sandbox.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.sandbox.objects.Json;
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

  /** That many nodes, in the order in which they are made. */
  public static List<ObjectNode> nodes(int count) {
    Map<Machine, Integer> made = new EnumMap<>(Machine.class);
    List<ObjectNode> nodes = new ArrayList<>(count);
    for (int index = 0; index < count; index++) {
      Machine machine = Machine.at(index);
      int number = made.merge(machine, 1, Integer::sum);
      nodes.add(node(machine, machine.type() + "-" + number, index));
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

  private static ObjectNode node(Machine machine, String name, int index) {
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
    status(tree.putObject("status"), machine, name, index);
    return tree;
  }

  private static void status(ObjectNode status, Machine machine, String name, int index) {
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
    conditions(status.putArray("conditions"));
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

  private static void conditions(ArrayNode conditions) {
    condition(conditions, "MemoryPressure", "False", "KubeletHasSufficientMemory");
    condition(conditions, "DiskPressure", "False", "KubeletHasNoDiskPressure");
    condition(conditions, "PIDPressure", "False", "KubeletHasSufficientPID");
    condition(conditions, "Ready", "True", "KubeletReady");
  }

  private static void condition(ArrayNode all, String type, String status, String reason) {
    all.addObject().put("type", type).put("status", status).put("reason", reason);
  }

  /** One for each of the first 16 million. */
  private static String address(int index) {
    return "10.%d.%d.%d".formatted(index >> 16 & 255, index >> 8 & 255, index & 255);
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
