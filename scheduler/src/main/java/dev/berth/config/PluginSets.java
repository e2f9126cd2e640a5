package dev.berth.config;

import com.google.common.collect.Maps;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All plugin sets of one profile, merged with the defaults: what is enabled everywhere it can run
 * ({@code multiPoint}), and what is enabled or kept out at single extension points.
 *
 * <p>Which plugin a multiPoint entry turns on at which point is known to whoever has the plugins.
 * The rule, for one point: nothing of multiPoint when the point disables {@code *}. Otherwise first
 * the point's own plugins that multiPoint names too, in the point's order and with the point's
 * weight; then the other multiPoint plugins that have this point and that it does not disable; then
 * the rest of the point's own. A name that occurs twice in a set is an error and never gets here.
 *
 * <p>Mirrors {@code expandMultiPointPlugins} of {@code framework/runtime/framework.go} and {@code
 * mergePlugins} of {@code apis/config/v1/default_plugins.go}, Kubernetes 1.36.3.
 *
 * <p>Threading: immutable.
 *
 * @param points sets of single points; a point that is absent has an empty one
 */
public record PluginSets(PluginSet multiPoint, Map<ExtensionPoint, PluginSet> points) {
  private static final String MULTI_POINT = "multiPoint";

  /** Known to kube-scheduler or its next version, but to no plugin and no stage of Berth. */
  private static final List<String> POD_GROUP_POINTS =
      List.of("placementGenerate", "placementScore", "podGroupPostFilter");

  public PluginSets {
    points = Maps.immutableEnumMap(points);
  }

  /** The set of one extension point. */
  public PluginSet at(ExtensionPoint point) {
    return points.getOrDefault(point, PluginSet.EMPTY);
  }

  /** Every plugin that is enabled anywhere: those that have to be built. */
  public Set<String> enabledNames() {
    Set<String> names = new TreeSet<>();
    multiPoint.enabled().forEach(plugin -> names.add(plugin.name()));
    points.values().forEach(set -> set.enabled().forEach(plugin -> names.add(plugin.name())));
    return names;
  }

  /** The set that enables the plugin first, by the name of its field; null when none does. */
  public @Nullable String fieldThatEnables(String plugin) {
    if (names(multiPoint, plugin)) {
      return MULTI_POINT;
    }
    for (Map.Entry<ExtensionPoint, PluginSet> point : points.entrySet()) {
      if (names(point.getValue(), plugin)) {
        return point.getKey().field();
      }
    }
    return null;
  }

  /** Lays these sets, as the user wrote them, over the defaults. */
  PluginSets over(PluginSets defaults) {
    Map<ExtensionPoint, PluginSet> merged = new EnumMap<>(ExtensionPoint.class);
    for (ExtensionPoint point : ExtensionPoint.values()) {
      PluginSet set = at(point).over(defaults.at(point));
      if (!set.equals(PluginSet.EMPTY)) {
        merged.put(point, set);
      }
    }
    return new PluginSets(multiPoint.over(defaults.multiPoint), merged);
  }

  static PluginSets read(Fields fields) {
    PluginSet multiPoint = fields.object(MULTI_POINT, PluginSet::read);
    Map<ExtensionPoint, PluginSet> points = new EnumMap<>(ExtensionPoint.class);
    for (ExtensionPoint point : ExtensionPoint.values()) {
      points.put(point, fields.object(point.field(), PluginSet::read));
    }
    POD_GROUP_POINTS.forEach(point -> fields.object(point, PluginSet::read));
    return new PluginSets(multiPoint, points);
  }

  private static boolean names(PluginSet set, String plugin) {
    return set.enabled().stream().anyMatch(enabled -> enabled.name().equals(plugin));
  }
}
