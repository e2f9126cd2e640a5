package dev.berth.plugins.dynamicresources;

import dev.berth.config.DynamicResourcesArgs;
import dev.berth.framework.ClusterView;
import dev.berth.framework.CycleState;
import dev.berth.framework.EnqueueExtensions;
import dev.berth.framework.EventRegistration;
import dev.berth.framework.FilterPlugin;
import dev.berth.framework.MemoizedScore;
import dev.berth.framework.NodeDependence;
import dev.berth.framework.NodeStatuses;
import dev.berth.framework.PluginContext;
import dev.berth.framework.PostFilterPlugin;
import dev.berth.framework.PostFilterResult;
import dev.berth.framework.PreBindPlugin;
import dev.berth.framework.PreEnqueuePlugin;
import dev.berth.framework.PreFilterResult;
import dev.berth.framework.Recountable;
import dev.berth.framework.ReservePlugin;
import dev.berth.framework.ScoreException;
import dev.berth.framework.Scores;
import dev.berth.framework.StateKey;
import dev.berth.framework.Status;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;
import dev.berth.plugins.dynamicresources.cel.CelSelectors;
import dev.berth.plugins.dynamicresources.cel.DeviceSelectors;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives pods the devices that their claims ask for: rejects nodes where they are not to be had,
 * reserves them on the chosen node, and writes claims before the pod is bound.
 *
 * <p>Mirrors {@code plugins/dynamicresources/dynamicresources.go}, Kubernetes 1.36.3, with the
 * feature gates that are on by default. There, giving a claim's devices back in PostFilter and
 * Unreserve blocks the scheduler; here it is asked for, and the pod is not tried again before it
 * was done.
 *
 * <p>Threading: scheduler thread only, {@link #preBind} on the pod's binding thread.
 */
public final class DynamicResources
    implements PreEnqueuePlugin,
        Recountable,
        FilterPlugin,
        PostFilterPlugin,
        MemoizedScore,
        ReservePlugin,
        PreBindPlugin,
        EnqueueExtensions {

  public static final String NAME = "DynamicResources";

  private static final StateKey<ClaimState> STATE = StateKey.of(NAME);

  private static final Status NO_STATE = Status.error("not found").by(NAME);
  private static final PostFilterResult NO_CLAIMS =
      PostFilterResult.of(Status.unschedulable("no new claims to deallocate"));

  private final ClaimLookup lookup;
  private final ClaimChecks checks;
  private final ClaimFilter filter;
  private final ClaimReservations reservations;
  private final ClaimBinding binding;

  public DynamicResources(DynamicResourcesArgs args, PluginContext context) {
    this(args, context, new CelSelectors());
  }

  DynamicResources(DynamicResourcesArgs args, PluginContext context, DeviceSelectors selectors) {
    BindingConditions conditions = new BindingConditions(args.bindingTimeout());
    lookup = new ClaimLookup(context.listers().resourceClaims());
    reservations = new ClaimReservations(context);
    checks = new ClaimChecks(args, context, selectors, lookup, reservations);
    filter = new ClaimFilter(conditions, context.clock());
    binding = new ClaimBinding(context, conditions);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<EventRegistration> eventsToRegister() {
    return new ClaimHints(lookup).registrations();
  }

  @Override
  public Status preEnqueue(PodInfo pod) {
    return checks.preEnqueue(pod);
  }

  /** Kept are the devices that are taken, and what is worked out of slices. */
  @Override
  public boolean recount(PodInfo pod) {
    return checks.recount(pod);
  }

  /** A pod that is rejected here is remembered as one without claims, as upstream. */
  @Override
  public PreFilterResult preFilter(CycleState state, PodInfo pod, ClusterView view) {
    state.put(STATE, ClaimState.none());
    return switch (checks.look(pod)) {
      case ClaimChecks.Result.Nothing _ -> PreFilterResult.skip();
      case ClaimChecks.Result.Rejected(Status status) -> PreFilterResult.failed(status);
      case ClaimChecks.Result.Claims(ClaimState claims) -> {
        state.put(STATE, claims);
        yield PreFilterResult.allNodes();
      }
    };
  }

  @Override
  public Status filter(CycleState state, PodInfo pod, NodeInfo node) {
    ClaimState claims = state.find(STATE);
    if (claims == null) {
      return NO_STATE;
    }
    return claims.isEmpty() ? Status.success() : filter.filter(claims, pod, node);
  }

  @Override
  public PostFilterResult postFilter(
      CycleState state, PodInfo pod, ClusterView view, NodeStatuses statuses) {
    ClaimState claims = state.find(STATE);
    if (claims == null) {
      return PostFilterResult.of(NO_STATE);
    }
    return claims.isEmpty()
        ? NO_CLAIMS
        : PostFilterResult.of(reservations.giveBackOne(claims, pod));
  }

  @Override
  public long score(CycleState state, PodInfo pod, NodeInfo node) throws ScoreException {
    ClaimState claims = state.find(STATE);
    if (claims == null) {
      throw new ScoreException(NO_STATE.message());
    }
    ClaimState.OnNode found = claims.on(node.name());
    return found == null ? 0 : SubRequestScore.of(claims.entries(), found.allocations());
  }

  @Override
  public void normalize(CycleState state, PodInfo pod, Scores scores) {
    scores.normalizeByMax(false);
  }

  @Override
  public NodeDependence scoreDependence() {
    return NodeDependence.NODE_OBJECT;
  }

  /** All nodes score alike for pods without claims; the others are asked node by node. */
  @Override
  public @Nullable Object scoreAspect(CycleState state, PodInfo pod, ClusterView view) {
    ClaimState claims = state.find(STATE);
    return claims != null && claims.isEmpty() ? NAME : null;
  }

  @Override
  public Status reserve(CycleState state, PodInfo pod, String nodeName) {
    ClaimState claims = state.find(STATE);
    if (claims == null) {
      return NO_STATE;
    }
    return reservations.reserve(claims, nodeName);
  }

  @Override
  public void unreserve(CycleState state, PodInfo pod, String nodeName) {
    ClaimState claims = state.find(STATE);
    if (claims != null) {
      reservations.unreserve(claims, pod);
    }
  }

  @Override
  public Status preBindPreFlight(CycleState state, PodInfo pod, String nodeName) {
    ClaimState claims = state.find(STATE);
    if (claims == null) {
      return NO_STATE;
    }
    return claims.isEmpty() ? Status.skip() : Status.success();
  }

  @Override
  public Status preBind(CycleState state, PodInfo pod, String nodeName)
      throws InterruptedException {
    return binding.bind(state.get(STATE), pod, nodeName);
  }
}
