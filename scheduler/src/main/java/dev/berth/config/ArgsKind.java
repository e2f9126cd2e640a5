package dev.berth.config;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A built-in plugin that takes arguments, with what reads them. Reading no fields at all gives the
 * defaults.
 *
 * <p>Threading: immutable.
 */
record ArgsKind(String plugin, Function<Fields, PluginArgs> reader) {
  static final List<ArgsKind> ALL =
      List.of(
          new ArgsKind("DefaultPreemption", DefaultPreemptionArgs::read),
          new ArgsKind("DynamicResources", DynamicResourcesArgs::read),
          new ArgsKind("InterPodAffinity", InterPodAffinityArgs::read),
          new ArgsKind("NodeAffinity", NodeAffinityArgs::read),
          new ArgsKind(
              "NodeResourcesBalancedAllocation", NodeResourcesBalancedAllocationArgs::read),
          new ArgsKind("NodeResourcesFit", NodeResourcesFitArgs::read),
          new ArgsKind("PodTopologySpread", PodTopologySpreadArgs::read),
          new ArgsKind("VolumeBinding", VolumeBindingArgs::read));

  static @Nullable ArgsKind of(String plugin) {
    return ALL.stream().filter(kind -> kind.plugin.equals(plugin)).findFirst().orElse(null);
  }

  /** Reads arguments, which may say of which version and kind they are. */
  PluginArgs read(Fields fields) {
    String kind = plugin + "Args";
    fields.mustBe("apiVersion", KubeConfiguration.VERSION);
    fields.mustBe("kind", kind);
    return reader.apply(fields);
  }

  PluginArgs defaults() {
    return Fields.read(null, "", new Findings(), reader);
  }
}
