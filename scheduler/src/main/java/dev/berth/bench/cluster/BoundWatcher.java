package dev.berth.bench.cluster;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.kube.KubeClients;
import dev.berth.kube.KubeRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import okhttp3.Call;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Watches from outside which pods get a node, with a monotonic clock.
 *
 * <p>It asks for metadata only, of pods that have a node only: one small event per pod, in a form
 * that no scheduler asks for, so that the server encodes it for nobody else and the measurement
 * favours none. A watch that the server cuts goes on where it ended.
 *
 * <p>Threading: one thread of its own; {@link #close} from any.
 */
final class BoundWatcher implements AutoCloseable {
  private static final String METADATA =
      "application/json;as=PartialObjectMetadata%s;v=v1;g=meta.k8s.io";
  private static final Map<String, String> WITH_NODE = Map.of("fieldSelector", "spec.nodeName!=");
  private static final int GONE = 410;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Told of pods with a node, of some more than once. */
  @FunctionalInterface
  interface Listener {
    /**
     * A pod has a node.
     *
     * @param nanos when that was seen
     */
    void hasNode(String namespace, String name, long nanos);
  }

  private final KubeClients clients;
  private final String path;
  private final Listener bound;
  private final Thread thread;
  private String version = "";
  private volatile boolean closed;
  private volatile @Nullable Call current;
  private volatile @Nullable Exception failure;

  private BoundWatcher(KubeClients clients, String path, Listener bound) {
    this.clients = clients;
    this.path = path;
    this.bound = bound;
    this.thread = Thread.ofPlatform().name("bound-watcher").daemon().unstarted(this::run);
  }

  /**
   * Starts to watch.
   *
   * @param path of the pods
   */
  static BoundWatcher start(KubeClients clients, String path, Listener bound)
      throws IOException, InterruptedException {
    BoundWatcher watcher = new BoundWatcher(clients, path, bound);
    watcher.list();
    watcher.thread.start();
    return watcher;
  }

  /** Throws when it watches no more. */
  void check() {
    Exception reason = failure;
    if (reason != null) {
      throw new BenchException("the watcher of bound pods broke: " + reason.getMessage(), reason);
    }
  }

  private void run() {
    try {
      while (!closed) {
        watchOnce();
      }
    } catch (Exception e) { // the edge of the thread: told to who waits for it
      failure = closed ? null : e;
    }
  }

  private void list() throws IOException, InterruptedException {
    Call call = clients.list().call(KubeRequest.get(path, WITH_NODE), METADATA.formatted("List"));
    try (Response response = clients.list().open(call)) {
      if (!response.isSuccessful()) {
        throw new IOException("listing " + path + " answers " + response.code());
      }
      var tree = JSON.readTree(response.body().byteStream());
      long now = System.nanoTime();
      for (JsonNode pod : tree.path("items")) {
        JsonNode metadata = pod.path("metadata");
        bound.hasNode(metadata.path("namespace").asText(), metadata.path("name").asText(), now);
      }
      version = tree.at("/metadata/resourceVersion").asText();
    }
  }

  private void watchOnce() throws IOException, InterruptedException {
    Map<String, String> query =
        Map.of(
            "fieldSelector", "spec.nodeName!=",
            "watch", "true",
            "allowWatchBookmarks", "true",
            "resourceVersion", version);
    Call call = clients.watch().call(KubeRequest.get(path, query), METADATA.formatted(""));
    current = call;
    if (closed) {
      return;
    }
    try (Response response = clients.watch().open(call)) {
      if (response.code() == GONE) {
        list();
      } else if (!response.isSuccessful()) {
        throw new IOException("watching " + path + " answers " + response.code());
      } else if (!readAll(response.body().byteStream())) {
        list();
      }
    }
  }

  /**
   * Reads events until the stream ends.
   *
   * @return false when the server no longer knows the version that was asked for
   */
  private boolean readAll(InputStream stream) throws IOException {
    try (JsonParser json = new JsonFactory().createParser(stream)) {
      while (json.nextToken() == JsonToken.START_OBJECT) {
        if (!readEvent(json)) {
          return false;
        }
      }
      return true;
    } catch (IOException cut) {
      return true; // the server cuts slow watchers in whatever place
    }
  }

  private boolean readEvent(JsonParser json) throws IOException {
    String type = "";
    for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
      json.nextToken();
      if (field.equals("type")) {
        type = json.getText();
      } else if (field.equals("object") && type.equals("ERROR")) {
        return false;
      } else if (field.equals("object")) {
        readObject(type, json);
      } else {
        json.skipChildren();
      }
    }
    return true;
  }

  private void readObject(String type, JsonParser json) throws IOException {
    for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
      json.nextToken();
      if (field.equals("metadata")) {
        readMetadata(type, json);
      } else {
        json.skipChildren();
      }
    }
  }

  private void readMetadata(String type, JsonParser json) throws IOException {
    long now = System.nanoTime();
    String namespace = "";
    String name = "";
    String seen = version;
    for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
      json.nextToken();
      switch (field) {
        case "namespace" -> namespace = json.getText();
        case "name" -> name = json.getText();
        case "resourceVersion" -> seen = json.getText();
        default -> json.skipChildren();
      }
    }
    version = seen;
    if (type.equals("ADDED") || type.equals("MODIFIED")) {
      bound.hasNode(namespace, name, now);
    }
  }

  @Override
  public void close() {
    closed = true;
    Call call = current;
    if (call != null) {
      call.cancel();
    }
  }
}
