package dev.berth.plugins;

import dev.berth.config.ConfigException;
import dev.berth.config.ConfigProblem;
import dev.berth.config.EnabledPlugin;
import dev.berth.config.ExtensionPoint;
import dev.berth.config.NearestName;
import dev.berth.config.PluginArgs;
import dev.berth.config.PluginSet;
import dev.berth.config.Profile;
import dev.berth.config.UnknownArgs;
import dev.berth.framework.BindPlugin;
import dev.berth.framework.EventRegistration;
import dev.berth.framework.FilterPlugin;
import dev.berth.framework.PermitPlugin;
import dev.berth.framework.Plugin;
import dev.berth.framework.PluginContext;
import dev.berth.framework.PostBindPlugin;
import dev.berth.framework.PostFilterPlugin;
import dev.berth.framework.PreBindPlugin;
import dev.berth.framework.PreEnqueuePlugin;
import dev.berth.framework.PreFilterPlugin;
import dev.berth.framework.PreScorePlugin;
import dev.berth.framework.ProfilePlugins;
import dev.berth.framework.QueueSortPlugin;
import dev.berth.framework.ReservePlugin;
import dev.berth.framework.ScorePlugin;
import dev.berth.framework.Weighted;
import dev.berth.plugins.imagelocality.ImageLocality;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Makes the plugins of one profile and puts them into the list of each extension point.
 *
 * <p>For one point, nothing of multiPoint comes in when the point disables {@code *}. Otherwise the
 * order is: the point's own plugins that multiPoint names too, in the point's order and with its
 * weights; then the other multiPoint plugins that implement the point and that it does not disable;
 * then the rest of the point's own. A plugin named for a point that it does not implement is an
 * error; one that multiPoint names just does not come in there.
 *
 * <p>kube-scheduler also refuses weights whose sum times 100 overflows 64 bits. Weights are 32 bits
 * wide here as there, so that takes 43 million plugins and is not checked.
 *
 * <p>Mirrors {@code NewFramework}, {@code updatePluginList} and {@code expandMultiPointPlugins} of
 * {@code framework/runtime/framework.go}, Kubernetes 1.36.3. Threading: one per request.
 */
public final class PluginAssembly {

  private final Profile profile;
  private final PluginRegistry registry;
  private final PluginContext context;
  private final List<ConfigProblem> problems = new ArrayList<>();
  private final Map<String, Plugin> built = new TreeMap<>();
  private final Map<ExtensionPoint, List<EnabledPlugin>> expanded =
      new EnumMap<>(ExtensionPoint.class);

  private PluginAssembly(Profile profile, PluginRegistry registry, PluginContext context) {
    this.profile = profile;
    this.registry = registry;
    this.context = context;
  }

  /**
   * Makes the profile's plugins.
   *
   * @throws ConfigException with everything that is wrong with the profile's plugins and their args
   */
  public static ProfilePlugins assemble(
      Profile profile, PluginRegistry registry, PluginContext context) {
    return new PluginAssembly(profile, registry, context).assemble();
  }

  private ProfilePlugins assemble() {
    profile.plugins().enabledNames().forEach(this::make);
    for (ExtensionPoint point : ExtensionPoint.values()) {
      refuseOwnWithoutThePoint(point);
      expanded.put(point, expand(point));
    }
    checkOneQueueSort();
    checkSomeBind();
    if (!problems.isEmpty()) {
      throw new ConfigException("profile \"" + profile.schedulerName() + "\"", problems);
    }
    return new ProfilePlugins(
        profile.schedulerName(),
        profile.percentageOfNodesToScore(),
        at(ExtensionPoint.PRE_ENQUEUE, PreEnqueuePlugin.class),
        at(ExtensionPoint.QUEUE_SORT, QueueSortPlugin.class).getFirst(),
        placement(),
        commitment(),
        registrations());
  }

  private void make(String name) {
    PluginRegistry.Factory factory = registry.factory(name);
    if (factory == null) {
      if (registry.pointsOfUnbuilt(name) == null) {
        problem(
            profile.whereEnabled(name),
            "names \""
                + name
                + "\", which is no plugin."
                + NearestName.maybe(name, registry.names()));
      }
      return;
    }
    PluginArgs args = profile.argsByPlugin().getOrDefault(name, UnknownArgs.NONE);
    try {
      built.put(name, named(name, factory.make(context, args)));
    } catch (ConfigException wrong) {
      problems.addAll(wrong.problems());
    }
  }

  /** Everything that finds a plugin by name relies on its own name being the registered one. */
  private static Plugin named(String name, Plugin plugin) {
    if (!plugin.name().equals(name)) {
      throw new IllegalStateException(
          "the plugin registered as "
              + name
              + " calls itself "
              + plugin.name()
              + ". Maybe register it under that name.");
    }
    return plugin;
  }

  private void refuseOwnWithoutThePoint(ExtensionPoint point) {
    for (EnabledPlugin own : profile.plugins().at(point).enabled()) {
      if (registry.names().contains(own.name()) && !runsAt(own.name(), point)) {
        problem(
            profile.path() + ".plugins." + point.field() + ".enabled",
            "names \""
                + own.name()
                + "\", which does nothing at "
                + point.field()
                + ". Maybe multiPoint: there it runs at every point that it knows.");
      }
    }
  }

  private boolean runsAt(String name, ExtensionPoint point) {
    Set<ExtensionPoint> ofUnbuilt = registry.pointsOfUnbuilt(name);
    if (ofUnbuilt != null) {
      return ofUnbuilt.contains(point);
    }
    Plugin plugin = built.get(name);
    if (plugin == null) {
      return true; // could not be made, and that has been said
    }
    return contract(point).isInstance(plugin) && !hasPreScoreOfOursOnly(name, point);
  }

  /** ImageLocality has no PreScore upstream, so a profile cannot enable or disable it there. */
  private static boolean hasPreScoreOfOursOnly(String name, ExtensionPoint point) {
    return point == ExtensionPoint.PRE_SCORE && name.equals(ImageLocality.NAME);
  }

  private List<EnabledPlugin> expand(ExtensionPoint point) {
    PluginSet own = profile.plugins().at(point);
    if (own.disabled().contains(PluginSet.ALL)) {
      return own.enabled();
    }

    // 1. what multiPoint brings in, and which of the point's own plugins it names too
    Map<String, EnabledPlugin> rest = new LinkedHashMap<>();
    own.enabled().forEach(plugin -> rest.put(plugin.name(), plugin));
    Set<String> overrides = new TreeSet<>();
    List<EnabledPlugin> ofMultiPoint = new ArrayList<>();
    for (EnabledPlugin plugin : profile.plugins().multiPoint().enabled()) {
      if (!runsAt(plugin.name(), point) || own.disabled().contains(plugin.name())) {
        continue;
      }
      if (rest.containsKey(plugin.name())) {
        overrides.add(plugin.name());
      } else {
        ofMultiPoint.add(plugin);
      }
    }

    // 2. overriding ones, then multiPoint's, then the rest
    List<EnabledPlugin> all = new ArrayList<>();
    for (EnabledPlugin plugin : own.enabled()) {
      if (overrides.contains(plugin.name())) {
        all.add(plugin);
        rest.remove(plugin.name());
      }
    }
    all.addAll(ofMultiPoint);
    all.addAll(rest.values());
    return all;
  }

  private void checkOneQueueSort() {
    int count = expanded.getOrDefault(ExtensionPoint.QUEUE_SORT, List.of()).size();
    if (count != 1) {
      problem(
          profile.path() + ".plugins.queueSort",
          "leaves "
              + count
              + " plugins that order the queue; there must be exactly one. Maybe"
              + " PrioritySort.");
    }
  }

  private void checkSomeBind() {
    if (expanded.getOrDefault(ExtensionPoint.BIND, List.of()).isEmpty()) {
      problem(
          profile.path() + ".plugins.bind",
          "leaves no plugin that binds; there must be at least one. Maybe DefaultBinder.");
    }
  }

  private void problem(@Nullable String path, String message) {
    problems.add(new ConfigProblem(path == null ? profile.path() : path, message));
  }

  private ProfilePlugins.Placement placement() {
    List<PreScorePlugin> preScore =
        new ArrayList<>(at(ExtensionPoint.PRE_SCORE, PreScorePlugin.class));
    List<Weighted> score = weighted();
    for (Weighted scoring : score) {
      if (scoring.plugin() instanceof ImageLocality imageLocality) {
        preScore.add(imageLocality);
      }
    }
    return new ProfilePlugins.Placement(
        at(ExtensionPoint.PRE_FILTER, PreFilterPlugin.class),
        at(ExtensionPoint.FILTER, FilterPlugin.class),
        at(ExtensionPoint.POST_FILTER, PostFilterPlugin.class),
        preScore,
        score);
  }

  private ProfilePlugins.Commitment commitment() {
    return new ProfilePlugins.Commitment(
        at(ExtensionPoint.RESERVE, ReservePlugin.class),
        at(ExtensionPoint.PERMIT, PermitPlugin.class),
        at(ExtensionPoint.PRE_BIND, PreBindPlugin.class),
        at(ExtensionPoint.BIND, BindPlugin.class),
        at(ExtensionPoint.POST_BIND, PostBindPlugin.class));
  }

  /** The built plugins of one point, in order. */
  private <T extends Plugin> List<T> at(ExtensionPoint point, Class<T> contract) {
    List<T> plugins = new ArrayList<>();
    for (EnabledPlugin enabled : expanded.getOrDefault(point, List.of())) {
      Plugin plugin = built.get(enabled.name());
      if (plugin != null) {
        plugins.add(contract.cast(plugin));
      }
    }
    return plugins;
  }

  private List<Weighted> weighted() {
    List<Weighted> score = new ArrayList<>();
    for (EnabledPlugin enabled : expanded.getOrDefault(ExtensionPoint.SCORE, List.of())) {
      if (built.get(enabled.name()) instanceof ScorePlugin plugin) {
        score.add(new Weighted(plugin, enabled.weight()));
      }
    }
    return score;
  }

  private Map<String, List<EventRegistration>> registrations() {
    Map<String, List<EventRegistration>> byPlugin = new TreeMap<>();
    for (Plugin plugin : built.values()) {
      List<EventRegistration> events = Wakers.of(plugin);
      if (events != null) {
        byPlugin.put(plugin.name(), events);
      }
    }
    return byPlugin;
  }

  private static Class<? extends Plugin> contract(ExtensionPoint point) {
    return switch (point) {
      case PRE_ENQUEUE -> PreEnqueuePlugin.class;
      case QUEUE_SORT -> QueueSortPlugin.class;
      case PRE_FILTER -> PreFilterPlugin.class;
      case FILTER -> FilterPlugin.class;
      case POST_FILTER -> PostFilterPlugin.class;
      case PRE_SCORE -> PreScorePlugin.class;
      case SCORE -> ScorePlugin.class;
      case RESERVE -> ReservePlugin.class;
      case PERMIT -> PermitPlugin.class;
      case PRE_BIND -> PreBindPlugin.class;
      case BIND -> BindPlugin.class;
      case POST_BIND -> PostBindPlugin.class;
    };
  }
}
