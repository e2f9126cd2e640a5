package dev.berth.bench.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.kube.KubeClient;
import dev.berth.kube.KubeReply;
import dev.berth.kube.KubeRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Takes a load away again, as far as it goes: also where no controller finishes what is deleted.
 *
 * <p>Threading: any thread.
 */
final class LoadRemoval {
  private static final int NOT_FOUND = 404;
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What loads have in namespaces, beside pods and events; some of it with finalizers. */
  private static final List<String> IN_NAMESPACES =
      List.of(
          "/api/v1/namespaces/%s/persistentvolumeclaims",
          "/apis/resource.k8s.io/v1/namespaces/%s/resourceclaims");

  /** What loads have outside of namespaces. */
  private static final List<String> OF_THE_CLUSTER =
      List.of(
          "/api/v1/persistentvolumes",
          "/apis/storage.k8s.io/v1/csinodes",
          "/apis/resource.k8s.io/v1/resourceslices",
          "/apis/resource.k8s.io/v1/deviceclasses",
          ClusterLoad.NODES);

  private final KubeClient client;
  private final Map<String, String> marked;

  /**
   * A removal of what has a label.
   *
   * @param selector of the label
   */
  LoadRemoval(KubeClient client, String selector) {
    this.client = client;
    this.marked = Map.of("labelSelector", selector);
  }

  void remove(List<String> namespaces) throws IOException, InterruptedException {
    for (String namespace : namespaces) {
      String in = ClusterLoad.NAMESPACES + "/" + namespace;
      delete(in + "/pods", Map.of("gracePeriodSeconds", "0"));
      delete("/apis/events.k8s.io/v1/namespaces/" + namespace + "/events", Map.of());
      for (String collection : IN_NAMESPACES) {
        deleteMarked(collection.formatted(namespace));
      }
      delete(in + "/services/service", Map.of());
    }
    for (String collection : OF_THE_CLUSTER) {
      deleteMarked(collection);
    }
    for (String namespace : namespaces) {
      delete(ClusterLoad.NAMESPACES + "/" + namespace, Map.of());
    }
    long end = System.nanoTime() + PATIENCE.toNanos();
    for (String namespace : namespaces) {
      finish(namespace, end);
    }
  }

  private void delete(String path, Map<String, String> query)
      throws IOException, InterruptedException {
    client.send(new KubeRequest("DELETE", path, query, null));
  }

  /** Finalizers are for the sake of users, and these have none any more. */
  private void deleteMarked(String collection) throws IOException, InterruptedException {
    delete(collection, marked);
    KubeReply reply = client.send(KubeRequest.get(collection, marked));
    if (!reply.isSuccess()) {
      return; // a server without this kind has none of it
    }
    for (JsonNode left : JSON.readTree(reply.body()).path("items")) {
      client.send(
          KubeRequest.mergePatch(
              collection + "/" + left.at("/metadata/name").asText(),
              "{\"metadata\": {\"finalizers\": null}}"));
    }
  }

  /**
   * A namespace goes when the controller for it has looked; where none runs, it is told that
   * nothing is left in it, which is so.
   */
  private void finish(String namespace, long end) throws IOException, InterruptedException {
    String path = ClusterLoad.NAMESPACES + "/" + namespace;
    KubeReply reply = client.send(KubeRequest.get(path, Map.of()));
    while (reply.code() != NOT_FOUND && System.nanoTime() < end) {
      LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
      reply = client.send(KubeRequest.get(path, Map.of()));
    }
    if (reply.isSuccess() && !JSON.readTree(reply.body()).at("/status/conditions").isArray()) {
      client.send(
          KubeRequest.put(
              path + "/finalize",
              "{\"apiVersion\": \"v1\", \"kind\": \"Namespace\", \"metadata\": {\"name\": \"%s\"}, \"spec\": {\"finalizers\": []}}"
                  .formatted(namespace)));
    }
  }
}
