package dev.berth.plugins.volumebinding;

import dev.berth.config.VolumeBindingArgs;
import dev.berth.framework.Assumptions;
import dev.berth.framework.ClusterView;
import dev.berth.framework.CycleState;
import dev.berth.framework.EnqueueExtensions;
import dev.berth.framework.EventRegistration;
import dev.berth.framework.FeasibleNodes;
import dev.berth.framework.FilterPlugin;
import dev.berth.framework.Listers;
import dev.berth.framework.Observations;
import dev.berth.framework.PluginContext;
import dev.berth.framework.PluginNews;
import dev.berth.framework.PreBindPlugin;
import dev.berth.framework.PreFilterPlugin;
import dev.berth.framework.PreFilterResult;
import dev.berth.framework.PreScorePlugin;
import dev.berth.framework.ReservePlugin;
import dev.berth.framework.ScorePlugin;
import dev.berth.framework.StateKey;
import dev.berth.framework.Status;
import dev.berth.framework.VolumeWriter;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;
import java.time.Duration;
import java.util.List;

/**
 * Puts a pod where its claims can be bound, and has them bound before the pod is.
 *
 * <p>A claim that is bound must have a volume within reach of the node. One that waits for its
 * first consumer gets the smallest volume that exists and fits, or one is provisioned for the node,
 * where class and driver allow it. What is decided is assumed in Reserve, written in PreBind, and
 * the pod waits there until the PV controller and the provisioner have bound all claims, for at
 * most {@code bindTimeoutSeconds}.
 *
 * <p>Scores nothing: scoring by capacity is off in 1.36.
 *
 * <p>Mirrors plugins/volumebinding, Kubernetes 1.36.3. Threading: immutable, but for what the
 * listers show; {@link #preBind} on the binding thread, everything else on the scheduler's.
 */
public final class VolumeBinding
    implements PreFilterPlugin,
        FilterPlugin,
        PreScorePlugin,
        ScorePlugin,
        ReservePlugin,
        PreBindPlugin,
        EnqueueExtensions {
  public static final String NAME = "VolumeBinding";

  private static final StateKey<Found> FOUND = StateKey.of(NAME);
  static final StateKey<BindingPlan> PLAN = StateKey.of("Reserve" + NAME);

  private final Duration bindTimeout;
  private final Listers listers;
  private final Assumptions assumptions;
  private final VolumeWriter writer;
  private final Observations observations;
  private final PluginNews news;

  /**
   * What PreFilter found.
   *
   * @param view of this attempt, to judge the chosen node once more
   */
  private record Found(PodVolumes volumes, ClusterView view) {}

  public VolumeBinding(VolumeBindingArgs args, PluginContext context) {
    this.bindTimeout = args.bindTimeout();
    this.listers = context.listers();
    this.assumptions = context.assumptions();
    this.writer = context.volumeWriter();
    this.observations = context.observations();
    this.news = context.news();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public PreFilterResult preFilter(CycleState state, PodInfo pod, ClusterView view) {
    if (pod.volumes().isEmpty()) {
      return PreFilterResult.skip();
    }
    ClaimSearch search = new ClaimSearch(listers, pod);
    Status status = search.run();
    if (!status.isSuccess()) {
      return PreFilterResult.failed(status);
    }
    PodVolumes volumes = search.volumes();
    state.put(FOUND, new Found(volumes, view));
    return volumes.fitEverywhere() ? PreFilterResult.skip() : PreFilterResult.allNodes();
  }

  @Override
  public Status filter(CycleState state, PodInfo pod, NodeInfo node) {
    return switch (state.get(FOUND).volumes().on(node.node())) {
      case NodeVolumes.Fit _ -> Status.success();
      case NodeVolumes.Unfit(Status status) -> told(status, PluginNews.VolumeStage.PREDICATE);
    };
  }

  private Status told(Status status, PluginNews.VolumeStage stage) {
    if (status instanceof Status.Error) {
      news.volumeStageFailed(stage);
    }
    return status;
  }

  @Override
  public Status preScore(CycleState state, PodInfo pod, ClusterView view, FeasibleNodes nodes) {
    return Status.skip();
  }

  @Override
  public long score(CycleState state, PodInfo pod, NodeInfo node) {
    return 0;
  }

  @Override
  public Status reserve(CycleState state, PodInfo pod, String nodeName) {
    Found found = state.find(FOUND);
    if (found == null || found.volumes().allBound()) {
      return Status.success();
    }
    NodeInfo node = found.view().find(nodeName);
    if (node == null) {
      return Status.error("node \"" + nodeName + "\" is gone");
    }
    return switch (found.volumes().on(node.node())) {
      case NodeVolumes.Unfit(Status status) -> told(status, PluginNews.VolumeStage.ASSUME);
      case NodeVolumes.Fit fit -> {
        BindingPlan plan = new BindingPlan(fit, nodeName);
        state.put(PLAN, plan);
        yield told(plan.assume(assumptions), PluginNews.VolumeStage.ASSUME);
      }
    };
  }

  @Override
  public void unreserve(CycleState state, PodInfo pod, String nodeName) {
    BindingPlan plan = state.find(PLAN);
    if (plan != null) {
      plan.takeBack(assumptions);
    }
  }

  @Override
  public Status preBindPreFlight(CycleState state, PodInfo pod, String nodeName) {
    return state.find(PLAN) == null ? Status.skip() : Status.success();
  }

  @Override
  public Status preBind(CycleState state, PodInfo pod, String nodeName)
      throws InterruptedException {
    return told(bind(state.get(PLAN), pod), PluginNews.VolumeStage.BIND);
  }

  private Status bind(BindingPlan plan, PodInfo pod) throws InterruptedException {
    Status written = plan.write(writer);
    if (!written.isSuccess()) {
      return written;
    }
    Status bound = observations.await(new BindingProgress(pod, plan), bindTimeout);
    return bound == null ? Status.error("binding volumes: context deadline exceeded") : bound;
  }

  @Override
  public List<EventRegistration> eventsToRegister() {
    return VolumeHints.all();
  }
}
