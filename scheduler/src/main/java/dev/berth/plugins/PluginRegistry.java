package dev.berth.plugins;

import dev.berth.config.ExtensionPoint;
import dev.berth.config.PluginArgs;
import dev.berth.framework.Plugin;
import dev.berth.framework.PluginContext;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The plugins that a profile may enable, by name: what makes each of them, and which ones of
 * kube-scheduler are known but not built yet.
 *
 * <p>Mirrors {@code framework/runtime/registry.go}, Kubernetes 1.36.3. Threading: immutable.
 */
public final class PluginRegistry {

  /** Makes one plugin for one profile. */
  @FunctionalInterface
  public interface Factory {
    /**
     * Makes the plugin, called once per profile that enables it.
     *
     * @param args of the plugin's own type for kube-scheduler's plugins that take any, else {@code
     *     UnknownArgs}
     * @throws dev.berth.config.ConfigException for arguments that the plugin cannot use
     */
    Plugin make(PluginContext context, PluginArgs args);
  }

  public static final PluginRegistry EMPTY = new PluginRegistry(Map.of(), Map.of());

  private final Map<String, Factory> factories;
  private final Map<String, Set<ExtensionPoint>> unbuilt;

  private PluginRegistry(Map<String, Factory> factories, Map<String, Set<ExtensionPoint>> unbuilt) {
    this.factories = factories;
    this.unbuilt = unbuilt;
  }

  /**
   * This registry and one more plugin.
   *
   * @throws IllegalArgumentException when the name is taken
   */
  public PluginRegistry with(String name, Factory factory) {
    Map<String, Factory> more = new TreeMap<>(factories);
    refuseTaken(name);
    more.put(name, factory);
    return new PluginRegistry(Collections.unmodifiableMap(more), unbuilt);
  }

  /**
   * This registry and the name of a plugin that is known but not built yet, with the points at
   * which it would run.
   *
   * @throws IllegalArgumentException when the name is taken
   */
  PluginRegistry withUnbuilt(String name, ExtensionPoint... points) {
    Map<String, Set<ExtensionPoint>> more = new TreeMap<>(unbuilt);
    refuseTaken(name);
    more.put(name, Set.of(points));
    return new PluginRegistry(factories, Collections.unmodifiableMap(more));
  }

  private void refuseTaken(String name) {
    if (factories.containsKey(name) || unbuilt.containsKey(name)) {
      throw new IllegalArgumentException(
          "plugin " + name + " is registered already. Maybe give yours a name of its own.");
    }
  }

  /** Every name that a profile may use, sorted. */
  public Set<String> names() {
    Set<String> names = new TreeSet<>(factories.keySet());
    names.addAll(unbuilt.keySet());
    return names;
  }

  /** The names of plugins that are known but not built yet. */
  public Set<String> unbuilt() {
    return unbuilt.keySet();
  }

  /** What makes the plugin, or null when it is unknown or not built yet. */
  @Nullable Factory factory(String name) {
    return factories.get(name);
  }

  /**
   * Where the plugin would run if it were built; null for a plugin that is, and for unknown ones.
   */
  @Nullable Set<ExtensionPoint> pointsOfUnbuilt(String name) {
    return unbuilt.get(name);
  }
}
