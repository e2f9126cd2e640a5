package dev.berth.plugins.podtopologyspread;

import dev.berth.config.PodTopologySpreadArgs;
import dev.berth.config.PodTopologySpreadArgs.DefaultConstraint;
import dev.berth.config.PodTopologySpreadArgs.Defaulting;
import dev.berth.config.PodTopologySpreadArgs.WhenUnsatisfiable;
import dev.berth.framework.Listers;
import dev.berth.framework.Status;
import dev.berth.model.LabelSelector;
import dev.berth.model.PodInfo;
import dev.berth.model.SpreadConstraint;
import dev.berth.model.SpreadConstraint.NodePolicy;
import dev.berth.model.TopologySpread;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which constraints apply to a pod: its own, or, if it has none at all, the default ones.
 *
 * <p>Mirrors {@code getConstraints} and {@code buildDefaultConstraints}, plugins/podtopologyspread,
 * Kubernetes 1.36.3. Where Services or the pod's controller cannot be read, preferred default
 * constraints are dropped and required ones reject the pod.
 *
 * <p>Threading: scheduler thread only.
 */
final class Constraints {
  private static final List<SpreadConstraint> SYSTEM_SOFT =
      List.of(
          SpreadConstraint.of("kubernetes.io/hostname", 3, LabelSelector.NOTHING),
          SpreadConstraint.of("topology.kubernetes.io/zone", 5, LabelSelector.NOTHING));

  /**
   * The constraints of one sort that apply to a pod.
   *
   * @param failure why there are none although there should be, or null
   */
  record Applying(List<SpreadConstraint> list, @Nullable Status failure) {
    private static final Applying NONE = new Applying(List.of(), null);

    static Applying of(List<SpreadConstraint> list) {
      return list.isEmpty() ? NONE : new Applying(list, null);
    }

    static Applying failed(Status failure) {
      return new Applying(List.of(), failure);
    }
  }

  private final DefaultSelector selectors;
  private final List<SpreadConstraint> defaultHard;
  private final List<SpreadConstraint> defaultSoft;
  private final boolean systemDefaults;

  Constraints(PodTopologySpreadArgs args, Listers listers) {
    selectors = new DefaultSelector(listers);
    systemDefaults = args.defaulting() == Defaulting.SYSTEM;
    defaultHard = systemDefaults ? List.of() : of(args, WhenUnsatisfiable.DO_NOT_SCHEDULE);
    defaultSoft = systemDefaults ? SYSTEM_SOFT : of(args, WhenUnsatisfiable.SCHEDULE_ANYWAY);
  }

  private static List<SpreadConstraint> of(PodTopologySpreadArgs args, WhenUnsatisfiable sort) {
    return args.defaultConstraints().stream()
        .filter(constraint -> constraint.whenUnsatisfiable() == sort)
        .map(Constraints::withoutSelector)
        .toList();
  }

  private static SpreadConstraint withoutSelector(DefaultConstraint constraint) {
    Long minDomains = constraint.minDomains();
    return new SpreadConstraint(
        constraint.topologyKey(),
        constraint.maxSkew(),
        minDomains == null ? 1 : Math.toIntExact(minDomains),
        LabelSelector.NOTHING,
        policy(constraint.nodeAffinityPolicy(), NodePolicy.HONOR),
        policy(constraint.nodeTaintsPolicy(), NodePolicy.IGNORE));
  }

  private static NodePolicy policy(@Nullable String name, NodePolicy unset) {
    if (name == null) {
      return unset;
    }
    return name.equals("Honor") ? NodePolicy.HONOR : NodePolicy.IGNORE;
  }

  /** The constraints that a node must keep. */
  Applying hard(PodInfo pod) {
    TopologySpread own = pod.topologySpread();
    if (!own.isSaid()) {
      return hardDefaults(pod);
    }
    String error = own.hardError();
    return error == null
        ? Applying.of(own.hard())
        : Applying.failed(
            Status.error("obtaining pod's hard topology spread constraints: " + error));
  }

  private Applying hardDefaults(PodInfo pod) {
    if (defaultHard.isEmpty()) {
      return Applying.NONE;
    }
    String missing = selectors.missing(pod);
    return missing == null
        ? withSelector(defaultHard, pod)
        : Applying.failed(
            Status.unresolvable("default topology spread constraints cannot be told: " + missing));
  }

  /** The constraints that a node should keep. */
  Applying soft(PodInfo pod) {
    TopologySpread own = pod.topologySpread();
    if (!own.isSaid()) {
      boolean known = !defaultSoft.isEmpty() && selectors.missing(pod) == null;
      return known ? withSelector(defaultSoft, pod) : Applying.NONE;
    }
    String error = own.softError();
    return error == null
        ? Applying.of(own.soft())
        : Applying.failed(
            Status.error("obtaining pod's soft topology spread constraints: " + error));
  }

  private Applying withSelector(List<SpreadConstraint> defaults, PodInfo pod) {
    LabelSelector selector = selectors.of(pod);
    return selector.isEverything()
        ? Applying.NONE
        : Applying.of(
            defaults.stream().map(constraint -> constraint.withSelector(selector)).toList());
  }

  /**
   * Whether nodes without one of the labels get no score. The system's own constraints let nodes
   * without a zone still spread by host.
   */
  boolean needAllLabels(PodInfo pod) {
    return pod.topologySpread().isSaid() || !systemDefaults;
  }
}
