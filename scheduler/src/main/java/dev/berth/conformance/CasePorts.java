package dev.berth.conformance;

import dev.berth.cluster.ClusterMirror;
import dev.berth.framework.Filters;
import dev.berth.framework.NoClaimWriter;
import dev.berth.framework.NoVolumeWriter;
import dev.berth.framework.NominatedPods;
import dev.berth.framework.Observations;
import dev.berth.framework.PluginContext;
import dev.berth.framework.PluginNews;
import dev.berth.framework.Status;
import dev.berth.framework.WaitingPods;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** The ports of a scheduler that decides and writes nothing: whoever tries to act is told so. */
final class CasePorts {

  private static final String NOTHING_ACTS = "a conformance case decides and does not act";

  private CasePorts() {}

  static PluginContext context(
      String profile, ClusterMirror mirror, NominatedPods nominations, Filters filters) {
    return new PluginContext(
        profile,
        InstantSource.system(),
        new SplittableRandom(1),
        (pod, node) -> Status.error(NOTHING_ACTS),
        mirror.listers(),
        mirror.assumptions(),
        new NoVolumeWriter(),
        mirror.devices(),
        new NoClaimWriter(),
        new NothingShows(),
        Runnable::run,
        nominations,
        filters,
        new NobodyWaits(),
        pods -> {
          throw new UnsupportedOperationException(NOTHING_ACTS);
        },
        PluginNews.NONE);
  }

  private static final class NothingShows implements Observations {
    @Override
    public <T> T await(Question<T> question, Duration atMost) {
      throw new UnsupportedOperationException(NOTHING_ACTS);
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
