package dev.berth.cli;

import dev.berth.config.ClientConnection;
import dev.berth.kube.ClientSettings;
import dev.berth.kube.KubeClients;
import dev.berth.kube.ProxyRoute;
import dev.berth.kube.RequestListener;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to the API server that configuration and flags describe.
 *
 * <p>Threading: any thread.
 */
final class ClusterConnection {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterConnection.class);

  private ClusterConnection() {}

  /**
   * Clients; nothing is asked yet.
   *
   * @throws dev.berth.kube.KubeEnvironmentException when there is no way
   */
  static KubeClients open(
      ClientConnection connection,
      ClusterSettings cluster,
      Patience patience,
      RequestListener listener) {
    ClientConnection.RateLimit limit = connection.rateLimit();
    ClientSettings settings =
        ClientSettings.ofVersion(BuildVersion.ofBerth())
            .withRateLimit(
                limit == null
                    ? null
                    : new ClientSettings.RateLimit(limit.perSecond(), limit.burst()))
            .withServer(cluster.server())
            .withTimeouts(patience.requests())
            .withListener(listener);
    KubeClients clients = clients(connection, cluster, settings);
    if (!(clients.route() instanceof ProxyRoute.Direct)) {
      LOG.info("{} is reached through the proxy of {}", clients.server(), clients.route());
    }
    return clients;
  }

  private static KubeClients clients(
      ClientConnection connection, ClusterSettings cluster, ClientSettings settings) {
    Path kubeconfig = cluster.kubeconfig();
    if (kubeconfig != null) {
      return KubeClients.fromKubeconfig(kubeconfig, null, settings);
    }
    return connection.kubeconfig().isEmpty()
        ? KubeClients.inCluster(settings)
        : KubeClients.fromKubeconfig(Path.of(connection.kubeconfig()), null, settings);
  }
}
