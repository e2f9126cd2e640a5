package dev.berth.cli;

import dev.berth.cycle.LoopWatchdog;
import dev.berth.cycle.ObjectKind;
import dev.berth.cycle.Scheduler;
import dev.berth.http.HealthCheck;
import dev.berth.http.HealthChecks;
import dev.berth.http.Routes;
import dev.berth.kube.watch.ClusterWatch;
import dev.berth.kube.watch.KindFreshness;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What {@code /healthz}, {@code /livez} and {@code /readyz} ask.
 *
 * <p>Alive: somebody answers and the loop turns, however slowly. Ready: the loop turns, has the
 * first list of each kind, hears of pods and nodes, leads or could take over, and is not about to
 * stop. The names {@code ping}, {@code shutdown} and {@code leaderElection} are kube-scheduler's.
 * Threading: any thread.
 */
final class Health {
  private final List<HealthCheck> live = new ArrayList<>();
  private final List<HealthCheck> ready = new ArrayList<>();
  private volatile boolean stopping;

  Health() {
    live.add(HealthCheck.PING);
    ready.add(HealthCheck.PING);
    ready.add(new HealthCheck("shutdown", () -> stopping ? "process is shutting down" : null));
  }

  /** The loop's heartbeat. */
  Health loop(LoopWatchdog watchdog) {
    live.add(new HealthCheck("loop", () -> watchdog.problem(LoopWatchdog.DEAD_AFTER)));
    ready.add(new HealthCheck("loop", () -> watchdog.problem(LoopWatchdog.LATE_AFTER)));
    return this;
  }

  /** The election; nothing where there is none. */
  Health election(Candidacy candidacy) {
    if (candidacy.byElection()) {
      live.add(new HealthCheck("leaderElection", candidacy::whyNotAlive));
      ready.add(new HealthCheck("leaderElection", candidacy::whyNotReady));
    }
    return this;
  }

  /**
   * The first list of each kind.
   *
   * @param notWanted whether nobody wants the lists yet
   */
  Health lists(Scheduler scheduler, BooleanSupplier notWanted) {
    for (ObjectKind kind : ObjectKind.values()) {
      String name = kind.name().toLowerCase(Locale.ROOT).replace("_", "");
      ready.add(
          new HealthCheck(
              "sync-" + name, () -> notWanted.getAsBoolean() ? null : missing(scheduler, kind)));
    }
    return this;
  }

  private static @Nullable String missing(Scheduler scheduler, ObjectKind kind) {
    return scheduler.listsMissing().contains(kind)
        ? "the first list has not been read whole yet"
        : null;
  }

  /** What is known of each kind is recent; one that may be missing is named and never fails. */
  Health watches(ClusterWatch watch, BooleanSupplier notWanted) {
    for (KindFreshness kind : watch.freshness()) {
      String resource = kind.resource();
      ready.add(
          new HealthCheck(
              "watch-" + resource,
              () -> notWanted.getAsBoolean() ? null : missed(watch, resource)));
    }
    return this;
  }

  private static @Nullable String missed(ClusterWatch watch, String resource) {
    for (KindFreshness kind : watch.freshness()) {
      if (kind.resource().equals(resource) && kind.isMissed()) {
        return kind.text();
      }
    }
    return null;
  }

  /** From now on not ready. */
  void stopping() {
    stopping = true;
  }

  /** Mounts the three pages with the checks so far. */
  void mount(Routes.Builder routes) {
    new HealthChecks("/healthz", live).mount(routes);
    new HealthChecks("/livez", live).mount(routes);
    new HealthChecks("/readyz", ready).mount(routes);
  }
}
