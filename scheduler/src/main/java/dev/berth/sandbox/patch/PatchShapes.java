package dev.berth.sandbox.patch;

import static dev.berth.sandbox.patch.PatchShape.PLAIN;

import dev.berth.sandbox.objects.Kind;
import dev.berth.sandbox.objects.Kinds;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The table of lists that a strategic merge patch merges, for the kinds of the sandbox. A list that
 * is not here, a pod's tolerations or a node's taints, is replaced.
 *
 * <p>Mirrors the tags {@code patchStrategy} and {@code patchMergeKey} of {@code core/v1/types.go}
 * and {@code meta/v1/types.go}, Kubernetes 1.36.3. Threading: immutable.
 */
final class PatchShapes {
  private static final PatchShape METADATA =
      PLAIN.list("ownerReferences", "uid").values("finalizers");

  private static final PatchShape CONTAINER =
      PLAIN
          .list("ports", "containerPort")
          .list("env", "name")
          .list("volumeMounts", "mountPath")
          .list("volumeDevices", "devicePath");

  private static final PatchShape CONTAINER_STATUS =
      PLAIN.list("volumeMounts", "mountPath").list("allocatedResourcesStatus", "name");

  private static final PatchShape POD_SPEC =
      PLAIN
          .list("volumes", "name")
          .list("initContainers", "name", CONTAINER)
          .list("containers", "name", CONTAINER)
          .list("ephemeralContainers", "name", CONTAINER)
          .list("imagePullSecrets", "name")
          .list("hostAliases", "ip")
          .list("topologySpreadConstraints", "topologyKey")
          .list("schedulingGates", "name")
          .list("resourceClaims", "name");

  private static final PatchShape POD_STATUS =
      PLAIN
          .list("conditions", "type")
          .list("hostIPs", "ip")
          .list("podIPs", "ip")
          .list("resourceClaimStatuses", "name")
          .with("initContainerStatuses", CONTAINER_STATUS)
          .with("containerStatuses", CONTAINER_STATUS)
          .with("ephemeralContainerStatuses", CONTAINER_STATUS);

  private static final PatchShape NODE_STATUS =
      PLAIN.list("conditions", "type").list("addresses", "type");

  private static final PatchShape OBJECT = PLAIN.with("metadata", METADATA);

  private static final Map<Kind, PatchShape> OF =
      Map.of(
          Kinds.POD, OBJECT.with("spec", POD_SPEC).with("status", POD_STATUS),
          Kinds.NODE, OBJECT.with("spec", PLAIN.values("podCIDRs")).with("status", NODE_STATUS),
          Kinds.NAMESPACE, OBJECT.with("status", PLAIN.list("conditions", "type")),
          Kinds.RESOURCE_CLAIM, OBJECT.with("status", PLAIN.list("reservedFor", "uid")),
          Kinds.SERVICE_ACCOUNT, OBJECT.list("secrets", "name"));

  private PatchShapes() {}

  static PatchShape of(Kind kind) {
    @Nullable PatchShape shape = OF.get(kind);
    return shape == null ? OBJECT : shape;
  }
}
