package dev.berth.cli;

import dev.berth.config.ClientConnection;
import dev.berth.kube.ClientSettings;
import dev.berth.kube.KubeClients;
import java.nio.file.Path;

/**
 * The way to the API server that configuration and flags describe.
 *
 * <p>Threading: any thread.
 */
final class ClusterConnection {
  private ClusterConnection() {}

  /**
   * Clients; nothing is asked yet.
   *
   * @throws dev.berth.kube.KubeEnvironmentException when there is no way
   */
  static KubeClients open(ClientConnection connection, ClusterSettings cluster, Patience patience) {
    ClientConnection.RateLimit limit = connection.rateLimit();
    ClientSettings settings =
        ClientSettings.ofVersion(BuildVersion.ofBerth())
            .withRateLimit(
                limit == null
                    ? null
                    : new ClientSettings.RateLimit(limit.perSecond(), limit.burst()))
            .withServer(cluster.server())
            .withTimeouts(patience.requests());
    Path kubeconfig = cluster.kubeconfig();
    if (kubeconfig != null) {
      return KubeClients.fromKubeconfig(kubeconfig, null, settings);
    }
    return connection.kubeconfig().isEmpty()
        ? KubeClients.inCluster(settings)
        : KubeClients.fromKubeconfig(Path.of(connection.kubeconfig()), null, settings);
  }
}
