package dev.berth.plugins.imagelocality;

import dev.berth.framework.ClusterView;
import dev.berth.framework.CycleState;
import dev.berth.framework.FeasibleNodes;
import dev.berth.framework.MemoizedScore;
import dev.berth.framework.NodeDependence;
import dev.berth.framework.PreScorePlugin;
import dev.berth.framework.StateKey;
import dev.berth.framework.Status;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;

/**
 * Prefers nodes that have the pod's images already: the more bytes, and the wider the images are
 * spread over the cluster, the higher.
 *
 * <p>Upstream has no PreScore here and reads the cluster from the framework while it scores. A
 * score of ours sees one node, so PreScore looks up what the cluster knows of the images; whoever
 * assembles a profile runs it wherever the score runs, whatever the profile says about PreScore.
 *
 * <p>Mirrors {@code plugins/imagelocality/image_locality.go}, Kubernetes 1.36.3. Threading:
 * immutable.
 */
public final class ImageLocality implements PreScorePlugin, MemoizedScore {

  public static final String NAME = "ImageLocality";

  private static final StateKey<SpreadImages> PRE_SCORE = StateKey.of("PreScoreImageLocality");

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Status preScore(CycleState state, PodInfo pod, ClusterView view, FeasibleNodes nodes) {
    state.put(PRE_SCORE, SpreadImages.of(pod.images(), view));
    return Status.success();
  }

  @Override
  public long score(CycleState state, PodInfo pod, NodeInfo node) {
    return state.get(PRE_SCORE).score(node.node());
  }

  @Override
  public NodeDependence scoreDependence() {
    return NodeDependence.NODE_OBJECT;
  }

  /** The images with their weight in the cluster, so that it changes when their spread does. */
  @Override
  public Object scoreAspect(CycleState state, PodInfo pod, ClusterView view) {
    return state.get(PRE_SCORE);
  }
}
