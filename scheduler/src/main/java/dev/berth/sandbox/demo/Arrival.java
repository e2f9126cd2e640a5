package dev.berth.sandbox.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.sandbox.objects.Json;
import java.time.Duration;

/**
 * One pod of the workload, and when it comes.
 *
 * <p>Threading: immutable.
 *
 * @param at since the first one
 */
public record Arrival(
    Duration at, String name, Sort sort, Expectation expected, int milliCpu, int mebibytes) {

  /** Where the pods of the workload live. */
  public static final String NAMESPACE = "default";

  /** The port of the host that {@link Sort#HOST_PORT} takes. */
  private static final int PORT = 8080;

  private static final String TOO_MANY_CPUS = "96";

  /** What is special about a pod. */
  public enum Sort {
    EASY("nginx:latest"),
    /** Chooses the large machines by a node selector. */
    SELECTOR("example.com/analytics:3"),
    /** Tolerates the taint of the batch pool, and wants to go there. */
    TOLERATION("example.com/batch:12"),
    HOST_PORT("nginx:latest"),
    /** Asks for a device. */
    DEVICE("example.com/training:7"),
    /** Must be in two of three zones and would like a large machine. */
    AFFINITY("postgres:18"),
    PRIORITY("example.com/payment:4"),
    /** Bigger than every machine. */
    TOO_BIG("example.com/warehouse:1"),
    GATED("example.com/report:2"),
    /** Wants a label that no node has, until somebody gives it to one. */
    LABEL("redis:8");

    private final String image;

    Sort(String image) {
      this.image = image;
    }
  }

  /**
   * The pod, as somebody would create it.
   *
   * @param scheduler whose profile it chooses
   */
  public ObjectNode tree(String scheduler) {
    ObjectNode tree = Json.object().put("apiVersion", "v1").put("kind", "Pod");
    ObjectNode metadata = tree.putObject("metadata");
    metadata.put("name", name).put("namespace", NAMESPACE);
    metadata.putObject("labels").put("app", app());
    ObjectNode spec = tree.putObject("spec").put("schedulerName", scheduler);
    ObjectNode container = spec.putArray("containers").addObject();
    container.put("name", "main").put("image", sort.image);
    ObjectNode resources = container.putObject("resources");
    resources.putObject("requests").put("cpu", milliCpu + "m").put("memory", mebibytes + "Mi");
    speciality(spec, container, resources);
    return tree;
  }

  private String app() {
    int dash = name.indexOf('-');
    return dash < 0 ? name : name.substring(0, dash);
  }

  private void speciality(ObjectNode spec, ObjectNode container, ObjectNode resources) {
    switch (sort) {
      case EASY -> {}
      case SELECTOR ->
          spec.putObject("nodeSelector").put(DemoCluster.INSTANCE_TYPE, Machine.LARGE.type());
      case TOLERATION -> {
        spec.putArray("tolerations")
            .addObject()
            .put("key", DemoCluster.TAINT)
            .put("operator", "Equal")
            .put("value", Machine.BATCH.pool())
            .put("effect", "NoSchedule");
        spec.putObject("nodeSelector").put(DemoCluster.POOL, Machine.BATCH.pool());
      }
      case HOST_PORT ->
          container
              .putArray("ports")
              .addObject()
              .put("containerPort", PORT)
              .put("hostPort", PORT)
              .put("protocol", "TCP");
      case DEVICE -> {
        resources.withObject("/requests").put(Machine.DEVICE, "1");
        resources.putObject("limits").put(Machine.DEVICE, "1");
      }
      case AFFINITY -> affinity(spec.putObject("affinity").putObject("nodeAffinity"));
      case PRIORITY -> spec.put("priorityClassName", DemoCluster.IMPORTANT);
      case TOO_BIG -> resources.withObject("/requests").put("cpu", TOO_MANY_CPUS);
      case GATED ->
          spec.putArray("schedulingGates").addObject().put("name", "example.com/approval");
      case LABEL -> spec.putObject("nodeSelector").put("disk", "ssd");
    }
  }

  private static void affinity(ObjectNode nodeAffinity) {
    expression(
            nodeAffinity
                .putObject("requiredDuringSchedulingIgnoredDuringExecution")
                .putArray("nodeSelectorTerms")
                .addObject(),
            DemoCluster.ZONE)
        .add("zone-a")
        .add("zone-b");
    ObjectNode wish =
        nodeAffinity
            .putArray("preferredDuringSchedulingIgnoredDuringExecution")
            .addObject()
            .put("weight", 50);
    expression(wish.putObject("preference"), DemoCluster.INSTANCE_TYPE).add(Machine.LARGE.type());
  }

  /** The values of a new expression. */
  private static ArrayNode expression(ObjectNode term, String key) {
    return term.putArray("matchExpressions")
        .addObject()
        .put("key", key)
        .put("operator", "In")
        .putArray("values");
  }
}
