package dev.berth.cli;

import dev.berth.kube.FakeApiServer;
import dev.berth.kube.FakeApiServer.Answer;
import dev.berth.kube.FakeApiServer.Request;
import dev.berth.kube.FakeApiServer.Script;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An API server of a few lines with an empty cluster, which knows one user: the token {@code good},
 * who may read {@code /metrics}.
 *
 * <p>Threading: any thread.
 */
final class FakeCluster implements AutoCloseable {
  static final String GOOD_TOKEN = "good";

  private final FakeApiServer server = FakeApiServer.start();
  private final Map<String, Script> watches = new ConcurrentHashMap<>();

  FakeCluster() {
    collection("/api/v1/nodes");
    collection("/api/v1/pods");
    collection("/apis/resource.k8s.io/v1/deviceclasses");
    server.on("POST /apis/authentication.k8s.io/v1/tokenreviews", FakeCluster::tokenReview);
    server.on(
        "POST /apis/authorization.k8s.io/v1/subjectaccessreviews",
        request ->
            Answer.json(
                201, "{'status': {'allowed': " + request.body().contains("\"/metrics\"") + "}}"));
  }

  private static Answer tokenReview(Request request) {
    return Answer.json(
        201,
        request.body().contains("\"token\":\"" + GOOD_TOKEN + "\"")
            ? "{'status': {'authenticated': true, 'user': {'username': 'scraper'}}}"
            : "{'status': {'authenticated': false}}");
  }

  /** An empty list, and a watch that {@link #watch} speaks on. */
  void collection(String path) {
    server.on(
        "GET " + path,
        request ->
            request.query().containsKey("watch")
                ? new Answer.Stream(watches.computeIfAbsent(path, _ -> new Script()))
                : Answer.json(200, "{'metadata': {'resourceVersion': '1'}, 'items': []}"));
  }

  /** What comes on the watch of that collection. */
  Script watch(String path) {
    return watches.computeIfAbsent(path, _ -> new Script());
  }

  FakeApiServer server() {
    return server;
  }

  /** A kubeconfig that leads here. */
  Path kubeconfig(Path directory) {
    try {
      return Files.writeString(
          directory.resolve("kubeconfig"),
          """
          apiVersion: v1
          kind: Config
          clusters: [{name: c, cluster: {server: "%s"}}]
          contexts: [{name: x, context: {cluster: c, user: u}}]
          users: [{name: u, user: {}}]
          current-context: x
          """
              .formatted(server.url()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
