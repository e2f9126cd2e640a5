package dev.berth.kube.watch;

import com.google.common.util.concurrent.MoreExecutors;
import dev.berth.cycle.KnownObjects;
import dev.berth.cycle.Message;
import dev.berth.kube.KubeClient;
import dev.berth.kube.KubeClients;
import dev.berth.kube.decode.NodeDecoder;
import dev.berth.kube.decode.PodDecoder;
import io.kubernetes.client.informer.SharedIndexInformer;
import io.kubernetes.client.informer.SharedInformerFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator.SplittableGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that Berth watches in a cluster: from {@link #start} on, each object is posted as it
 * is and as it changes, and a {@link Message.ListComplete} of each kind after its first list, or a
 * {@link Message.KindMissing} where there is none.
 *
 * <p>Threading: any thread. Messages are posted by one thread per kind, in the order in which
 * things happened to each object.
 */
public final class ClusterWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterWatch.class);
  private static final long NO_RESYNC = 0;

  private final KubeClients clients;
  private final Consumer<Message> inbox;
  private final WatchTiming timing;
  private final SkippedObjects skipped = new SkippedObjects();
  private final SharedInformerFactory informers;
  private final List<KindListerWatcher<?>> listerWatchers = new ArrayList<>();
  private final List<Followed<?>> followed = new ArrayList<>();

  /** The two ends of a kind's informer. */
  private record Followed<H extends Held>(KindListerWatcher<H> source, InboxHandler<H> handler) {
    boolean isRequired() {
      return source.kind().necessity() == WatchedKind.Necessity.REQUIRED;
    }

    KindDrift<H> drift(KubeClient client, Supplier<CompletableFuture<KnownObjects>> owner) {
      return new KindDrift<>(source, handler, client, owner);
    }
  }

  /**
   * A watch that has not begun.
   *
   * @param inbox where the messages go; must not block
   * @param random spreads waits, so that many clients do not come back at once
   */
  public ClusterWatch(
      KubeClients clients,
      PodDecoder pods,
      NodeDecoder nodes,
      Consumer<Message> inbox,
      WatchTiming timing,
      SplittableGenerator random) {
    this.clients = clients;
    this.inbox = inbox;
    this.timing = timing;
    // Informers start threads of their own; this executor only calls what starts them.
    this.informers =
        new SharedInformerFactory(clients.api(), MoreExecutors.newDirectExecutorService(), false);
    add(WatchedKind.nodes(nodes), random.split());
    add(WatchedKind.pods(pods), random.split());
    add(WatchedKind.namespaces(), random.split());
    add(WatchedKind.services(), random.split());
    add(WatchedKind.replicationControllers(), random.split());
    add(WatchedKind.replicaSets(), random.split());
    add(WatchedKind.statefulSets(), random.split());
    add(WatchedKind.podDisruptionBudgets(), random.split());
    add(WatchedKind.persistentVolumes(), random.split());
    add(WatchedKind.persistentVolumeClaims(), random.split());
    add(WatchedKind.storageClasses(), random.split());
    add(WatchedKind.csiNodes(), random.split());
    add(WatchedKind.csiDrivers(), random.split());
    add(WatchedKind.csiStorageCapacities(), random.split());
    add(WatchedKind.volumeAttachments(), random.split());
    add(WatchedKind.deviceClasses(), random.split());
    add(WatchedKind.resourceClaims(), random.split());
    add(WatchedKind.resourceSlices(), random.split());
  }

  private <H extends Held> void add(WatchedKind<H> kind, SplittableGenerator random) {
    InitialList initialList =
        new InitialList(
            () -> inbox.accept(new Message.ListComplete(kind.objectKind())),
            why -> inbox.accept(new Message.KindMissing(kind.objectKind(), why)));
    KindListerWatcher<H> listerWatcher =
        new KindListerWatcher<>(kind, clients, timing, random, skipped, initialList);
    listerWatchers.add(listerWatcher);
    SharedIndexInformer<H> informer =
        informers.sharedIndexInformerFor(
            listerWatcher,
            kind.holder(),
            NO_RESYNC,
            (type, thrown) -> unexpected(listerWatcher, thrown));
    InboxHandler<H> handler = new InboxHandler<>(inbox, initialList, listerWatcher.checkpoints());
    informer.addEventHandler(handler);
    followed.add(new Followed<>(listerWatcher, handler));
  }

  /** An exception here would end the informer for good; it begins anew a second later. */
  private static void unexpected(KindListerWatcher<?> listerWatcher, Throwable thrown) {
    if (!listerWatcher.isClosed()) {
      LOG.error("a watch failed in an unexpected way. Please report this.", thrown);
    }
  }

  /** Begins to list and watch; returns at once. */
  public void start() {
    informers.startAllRegisteredInformers();
  }

  /** How well each kind is known now. Waits for nothing. */
  public List<KindFreshness> freshness() {
    return listerWatchers.stream().map(kind -> kind.pulse().freshness()).toList();
  }

  /** What each kind has cost since the start. Waits for nothing. */
  public List<KindTraffic> traffic() {
    return listerWatchers.stream().map(kind -> kind.pulse().traffic()).toList();
  }

  /** What compares the kinds that every decision needs with the server. */
  List<KindDrift<?>> compared(Supplier<CompletableFuture<KnownObjects>> owner) {
    List<KindDrift<?>> kinds = new ArrayList<>();
    for (Followed<?> kind : followed) {
      if (kind.isRequired()) {
        kinds.add(kind.drift(clients.list(), owner));
      }
    }
    return kinds;
  }

  /** How often an object was passed over because it could not be understood. */
  public long skippedObjects() {
    return skipped.count();
  }

  /** Ends all watches and their threads. The clients stay open. */
  @Override
  public void close() {
    listerWatchers.forEach(KindListerWatcher::close);
    informers.stopAllRegisteredInformers();
  }
}
