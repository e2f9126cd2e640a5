package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.controlplane.ControlPlane;
import java.nio.file.Path;
import java.util.function.BiFunction;

/**
 * One of two clusters that get the same objects: a control plane with a scheduler of its own.
 *
 * <p>Threading: one per test.
 */
final class Twin implements AutoCloseable {

  private static final String AT_ONCE = "?gracePeriodSeconds=0";

  private final ControlPlane controlPlane;
  private final ApiServer api;
  private final PodHistory history;
  private final TwinScheduler scheduler;

  private Twin(
      ControlPlane controlPlane,
      BiFunction<ControlPlane, Path, TwinScheduler> scheduler,
      Path directory) {
    this.controlPlane = controlPlane;
    this.api = new ApiServer(controlPlane);
    this.history = PodHistory.of(api, ApiServer.ALL_PODS);
    this.scheduler = scheduler.apply(controlPlane, directory);
  }

  /**
   * Starts one.
   *
   * @param directory for the scheduler's configuration
   */
  static Twin start(BiFunction<ControlPlane, Path, TwinScheduler> scheduler, Path directory) {
    return new Twin(ControlPlane.start(), scheduler, directory);
  }

  void apply(RandomHistory.Change change) {
    switch (change) {
      case RandomHistory.Change.Create(String collection, String document) ->
          api.createOne(collection, document);
      case RandomHistory.Change.Patch(String path, String patch) -> api.patch(path, patch);
      case RandomHistory.Change.Delete(String path) -> api.delete(path);
      case RandomHistory.Change.DeletePod(RandomHistory.NewPod pod) -> delete(pod);
    }
  }

  /** Creates a pod and waits for what its scheduler says. */
  TwinDecision decide(RandomHistory.NewPod pod) {
    if (pod.claim() != null) {
      apply(pod.claim());
    }
    String uid = Pods.uid(api.createOne(pod.collection(), pod.document()));
    history.awaitThat(
        pods ->
            assertThat(pods)
                .as("decision about %s", pod.document())
                .anyMatch(one -> Pods.uid(one).equals(uid) && isDecided(one)));
    return scheduler.decision(withUid(uid));
  }

  /** The devices that the pod was given; a missing node when it has no claim, or none for it. */
  JsonNode allocation(RandomHistory.NewPod pod) {
    return pod.hasClaim()
        ? api.get(pod.claimPath()).at("/status/allocation")
        : MissingNode.getInstance();
  }

  private static boolean isDecided(JsonNode pod) {
    return Pods.isBound(pod) || Pods.scheduled(pod).path("status").asText().equals("False");
  }

  private JsonNode withUid(String uid) {
    return history.live().stream()
        .filter(pod -> Pods.uid(pod).equals(uid))
        .findAny()
        .orElseThrow(() -> new AssertionError("There is no pod " + uid));
  }

  /** Takes the pod away, and its claim. */
  void delete(RandomHistory.NewPod pod) {
    api.delete(pod.path() + AT_ONCE);
    if (pod.hasClaim()) {
      api.patch(pod.claimPath(), "{\"metadata\":{\"finalizers\":null}}");
      api.delete(pod.claimPath());
    }
  }

  /** Puts the pod on a node, wherever it was, with these devices. */
  void move(RandomHistory.NewPod pod, String node, JsonNode allocation) {
    delete(pod);
    if (pod.claim() != null) {
      apply(pod.claim());
      api.patch(
          pod.claimPath() + "/status",
          ApiServer.JSON
              .createObjectNode()
              .set("status", ApiServer.JSON.createObjectNode().set("allocation", allocation))
              .toString());
    }
    ObjectNode placed = (ObjectNode) Yaml.json(pod.document());
    ((ObjectNode) placed.path("spec")).put("nodeName", node);
    api.createOne(pod.collection(), placed.toString());
  }

  @Override
  public void close() {
    scheduler.close();
    history.close();
    api.close();
    controlPlane.close();
  }
}
