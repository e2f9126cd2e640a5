package dev.berth.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which plugins are turned on, in order, and which are kept out, for one extension point or for all
 * ({@code multiPoint}).
 *
 * <p>Threading: immutable.
 *
 * @param enabled in the order in which they run
 * @param disabled names, or {@link #ALL}
 */
public record PluginSet(List<EnabledPlugin> enabled, List<String> disabled) {
  /** In {@code disabled}: every plugin that is not enabled in the same set. */
  public static final String ALL = "*";

  public static final PluginSet EMPTY = new PluginSet(List.of(), List.of());

  public PluginSet {
    enabled = List.copyOf(enabled);
    disabled = List.copyOf(disabled);
  }

  /**
   * Lays what the user wrote over a default set. A default that is disabled goes; one that is
   * enabled again keeps its place and takes the user's weight (the last, when named twice); every
   * other plugin of the user comes behind, in the user's order. A default that is both disabled and
   * enabled therefore moves behind.
   *
   * <p>Mirrors {@code mergePluginSet} of {@code apis/config/v1/default_plugins.go}, Kubernetes
   * 1.36.3.
   */
  PluginSet over(PluginSet defaults) {
    List<String> allDisabled = new ArrayList<>(disabled);
    allDisabled.addAll(defaults.disabled);

    Map<String, Integer> lastByName = new LinkedHashMap<>();
    for (int i = 0; i < enabled.size(); i++) {
      lastByName.put(enabled.get(i).name(), i);
    }

    List<EnabledPlugin> merged = new ArrayList<>();
    Set<Integer> placed = new HashSet<>();
    if (!allDisabled.contains(ALL)) {
      for (EnabledPlugin byDefault : defaults.enabled) {
        Integer again = lastByName.get(byDefault.name());
        if (allDisabled.contains(byDefault.name())) {
          continue;
        }
        if (again == null) {
          merged.add(byDefault);
        } else {
          merged.add(enabled.get(again));
          placed.add(again);
        }
      }
    }
    for (int i = 0; i < enabled.size(); i++) {
      if (!placed.contains(i)) {
        merged.add(enabled.get(i));
      }
    }
    return new PluginSet(merged, allDisabled);
  }

  static PluginSet read(Fields fields) {
    List<EnabledPlugin> enabled = fields.objects("enabled", EnabledPlugin::read);
    List<String> disabled = fields.objects("disabled", PluginSet::readDisabled);
    refuseRepeated(fields, enabled);
    return new PluginSet(enabled, disabled);
  }

  /** A disabled plugin is an entry like an enabled one, but its weight means nothing. */
  private static String readDisabled(Fields fields) {
    fields.wholeNumber("weight", 0, 0, Integer.MAX_VALUE);
    return fields.requiredText("name");
  }

  private static void refuseRepeated(Fields fields, List<EnabledPlugin> enabled) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < enabled.size(); i++) {
      String name = enabled.get(i).name();
      if (!name.isEmpty() && !seen.add(name)) {
        fields.problemAt(
            fields.elementPath("enabled", i) + ".name",
            "is " + Fields.quote(name) + "; a plugin can be enabled once only");
      }
    }
  }
}
