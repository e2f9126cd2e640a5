package dev.berth.plugins.nodeaffinity;

import dev.berth.config.NodeAffinityArgs;
import dev.berth.framework.ActionType;
import dev.berth.framework.ClusterEvent;
import dev.berth.framework.ClusterView;
import dev.berth.framework.CycleState;
import dev.berth.framework.EnqueueExtensions;
import dev.berth.framework.EventRegistration;
import dev.berth.framework.EventResource;
import dev.berth.framework.FeasibleNodes;
import dev.berth.framework.MemoizedFilter;
import dev.berth.framework.MemoizedScore;
import dev.berth.framework.NodeDependence;
import dev.berth.framework.PreFilterPlugin;
import dev.berth.framework.PreFilterResult;
import dev.berth.framework.PreScorePlugin;
import dev.berth.framework.QueueingHint;
import dev.berth.framework.ScoreException;
import dev.berth.framework.Scores;
import dev.berth.framework.Status;
import dev.berth.model.Node;
import dev.berth.model.NodeInfo;
import dev.berth.model.NodeSelector;
import dev.berth.model.PodInfo;
import dev.berth.model.PreferredNodes;
import dev.berth.model.RequiredNodes;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rejects nodes that the pod's node selector and required node affinity do not match, and prefers
 * those that match its preferred terms. A profile may add terms of its own to those of every pod.
 *
 * <p>A raw score is the sum of the weights of matching terms; the highest becomes 100. Required
 * terms that do not parse match nothing; a preferred one is an error of the whole attempt, but only
 * when nodes are scored.
 *
 * <p>Mirrors {@code plugins/nodeaffinity/node_affinity.go}, Kubernetes 1.36.3. Threading:
 * immutable.
 */
public final class NodeAffinity
    implements PreFilterPlugin, MemoizedFilter, PreScorePlugin, MemoizedScore, EnqueueExtensions {

  public static final String NAME = "NodeAffinity";

  private static final Status CONFLICT =
      Status.unresolvable("pod affinity terms conflict").by(NAME);

  private static final Status NOT_OF_PROFILE =
      Status.unresolvable("node(s) didn't match scheduler-enforced node affinity").by(NAME);

  private static final Status NOT_OF_POD =
      Status.unresolvable("node(s) didn't match Pod's node affinity/selector").by(NAME);

  private final @Nullable NodeSelector addedRequired;
  private final PreferredNodes addedPreferred;

  public NodeAffinity(NodeAffinityArgs args) {
    addedRequired = args.addedRequired();
    addedPreferred = PreferredNodes.of(args.addedPreferred());
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public PreFilterResult preFilter(CycleState state, PodInfo pod, ClusterView view) {
    RequiredNodes required = pod.requiredNodes();
    if (addedRequired == null && required.isAny()) {
      return PreFilterResult.skip();
    }
    NodeSelector terms = required.required();
    Set<String> names = terms == null ? null : NamedNodes.of(terms);
    if (names == null) {
      return PreFilterResult.allNodes();
    }
    return names.isEmpty() ? PreFilterResult.failed(CONFLICT) : PreFilterResult.onlyNodes(names);
  }

  @Override
  public Status filter(CycleState state, PodInfo pod, NodeInfo node) {
    if (!matchesProfile(node.node())) {
      return NOT_OF_PROFILE;
    }
    return pod.requiredNodes().matches(node.node()) ? Status.success() : NOT_OF_POD;
  }

  private boolean matchesProfile(Node node) {
    return addedRequired == null || addedRequired.matches(node);
  }

  @Override
  public NodeDependence filterDependence() {
    return NodeDependence.NODE_OBJECT;
  }

  @Override
  public Object filterAspect(CycleState state, PodInfo pod) {
    return pod.requiredNodes();
  }

  @Override
  public Status preScore(CycleState state, PodInfo pod, ClusterView view, FeasibleNodes nodes) {
    String error = pod.preferredNodes().parseError();
    if (error != null) {
      return Status.error(error).by(NAME);
    }
    return pod.preferredNodes().isEmpty() && addedPreferred.isEmpty()
        ? Status.skip()
        : Status.success();
  }

  @Override
  public long score(CycleState state, PodInfo pod, NodeInfo node) throws ScoreException {
    PreferredNodes preferred = pod.preferredNodes();
    String error = preferred.parseError();
    if (error != null) {
      throw new ScoreException(error);
    }
    return addedPreferred.score(node.node()) + preferred.score(node.node());
  }

  @Override
  public NodeDependence scoreDependence() {
    return NodeDependence.NODE_OBJECT;
  }

  @Override
  public Object scoreAspect(CycleState state, PodInfo pod, ClusterView view) {
    return pod.preferredNodes();
  }

  @Override
  public void normalize(CycleState state, PodInfo pod, Scores scores) {
    scores.normalizeByMax(false);
  }

  @Override
  public List<EventRegistration> eventsToRegister() {
    return List.of(
        EventRegistration.onNode(
            ClusterEvent.of(EventResource.NODE, ActionType.ADD, ActionType.UPDATE_NODE_LABEL),
            this::afterNodeChange));
  }

  private QueueingHint afterNodeChange(PodInfo pod, @Nullable Node before, Node after) {
    if (!matchesProfile(after)) {
      return QueueingHint.SKIP;
    }
    RequiredNodes required = pod.requiredNodes();
    if (!required.matches(after)) {
      return failsToParse(required, after) ? QueueingHint.QUEUE : QueueingHint.SKIP;
    }
    boolean matchedBefore = before != null && required.matches(before);
    return matchedBefore ? QueueingHint.SKIP : QueueingHint.QUEUE;
  }

  /** Terms that do not parse are an error, and an error counts as a reason to try again. */
  private static boolean failsToParse(RequiredNodes required, Node node) {
    NodeSelector terms = required.required();
    return terms != null
        && terms.parseError("") != null
        && RequiredNodes.of(required.nodeSelector(), null).matches(node);
  }
}
