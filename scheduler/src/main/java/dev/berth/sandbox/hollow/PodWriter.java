package dev.berth.sandbox.hollow;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.sandbox.objects.Json;
import dev.berth.sandbox.objects.Kinds;
import dev.berth.sandbox.objects.KubeObject;
import dev.berth.sandbox.objects.StatusException;
import dev.berth.sandbox.registry.Registry;
import dev.berth.sandbox.registry.Registry.Part;
import dev.berth.sandbox.registry.Registry.WriteOptions;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Carries the acts of kubelets out, each upon exactly the pod that is meant: nothing is done to
 * another one of the same name, nor to one that is gone.
 *
 * <p>Threading: the thread of the kubelets only.
 */
final class PodWriter {
  private static final Pattern OWN_ADDRESS = Pattern.compile("10\\.(\\d+)\\.(\\d+)\\.(\\d+)");

  private final Registry registry;
  private int lastAddress;

  PodWriter(Registry registry) {
    this.registry = registry;
  }

  /** The pod as it is now; null when it is gone or another has its name. */
  @Nullable KubeObject current(Resident resident) {
    try {
      KubeObject pod = registry.get(Kinds.POD, resident.key);
      return pod.uid().equals(resident.uid) ? pod : null;
    } catch (StatusException e) {
      return null;
    }
  }

  void start(Resident resident, NodeFacts node, Instant now) {
    String address = nextAddress();
    changeStatus(resident, pod -> PodStatuses.running(pod, node.address(), address, now));
  }

  /** Reports what has changed of a pod that runs; writes nothing when all is reported already. */
  void follow(Resident resident, Instant now) {
    KubeObject pod = current(resident);
    if (pod != null && PodStatuses.isBehind(pod.tree())) {
      changeStatus(resident, tree -> PodStatuses.followed(tree, now));
    }
  }

  /** Sets the pod to Failed, and tells of it in the kubelet's event. */
  void refuse(Resident resident, Refusal refusal, Instant now) {
    KubeObject pod = changeStatus(resident, tree -> PodStatuses.refused(tree, refusal, now));
    if (pod != null) {
      registry.create(
          Kinds.CORE_EVENT,
          pod.namespace(),
          event(pod, resident.node, refusal, now),
          WriteOptions.NONE);
    }
  }

  /** The last word about a terminating pod: its containers are gone. */
  void end(Resident resident) {
    KubeObject pod = current(resident);
    if (pod != null && pod.isTerminating()) {
      registry.removeFinally(resident.key);
    }
  }

  /** Fails a pod whose node is gone, and deletes it without grace. */
  void collect(Resident resident, Instant now) {
    changeStatus(resident, pod -> PodStatuses.orphaned(pod, now));
    try {
      registry.delete(
          Kinds.POD, resident.key, new Registry.DeleteOptions(0L, resident.uid, null, false));
    } catch (StatusException e) {
      ignoreWhenGone(e);
    }
  }

  /** Remembers an address that a pod has from an earlier life of the cluster. */
  void addressIsTaken(String address) {
    Matcher own = OWN_ADDRESS.matcher(address);
    if (own.matches()) {
      int number =
          ((Integer.parseInt(own.group(1)) & 0x7f) << 16)
              | (Integer.parseInt(own.group(2)) << 8)
              | Integer.parseInt(own.group(3));
      lastAddress = Math.max(lastAddress, number);
    }
  }

  private String nextAddress() {
    lastAddress++;
    return "10."
        + (0x80 | (lastAddress >> 16 & 0x7f))
        + "."
        + (lastAddress >> 8 & 0xff)
        + "."
        + (lastAddress & 0xff);
  }

  /** Null when the pod is not there any more, or has ended. */
  private @Nullable KubeObject changeStatus(Resident resident, Consumer<ObjectNode> change) {
    try {
      KubeObject written =
          registry.update(
              Kinds.POD,
              resident.key,
              Part.STATUS,
              tree -> {
                if (isMeant(tree, resident)) {
                  change.accept(tree);
                }
                return tree;
              },
              WriteOptions.NONE);
      return written.uid().equals(resident.uid) ? written : null;
    } catch (StatusException e) {
      ignoreWhenGone(e);
      return null;
    }
  }

  private static boolean isMeant(ObjectNode pod, Resident resident) {
    String phase = pod.path("status").path("phase").asText();
    return pod.path("metadata").path("uid").asText().equals(resident.uid)
        && !phase.equals("Succeeded")
        && !phase.equals("Failed");
  }

  private static void ignoreWhenGone(StatusException e) {
    boolean isGone = e.code() == 404 || e.code() == 409;
    if (!isGone) {
      throw e;
    }
  }

  private static ObjectNode event(KubeObject pod, String node, Refusal refusal, Instant now) {
    String time = PodStatuses.text(now);
    long nanos = now.getEpochSecond() * 1_000_000_000L + now.getNano();
    ObjectNode event = Json.object().put("apiVersion", "v1").put("kind", "Event");
    event
        .putObject("metadata")
        .put("name", pod.name() + "." + Long.toHexString(nanos))
        .put("namespace", pod.namespace());
    event
        .putObject("involvedObject")
        .put("kind", "Pod")
        .put("namespace", pod.namespace())
        .put("name", pod.name())
        .put("uid", pod.uid())
        .put("apiVersion", "v1")
        .put("resourceVersion", Long.toString(pod.version()));
    event.put("reason", refusal.reason()).put("message", refusal.message());
    event.putObject("source").put("component", "kubelet").put("host", node);
    event.put("firstTimestamp", time).put("lastTimestamp", time).put("count", 1);
    event.put("type", "Warning");
    return event.put("reportingComponent", "kubelet").put("reportingInstance", node);
  }
}
