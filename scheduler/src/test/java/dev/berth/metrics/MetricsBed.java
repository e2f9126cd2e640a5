package dev.berth.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.config.ConfigLoader;
import dev.berth.cycle.BindingPool;
import dev.berth.cycle.Inbox;
import dev.berth.cycle.Listeners;
import dev.berth.cycle.Message;
import dev.berth.cycle.ObjectKind;
import dev.berth.cycle.Scheduler;
import dev.berth.cycle.SchedulerAssembly;
import dev.berth.framework.CycleState;
import dev.berth.framework.EventRegistration;
import dev.berth.framework.PermitPlugin;
import dev.berth.framework.ProfilePlugins;
import dev.berth.framework.Status;
import dev.berth.framework.StatusWriter;
import dev.berth.model.PodInfo;
import dev.berth.pipeline.EvaluationMode;
import dev.berth.pipeline.Recording;
import dev.berth.pipeline.TieBreak;
import dev.berth.plugins.InTreeRegistry;
import dev.berth.plugins.Make;
import dev.berth.plugins.PluginAssembly;
import dev.berth.queue.QueueSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A scheduler with the default plugins that the metrics listen to, turned by hand.
 *
 * <p>Pods whose name begins with {@code held} wait in Permit; those in {@link #refusedBinds} cannot
 * be bound, and those in {@link #rejectedPods} are rejected there by a plugin that no change
 * concerns.
 */
final class MetricsBed implements AutoCloseable {
  static final String HOLDER = "Holder";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  final BerthMetrics metrics = new BerthMetrics();
  final Set<String> refusedBinds = ConcurrentHashMap.newKeySet();
  final Set<String> rejectedPods = new HashSet<>();
  final Inbox inbox = new Inbox();
  final Scheduler scheduler;
  private final BindingPool bindings = new BindingPool(8, inbox);
  private volatile Instant now = Instant.parse("2026-03-01T10:00:00Z");
  private final InstantSource clock = () -> now;
  private int versions;

  /** Holds or rejects pods, and no change wakes those that it rejected. */
  private record Holder(Set<String> rejects) implements PermitPlugin {
    @Override
    public String name() {
      return HOLDER;
    }

    @Override
    public Status permit(CycleState state, PodInfo pod, String nodeName) {
      if (rejects.contains(pod.uid())) {
        return Status.unschedulable("not yet");
      }
      return pod.key().name().startsWith("held")
          ? Status.waiting(Duration.ofMinutes(1))
          : Status.success();
    }
  }

  MetricsBed() {
    SchedulerAssembly assembly =
        new SchedulerAssembly(
            clock,
            new SplittableRandom(1),
            (pod, node) ->
                refusedBinds.contains(pod.uid()) ? Status.error("refused") : Status.success());
    ProfilePlugins plugins =
        withHolder(
            PluginAssembly.assemble(
                ConfigLoader.defaults().profiles().getFirst(),
                InTreeRegistry.get(),
                assembly.context("berth")));
    scheduler =
        assembly.assemble(
            List.of(plugins),
            QueueSettings.DEFAULTS,
            new SchedulerAssembly.Decisions(EvaluationMode.FAST, TieBreak.first(), Recording.OFF),
            EnumSet.noneOf(ObjectKind.class),
            bindings,
            inbox,
            new NoWrites(),
            new Listeners(
                metrics.cycleListener(),
                metrics.queueListener(),
                metrics.pointTimes(),
                metrics.pluginNews()));
    metrics.follow(scheduler, clock);
  }

  /** Nobody reads the conditions here. */
  private record NoWrites() implements StatusWriter {
    @Override
    public void notScheduled(
        PodInfo pod, Reason reason, String message, @Nullable String nomination) {}

    @Override
    public void expectedNode(PodInfo pod, String nodeName) {}
  }

  private ProfilePlugins withHolder(ProfilePlugins plain) {
    ProfilePlugins.Commitment commitment = plain.commitment();
    Map<String, List<EventRegistration>> registrations = new HashMap<>(plain.registrations());
    registrations.put(HOLDER, List.of());
    return new ProfilePlugins(
        plain.profile(),
        plain.percentageOfNodesToScore(),
        plain.preEnqueue(),
        plain.queueSort(),
        plain.placement(),
        new ProfilePlugins.Commitment(
            commitment.reserve(),
            List.of(new Holder(rejectedPods)),
            commitment.preBind(),
            commitment.bind(),
            commitment.postBind()),
        registrations);
  }

  void node(String name) {
    inbox.post(
        new Message.NodeSeen(
            Make.node(name)
                .uid(name)
                .allocatable(Make.resources("cpu=4", "memory=8Gi", "pods=110"))
                .build()));
  }

  PodInfo.Builder pod(String name, String... requests) {
    return Make.pod(name)
        .schedulerName("berth")
        .resourceVersion(String.valueOf(++versions))
        .requests(Make.requests(requests));
  }

  void see(PodInfo.Builder pod) {
    inbox.post(new Message.PodSeen(pod.build()));
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  /** Turns the loop until nothing is left to do and no binding is under way. */
  void settle() {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (scheduler.step() || scheduler.bindingsInFlight() > 0 || inbox.depth() > 0) {
      assertThat(System.nanoTime()).as("the loop does not settle").isLessThan(end);
    }
  }

  @Override
  public void close() {
    bindings.close();
  }
}
