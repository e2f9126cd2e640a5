package dev.berth.cli;

import dev.berth.config.LeaderElection;
import dev.berth.explain.Replica;
import dev.berth.kube.KubeClient;
import dev.berth.kube.lease.ElectionListener;
import dev.berth.kube.lease.ElectionStatus;
import dev.berth.kube.lease.LeaderElector;
import dev.berth.kube.lease.Leadership;
import dev.berth.kube.lease.ReplicaIdentity;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * This replica's part in deciding who schedules: it may write while it holds the lease or, where
 * leader election is switched off, from {@link #start} to {@link #close}.
 *
 * <p>Threading: any thread.
 */
final class Candidacy implements AutoCloseable {

  /** What follows from the election; called on its thread, so it returns at once. */
  interface Consequences {
    /** This replica decides from now on. */
    void leads();

    /** It does not any more, and the process must end. */
    void lost();
  }

  private final String identity = ReplicaIdentity.onThisHost(UUID.randomUUID());
  private final LeaderElection settings;
  private final KubeClient client;
  private final RandomGenerator random;
  private volatile Leadership leadership = () -> false;
  private volatile @Nullable LeaderElector elector;

  /** Not a candidate yet. */
  Candidacy(LeaderElection settings, KubeClient client, RandomGenerator random) {
    this.settings = settings;
    this.client = client;
    this.random = random;
  }

  boolean byElection() {
    return settings.leaderElect();
  }

  /** As {@code namespace/name}. */
  String lease() {
    return settings.lease();
  }

  /** Whether a decision may be made, or a write begun, now. */
  boolean mayWrite() {
    return leadership.isHeld();
  }

  /** Who answers here, and who schedules. */
  Replica replica() {
    LeaderElector started = elector;
    return started == null
        ? new Replica(identity, mayWrite(), mayWrite() ? identity : "")
        : new Replica(identity, mayWrite(), started.status().holder());
  }

  void start(Consequences then) {
    if (!byElection()) {
      leadership = Leadership.uncontested();
      then.leads();
      return;
    }
    elector =
        LeaderElector.start(
            client,
            settings,
            identity,
            random,
            new ElectionListener() {
              @Override
              public void startedLeading(Leadership won) {
                leadership = won;
                then.leads();
              }

              @Override
              public void lost(String reason) {
                then.lost();
              }
            });
  }

  /** Why the process should be restarted, as far as the election knows; null when it should not. */
  @Nullable String whyNotAlive() {
    LeaderElector started = elector;
    return started != null && started.status().phase() == ElectionStatus.Phase.LOST
        ? "the lease is lost, and the process has not ended yet"
        : null;
  }

  /**
   * Why this replica could not do its part, be that to lead or to stand by; null when it can. A
   * standby that cannot ask for the lease would never take over.
   */
  @Nullable String whyNotReady() {
    LeaderElector started = elector;
    if (started == null) {
      return "the election has not begun";
    }
    ElectionStatus status = started.status();
    return switch (status.phase()) {
      case STANDBY -> status.problem();
      case LEADING, CLOSED -> null;
      case LOST -> whyNotAlive();
    };
  }

  /** Whether it follows the cluster without deciding. */
  boolean standsBy() {
    LeaderElector started = elector;
    return started == null || started.status().phase() == ElectionStatus.Phase.STANDBY;
  }

  /** Writes no more, and lets another replica take over at once. */
  @Override
  public void close() {
    LeaderElector started = elector;
    if (started != null) {
      started.close();
    }
    leadership = () -> false;
  }
}
