package dev.berth.config;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads one entry of {@code profiles}.
 *
 * <p>Mirrors {@code setDefaults_KubeSchedulerProfile} of {@code apis/config/v1/defaults.go} and
 * {@code validateKubeSchedulerProfile} of {@code apis/config/validation/validation.go}, Kubernetes
 * 1.36.3.
 *
 * <p>Threading: one per request.
 */
final class ProfileReader {
  private final String defaultName;
  private final int globalPercentage;

  /**
   * @param defaultName what a profile without a name is called; empty when it must have one
   * @param globalPercentage of profiles that have no percentage of their own, 0 to 100
   */
  ProfileReader(String defaultName, int globalPercentage) {
    this.defaultName = defaultName;
    this.globalPercentage = globalPercentage;
  }

  /** One entry of {@code pluginConfig}. */
  private record PluginConfig(String path, String plugin, PluginArgs args) {}

  Profile read(Fields fields) {
    String name = fields.text("schedulerName", defaultName);
    if (name.isEmpty() && fields.isSound("schedulerName")) {
      fields.problem("schedulerName", "is missing; with several profiles each needs one");
    }
    int percentage = percentage(fields);
    PluginSets plugins = fields.object("plugins", PluginSets::read).over(InTreePlugins.DEFAULTS);
    List<PluginConfig> configs =
        fields.objects("pluginConfig", config -> readPluginConfig(config, plugins));
    refuseRepeated(fields, configs);
    return new Profile(fields.path(), name, percentage, plugins, argsByPlugin(configs));
  }

  private int percentage(Fields fields) {
    int percentage = fields.wholeNumber("percentageOfNodesToScore", globalPercentage, 0, 100);
    if (percentage == 0) {
      fields.findings().notice(Differences.ALL_NODES);
    }
    return percentage == 0 ? 100 : percentage;
  }

  private static Map<String, PluginArgs> argsByPlugin(List<PluginConfig> configs) {
    Map<String, PluginArgs> args = new LinkedHashMap<>();
    ArgsKind.ALL.forEach(kind -> args.put(kind.plugin(), kind.defaults()));
    configs.forEach(config -> args.put(config.plugin, config.args));
    return args;
  }

  private static PluginConfig readPluginConfig(Fields fields, PluginSets plugins) {
    String plugin = fields.requiredText("name");
    if (InTreePlugins.REMOVED.contains(plugin)) {
      fields.invalid("name", Fields.quote(plugin), InTreePlugins.WHY_REMOVED);
    }
    ArgsKind kind = ArgsKind.of(plugin);
    if (kind != null) {
      return new PluginConfig(fields.path(), plugin, fields.objectOf("args", plugin, kind::read));
    }
    noticeIdleArgs(fields, plugin, plugins);
    UnknownArgs args = new UnknownArgs(fields.pathOf("args"), fields.tree("args"));
    return new PluginConfig(fields.path(), plugin, args);
  }

  /** kube-scheduler takes arguments for any name; those that nothing reads are named. */
  private static void noticeIdleArgs(Fields fields, String plugin, PluginSets plugins) {
    Set<String> enabled = plugins.enabledNames();
    if (!fields.has("args") || plugin.isEmpty()) {
      return;
    }
    if (InTreePlugins.NAMES.contains(plugin)) {
      fields.findings().notice(fields.path() + ": the plugin " + plugin + " takes no args");
    } else if (!enabled.contains(plugin)) {
      fields
          .findings()
          .notice(
              fields.path()
                  + ": the profile enables no plugin "
                  + plugin
                  + ", so its args have no effect."
                  + NearestName.maybe(plugin, enabled));
    }
  }

  private static void refuseRepeated(Fields fields, List<PluginConfig> configs) {
    Set<String> seen = new HashSet<>();
    for (PluginConfig config : configs) {
      if (!config.plugin.isEmpty() && !seen.add(config.plugin)) {
        fields.problemAt(
            config.path + ".name",
            "is " + Fields.quote(config.plugin) + "; a plugin can be configured once only");
      }
    }
  }

  /**
   * The plugin that the profile's own queueSort set enables; null when it leaves that to
   * multiPoint.
   */
  private static @Nullable String queueSort(Profile profile) {
    List<EnabledPlugin> enabled = profile.plugins().at(ExtensionPoint.QUEUE_SORT).enabled();
    return enabled.isEmpty() ? null : enabled.getFirst().name();
  }

  /** All profiles feed one queue, so they must agree on its order. */
  static void checkTogether(Fields fields, List<Profile> profiles) {
    Map<String, String> firstByName = new LinkedHashMap<>();
    for (Profile profile : profiles) {
      String first = firstByName.putIfAbsent(profile.schedulerName(), profile.path());
      if (first != null && !profile.schedulerName().isEmpty()) {
        fields.problemAt(
            profile.path() + ".schedulerName",
            "is " + Fields.quote(profile.schedulerName()) + ", the name of " + first + " too");
      }
    }
    for (Profile profile : profiles) {
      checkQueueSort(fields, profiles.getFirst(), profile);
    }
  }

  private static void checkQueueSort(Fields fields, Profile first, Profile profile) {
    PluginSet set = profile.plugins().at(ExtensionPoint.QUEUE_SORT);
    String path = profile.path() + ".plugins.queueSort";
    if (set.enabled().size() > 1) {
      fields.problemAt(
          path + ".enabled", "names " + set.enabled().size() + " plugins; one is allowed");
    }
    if (!set.equals(first.plugins().at(ExtensionPoint.QUEUE_SORT))) {
      fields.problemAt(
          path, "differs from that of " + first.path() + "; all profiles share a queue");
    }
    String sort = queueSort(first);
    if (sort != null && !first.unknownArgs(sort).equals(profile.unknownArgs(sort))) {
      fields.problemAt(
          profile.path() + ".pluginConfig",
          "has other args for " + sort + " than " + first.path() + "; all profiles share a queue");
    }
  }
}
