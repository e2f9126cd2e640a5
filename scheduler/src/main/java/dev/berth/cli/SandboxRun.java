package dev.berth.cli;

import dev.berth.kube.peer.PeerAddress;
import dev.berth.queue.QueueSettings;
import dev.berth.sandbox.census.Census;
import dev.berth.sandbox.census.Judgement;
import dev.berth.sandbox.view.Numbers;
import dev.berth.sandbox.view.Situation;
import dev.berth.sandbox.view.Story;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One run of {@code berth sandbox}: everything is started at once, then it is shown until it ends
 * by itself or by a signal, then everything is taken apart.
 *
 * <p>Threading: one thread runs it. A signal only asks it to end and waits until it has, so that
 * there is one way out.
 */
final class SandboxRun {
  private static final long TICK_MILLIS = 100;
  private static final Duration GRACE = Duration.ofSeconds(15);
  private static final int INTERRUPTED = 130;
  private static final int COMPLAINTS = 20;

  /** Why it ended. */
  private enum End {
    IDLE,
    SIGNAL,
    TIMEOUT,
    SCHEDULER_GONE
  }

  private final long startNanos = System.nanoTime();
  private final SandboxSettings settings;
  private final PrintWriter out;
  private final PrintWriter err;
  private final SandboxDecisionFeed feed = new SandboxDecisionFeed(startNanos);
  private final SandboxRest rest = new SandboxRest();
  private final CountDownLatch stop = new CountDownLatch(1);
  private final CountDownLatch done = new CountDownLatch(1);
  private volatile @Nullable SandboxDisplay display;
  private volatile int exitCode = INTERRUPTED;
  private Situation last = Situation.NOTHING;

  SandboxRun(SandboxSettings settings, PrintWriter out, PrintWriter err) {
    this.settings = settings;
    this.out = out;
    this.err = err;
  }

  /**
   * From the first to the last moment.
   *
   * @return the exit code
   */
  int run() throws InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(this::onSignal, "shutdown"));
    try (SandboxDirectory scratch = SandboxDirectory.create("berth-sandbox-")) {
      LogLevels.apply(settings.verbosity(), scratch.file("log"));
      exitCode = runIn(scratch);
      return exitCode;
    } finally {
      out.flush();
      err.flush();
      done.countDown();
    }
  }

  /** Also called when the process ends by itself, which has come to its end before. */
  private void onSignal() {
    if (done.getCount() == 0) {
      return;
    }
    stop.countDown();
    try {
      if (!done.await(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        closeDisplay();
      }
    } catch (InterruptedException e) {
      closeDisplay();
    }
    Runtime.getRuntime().halt(exitCode);
  }

  private void closeDisplay() {
    SandboxDisplay shown = display;
    if (shown != null) {
      shown.close();
    }
  }

  private int runIn(SandboxDirectory scratch) throws InterruptedException {
    Path kubeconfig = scratch.file("kubeconfig");
    try (SandboxCluster cluster = SandboxCluster.start(settings, kubeconfig);
        SandboxScheduler scheduler = SandboxScheduler.start(asRun(kubeconfig), feed);
        Census census = new Census(cluster.store(), settings.schedulerSet())) {
      cluster.remarks().forEach(err::println);
      End end;
      try (SandboxDisplay shown =
          settings.ending().json()
              ? new SandboxDisplay.Printed(err)
              : SandboxDisplay.on(out, System.getenv())) {
        display = shown;
        end = follow(cluster, scheduler, census, kubeconfig, shown);
      }
      return finish(end, cluster, census);
    }
  }

  private RunSettings asRun(Path kubeconfig) {
    return new RunSettings(
        settings.config(),
        new ClusterSettings(kubeconfig, null),
        QueueSettings.DEFAULTS.maxUnschedulable(),
        service());
  }

  /**
   * The port at which it is looked for, or a free one when that is taken; the cluster has no
   * authorities of client certificates to look up.
   */
  private static ServiceSettings service() {
    ServiceSettings usual =
        ServiceSettings.onLoopback(isFree(PeerAddress.PORT) ? PeerAddress.PORT : 0);
    return new ServiceSettings(
        usual.place(), usual.openPaths(), new Callers.Settings(null, null, false));
  }

  private static boolean isFree(int port) {
    try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }

  private End follow(
      SandboxCluster cluster,
      SandboxScheduler scheduler,
      Census census,
      Path kubeconfig,
      SandboxDisplay shown)
      throws InterruptedException {
    do {
      RunningScheduler running = scheduler.running();
      boolean complete = cluster.isComplete(); // before the look, which then sees all
      boolean changed = census.catchUp();
      last = situation(cluster, census, kubeconfig, running);
      shown.show(last);
      if (scheduler.isGone()) {
        return End.SCHEDULER_GONE;
      }
      if (settings.ending().whenIdle()) {
        if (running != null && rest.isReached(census, changed, complete, running)) {
          return End.IDLE;
        }
        if (elapsed().compareTo(settings.ending().timeout()) > 0) {
          return End.TIMEOUT;
        }
      }
    } while (!stop.await(TICK_MILLIS, TimeUnit.MILLISECONDS));
    return End.SIGNAL;
  }

  private Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }

  private Situation situation(
      SandboxCluster cluster, Census census, Path kubeconfig, @Nullable RunningScheduler running) {
    int port = running == null ? 0 : running.servicePort();
    return new Situation(
        elapsed(),
        census.counts(cluster.coming()),
        feed.pace(),
        feed.last(),
        census.nodes(),
        census.waiting(),
        SandboxInvitation.of(kubeconfig, settings.contents(), settings.schedulers(), port),
        notice(census, running));
  }

  private static String notice(Census census, @Nullable RunningScheduler running) {
    if (census.failed() > 0) {
      return Numbers.things(census.failed(), "pod") + " failed: kubectl get pods -A says why";
    }
    return running == null ? "the scheduler is starting ..." : "";
  }

  private int finish(End end, SandboxCluster cluster, Census census) {
    List<String> complaints = complaints(end, cluster);
    if (settings.ending().json()) {
      out.println(SandboxSummary.json(last, census.pods(), busy(cluster)));
    } else {
      Story.end(last).forEach(out::println);
    }
    complaints.stream().limit(COMPLAINTS).forEach(complaint -> err.println("berth: " + complaint));
    if (complaints.size() > COMPLAINTS) {
      err.println("berth: and " + (complaints.size() - COMPLAINTS) + " more");
    }
    Path snapshot = settings.ending().snapshot();
    if (snapshot != null) {
      err.println("saved %d objects to %s".formatted(cluster.save(snapshot), snapshot));
    }
    if (!complaints.isEmpty()) {
      return ExitCode.NEGATIVE.code();
    }
    boolean early = end == End.SIGNAL && settings.ending().whenIdle();
    return early ? INTERRUPTED : ExitCode.OK.code();
  }

  private List<String> complaints(End end, SandboxCluster cluster) {
    return switch (end) {
      case SIGNAL -> List.of();
      case SCHEDULER_GONE -> List.of("the scheduler has ended by itself: please report it");
      case TIMEOUT ->
          List.of(
              "not idle after %s: %d pods pending, %d still to come. Maybe a longer --timeout?"
                  .formatted(
                      Numbers.seconds(settings.ending().timeout()),
                      last.counts().pending(),
                      last.counts().coming()));
      case IDLE -> Judgement.of(cluster.store(), settings.schedulerSet(), cluster.expected());
    };
  }

  private Duration busy(SandboxCluster cluster) {
    long first = cluster.firstPodNanos() == 0 ? startNanos : cluster.firstPodNanos();
    return Duration.ofNanos(Math.max(0, feed.lastNanos() - first));
  }
}
