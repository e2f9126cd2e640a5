package dev.berth.kube.lease;

import dev.berth.config.LeaderElection;
import dev.berth.kube.KubeClient;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A replica's part in the election of a leader, on a thread of its own that is no daemon: whoever
 * starts it closes it.
 *
 * <p>It needs to create leases in the namespace, and to get and update the one of this name; it
 * does not watch, list or patch.
 *
 * <p>Threading: any thread.
 */
public final class LeaderElector implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LeaderElector.class);
  private static final Duration SPARE = Duration.ofSeconds(1);

  private final LeaseRequests requests;
  private final Election election;
  private final Duration closing;
  private final Thread thread;
  private final AtomicBoolean closed = new AtomicBoolean();

  private LeaderElector(LeaseRequests requests, Election election, Duration closing) {
    this.requests = requests;
    this.election = election;
    this.closing = closing;
    this.thread =
        Thread.ofPlatform().name("leader-election").daemon(false).unstarted(election::run);
  }

  /**
   * Takes part from now on.
   *
   * @param client one without a rate limit, see {@code KubeClients.lease()}
   * @param identity unique among all replicas, past ones included, see {@link ReplicaIdentity}
   * @param random spreads the tries of standbys
   */
  public static LeaderElector start(
      KubeClient client,
      LeaderElection settings,
      String identity,
      RandomGenerator random,
      ElectionListener listener) {
    Duration closing = Duration.ofNanos(ElectionTiming.of(settings).releaseNanos()).plus(SPARE);
    return start(client, settings, identity, random, listener, Timebase.SYSTEM, closing);
  }

  /**
   * The same, by another clock.
   *
   * @param closing how long {@link #close} waits for the thread
   */
  static LeaderElector start(
      KubeClient client,
      LeaderElection settings,
      String identity,
      RandomGenerator random,
      ElectionListener listener,
      Timebase time,
      Duration closing) {
    String namespace = settings.resourceNamespace();
    String name = settings.resourceName();
    ElectionTiming timing = ElectionTiming.of(settings);
    LeaseRequests requests = new KubeLeaseRequests(client, namespace, name);
    LeaseClaim claim =
        new LeaseClaim(requests, LeaseDocument.fresh(namespace, name), identity, timing, time);
    LeaderElector elector =
        new LeaderElector(
            requests, new Election(claim, identity, timing, time, random, listener), closing);
    elector.thread.start();
    return elector;
  }

  public ElectionStatus status() {
    return election.status();
  }

  /**
   * Leads no more and gives the lease back if it is held, in a bounded time. End what writes under
   * this leadership before: a standby may take over at once.
   */
  @Override
  public void close() {
    if (election.isLost()) {
      return; // perhaps in the listener, which ends the process, which closes this
    }
    if (!closed.getAndSet(true)) {
      requests.abandon(thread);
    }
    if (thread.equals(Thread.currentThread())) {
      return;
    }
    try {
      if (!thread.join(closing)) {
        LOG.warn("leader election did not end within {}", closing);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
