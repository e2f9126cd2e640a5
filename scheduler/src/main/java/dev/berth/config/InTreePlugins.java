package dev.berth.config;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The plugins that kube-scheduler has built in, by name: which of them are on by default, in which
 * order and with which weight, and which no longer exist.
 *
 * <p>Mirrors {@code getDefaultPlugins} of {@code apis/config/v1/default_plugins.go} with the
 * feature gates as Kubernetes 1.36.3 has them by default.
 *
 * <p>Threading: immutable.
 */
final class InTreePlugins {
  /** What a profile runs that says nothing about plugins. */
  static final PluginSets DEFAULTS =
      new PluginSets(
          new PluginSet(
              List.of(
                  new EnabledPlugin("SchedulingGates"),
                  new EnabledPlugin("PrioritySort"),
                  new EnabledPlugin("NodeUnschedulable"),
                  new EnabledPlugin("NodeName"),
                  new EnabledPlugin("TaintToleration", 3),
                  new EnabledPlugin("NodeAffinity", 2),
                  new EnabledPlugin("NodePorts"),
                  new EnabledPlugin("NodeResourcesFit"),
                  new EnabledPlugin("VolumeRestrictions"),
                  new EnabledPlugin("NodeVolumeLimits"),
                  new EnabledPlugin("VolumeBinding"),
                  new EnabledPlugin("VolumeZone"),
                  new EnabledPlugin("PodTopologySpread", 2),
                  new EnabledPlugin("InterPodAffinity", 2),
                  new EnabledPlugin("DynamicResources", 2),
                  new EnabledPlugin("DefaultPreemption"),
                  new EnabledPlugin("NodeResourcesBalancedAllocation"),
                  new EnabledPlugin("ImageLocality"),
                  new EnabledPlugin("DefaultBinder"),
                  new EnabledPlugin("NodeDeclaredFeatures")),
              List.of()),
          Map.of());

  /** Behind feature gates that are off by default. */
  private static final List<String> OFF =
      List.of("GangScheduling", "TopologyPlacementGenerator", "PodGroupPodsCount");

  /** All names that exist. */
  static final Set<String> NAMES = names();

  /** Names that kube-scheduler refuses because the plugins are gone. */
  static final Set<String> REMOVED =
      Set.of("AzureDiskLimits", "CinderLimits", "EBSLimits", "GCEPDLimits");

  static final String WHY_REMOVED = "it no longer exists: NodeVolumeLimits counts such volumes";

  private InTreePlugins() {}

  private static Set<String> names() {
    Set<String> names = DEFAULTS.enabledNames();
    names.addAll(OFF);
    return Set.copyOf(names);
  }
}
