package dev.berth.cli;

import dev.berth.cycle.Inbox;
import dev.berth.kube.KubeClients;
import dev.berth.kube.decode.NodeDecoder;
import dev.berth.kube.decode.PodDecoder;
import dev.berth.kube.decode.UnknownFieldCounter;
import dev.berth.kube.watch.ClusterWatch;
import dev.berth.kube.watch.WatchTiming;
import dev.berth.model.Interner;
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

  private ClusterFeed() {}

  /** A watch of everything that Berth knows, not begun yet. */
  static ClusterWatch into(
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
        new PodDecoder(interner, unknownFields),
        new NodeDecoder(interner, unknownFields),
        inbox::post,
        timing,
        random);
  }
}
