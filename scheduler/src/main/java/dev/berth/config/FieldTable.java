package dev.berth.config;

import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every field of a configuration and who honours it, so that nothing a user writes is ignored in
 * silence. A test holds that the table has each field that the readers know; whoever makes a field
 * work changes its row.
 *
 * <p>Threading: immutable.
 */
final class FieldTable {
  /** What becomes of a field that the user set. */
  sealed interface Fate {
    /** It is only the place of other fields, which have rows of their own. */
    record Place() implements Fate {}

    /** It is honoured, with all that is in it, by a package or plugin. */
    record HonouredBy(String who) implements Fate {}

    /** Nothing honours it, nor anything in it; the sentence says what that means. */
    record Idle(String sentence) implements Fate {}
  }

  private static final Fate PLACE = new Fate.Place();
  private static final Fate KUBE = new Fate.HonouredBy("kube");
  private static final Fate QUEUE = new Fate.HonouredBy("queue");
  private static final Fate PIPELINE = new Fate.HonouredBy("pipeline");
  private static final Fate PLUGINS = new Fate.HonouredBy("plugins");
  private static final Fate CONFIG = new Fate.HonouredBy("config");
  private static final Fate NO_PROFILER = new Fate.Idle("has no meaning: this is not a Go program");
  private static final Fate NO_POD_GROUPS =
      new Fate.Idle("is a known extension point, but no stage of Berth runs it");

  private static final Map<String, Fate> ROWS =
      ImmutableMap.<String, Fate>builder()
          .put("apiVersion", CONFIG)
          .put("kind", CONFIG)
          .put("parallelism", new Fate.Idle("has no meaning: one thread decides"))
          .put("percentageOfNodesToScore", PIPELINE)
          .put("podInitialBackoffSeconds", QUEUE)
          .put("podMaxBackoffSeconds", QUEUE)
          .put("enableProfiling", NO_PROFILER)
          .put("enableContentionProfiling", NO_PROFILER)
          .put("delayCacheUntilActive", KUBE)
          .put("leaderElection", KUBE)
          .put("extenders", new Fate.HonouredBy("kube"))
          .put("clientConnection", PLACE)
          .put("clientConnection.kubeconfig", KUBE)
          .put("clientConnection.contentType", CONFIG)
          .put("clientConnection.acceptContentTypes", CONFIG)
          .put("clientConnection.qps", KUBE)
          .put("clientConnection.burst", KUBE)
          .put("profiles", PLACE)
          .put("profiles[].schedulerName", PIPELINE)
          .put("profiles[].percentageOfNodesToScore", PIPELINE)
          .put("profiles[].plugins", PLACE)
          .put("profiles[].plugins.multiPoint", PLUGINS)
          .put("profiles[].plugins.preEnqueue", PLUGINS)
          .put("profiles[].plugins.queueSort", PLUGINS)
          .put("profiles[].plugins.preFilter", PLUGINS)
          .put("profiles[].plugins.filter", PLUGINS)
          .put("profiles[].plugins.postFilter", PLUGINS)
          .put("profiles[].plugins.preScore", PLUGINS)
          .put("profiles[].plugins.score", PLUGINS)
          .put("profiles[].plugins.reserve", PLUGINS)
          .put("profiles[].plugins.permit", PLUGINS)
          .put("profiles[].plugins.preBind", PLUGINS)
          .put("profiles[].plugins.bind", PLUGINS)
          .put("profiles[].plugins.postBind", PLUGINS)
          .put("profiles[].plugins.placementGenerate", NO_POD_GROUPS)
          .put("profiles[].plugins.placementScore", NO_POD_GROUPS)
          .put("profiles[].plugins.podGroupPostFilter", NO_POD_GROUPS)
          .put("profiles[].pluginConfig", PLACE)
          .put("profiles[].pluginConfig[].name", CONFIG)
          .put("profiles[].pluginConfig[].args", PLUGINS)
          .put("profiles[].pluginConfig[NodeAffinity].args", PLUGINS)
          .put("profiles[].pluginConfig[NodeResourcesFit].args", PLUGINS)
          .put("profiles[].pluginConfig[NodeResourcesBalancedAllocation].args", PLUGINS)
          .put("profiles[].pluginConfig[DefaultPreemption].args", PLUGINS)
          .put("profiles[].pluginConfig[DynamicResources].args", PLUGINS)
          .put("profiles[].pluginConfig[InterPodAffinity].args", PLUGINS)
          .put("profiles[].pluginConfig[PodTopologySpread].args", PLUGINS)
          .put("profiles[].pluginConfig[VolumeBinding].args", PLUGINS)
          .put("BerthConfiguration.apiVersion", CONFIG)
          .put("BerthConfiguration.kind", CONFIG)
          .put("BerthConfiguration.allowDefaultScheduler", CONFIG)
          .put("BerthConfiguration.deterministic", PIPELINE)
          .put("BerthConfiguration.seed", PIPELINE)
          .put("BerthConfiguration.decisionRecords", new Fate.HonouredBy("cycle"))
          .put("BerthConfiguration.maxBindsInFlight", KUBE)
          .put("BerthConfiguration.driftCheckInterval", KUBE)
          .put("BerthConfiguration.countCheckInterval", PIPELINE)
          .put("BerthConfiguration.extender", new Fate.HonouredBy("extender"))
          .buildOrThrow();

  private FieldTable() {}

  /** A sentence for each idle field that was set. */
  static List<String> idle(Map<String, String> setPaths) {
    List<String> sentences = new ArrayList<>();
    setPaths.forEach(
        (path, pattern) -> {
          if (ROWS.get(pattern) instanceof Fate.Idle idle) {
            sentences.add(path + " " + idle.sentence());
          }
        });
    return sentences;
  }

  /** What becomes of a field: its own row, or that of what it stands in; null when none says. */
  static @Nullable Fate fateOf(String pattern) {
    Fate own = ROWS.get(pattern);
    if (own != null) {
      return own;
    }
    int dot = pattern.lastIndexOf('.');
    Fate outer = dot < 0 ? null : fateOf(pattern.substring(0, dot).replaceFirst("\\[\\]$", ""));
    return outer instanceof Fate.Place ? null : outer;
  }
}
