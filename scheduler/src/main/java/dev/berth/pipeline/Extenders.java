package dev.berth.pipeline;

import dev.berth.framework.ExternalExtender;
import dev.berth.framework.ExternalExtender.Question;
import dev.berth.model.PodInfo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The extenders that are asked about pods, in the order in which they are: as configured, those
 * that may fail behind the others.
 *
 * <p>Mirrors {@code buildExtenders}, {@code pkg/scheduler/scheduler.go}, Kubernetes 1.36.3.
 * Threading: immutable.
 */
public final class Extenders {
  public static final Extenders NONE = new Extenders(List.of());

  private final List<ExternalExtender> inOrder;
  private final Set<String> names = new HashSet<>();

  private Extenders(List<ExternalExtender> inOrder) {
    this.inOrder = inOrder;
    inOrder.forEach(extender -> names.add(extender.name()));
  }

  /** Some, as configured. */
  public static Extenders of(List<ExternalExtender> configured) {
    List<ExternalExtender> inOrder = new ArrayList<>();
    configured.stream().filter(extender -> !extender.isIgnorable()).forEach(inOrder::add);
    configured.stream().filter(ExternalExtender::isIgnorable).forEach(inOrder::add);
    return new Extenders(List.copyOf(inOrder));
  }

  /** Whether a status with that plugin's name came from one of them. */
  boolean has(String name) {
    return names.contains(name);
  }

  /** Whether one of them may have to be asked before that pod is decided. */
  public boolean decideAbout(PodInfo pod) {
    return !asked(pod, Question.FILTER).isEmpty()
        || !asked(pod, Question.PRIORITIZE).isEmpty()
        || !asked(pod, Question.PREEMPT).isEmpty();
  }

  /** Whether each of those that are interested in that pod scores nodes for it. */
  boolean allScore(PodInfo pod) {
    return inOrder.stream()
        .allMatch(extender -> extender.answers(Question.PRIORITIZE) || !extender.isInterested(pod));
  }

  /** Those that are asked that about that pod. */
  public List<ExternalExtender> asked(PodInfo pod, Question question) {
    if (inOrder.isEmpty()) {
      return List.of();
    }
    return inOrder.stream()
        .filter(extender -> extender.answers(question) && extender.isInterested(pod))
        .toList();
  }
}
