package dev.berth.bench;

import dev.berth.cluster.ClusterMirror;
import dev.berth.config.ConfigLoader;
import dev.berth.config.Profile;
import dev.berth.cycle.SchedulerAssembly;
import dev.berth.framework.ProfilePlugins;
import dev.berth.framework.Status;
import dev.berth.model.ClusterObject;
import dev.berth.model.Node;
import dev.berth.model.PodInfo;
import dev.berth.pipeline.LateFilters;
import dev.berth.pipeline.Pipeline;
import dev.berth.pipeline.Recording;
import dev.berth.pipeline.TieBreak;
import dev.berth.plugins.InTreeRegistry;
import dev.berth.plugins.PluginAssembly;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Measures decisions in process: for each cluster size, pods are decided about and assumed one
 * after the other with the default profile, every node filtered and every feasible one scored.
 *
 * <p>Threading: one thread, which is the one that is measured.
 */
public final class DecideBench {

  /** Told what is being done; for a line of progress. */
  @FunctionalInterface
  public interface Progress {
    void at(String what);
  }

  private static final int COLD_DECISIONS = 1000;

  private final DecideSettings settings;
  private final Progress progress;
  private final Profile profile = ConfigLoader.defaults().profiles().getFirst();
  private boolean coldJvm = true;

  private DecideBench(DecideSettings settings, Progress progress) {
    this.settings = settings;
    this.progress = progress;
  }

  public static DecideReport run(DecideSettings settings, Progress progress) {
    return new DecideBench(settings, progress).run();
  }

  private DecideReport run() {
    Machine machine = Machine.current();
    List<SizeResult> results = new ArrayList<>();
    for (int size : settings.nodes()) {
      SyntheticCluster cluster =
          new SyntheticCluster(settings.workload(), size, profile.schedulerName(), settings.seed());
      List<Node> nodes = cluster.nodes();
      List<PodInfo> placed = cluster.placed(settings.placedBefore());
      List<PodInfo> pending = cluster.pending(settings.pods());
      Load load = new Load(nodes, cluster.others(placed, pending), placed, pending);
      for (Recording recording : settings.recordings()) {
        results.add(measure(load, recording));
      }
    }
    return new DecideReport(settings, machine, results);
  }

  /** The objects of one cluster size. */
  private record Load(
      List<Node> nodes, List<ClusterObject> others, List<PodInfo> placed, List<PodInfo> pending) {}

  private SizeResult measure(Load load, Recording recording) {
    String what =
        "%d nodes, records %s"
            .formatted(load.nodes().size(), recording.name().toLowerCase(Locale.ROOT));
    progress.at(what + ": warming up");
    SizeResult.WarmUp warmUp = warmUp(load, recording);
    List<Round> rounds = new ArrayList<>();
    for (int i = 1; i <= settings.rounds(); i++) {
      progress.at("%s: round %d of %d".formatted(what, i, settings.rounds()));
      Round round = round(load, recording);
      load.pending().forEach(round::decide);
      rounds.add(round);
    }
    return new SizeResult(
        load.nodes().size(),
        recording,
        warmUp,
        rounds.size(),
        times(rounds),
        allocation(rounds),
        quality(rounds));
  }

  private SizeResult.WarmUp warmUp(Load load, Recording recording) {
    boolean cold = coldJvm;
    coldJvm = false;
    long start = System.nanoTime();
    long length = settings.warmUp().toNanos();
    Samples times = new Samples(COLD_DECISIONS);
    int decisions = 0;
    boolean goesOn = length > 0;
    while (goesOn) {
      Round round = round(load, recording);
      Iterator<PodInfo> pods = load.pending().iterator();
      while (goesOn && pods.hasNext()) {
        round.decide(pods.next());
        decisions++;
        goesOn = System.nanoTime() - start < length;
      }
      if (times.count() < COLD_DECISIONS) {
        times.addAll(round.decisionNanos);
      }
    }
    return new SizeResult.WarmUp(
        cold,
        decisions,
        System.nanoTime() - start,
        times.first(),
        times.percentilesOfFirst(COLD_DECISIONS));
  }

  /** A fresh cluster and a pipeline that has decided nothing yet. */
  private Round round(Load load, Recording recording) {
    SplittableRandom random = new SplittableRandom(settings.seed());
    SchedulerAssembly scheduler =
        new SchedulerAssembly(
            InstantSource.system(), random.split(), (pod, node) -> Status.error("nothing binds"));
    LateFilters filters = new LateFilters();
    ProfilePlugins plugins =
        PluginAssembly.assemble(
            profile,
            InTreeRegistry.get(),
            scheduler.context(profile.schedulerName()).withFilters(filters));
    Pipeline pipeline =
        new Pipeline(
            plugins, new NoNominations(), settings.mode(), TieBreak.random(random), recording);
    filters.bind(pipeline);
    ClusterMirror mirror = scheduler.mirror();
    load.nodes().forEach(mirror::putNode);
    load.others().forEach(mirror::put);
    load.placed().forEach(mirror::putPod);
    return new Round(pipeline, plugins.commitment().reserve(), mirror, settings.pods());
  }

  private static SizeResult.Times times(List<Round> rounds) {
    Round first = rounds.getFirst();
    Samples decision = new Samples(0);
    Samples cpu = new Samples(0);
    Samples unplaced = new Samples(0);
    Samples assume = new Samples(0);
    for (Round round : rounds) {
      decision.addAll(round.decisionNanos);
      cpu.addAll(round.decisionCpuNanos);
      unplaced.addAll(round.unplacedNanos);
      assume.addAll(round.assumeNanos);
    }
    return new SizeResult.Times(
        decision.percentiles(),
        cpu.percentiles(),
        first.decisionNanos.first(),
        unplaced.percentiles(),
        assume.percentiles(),
        rounds.stream().map(round -> round.decisionNanos.percentiles().p50()).toList(),
        first.decisionNanos.medianByTenth());
  }

  private static SizeResult.Allocation allocation(List<Round> rounds) {
    Samples decision = new Samples(0);
    Samples assume = new Samples(0);
    for (Round round : rounds) {
      decision.addAll(round.decisionBytes);
      assume.addAll(round.assumeBytes);
    }
    return new SizeResult.Allocation(decision.percentiles().p50(), decision.mean(), assume.mean());
  }

  private static Quality quality(List<Round> rounds) {
    List<Quality> qualities = rounds.stream().map(Round::quality).distinct().toList();
    if (qualities.size() > 1) {
      throw new IllegalStateException(
          "the same seed gave different placements: "
              + qualities
              + ". Maybe something reads the clock, or an order that is not defined.");
    }
    return qualities.getFirst();
  }
}
