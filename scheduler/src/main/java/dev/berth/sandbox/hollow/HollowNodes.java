package dev.berth.sandbox.hollow;

import dev.berth.sandbox.objects.Kinds;
import dev.berth.sandbox.objects.KubeObject;
import dev.berth.sandbox.objects.StatusException;
import dev.berth.sandbox.registry.Registry;
import dev.berth.sandbox.store.Change;
import dev.berth.sandbox.store.Changes;
import dev.berth.sandbox.store.Listing;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The machines of the sandbox: every node in the registry has a kubelet here, on two threads for
 * all of them.
 *
 * <p>A pod that is bound to a node becomes Running after a moment, or Failed when the kubelet's own
 * arithmetic says that it does not fit ({@code pkg/kubelet/lifecycle/predicate.go}, Kubernetes
 * 1.36.3). Terminating pods are let go, pods of deleted nodes are collected, node leases are
 * renewed. Nothing that the registry holds ends the threads; when they fall too far behind, or
 * something unforeseen happens, they read everything anew.
 *
 * <p>Threading: any thread.
 */
public final class HollowNodes implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HollowNodes.class);
  private static final int EXPIRED = 410;
  private static final int CHANGES_AT_ONCE = 200;
  private static final int MOST_FAILURES_LOGGED = 20;
  private static final Duration LONGEST_NAP = Duration.ofMillis(100);
  private static final Duration AFTER_FAILURE = Duration.ofMillis(200);
  private static final Duration BETWEEN_LEASE_TURNS = Duration.ofSeconds(1);

  private interface Work {
    void run() throws InterruptedException;
  }

  private final Registry registry;
  private final Timing timing;
  private final InstantSource clock;
  private final Tally tally = new Tally();
  private final Thread kubelets;
  private final Thread leases;
  private final Set<String> failuresLogged = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  private HollowNodes(Registry registry, Timing timing, InstantSource clock) {
    this.registry = registry;
    this.timing = timing;
    this.clock = clock;
    NodeLeases nodeLeases = new NodeLeases(registry, timing.lease(), clock);
    kubelets = thread("hollow-kubelets", this::follow);
    leases =
        thread(
            "hollow-leases",
            () -> {
              nodeLeases.turn();
              Thread.sleep(BETWEEN_LEASE_TURNS);
            });
  }

  /** Starts the machines. */
  public static HollowNodes start(Registry registry, Timing timing, InstantSource clock) {
    HollowNodes nodes = new HollowNodes(registry, timing, clock);
    nodes.kubelets.start();
    nodes.leases.start();
    return nodes;
  }

  public Tally tally() {
    return tally;
  }

  /** Stops the machines and waits for them; pods stay as they are. */
  @Override
  public void close() {
    closed = true;
    kubelets.interrupt();
    leases.interrupt();
    try {
      kubelets.join();
      leases.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Thread thread(String name, Work work) {
    return Thread.ofPlatform().daemon().name(name).unstarted(() -> keepRunning(name, work));
  }

  /** The edge of a thread: it ends only when it is told to. */
  private void keepRunning(String name, Work work) {
    while (!closed) {
      try {
        runOnce(name, work);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void runOnce(String name, Work work) throws InterruptedException {
    try {
      work.run();
    } catch (InterruptedException e) {
      throw e;
    } catch (StatusException e) {
      if (e.code() == EXPIRED) {
        LOG.info("{} fell behind, reading everything anew: {}", name, e.getMessage());
      } else {
        failed(name, e);
      }
    } catch (Throwable e) {
      failed(name, e);
    }
  }

  private void failed(String name, Throwable why) throws InterruptedException {
    tally.failures.increment();
    if (failuresLogged.size() < MOST_FAILURES_LOGGED && failuresLogged.add(name + why)) {
      LOG.error("{} starts over after a failure, which is logged only once", name, why);
    }
    Thread.sleep(AFTER_FAILURE);
  }

  /** Reads everything and follows the changes, until the store no longer has them. */
  private void follow() throws InterruptedException {
    Kubelets all = new Kubelets(new PodWriter(registry), timing, clock, tally);
    Listing nodes = registry.list(Kinds.NODE);
    Listing pods = registry.list(Kinds.POD);
    try (Changes nodeChanges = registry.changesAfter(Kinds.NODE, nodes.version());
        Changes podChanges = registry.changesAfter(Kinds.POD, pods.version())) {
      tally.relists.increment();
      all.begin(nodes.objects(), pods.objects());
      while (!closed) {
        follow(all, nodeChanges, podChanges);
      }
    }
  }

  /** Nodes go first: a pod can be bound only to a node whose creation came before. */
  private static void follow(Kubelets all, Changes nodeChanges, Changes podChanges)
      throws InterruptedException {
    Change pod = podChanges.next(all.idle(LONGEST_NAP));
    drain(nodeChanges, change -> apply(change, all::nodeIs, node -> all.nodeIsGone(node.name())));
    if (pod != null) {
      apply(pod, all::podIs, all::podIsGone);
      drain(podChanges, change -> apply(change, all::podIs, all::podIsGone));
    }
    all.act();
  }

  private static void drain(Changes changes, Consumer<Change> consumer)
      throws InterruptedException {
    for (int i = 0; i < CHANGES_AT_ONCE; i++) {
      @Nullable Change change = changes.next(Duration.ZERO);
      if (change == null) {
        return;
      }
      consumer.accept(change);
    }
  }

  private static void apply(
      Change change, Consumer<KubeObject> changed, Consumer<KubeObject> removed) {
    switch (change.type()) {
      case ADDED, MODIFIED -> changed.accept(change.object());
      case DELETED -> removed.accept(change.object());
    }
  }
}
