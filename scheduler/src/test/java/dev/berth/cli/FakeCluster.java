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
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * An API server of a few lines with an empty cluster, which knows one user: the token {@code good},
 * who may read anything but {@code /elsewhere}.
 *
 * <p>Threading: any thread.
 */
final class FakeCluster implements AutoCloseable {
  static final String GOOD_TOKEN = "good";

  private static final String LEASES = "/apis/coordination.k8s.io/v1/namespaces/kube-system/leases";
  static final String LEASE = LEASES + "/berth";

  private final FakeApiServer server = FakeApiServer.start();
  private final Map<String, Script> watches = new ConcurrentHashMap<>();
  private final AtomicReference<@Nullable String> lease = new AtomicReference<>();

  FakeCluster() {
    server.on("GET " + LEASE, _ -> lease());
    server.on("POST " + LEASES, this::writeLease);
    server.on("PUT " + LEASE, this::writeLease);
    collection("/api/v1/nodes");
    collection("/api/v1/pods");
    collection("/api/v1/namespaces");
    collection("/api/v1/services");
    collection("/api/v1/replicationcontrollers");
    collection("/apis/apps/v1/replicasets");
    collection("/api/v1/persistentvolumes");
    collection("/api/v1/persistentvolumeclaims");
    collection("/apis/storage.k8s.io/v1/storageclasses");
    collection("/apis/storage.k8s.io/v1/csinodes");
    collection("/apis/storage.k8s.io/v1/csidrivers");
    collection("/apis/storage.k8s.io/v1/csistoragecapacities");
    collection("/apis/storage.k8s.io/v1/volumeattachments");
    collection("/apis/resource.k8s.io/v1/deviceclasses");
    collection("/apis/resource.k8s.io/v1/resourceclaims");
    server.on("POST /apis/authentication.k8s.io/v1/tokenreviews", FakeCluster::tokenReview);
    server.on(
        "POST /apis/authorization.k8s.io/v1/subjectaccessreviews",
        request ->
            Answer.json(
                201,
                "{'status': {'allowed': " + !request.body().contains("\"/elsewhere\"") + "}}"));
  }

  private static Answer tokenReview(Request request) {
    return Answer.json(
        201,
        request.body().contains("\"token\":\"" + GOOD_TOKEN + "\"")
            ? "{'status': {'authenticated': true, 'user': {'username': 'scraper'}}}"
            : "{'status': {'authenticated': false}}");
  }

  private Answer lease() {
    String now = lease.get();
    return now == null ? Answer.refusal(404, "not found") : Answer.json(200, now);
  }

  private Answer writeLease(Request request) {
    lease.set(request.body());
    return Answer.json(200, request.body());
  }

  /** From now on we are told that somebody else wrote it before us. */
  void refuseLeaseWrites() {
    server.on("PUT " + LEASE, _ -> Answer.refusal(409, "the object has been modified"));
  }

  /** Somebody else writes the lease; an empty holder gives it back. */
  void leaseHeldBy(String holder) {
    String who = holder.isEmpty() ? "" : "'holderIdentity': '" + holder + "', ";
    int seconds = holder.isEmpty() ? 1 : 3600;
    lease.set(
        FakeApiServer.quoted(
            ("{'metadata': {'name': 'berth', 'uid': 'l'}, 'spec': {%s'leaseDurationSeconds': %d,"
                    + " 'leaseTransitions': 1, 'acquireTime': '2026-01-01T00:00:00.000000Z',"
                    + " 'renewTime': '2026-01-01T00:00:00.000000Z'}}")
                .formatted(who, seconds)));
  }

  /** What the lease says; null when there is none. */
  @Nullable String leaseText() {
    return lease.get();
  }

  /** The items of a collection, and a watch that {@link #watch} speaks on. */
  void collection(String path, String... items) {
    server.on(
        "GET " + path,
        request ->
            request.query().containsKey("watch")
                ? new Answer.Stream(watches.computeIfAbsent(path, _ -> new Script()))
                : Answer.json(
                    200,
                    "{'metadata': {'resourceVersion': '1'}, 'items': ["
                        + String.join(", ", items)
                        + "]}"));
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
