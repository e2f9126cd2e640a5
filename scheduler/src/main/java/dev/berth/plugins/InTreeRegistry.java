package dev.berth.plugins;

import static dev.berth.config.ExtensionPoint.PERMIT;
import static dev.berth.config.ExtensionPoint.PRE_ENQUEUE;

import dev.berth.config.DefaultPreemptionArgs;
import dev.berth.config.DynamicResourcesArgs;
import dev.berth.config.InterPodAffinityArgs;
import dev.berth.config.NodeAffinityArgs;
import dev.berth.config.NodeResourcesBalancedAllocationArgs;
import dev.berth.config.NodeResourcesFitArgs;
import dev.berth.config.PluginArgs;
import dev.berth.config.PodTopologySpreadArgs;
import dev.berth.config.UnknownArgs;
import dev.berth.config.VolumeBindingArgs;
import dev.berth.plugins.defaultbinder.DefaultBinder;
import dev.berth.plugins.defaultpreemption.DefaultPreemption;
import dev.berth.plugins.dynamicresources.DynamicResources;
import dev.berth.plugins.examples.Examples;
import dev.berth.plugins.imagelocality.ImageLocality;
import dev.berth.plugins.interpodaffinity.InterPodAffinity;
import dev.berth.plugins.nodeaffinity.NodeAffinity;
import dev.berth.plugins.nodedeclaredfeatures.NodeDeclaredFeatures;
import dev.berth.plugins.nodename.NodeName;
import dev.berth.plugins.nodeports.NodePorts;
import dev.berth.plugins.noderesources.NodeResourcesBalancedAllocation;
import dev.berth.plugins.noderesources.NodeResourcesFit;
import dev.berth.plugins.nodeunschedulable.NodeUnschedulable;
import dev.berth.plugins.nodevolumelimits.NodeVolumeLimits;
import dev.berth.plugins.podtopologyspread.PodTopologySpread;
import dev.berth.plugins.queuesort.PrioritySort;
import dev.berth.plugins.schedulinggates.SchedulingGates;
import dev.berth.plugins.tainttoleration.TaintToleration;
import dev.berth.plugins.volumebinding.VolumeBinding;
import dev.berth.plugins.volumerestrictions.VolumeRestrictions;
import dev.berth.plugins.volumezone.VolumeZone;

/**
 * Everything that comes with Berth: kube-scheduler's plugins, built or not yet, and the examples.
 *
 * <p>Mirrors {@code plugins/registry.go}, Kubernetes 1.36.3. Threading: immutable.
 */
public final class InTreeRegistry {

  private static final PluginRegistry ALL = withExamples(unbuilt(built(PluginRegistry.EMPTY)));

  private InTreeRegistry() {}

  public static PluginRegistry get() {
    return ALL;
  }

  private static PluginRegistry built(PluginRegistry registry) {
    return registry
        .with(SchedulingGates.NAME, (context, args) -> new SchedulingGates())
        .with(PrioritySort.NAME, (context, args) -> new PrioritySort())
        .with(NodeUnschedulable.NAME, (context, args) -> new NodeUnschedulable())
        .with(NodeName.NAME, (context, args) -> new NodeName())
        .with(TaintToleration.NAME, (context, args) -> new TaintToleration())
        .with(
            NodeAffinity.NAME,
            (context, args) -> new NodeAffinity(typed(args, NodeAffinityArgs.class)))
        .with(NodePorts.NAME, (context, args) -> new NodePorts())
        .with(
            NodeResourcesFit.NAME,
            (context, args) ->
                new NodeResourcesFit(typed(args, NodeResourcesFitArgs.class), context.listers()))
        .with(
            NodeResourcesBalancedAllocation.NAME,
            (context, args) ->
                new NodeResourcesBalancedAllocation(
                    typed(args, NodeResourcesBalancedAllocationArgs.class)))
        .with(
            VolumeBinding.NAME,
            (context, args) -> new VolumeBinding(typed(args, VolumeBindingArgs.class), context))
        .with(
            PodTopologySpread.NAME,
            (context, args) ->
                new PodTopologySpread(typed(args, PodTopologySpreadArgs.class), context.listers()))
        .with(
            InterPodAffinity.NAME,
            (context, args) ->
                new InterPodAffinity(typed(args, InterPodAffinityArgs.class), context.listers()))
        .with(VolumeRestrictions.NAME, (context, args) -> new VolumeRestrictions(context.listers()))
        .with(NodeVolumeLimits.NAME, (context, args) -> new NodeVolumeLimits(context.listers()))
        .with(VolumeZone.NAME, (context, args) -> new VolumeZone(context.listers()))
        .with(
            DynamicResources.NAME,
            (context, args) ->
                new DynamicResources(typed(args, DynamicResourcesArgs.class), context))
        .with(
            DefaultPreemption.NAME,
            (context, args) ->
                new DefaultPreemption(typed(args, DefaultPreemptionArgs.class), context))
        .with(ImageLocality.NAME, (context, args) -> new ImageLocality())
        .with(DefaultBinder.NAME, (context, args) -> new DefaultBinder(context.binder()))
        .with(NodeDeclaredFeatures.NAME, (context, args) -> new NodeDeclaredFeatures());
  }

  private static PluginRegistry unbuilt(PluginRegistry registry) {
    return registry
        .withUnbuilt("GangScheduling", PRE_ENQUEUE, PERMIT)
        .withUnbuilt("TopologyPlacementGenerator")
        .withUnbuilt("PodGroupPodsCount");
  }

  private static PluginRegistry withExamples(PluginRegistry registry) {
    PluginRegistry all = registry;
    for (var example : Examples.all().entrySet()) {
      all =
          all.with(
              example.getKey(),
              (context, args) -> example.getValue().apply(context, typed(args, UnknownArgs.class)));
    }
    return all;
  }

  private static <T extends PluginArgs> T typed(PluginArgs args, Class<T> type) {
    if (!type.isInstance(args)) {
      throw new IllegalArgumentException(
          "args are "
              + args
              + ", not "
              + type.getSimpleName()
              + ". Maybe load the configuration anew.");
    }
    return type.cast(args);
  }
}
