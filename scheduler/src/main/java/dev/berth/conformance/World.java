package dev.berth.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.cluster.ClusterMirror;
import dev.berth.config.BerthConfig;
import dev.berth.config.ConfigLoader;
import dev.berth.config.Profile;
import dev.berth.framework.CycleState;
import dev.berth.framework.Filters;
import dev.berth.framework.NominatedPods;
import dev.berth.framework.PluginContext;
import dev.berth.framework.PreEnqueuePlugin;
import dev.berth.framework.ProfilePlugins;
import dev.berth.framework.Status;
import dev.berth.kube.decode.KindDecoders;
import dev.berth.kube.decode.KubeJson;
import dev.berth.kube.decode.NodeDecoder;
import dev.berth.kube.decode.PodDecoder;
import dev.berth.kube.decode.UndecodableObject;
import dev.berth.model.ClusterObject;
import dev.berth.model.Interner;
import dev.berth.model.PodInfo;
import dev.berth.pipeline.EvaluationMode;
import dev.berth.pipeline.Judgement;
import dev.berth.pipeline.LateFilters;
import dev.berth.pipeline.Pipeline;
import dev.berth.pipeline.Recording;
import dev.berth.pipeline.ScheduleResult;
import dev.berth.pipeline.TieBreak;
import dev.berth.plugins.InTreeRegistry;
import dev.berth.plugins.PluginAssembly;
import dev.berth.plugins.defaultpreemption.DefaultPreemption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The cluster of one case, built by the same code that a running scheduler uses, and its decision.
 *
 * <p>Threading: one per case.
 */
final class World {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Map<String, ClusterObject.Kind> OTHER_KINDS =
      Map.ofEntries(
          Map.entry("namespaces", ClusterObject.Kind.NAMESPACE),
          Map.entry("services", ClusterObject.Kind.SERVICE),
          Map.entry("replicationcontrollers", ClusterObject.Kind.REPLICATION_CONTROLLER),
          Map.entry("replicasets", ClusterObject.Kind.REPLICA_SET),
          Map.entry("statefulsets", ClusterObject.Kind.STATEFUL_SET),
          Map.entry("poddisruptionbudgets", ClusterObject.Kind.POD_DISRUPTION_BUDGET),
          Map.entry("persistentvolumes", ClusterObject.Kind.PERSISTENT_VOLUME),
          Map.entry("persistentvolumeclaims", ClusterObject.Kind.PERSISTENT_VOLUME_CLAIM),
          Map.entry("storageclasses", ClusterObject.Kind.STORAGE_CLASS),
          Map.entry("csinodes", ClusterObject.Kind.CSI_NODE),
          Map.entry("csidrivers", ClusterObject.Kind.CSI_DRIVER),
          Map.entry("csistoragecapacities", ClusterObject.Kind.CSI_STORAGE_CAPACITY),
          Map.entry("volumeattachments", ClusterObject.Kind.VOLUME_ATTACHMENT),
          Map.entry("deviceclasses", ClusterObject.Kind.DEVICE_CLASS),
          Map.entry("resourceclaims", ClusterObject.Kind.RESOURCE_CLAIM),
          Map.entry("resourceslices", ClusterObject.Kind.RESOURCE_SLICE));

  private final ClusterMirror mirror = new ClusterMirror();
  private final CaseNominations nominations = new CaseNominations();
  private final PodDecoder pods;
  private final NodeDecoder nodes;
  private final PodInfo pod;
  private final ProfilePlugins plugins;
  private final Pipeline pipeline;

  World(Case vector, EvaluationMode mode) throws UndecodableObject {
    Interner interner = new Interner();
    this.pods = new PodDecoder(interner, (kind, path) -> {});
    this.nodes = new NodeDecoder(interner, (kind, path) -> {});
    this.pod = pods.decode(bytes(vector.pod()));
    LateFilters filters = new LateFilters();
    this.plugins = plugins(vector.config(), pod.schedulerName(), mirror, nominations, filters);
    this.pipeline =
        new Pipeline(
            plugins, nominations, mode, TieBreak.random(new SplittableRandom(1)), Recording.ON);
    filters.bind(pipeline);
    populate(vector.objects());
  }

  private static ProfilePlugins plugins(
      JsonNode configuration,
      String schedulerName,
      ClusterMirror mirror,
      NominatedPods nominations,
      Filters filters) {
    BerthConfig config = ConfigLoader.conformance(configuration.isNull() ? null : configuration);
    for (Profile profile : config.profiles()) {
      if (profile.schedulerName().equals(schedulerName)) {
        PluginContext context = CasePorts.context(schedulerName, mirror, nominations, filters);
        return PluginAssembly.assemble(profile, InTreeRegistry.get(), context);
      }
    }
    throw new IllegalArgumentException("no profile is named " + schedulerName);
  }

  private void populate(JsonNode objects) throws UndecodableObject {
    for (JsonNode node : objects.path("nodes")) {
      mirror.putNode(nodes.decode(bytes(node)));
    }
    for (JsonNode tree : objects.path("pods")) {
      PodInfo other = pods.decode(bytes(tree));
      if (other.nodeName().isEmpty()) {
        nominations.add(other);
      } else {
        mirror.putPod(other);
      }
    }
    for (Map.Entry<String, ClusterObject.Kind> list : OTHER_KINDS.entrySet()) {
      for (JsonNode tree : objects.path(list.getKey())) {
        mirror.put(other(list.getValue(), bytes(tree)));
      }
    }
  }

  private static ClusterObject other(ClusterObject.Kind kind, byte[] json)
      throws UndecodableObject {
    try (var parser = KubeJson.factory().createParser(json)) {
      parser.nextToken();
      return KindDecoders.object(kind, parser).object();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible); // the bytes are in memory
    }
  }

  private static byte[] bytes(JsonNode tree) {
    try {
      return JSON.writeValueAsBytes(tree);
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  Decided decide() {
    Status gate = gate();
    if (gate != null) {
      return new Decided(gate, null, null, null);
    }
    Judgement judgement = pipeline.judge(CycleState.create(), pod, mirror.view());
    CycleState state = CycleState.create();
    ScheduleResult result = pipeline.schedule(state, pod, mirror.view());
    return new Decided(null, judgement, result, state.find(DefaultPreemption.FINDINGS));
  }

  private @Nullable Status gate() {
    for (PreEnqueuePlugin plugin : plugins.preEnqueue()) {
      Status status = plugin.preEnqueue(pod);
      if (!status.isSuccess()) {
        return status.by(plugin.name());
      }
    }
    return null;
  }
}
