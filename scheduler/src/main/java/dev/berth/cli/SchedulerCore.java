package dev.berth.cli;

import dev.berth.config.BerthConfig;
import dev.berth.config.OwnSettings;
import dev.berth.config.Profile;
import dev.berth.cycle.BindingPool;
import dev.berth.cycle.ExtenderCalls;
import dev.berth.cycle.Inbox;
import dev.berth.cycle.Listeners;
import dev.berth.cycle.LoopWatchdog;
import dev.berth.cycle.ObjectKind;
import dev.berth.cycle.Scheduler;
import dev.berth.cycle.SchedulerAssembly;
import dev.berth.cycle.SchedulerThread;
import dev.berth.framework.Binder;
import dev.berth.framework.ClaimWriter;
import dev.berth.framework.ExternalExtender;
import dev.berth.framework.ProfilePlugins;
import dev.berth.framework.StatusWriter;
import dev.berth.framework.VolumeWriter;
import dev.berth.pipeline.EvaluationMode;
import dev.berth.pipeline.Extenders;
import dev.berth.pipeline.Recording;
import dev.berth.pipeline.TieBreak;
import dev.berth.plugins.InTreeRegistry;
import dev.berth.plugins.PluginAssembly;
import dev.berth.queue.QueueSettings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What decides: profiles with their plugins, queue, mirror, loop and its thread, and the bindings
 * under way. Knows no API server; that is behind the ports that it is given.
 *
 * <p>Threading: any thread.
 */
final class SchedulerCore implements AutoCloseable {

  /**
   * The ways out.
   *
   * @param extenders asked about pods, as configured
   * @param mayWrite while it is false nothing is decided
   */
  record Ports(
      Binder binder,
      VolumeWriter volumes,
      ClaimWriter claims,
      StatusWriter status,
      List<ExternalExtender> extenders,
      BooleanSupplier mayWrite) {}

  private final Inbox inbox = new Inbox();
  private final BindingPool bindings;
  private final ExtenderCalls extenders;
  private final Scheduler scheduler;
  private final LoopWatchdog watchdog;
  private @Nullable SchedulerThread thread;

  /**
   * Puts a core together; it does nothing before {@link #start}.
   *
   * @param lastBindings how long bindings under way may go on when it is closed
   */
  SchedulerCore(
      BerthConfig config,
      Duration maxUnschedulable,
      Ports ports,
      Listeners listeners,
      RandomGenerator random,
      InstantSource clock,
      Duration lastBindings) {
    OwnSettings own = config.own();
    bindings = new BindingPool(own.maxBindsInFlight(), inbox, lastBindings);
    extenders = new ExtenderCalls(inbox);
    SchedulerAssembly assembly =
        new SchedulerAssembly(clock, random, ports.binder())
            .writingVolumesBy(ports.volumes())
            .writingClaimsBy(ports.claims())
            .askingExtenders(Extenders.of(ports.extenders()), extenders)
            .decidingWhile(ports.mayWrite());
    List<ProfilePlugins> profiles = profiles(config, assembly);
    scheduler =
        assembly.assemble(
            profiles,
            new QueueSettings(config.podInitialBackoff(), config.podMaxBackoff(), maxUnschedulable),
            decisions(own, random),
            EnumSet.allOf(ObjectKind.class),
            bindings,
            inbox,
            ports.status(),
            listeners);
    watchdog = new LoopWatchdog(scheduler, profiles);
  }

  private static List<ProfilePlugins> profiles(BerthConfig config, SchedulerAssembly assembly) {
    List<ProfilePlugins> profiles = new ArrayList<>();
    for (Profile profile : config.profiles()) {
      profiles.add(
          PluginAssembly.assemble(
              profile, InTreeRegistry.get(), assembly.context(profile.schedulerName())));
    }
    return profiles;
  }

  private static SchedulerAssembly.Decisions decisions(OwnSettings own, RandomGenerator random) {
    return new SchedulerAssembly.Decisions(
        EvaluationMode.FAST,
        own.deterministic() ? TieBreak.first() : TieBreak.random(random),
        own.decisionRecords().storeBytes() == 0 ? Recording.OFF : Recording.ON,
        own.countCheckInterval());
  }

  Scheduler scheduler() {
    return scheduler;
  }

  /** Where changes of the cluster and questions go. */
  Inbox inbox() {
    return inbox;
  }

  LoopWatchdog watchdog() {
    return watchdog;
  }

  /** Begins to turn, once. */
  void start(Consumer<Throwable> onDeath) {
    SchedulerThread started = SchedulerThread.start(scheduler, onDeath);
    thread = started;
    watchdog.watch(started);
  }

  /** No more decisions; then what is being bound gets a moment to finish. */
  @Override
  public void close() {
    watchdog.close();
    if (thread != null) {
      thread.close();
    }
    extenders.close();
    bindings.close();
  }
}
