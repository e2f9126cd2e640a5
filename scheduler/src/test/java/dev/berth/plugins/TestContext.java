package dev.berth.plugins;

import dev.berth.cluster.ClusterMirror;
import dev.berth.framework.ClaimWriter;
import dev.berth.framework.CycleState;
import dev.berth.framework.DeviceLedger;
import dev.berth.framework.Filters;
import dev.berth.framework.NoClaimWriter;
import dev.berth.framework.NoVolumeWriter;
import dev.berth.framework.NominatedPods;
import dev.berth.framework.Observations;
import dev.berth.framework.PluginContext;
import dev.berth.framework.PluginNews;
import dev.berth.framework.Status;
import dev.berth.framework.VolumeWriter;
import dev.berth.framework.WaitingPods;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A context with a fixed clock, a fixed seed, nobody nominated and nobody waiting. */
public final class TestContext {

  private TestContext() {}

  public static PluginContext create() {
    return create(new ClusterMirror());
  }

  /** A context whose listers and assumptions are those of the mirror. */
  public static PluginContext create(ClusterMirror mirror) {
    return create(mirror, new NoClaimWriter());
  }

  /** The same, for plugins that write volumes. */
  public static PluginContext of(
      ClusterMirror mirror, VolumeWriter volumes, Observations observations) {
    return of(mirror, volumes, new NoClaimWriter(), observations);
  }

  /** The same, for plugins that write claims of devices. */
  public static PluginContext create(ClusterMirror mirror, ClaimWriter claims) {
    return of(mirror, new NoVolumeWriter(), claims, new NothingShows());
  }

  /** The same context with somebody who is told. */
  public static PluginContext telling(PluginContext context, PluginNews news) {
    return new PluginContext(
        context.profile(),
        context.clock(),
        context.random(),
        context.binder(),
        context.listers(),
        context.assumptions(),
        context.volumeWriter(),
        context.devices(),
        context.claimWriter(),
        context.observations(),
        context.schedulerTasks(),
        context.nominatedPods(),
        context.filters(),
        context.waitingPods(),
        context.activator(),
        news);
  }

  /** The same context with another ledger of devices. */
  public static PluginContext of(PluginContext context, DeviceLedger devices) {
    return new PluginContext(
        context.profile(),
        context.clock(),
        context.random(),
        context.binder(),
        context.listers(),
        context.assumptions(),
        context.volumeWriter(),
        devices,
        context.claimWriter(),
        context.observations(),
        context.schedulerTasks(),
        context.nominatedPods(),
        context.filters(),
        context.waitingPods(),
        context.activator(),
        context.news());
  }

  /** A context for plugins that write either. */
  public static PluginContext of(
      ClusterMirror mirror, VolumeWriter volumes, ClaimWriter claims, Observations observations) {
    return of(
        mirror, volumes, claims, observations, new EverythingPasses(), new SplittableRandom(1));
  }

  /** As before, with filters that a test binds and a random generator of its own. */
  public static PluginContext create(
      ClusterMirror mirror, Filters filters, RandomGenerator random) {
    return of(
        mirror, new NoVolumeWriter(), new NoClaimWriter(), new NothingShows(), filters, random);
  }

  private static PluginContext of(
      ClusterMirror mirror,
      VolumeWriter volumes,
      ClaimWriter claims,
      Observations observations,
      Filters filters,
      RandomGenerator random) {
    return new PluginContext(
        "berth",
        () -> Instant.EPOCH,
        random,
        (pod, node) -> Status.success(),
        mirror.listers(),
        mirror.assumptions(),
        volumes,
        mirror.devices(),
        claims,
        observations,
        Runnable::run,
        new NobodyNominated(),
        filters,
        new NobodyWaits(),
        pods -> {},
        PluginNews.NONE);
  }

  private static final class NothingShows implements Observations {
    @Override
    public <T> @Nullable T await(Question<T> question, Duration atMost) {
      return null;
    }
  }

  private static final class NobodyNominated implements NominatedPods {
    @Override
    public List<PodInfo> on(String nodeName) {
      return List.of();
    }

    @Override
    public Iterable<String> nodeNames() {
      return List.of();
    }

    @Override
    public boolean isEmpty() {
      return true;
    }
  }

  private static final class EverythingPasses implements Filters {
    @Override
    public Status filterWithNominatedPods(CycleState state, PodInfo pod, NodeInfo node) {
      return Status.success();
    }

    @Override
    public Status addPod(CycleState state, PodInfo pod, PodInfo added, NodeInfo node) {
      return Status.success();
    }

    @Override
    public Status removePod(CycleState state, PodInfo pod, PodInfo removed, NodeInfo node) {
      return Status.success();
    }
  }

  private static final class NobodyWaits implements WaitingPods {
    @Override
    public List<String> uids() {
      return List.of();
    }

    @Override
    public Set<String> waitingFor(String uid) {
      return Set.of();
    }

    @Override
    public void allow(String uid, String plugin) {}

    @Override
    public boolean reject(String uid, String plugin, String reason) {
      return false;
    }
  }
}
