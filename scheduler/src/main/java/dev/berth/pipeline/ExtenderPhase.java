package dev.berth.pipeline;

import dev.berth.framework.ClusterView;
import dev.berth.framework.ExternalExtender;
import dev.berth.framework.ExternalExtender.Question;
import dev.berth.framework.Status;
import dev.berth.framework.StatusCodes;
import dev.berth.model.Node;
import dev.berth.model.PodInfo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The part of an attempt that belongs to extenders: what they have to be asked, and what their
 * answer does to the nodes that pass now.
 *
 * <p>Mirrors {@code findNodesThatPassExtenders} and {@code prioritizeNodes}, {@code
 * pkg/scheduler/schedule_one.go}, Kubernetes 1.36.3, but for the asking itself. Threading: the
 * thread that owns the view; one per step of an attempt.
 */
final class ExtenderPhase {
  private final Extenders extenders;
  private final PodInfo pod;
  private final ClusterView view;
  private ExtenderAnswer.@Nullable Judged answer;

  /** A node passes that they were not asked about. */
  private boolean skippedSome;

  ExtenderPhase(Extenders extenders, PodInfo pod, ClusterView view) {
    this.extenders = extenders;
    this.pod = pod;
    this.view = view;
  }

  /** What must be asked before the promised node is taken; null when nothing. */
  @Nullable ExtenderQuestion aboutPromised(Node node) {
    List<ExternalExtender> filtering = extenders.asked(pod, Question.FILTER);
    return filtering.isEmpty()
        ? null
        : new ExtenderQuestion.AboutNodes(
            ExtenderQuestion.Subject.PROMISED_NODE, pod, List.of(node), filtering, List.of());
  }

  /** What must be asked about the nodes that pass; null when nothing. */
  @Nullable ExtenderQuestion aboutAll(AttemptCodes codes) {
    List<ExternalExtender> filtering = extenders.asked(pod, Question.FILTER);
    List<ExternalExtender> prioritizing = extenders.asked(pod, Question.PRIORITIZE);
    boolean asks =
        (!filtering.isEmpty() && codes.count() > 0)
            || (!prioritizing.isEmpty() && codes.count() > 1);
    return asks
        ? new ExtenderQuestion.AboutNodes(
            ExtenderQuestion.Subject.ALL, pod, passing(codes), filtering, prioritizing)
        : null;
  }

  private List<Node> passing(AttemptCodes codes) {
    List<Node> nodes = new ArrayList<>(codes.count());
    for (int i = codes.next(0); i >= 0; i = codes.next(i + 1)) {
      nodes.add(view.node(i).node());
    }
    return nodes;
  }

  /** Whether the promised node was left. */
  static boolean passes(ExtenderAnswer.OfNodes answer, String node) {
    return answer instanceof ExtenderAnswer.Judged judged && judged.passing().contains(node);
  }

  /**
   * Takes out the nodes that did not remain. Those that pass only now were not asked about, so the
   * pod cannot have them this time.
   */
  void apply(ExtenderAnswer.Judged judged, AttemptCodes codes) {
    answer = judged;
    StatusCodes table = view.memos().codes();
    int notVisited = table.codeOf(FilterPhase.NOT_VISITED);
    for (int i = codes.next(0); i >= 0; i = codes.next(i + 1)) {
      String name = view.node(i).name();
      if (!judged.passing().contains(name)) {
        codes.set(i, notVisited);
        skippedSome |= !judged.rejections().containsKey(name);
      }
    }
    judged
        .rejections()
        .forEach(
            (name, status) -> {
              int ordinal = view.ordinal(name);
              if (ordinal >= 0 && codes.get(ordinal) != 0) {
                codes.set(ordinal, table.codeOf(status));
              }
            });
  }

  /** Nodes that an extender rejected and nobody knows count like others. */
  void addUnknown(Map<Status, Integer> rejections) {
    if (answer != null) {
      answer
          .rejections()
          .forEach(
              (name, status) -> {
                if (view.ordinal(name) < 0) {
                  rejections.merge(status, 1, Integer::sum);
                }
              });
    }
  }

  /** Whether one of them rejected a node with that. */
  boolean isFromExtender(Status status) {
    return extenders.has(status.plugin());
  }

  /** Any change may help when it brought up a node that could not be asked about. */
  void blame(Set<String> blamed) {
    if (skippedSome) {
      blamed.add(ExternalExtender.PLUGIN);
    }
  }

  /** True when totals of plugins are not the last word. */
  boolean scores() {
    return answer != null && !answer.scores().isEmpty();
  }

  long pointsOf(String node) {
    return answer == null ? 0 : answer.pointsOf(node);
  }

  /**
   * The nodes that are preferred to others with the same total: those that an extender has scored,
   * whatever with. None are when an extender that is interested in the pod never scores: that
   * counts as a zero for every node.
   */
  Set<String> firstAmongEquals() {
    if (answer == null || !extenders.allScore(answer.question().pod())) {
      return Set.of();
    }
    Set<String> scored = new HashSet<>();
    answer.scores().forEach(points -> scored.addAll(points.byNode().keySet()));
    return scored;
  }

  /** What each extender gives to the node. */
  List<PluginScore> scoresOf(String node) {
    return answer == null
        ? List.of()
        : answer.scores().stream()
            .map(points -> new PluginScore(points.extender(), points.of(node)))
            .toList();
  }
}
