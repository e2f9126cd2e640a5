package dev.berth.kube.peer;

import dev.berth.kube.KubeClient;
import dev.berth.kube.KubeRequest;
import dev.berth.model.PodKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A port of loopback whose connections end at a port of a pod, through the API server and the
 * kubelet, as with {@code kubectl port-forward}.
 *
 * <p>The official client's {@code PortForward} is not used: it keeps the reason to itself when the
 * server refuses, and waits for a first byte without a limit.
 *
 * <p>Threading: any thread; a virtual thread accepts, and one per connection reads.
 */
final class PortForward implements AutoCloseable {
  private final KubeClient client;
  private final KubeRequest request;
  private final ServerSocket server;
  private final AtomicReference<@Nullable String> problem = new AtomicReference<>();

  private PortForward(KubeClient client, KubeRequest request, ServerSocket server) {
    this.client = client;
    this.request = request;
    this.server = server;
  }

  static PortForward open(KubeClient client, PodKey pod, int port) throws IOException {
    String path = "/api/v1/namespaces/" + pod.namespace() + "/pods/" + pod.name() + "/portforward";
    PortForward forward =
        new PortForward(
            client,
            KubeRequest.get(path, Map.of("ports", Integer.toString(port))),
            new ServerSocket(0, 0, InetAddress.getLoopbackAddress()));
    Thread.ofVirtual().name("port-forward").start(forward::accept);
    return forward;
  }

  int localPort() {
    return server.getLocalPort();
  }

  /** Why a connection could not be made or broke, or null. */
  @Nullable String problem() {
    return problem.get();
  }

  private void accept() {
    while (true) {
      try {
        Tunnel.start(server.accept(), client, request, this::broken);
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void broken(String why) {
    problem.compareAndSet(null, why);
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      broken(e.toString());
    }
  }

  /** For tests that speak to the pod themselves. */
  Socket connect() throws IOException {
    return new Socket(server.getInetAddress(), server.getLocalPort());
  }
}
