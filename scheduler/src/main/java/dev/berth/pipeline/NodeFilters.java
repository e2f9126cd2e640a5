package dev.berth.pipeline;

import dev.berth.framework.CycleState;
import dev.berth.framework.FilterPlugin;
import dev.berth.framework.Filters;
import dev.berth.framework.NominatedPods;
import dev.berth.framework.PreFilterPlugin;
import dev.berth.framework.Status;
import dev.berth.framework.TimedPoint;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The scalar judgement of one node: the filters in order, and twice when pods are nominated to it.
 *
 * <p>The first pass counts nominated pods of equal or higher priority as if they ran there, because
 * this pod must yield to them; the second leaves them out, because they may end up elsewhere and
 * affinity must not lean on them. Both have to pass.
 *
 * <p>Mirrors {@code RunFilterPluginsWithNominatedPods}, {@code
 * pkg/scheduler/framework/runtime/framework.go}, Kubernetes 1.36.3. Threading: the thread that owns
 * the view.
 */
final class NodeFilters implements Filters {

  /** One of the two calls that keep a plugin's state in step with a node. */
  private interface Extension {
    Status tell(PreFilterPlugin plugin);
  }

  private final List<FilterPlugin> filters;

  /** Those that have a state to keep in step. */
  private final List<PreFilterPlugin> keepingStep;

  private final NominatedPods nominated;
  private final PluginTimes times;
  private Asked asked = Asked.NOBODY;

  /**
   * Who is left when some skip: the same for all nodes and dry runs of an attempt.
   *
   * @param skipped which is made for the attempt, and grows during PreFilter
   */
  private record Asked(
      Set<String> skipped,
      int skippedCount,
      List<FilterPlugin> filters,
      List<PreFilterPlugin> keepingStep) {
    static final Asked NOBODY = new Asked(new HashSet<>(), -1, List.of(), List.of());

    @SuppressWarnings("ReferenceEquality") // another attempt has another set; comparing costs
    boolean isWithout(Set<String> others) {
      return skipped == others && skippedCount == others.size();
    }
  }

  NodeFilters(
      List<FilterPlugin> filters,
      List<PreFilterPlugin> preFilters,
      NominatedPods nominated,
      PluginTimes times) {
    this.filters = filters;
    this.keepingStep = preFilters.stream().filter(NodeFilters::keepsStep).toList();
    this.nominated = nominated;
    this.times = times;
  }

  /** Whether it has one of the two methods of its own: most plugins keep the defaults. */
  private static boolean keepsStep(PreFilterPlugin plugin) {
    return Stream.of(plugin.getClass().getMethods())
        .filter(method -> method.getName().equals("addPod") || method.getName().equals("removePod"))
        .anyMatch(method -> method.getDeclaringClass() != PreFilterPlugin.class);
  }

  private Asked asked(CycleState state) {
    Set<String> skipped = SkippedPlugins.ofFilter(state);
    if (!asked.isWithout(skipped)) {
      asked =
          new Asked(
              skipped,
              skipped.size(),
              filters.stream().filter(plugin -> !skipped.contains(plugin.name())).toList(),
              keepingStep.stream().filter(plugin -> !skipped.contains(plugin.name())).toList());
    }
    return asked;
  }

  @Override
  public Status filterWithNominatedPods(CycleState state, PodInfo pod, NodeInfo node) {
    List<PodInfo> promised = nominated.on(node.name());
    return promised.isEmpty() ? filter(state, pod, node) : filterTwice(state, pod, node, promised);
  }

  private Status filterTwice(CycleState state, PodInfo pod, NodeInfo node, List<PodInfo> promised) {
    CycleState fork = state.fork();
    NodeInfo crowded = node;
    for (PodInfo other : promised) {
      if (mustYield(pod, other)) {
        crowded = crowded.withPod(other);
        Status added = addPod(fork, pod, other, crowded);
        if (!added.isSuccess()) {
          return added;
        }
      }
    }
    if (crowded == node) {
      return filter(state, pod, node);
    }
    Status first = filter(fork, pod, crowded);
    return first.isSuccess() ? filter(state, pod, node) : first;
  }

  /** The node as the first pass sees it; itself when nobody is nominated there whom that counts. */
  NodeInfo crowded(PodInfo pod, NodeInfo node) {
    NodeInfo crowded = node;
    for (PodInfo other : nominated.on(node.name())) {
      crowded = mustYield(pod, other) ? crowded.withPod(other) : crowded;
    }
    return crowded;
  }

  private static boolean mustYield(PodInfo pod, PodInfo other) {
    return other.priority() >= pod.priority() && !other.uid().equals(pod.uid());
  }

  /** The first filter that does not pass decides. */
  private Status filter(CycleState state, PodInfo pod, NodeInfo node) {
    for (FilterPlugin plugin : asked(state).filters()) {
      Status status = filter(plugin, state, pod, node);
      if (!status.isSuccess()) {
        return status;
      }
    }
    return Status.success();
  }

  /**
   * One plugin's verdict, in its name; anything that is neither success nor rejection is an error.
   */
  Status filter(FilterPlugin plugin, CycleState state, PodInfo pod, NodeInfo node) {
    long start = PluginTimes.start(state);
    Status status;
    try {
      status = plugin.filter(state, pod, node);
    } catch (RuntimeException thrown) {
      status = PluginFailures.report(plugin, "filter", thrown);
    }
    times.took(state, TimedPoint.FILTER, plugin, status, start);
    return inNameOf(plugin, status);
  }

  static Status inNameOf(FilterPlugin plugin, Status status) {
    if (status.isSuccess()) {
      return status;
    }
    return status.isRejection()
        ? status.by(plugin.name())
        : new Status.Error(
            plugin.name(),
            List.of("running \"" + plugin.name() + "\" filter plugin: " + status.message()));
  }

  @Override
  public Status addPod(CycleState state, PodInfo pod, PodInfo added, NodeInfo node) {
    return tellEach(
        TimedPoint.PRE_FILTER_ADD_POD,
        "AddPod",
        state,
        plugin -> plugin.addPod(state, pod, added, node));
  }

  @Override
  public Status removePod(CycleState state, PodInfo pod, PodInfo removed, NodeInfo node) {
    return tellEach(
        TimedPoint.PRE_FILTER_REMOVE_POD,
        "RemovePod",
        state,
        plugin -> plugin.removePod(state, pod, removed, node));
  }

  private Status tellEach(TimedPoint point, String method, CycleState state, Extension extension) {
    for (PreFilterPlugin plugin : asked(state).keepingStep()) {
      long start = PluginTimes.start(state);
      Status status = tell(method, plugin, extension);
      times.took(state, point, plugin, status, start);
      if (!status.isSuccess()) {
        return extensionFailure(method, plugin, status);
      }
    }
    return Status.success();
  }

  private static Status tell(String method, PreFilterPlugin plugin, Extension extension) {
    try {
      return extension.tell(plugin);
    } catch (RuntimeException thrown) {
      return PluginFailures.report(plugin, method, thrown);
    }
  }

  private static Status extensionFailure(String method, PreFilterPlugin plugin, Status status) {
    return new Status.Error(
        plugin.name(),
        List.of(
            "running "
                + method
                + " on PreFilter plugin \""
                + plugin.name()
                + "\": "
                + status.message()));
  }
}
