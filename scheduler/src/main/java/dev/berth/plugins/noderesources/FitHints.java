package dev.berth.plugins.noderesources;

import dev.berth.framework.QueueingHint;
import dev.berth.model.Node;
import dev.berth.model.PodInfo;
import dev.berth.model.ResourceName;
import dev.berth.model.Resources;
import dev.berth.model.devices.DeviceClass;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which changes may make room for a pod that NodeResourcesFit rejected.
 *
 * <p>Mirrors {@code isSchedulableAfterPodEvent} and {@code isSchedulableAfterNodeChange} of {@code
 * plugins/noderesources/fit.go}, Kubernetes 1.36.3; ignored resources count here, as upstream.
 */
final class FitHints {

  private static final FitCheck CHECK = new FitCheck(IgnoredResources.NONE);

  private static final List<ResourceName> BASIC =
      List.of(ResourceName.CPU, ResourceName.MEMORY, ResourceName.EPHEMERAL_STORAGE);

  private FitHints() {}

  /** A pod went, or a placed one, or the pod itself, wants less of something that the pod wants. */
  static QueueingHint afterPodChange(
      PodInfo pod, @Nullable PodInfo before, @Nullable PodInfo after) {
    if (after == null) {
      return before != null && hasPlace(before) ? QueueingHint.QUEUE : QueueingHint.SKIP;
    }
    if (after.uid().equals(pod.uid())) {
      return QueueingHint.QUEUE;
    }
    return before != null && !after.nodeName().isEmpty() && freesSomething(pod, before, after)
        ? QueueingHint.QUEUE
        : QueueingHint.SKIP;
  }

  private static boolean hasPlace(PodInfo pod) {
    return !pod.nodeName().isEmpty() || !pod.nominatedNodeName().isEmpty();
  }

  private static boolean freesSomething(PodInfo pod, PodInfo before, PodInfo after) {
    Resources wanted = pod.requests().placed();
    return anyGrew(wanted, after.requests().placed(), before.requests().placed());
  }

  /** The node could hold the pod if it were empty, and has more than before of what it wants. */
  static QueueingHint afterNodeChange(
      PodInfo pod, Set<ResourceName> fromClasses, @Nullable Node before, Node after) {
    Resources wanted = pod.requests().incoming();
    if (!CHECK.verdict(wanted, fromClasses, after.allocatable(), Resources.ZERO, 0).isSuccess()) {
      return QueueingHint.SKIP;
    }
    return before == null
            || offersMore(wanted, before.allocatable(), after.allocatable())
            || fromClasses.stream().anyMatch(name -> after.allocatable().scalar(name) <= 0)
        ? QueueingHint.QUEUE
        : QueueingHint.SKIP;
  }

  /** A class offers, or offers anew, something that the pod wants. */
  static QueueingHint afterClassChange(
      PodInfo pod, @Nullable DeviceClass before, DeviceClass after) {
    boolean isNew = before == null;
    boolean sameName =
        before != null && before.extendedResourceName().equals(after.extendedResourceName());
    boolean wanted =
        (isNew && wants(pod, DeviceClass.IMPLICIT_RESOURCE_PREFIX + after.key().name()))
            || (!sameName && wants(pod, after.extendedResourceName()));
    return wanted ? QueueingHint.QUEUE : QueueingHint.SKIP;
  }

  private static boolean wants(PodInfo pod, String resource) {
    return pod.extendedResources().stream().anyMatch(name -> name.name().equals(resource));
  }

  private static boolean offersMore(Resources wanted, Resources before, Resources after) {
    return after.pods() > before.pods() || anyGrew(wanted, before, after);
  }

  /** Is there more in {@code large} than in {@code small} of something wanted? */
  private static boolean anyGrew(Resources wanted, Resources small, Resources large) {
    for (ResourceName name : BASIC) {
      if (grew(name, wanted, small, large)) {
        return true;
      }
    }
    for (int i = 0; i < wanted.scalarCount(); i++) {
      if (grew(wanted.scalarName(i), wanted, small, large)) {
        return true;
      }
    }
    return false;
  }

  private static boolean grew(
      ResourceName name, Resources wanted, Resources small, Resources large) {
    return wanted.get(name) != 0 && large.get(name) > small.get(name);
  }
}
