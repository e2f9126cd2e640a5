package dev.berth.cli;

import dev.berth.config.BerthConfig;
import dev.berth.config.ExtenderConfig;
import dev.berth.cycle.Inbox;
import dev.berth.kube.KubeClients;
import dev.berth.kube.decode.NodeDecoder;
import dev.berth.kube.decode.PodDecoder;
import dev.berth.kube.decode.UnknownFieldCounter;
import dev.berth.kube.watch.ClusterWatch;
import dev.berth.kube.watch.WatchTiming;
import dev.berth.model.Interner;
import java.util.Set;
import java.util.random.RandomGenerator.SplittableGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds what brings the cluster into the Inbox.
 *
 * <p>Threading: any thread.
 */
final class ClusterFeed {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterFeed.class);

  private final BerthConfig config;

  ClusterFeed(BerthConfig config) {
    this.config = config;
  }

  /** A watch of everything that Berth knows, not begun yet. */
  ClusterWatch into(
      Inbox inbox, KubeClients clients, WatchTiming timing, SplittableGenerator random) {
    Interner interner = new Interner();
    UnknownFieldCounter unknownFields =
        new UnknownFieldCounter(
            (kind, path) ->
                LOG.warn(
                    "field {} of a {} is not known here and is passed over; said once",
                    path,
                    kind));
    return new ClusterWatch(
        clients,
        pods(new PodDecoder(interner, unknownFields)),
        nodes(new NodeDecoder(interner, unknownFields)),
        inbox::post,
        timing,
        random);
  }

  /** Extenders are sent the pods that they are asked about, and victims, just as they are. */
  private PodDecoder pods(PodDecoder decoder) {
    if (config.extenders().stream().anyMatch(ExtenderConfig::needsVictims)) {
      return decoder.keeping(pod -> true);
    }
    Set<String> ours = Set.copyOf(config.profileNames());
    return config.extenders().stream().anyMatch(ExtenderConfig::needsPods)
        ? decoder.keeping(pod -> pod.nodeName().isEmpty() && ours.contains(pod.schedulerName()))
        : decoder;
  }

  /** And the nodes, if they do not keep them themselves. */
  private NodeDecoder nodes(NodeDecoder decoder) {
    return config.extenders().stream().anyMatch(ExtenderConfig::needsNodes)
        ? decoder.keeping(node -> true)
        : decoder;
  }
}
