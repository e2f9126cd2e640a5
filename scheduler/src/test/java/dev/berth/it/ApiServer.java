package dev.berth.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.controlplane.ControlPlane;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/**
 * The API of a control plane as JSON, for its administrator.
 *
 * <p>Threading: any thread.
 */
final class ApiServer implements AutoCloseable {

  static final ObjectMapper JSON = new ObjectMapper();
  static final String PODS = "/api/v1/namespaces/default/pods";
  static final String ALL_PODS = "/api/v1/pods";
  static final String EVENTS = "/apis/events.k8s.io/v1/namespaces/default/events";
  static final String NODES = "/api/v1/nodes";

  private static final int NOT_FOUND = 404;
  private static final String AT_ONCE = "?gracePeriodSeconds=0";

  private static final int CREATED_AT_ONCE = 16;

  private final URI base;
  private final HttpClient client;

  /** What the server answered. */
  record Reply(int code, JsonNode body) {}

  ApiServer(ControlPlane controlPlane) {
    base = controlPlane.baseUrl();
    client = controlPlane.adminClient();
  }

  /** An object that must be there. */
  JsonNode get(String path) {
    return must(path, send("GET", path, "application/json", ""));
  }

  List<JsonNode> list(String path) {
    return List.copyOf(get(path).path("items").valueStream().toList());
  }

  List<JsonNode> nodes() {
    return list(NODES);
  }

  List<JsonNode> pods() {
    return list(PODS);
  }

  /** Creates them all, many at a time: kubectl would take a minute for thousands. */
  void create(String collection, Collection<String> documents) {
    Semaphore atOnce = new Semaphore(CREATED_AT_ONCE);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> created = new ArrayList<>();
      for (String document : documents) {
        created.add(
            threads.submit(
                () -> {
                  atOnce.acquire();
                  try {
                    return must(collection, post(collection, Yaml.json(document).toString()));
                  } finally {
                    atOnce.release();
                  }
                }));
      }
      for (Future<?> one : created) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("Not all are created", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }

  Reply post(String path, String body) {
    return send("POST", path, "application/json", body);
  }

  /** Binds as any other scheduler would. */
  Reply bind(String pod, String node) {
    return post(
        PODS + "/" + pod + "/binding",
        """
        {"apiVersion":"v1","kind":"Binding","metadata":{"name":"%s"},
         "target":{"kind":"Node","name":"%s"}}\
        """
            .formatted(pod, node));
  }

  /** Creates one object, given as YAML or JSON; answers what it has become. */
  JsonNode createOne(String collection, String document) {
    return must(collection, post(collection, Yaml.json(document).toString()));
  }

  /** Merge patch, {@code path} may name a subresource. */
  void patch(String path, String body) {
    must(path, send("PATCH", path, "application/merge-patch+json", body));
  }

  void delete(String path) {
    must(path, send("DELETE", path, "application/json", ""));
  }

  /** Removes a pod without waiting for a kubelet. */
  void deletePod(String name) {
    String path = PODS + "/" + name + AT_ONCE;
    must(path, send("DELETE", path, "application/json", ""));
  }

  /** Removes a pod as its kubelet does: it may be gone by now. */
  void deletePodIfThere(String name) {
    unlessGone("DELETE", PODS + "/" + name + AT_ONCE, "application/json", "");
  }

  /** Changes what may be gone by now. */
  void patchIfThere(String path, String body) {
    unlessGone("PATCH", path, "application/merge-patch+json", body);
  }

  private void unlessGone(String method, String path, String contentType, String body) {
    Reply reply = send(method, path, contentType, body);
    if (reply.code() != NOT_FOUND) {
      must(path, reply);
    }
  }

  /** Asks a pod to end; without a kubelet it stays, terminating. */
  void terminatePod(String name) {
    String path = PODS + "/" + name + "?gracePeriodSeconds=3600";
    must(path, send("DELETE", path, "application/json", ""));
  }

  /** No pod and no node is left. */
  void clear() {
    for (String collection : List.of(PODS, NODES)) {
      must(collection, send("DELETE", collection + AT_ONCE, "application/json", ""));
    }
  }

  /**
   * The events of a watch, one JSON document a line, until the caller closes it.
   *
   * @param resourceVersion what is known: without it a server may begin with what was, and is not
   *     any more
   */
  InputStream watch(String path, String resourceVersion) {
    try {
      URI uri = base.resolve(path + "?watch=true&resourceVersion=" + resourceVersion);
      HttpRequest request = HttpRequest.newBuilder(uri).build();
      HttpResponse<InputStream> reply = client.send(request, BodyHandlers.ofInputStream());
      if (reply.statusCode() != 200) {
        throw new IllegalStateException(
            uri + " was answered by " + new String(reply.body().readAllBytes(), UTF_8));
      }
      return reply.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }

  private Reply send(String method, String path, String contentType, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(base.resolve(path))
            .header("Content-Type", contentType)
            .method(method, BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<byte[]> reply = client.send(request, BodyHandlers.ofByteArray());
      return new Reply(reply.statusCode(), JSON.readTree(reply.body()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }

  private static JsonNode must(String path, Reply reply) {
    if (reply.code() >= 300) {
      throw new IllegalStateException(path + " was answered by " + reply);
    }
    return reply.body();
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
