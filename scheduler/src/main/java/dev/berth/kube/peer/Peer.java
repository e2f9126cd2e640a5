package dev.berth.kube.peer;

import dev.berth.kube.ClientSettings;
import dev.berth.kube.KubeClients;
import dev.berth.kube.KubeReply;
import dev.berth.kube.KubeRequest;
import dev.berth.kube.ServerTrust;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A way to the listener of a Berth, with the credentials that the user has for the API server.
 *
 * <p>Threading: any thread; calls block.
 */
public final class Peer implements AutoCloseable {
  private final String text;
  private final KubeClients clients;
  private final @Nullable PortForward forward;

  private Peer(String text, KubeClients clients, @Nullable PortForward forward) {
    this.text = text;
    this.clients = clients;
    this.forward = forward;
  }

  /**
   * Makes the way; nothing is sent yet.
   *
   * @param kubeconfig whose credentials; null for the service account of this pod
   * @param apiServer for a way through it
   * @throws IOException when there is no port for a port-forward
   */
  public static Peer open(
      PeerAddress address,
      @Nullable Path kubeconfig,
      KubeClients apiServer,
      ClientSettings settings)
      throws IOException {
    return switch (address) {
      case PeerAddress.Direct(String url, ServerTrust trust) ->
          new Peer(address.text(), KubeClients.elsewhere(kubeconfig, url, trust, settings), null);
      case PeerAddress.ThroughApiServer(var pod) -> {
        PortForward forward = PortForward.open(apiServer.list(), pod, PeerAddress.PORT);
        yield new Peer(
            address.text(),
            KubeClients.elsewhere(
                kubeconfig,
                "https://127.0.0.1:" + forward.localPort(),
                new ServerTrust.Unverified(),
                settings),
            forward);
      }
    };
  }

  /**
   * Asks.
   *
   * @throws IOException when no answer came; the message says why, for a person
   */
  public KubeReply get(String path) throws IOException, InterruptedException {
    try {
      return clients.list().send(KubeRequest.get(path, Map.of()));
    } catch (IOException e) {
      String why = forward == null ? null : forward.problem();
      throw new IOException(text + ": " + (why == null ? e.getMessage() : why), e);
    }
  }

  @Override
  public void close() {
    clients.close();
    if (forward != null) {
      forward.close();
    }
  }
}
