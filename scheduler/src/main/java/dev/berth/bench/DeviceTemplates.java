package dev.berth.bench;

import dev.berth.model.ClusterObject.Kind;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The JSON of devices, their class, and claims for them.
 *
 * <p>Mirrors {@code deviceclass.yaml} and {@code resourceclaimtemplate.yaml} of {@code
 * test/integration/scheduler_perf/dra/templates} and the driver of its workload
 * SchedulingWithResourceClaimTemplate, Kubernetes 1.36.3; the claims are those that the controller
 * for them makes of the template. Threading: immutable.
 */
final class DeviceTemplates {
  static final int DEVICES_OF_A_NODE = 10;

  private static final String RESOURCES = "/apis/resource.k8s.io/v1";

  private static final JsonTemplate CLASS =
      template(
          """
          {"apiVersion": "resource.k8s.io/v1", "kind": "DeviceClass",
           "metadata": {"name": "${class}", ${stored}"labels": {${mark}"app": "bench"}},
           "spec": {"selectors": [{"cel": {"expression": "device.driver == \\"${driver}\\""}}]}}
          """);

  private static final JsonTemplate SLICE =
      template(
          """
          {"apiVersion": "resource.k8s.io/v1", "kind": "ResourceSlice",
           "metadata": {"name": "slice-${node}", ${stored}"labels": {${mark}"app": "bench"}},
           "spec": {"driver": "${driver}", "nodeName": "${node}", "devices": [${devices}],
             "pool": {"name": "${node}", "generation": 1, "resourceSliceCount": 1}}}
          """);

  private static final JsonTemplate CLAIM =
      template(
          """
          {"apiVersion": "resource.k8s.io/v1", "kind": "ResourceClaim",
           "metadata": {"name": "${claim}", "namespace": "${namespace}", ${stored}"labels": {${mark}"app": "bench"},
             "annotations": {"resource.kubernetes.io/pod-claim-name": "resource"},
             "ownerReferences": [{"apiVersion": "v1", "kind": "Pod", "name": "${pod}", "uid": "${owner}",
               "controller": true}]},
           "spec": {"devices": {"requests": [{"name": "req-0", "exactly":
             {"deviceClassName": "${class}", "allocationMode": "ExactCount", "count": 1}}]}},
           "status": {${status}}}
          """);

  private static final JsonTemplate ALLOCATED =
      template(
          """
          "allocation": {"devices": {"results":
            [{"request": "req-0", "driver": "${driver}", "pool": "${node}", "device": "device-${nth}"}]}},
          "reservedFor": [{"resource": "pods", "name": "${pod}", "uid": "${owner}"}]
          """);

  private DeviceTemplates() {}

  private static JsonTemplate template(String text) {
    String devices =
        IntStream.range(0, DEVICES_OF_A_NODE)
            .mapToObj("{\"name\": \"device-%d\"}"::formatted)
            .collect(Collectors.joining(", "));
    return new JsonTemplate(text)
        .with(Map.of("driver", "test-driver.cdi.k8s.io", "devices", devices));
  }

  /** The name of the claim of the pod of that name. */
  static String claimOf(String pod) {
    return pod + "-resource";
  }

  /** The class that claims of pods in this namespace are for. */
  static Extra deviceClass(String namespace, Stamp stamp) {
    return new Extra(
        Kind.DEVICE_CLASS,
        RESOURCES + "/deviceclasses",
        CLASS.with(classOf(namespace)).fill(stamp.places("uid-class")));
  }

  /** Classes are of the whole cluster, and their users here of one namespace. */
  private static Map<String, String> classOf(String namespace) {
    return Map.of("class", "class-" + namespace);
  }

  /** The devices of a node. */
  static Extra slice(String node, Stamp stamp) {
    return new Extra(
        Kind.RESOURCE_SLICE,
        RESOURCES + "/resourceslices",
        SLICE.with(Map.of("node", node)).fill(stamp.places("uid-slice-" + node)));
  }

  /** A claim with nothing yet. */
  static Extra claim(String namespace, String pod, String podUid, Stamp stamp) {
    return claim(namespace, pod, podUid, stamp, "");
  }

  /**
   * A claim that was allocated.
   *
   * @param nth of the node's devices
   */
  static Extra allocated(
      String namespace, String pod, String podUid, Stamp stamp, String node, int nth) {
    Map<String, String> device =
        Map.of("node", node, "nth", Integer.toString(nth), "pod", pod, "owner", podUid);
    return claim(namespace, pod, podUid, stamp, ALLOCATED.fill(device));
  }

  private static Extra claim(
      String namespace, String pod, String podUid, Stamp stamp, String status) {
    Map<String, String> of =
        Map.of(
            "claim", claimOf(pod),
            "namespace", namespace,
            "pod", pod,
            "owner", podUid,
            "status", status);
    return new Extra(
        Kind.RESOURCE_CLAIM,
        RESOURCES + "/namespaces/" + namespace + "/resourceclaims",
        CLAIM.with(of).with(classOf(namespace)).fill(stamp.places("uid-claim-of-" + pod)));
  }
}
