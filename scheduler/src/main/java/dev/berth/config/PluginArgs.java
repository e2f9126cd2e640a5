package dev.berth.config;

/**
 * The arguments of one plugin in one profile ({@code pluginConfig[].args}), defaulted and checked.
 *
 * <p>Each built-in plugin that takes arguments has a type of its own; those of all other plugins
 * are {@link UnknownArgs}. Mirrors {@code config/v1/types_pluginargs.go} of kube-scheduler 1.36.3.
 *
 * <p>Threading: immutable.
 */
public sealed interface PluginArgs
    permits DefaultPreemptionArgs,
        DynamicResourcesArgs,
        InterPodAffinityArgs,
        NodeAffinityArgs,
        NodeResourcesBalancedAllocationArgs,
        NodeResourcesFitArgs,
        PodTopologySpreadArgs,
        VolumeBindingArgs,
        UnknownArgs {}
