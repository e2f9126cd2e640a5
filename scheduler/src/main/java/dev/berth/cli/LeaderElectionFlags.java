package dev.berth.cli;

import dev.berth.config.ConfigOverlay;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The flags of leader election, each of which stands above its field of the configuration.
 *
 * <p>Mirrors {@code BindLeaderElectionFlags} of {@code k8s.io/component-base/config/options},
 * Kubernetes 1.36.3. Threading: one per request.
 */
final class LeaderElectionFlags {
  @Option(
      names = "--leader-elect",
      paramLabel = "BOOL",
      arity = "0..1",
      fallbackValue = "true",
      description =
          "Schedule only while holding a lease, so that of several replicas one schedules"
              + " (default: true). false: schedule at once, and let no second one run.")
  private @Nullable Boolean elect;

  @Option(
      names = "--leader-elect-lease-duration",
      paramLabel = "DURATION",
      description = "After this time without a renewal others take the lease (default: 15s).")
  private @Nullable String leaseDuration;

  @Option(
      names = "--leader-elect-renew-deadline",
      paramLabel = "DURATION",
      description = "A leader that could not renew for so long ends (default: 10s).")
  private @Nullable String renewDeadline;

  @Option(
      names = "--leader-elect-retry-period",
      paramLabel = "DURATION",
      description = "Between two tries to get or renew the lease (default: 2s).")
  private @Nullable String retryPeriod;

  @Option(
      names = "--leader-elect-resource-namespace",
      paramLabel = "NAMESPACE",
      description = "Where the lease is (default: kube-system).")
  private @Nullable String namespace;

  @Option(
      names = "--leader-elect-resource-name",
      paramLabel = "NAME",
      description = "What the lease is called (default: berth).")
  private @Nullable String name;

  @Option(
      names = "--leader-elect-resource-lock",
      paramLabel = "KIND",
      description = "What is held: leases, nothing else.")
  private @Nullable String lock;

  ConfigOverlay onto(ConfigOverlay flags) {
    return flags
        .with("leaderElection.leaderElect", elect)
        .with("leaderElection.leaseDuration", leaseDuration)
        .with("leaderElection.renewDeadline", renewDeadline)
        .with("leaderElection.retryPeriod", retryPeriod)
        .with("leaderElection.resourceNamespace", namespace)
        .with("leaderElection.resourceName", name)
        .with("leaderElection.resourceLock", lock);
  }
}
