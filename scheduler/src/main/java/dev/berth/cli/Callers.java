package dev.berth.cli;

import dev.berth.http.AccessCheck;
import dev.berth.kube.ClientSettings;
import dev.berth.kube.KubeClients;
import dev.berth.kube.RequestListener;
import dev.berth.kube.access.ClusterClientAuthority;
import dev.berth.kube.access.ReviewAccess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who is asked about callers of the service port: the API server that is scheduled for, or those of
 * kubeconfigs of their own.
 *
 * <p>Threading: any thread.
 */
final class Callers implements AutoCloseable {

  /**
   * What the flags say about it.
   *
   * @param authentication kubeconfig for TokenReview and the client authorities; null for the
   *     cluster's
   * @param authorization kubeconfig for SubjectAccessReview; null for the cluster's
   * @param lookup whether the cluster's client authorities are looked up
   */
  record Settings(@Nullable Path authentication, @Nullable Path authorization, boolean lookup) {
    static final Settings STANDARD = new Settings(null, null, true);
  }

  private final List<KubeClients> own = new ArrayList<>();
  private final ReviewAccess access;
  private final @Nullable ClusterClientAuthority authority;

  /**
   * Nothing is asked yet.
   *
   * @param listener told of requests that go another way than the cluster's
   */
  Callers(Settings settings, KubeClients cluster, RequestListener listener) {
    KubeClients authentication = clients(settings.authentication(), cluster, listener);
    KubeClients authorization = clients(settings.authorization(), cluster, listener);
    access = new ReviewAccess(authentication.access(), authorization.access());
    authority = settings.lookup() ? new ClusterClientAuthority(authentication.access()) : null;
  }

  private KubeClients clients(
      @Nullable Path kubeconfig, KubeClients cluster, RequestListener listener) {
    if (kubeconfig == null) {
      return cluster;
    }
    KubeClients clients =
        KubeClients.fromKubeconfig(
            kubeconfig,
            null,
            ClientSettings.ofVersion(BuildVersion.ofBerth()).withListener(listener));
    own.add(clients);
    return clients;
  }

  AccessCheck access() {
    return access;
  }

  /** The cluster's client authorities; null when they are not looked up. */
  @Nullable ClusterClientAuthority authority() {
    return authority;
  }

  @Override
  public void close() {
    if (authority != null) {
      authority.close();
    }
    own.forEach(KubeClients::close);
  }
}
