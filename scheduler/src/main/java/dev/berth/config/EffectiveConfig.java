package dev.berth.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.model.GoDuration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * A configuration written out again with everything that was left to defaults, as JSON texts of its
 * two documents. Read again it means the same.
 *
 * <p>Mirrors what kube-scheduler 1.36.3 shows at {@code /configz} and writes with {@code
 * --write-config-to}. Threading: immutable.
 *
 * @param kube the {@code KubeSchedulerConfiguration}
 * @param own the {@code BerthConfiguration}
 */
public record EffectiveConfig(String kube, String own) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Of plugins that take arguments, as a file would give them. */
  private static final String DEFAULT_ARGS =
      """
      {"DefaultPreemption": {"minCandidateNodesPercentage": 10, "minCandidateNodesAbsolute": 100},
       "DynamicResources": {"filterTimeout": "10s", "bindingTimeout": "10m0s"},
       "InterPodAffinity": {"hardPodAffinityWeight": 1},
       "NodeAffinity": {},
       "NodeResourcesBalancedAllocation":
         {"resources": [{"name": "cpu", "weight": 1}, {"name": "memory", "weight": 1}]},
       "NodeResourcesFit":
         {"scoringStrategy":
           {"type": "LeastAllocated",
            "resources": [{"name": "cpu", "weight": 1}, {"name": "memory", "weight": 1}]}},
       "PodTopologySpread": {"defaultingType": "System"},
       "VolumeBinding": {"bindTimeoutSeconds": 600}}
      """;

  /** Nothing is known of it yet. */
  static final EffectiveConfig UNKNOWN = new EffectiveConfig("{}", "{}");

  /**
   * Writes out.
   *
   * @param read the document as it was read; null when there was none
   */
  static EffectiveConfig of(@Nullable JsonNode read, BerthConfig config) {
    JsonNode given = read == null ? JsonNodeFactory.instance.objectNode() : read;
    return new EffectiveConfig(kube(given, config).toString(), own(config.own()).toString());
  }

  /** Both as kube-scheduler shows its own: by name, in one object. */
  public String json() {
    return "{\"componentconfig\":" + kube + ",\"berthconfiguration\":" + own + "}";
  }

  /** Both as a configuration file. */
  public String yaml() {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    Yaml yaml = new Yaml(options);
    return yaml.dump(map(kube)) + "---\n" + yaml.dump(map(own));
  }

  private static Map<?, ?> map(String json) {
    return MAPPER.convertValue(tree(json), Map.class);
  }

  private static JsonNode tree(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static ObjectNode kube(JsonNode given, BerthConfig config) {
    ObjectNode kube = JsonNodeFactory.instance.objectNode();
    kube.put("apiVersion", KubeConfiguration.VERSION).put("kind", KubeConfiguration.KIND);
    kube.put("parallelism", given.path("parallelism").asInt(16));
    LeaderElection election = config.leaderElection();
    kube.putObject("leaderElection")
        .put("leaderElect", election.leaderElect())
        .put("leaseDuration", GoDuration.format(election.leaseDuration()))
        .put("renewDeadline", GoDuration.format(election.renewDeadline()))
        .put("retryPeriod", GoDuration.format(election.retryPeriod()))
        .put("resourceLock", "leases")
        .put("resourceName", election.resourceName())
        .put("resourceNamespace", election.resourceNamespace());
    ClientConnection client = config.clientConnection();
    ClientConnection.RateLimit limit = client.rateLimit();
    kube.putObject("clientConnection")
        .put("kubeconfig", client.kubeconfig())
        .put("acceptContentTypes", client.acceptContentTypes())
        .put("contentType", client.contentType())
        .put("qps", limit == null ? 0 : limit.perSecond())
        .put("burst", limit == null ? 100 : limit.burst());
    kube.put("enableProfiling", given.path("enableProfiling").asBoolean(true));
    kube.put("enableContentionProfiling", given.path("enableContentionProfiling").asBoolean(true));
    kube.put("percentageOfNodesToScore", given.path("percentageOfNodesToScore").asInt());
    kube.put("podInitialBackoffSeconds", config.podInitialBackoff().toSeconds());
    kube.put("podMaxBackoffSeconds", config.podMaxBackoff().toSeconds());
    kube.put("delayCacheUntilActive", config.delayCacheUntilActive());
    ArrayNode profiles = kube.putArray("profiles");
    for (int i = 0; i < config.profiles().size(); i++) {
      profiles.add(profile(given.path("profiles").path(i), config.profiles().get(i)));
    }
    if (given.path("extenders") instanceof ArrayNode extenders) {
      kube.set("extenders", withoutKeys(extenders.deepCopy()));
    }
    return kube;
  }

  /** Nobody who may see the configuration needs the keys in it. */
  private static ArrayNode withoutKeys(ArrayNode extenders) {
    for (JsonNode extender : extenders) {
      if (extender.path("tlsConfig") instanceof ObjectNode tls) {
        tls.remove("keyData");
      }
    }
    return extenders;
  }

  private static ObjectNode profile(JsonNode given, Profile profile) {
    ObjectNode written = JsonNodeFactory.instance.objectNode();
    written.put("schedulerName", profile.schedulerName());
    if (given.hasNonNull("percentageOfNodesToScore")) {
      written.set("percentageOfNodesToScore", given.get("percentageOfNodesToScore"));
    }
    ObjectNode plugins = written.putObject("plugins");
    for (ExtensionPoint point : ExtensionPoint.values()) {
      plugins.set(point.field(), set(profile.plugins().at(point)));
    }
    plugins.set("multiPoint", set(profile.plugins().multiPoint()));
    written.set("pluginConfig", pluginConfig(given.path("pluginConfig")));
    return written;
  }

  private static ObjectNode set(PluginSet set) {
    ObjectNode written = JsonNodeFactory.instance.objectNode();
    if (!set.enabled().isEmpty()) {
      ArrayNode enabled = written.putArray("enabled");
      set.enabled()
          .forEach(
              plugin ->
                  enabled.addObject().put("name", plugin.name()).put("weight", plugin.weight()));
    }
    if (!set.disabled().isEmpty()) {
      ArrayNode disabled = written.putArray("disabled");
      set.disabled().forEach(name -> disabled.addObject().put("name", name));
    }
    return written;
  }

  private static ArrayNode pluginConfig(JsonNode given) {
    ArrayNode written = JsonNodeFactory.instance.arrayNode();
    JsonNode defaults = tree(DEFAULT_ARGS);
    for (ArgsKind kind : ArgsKind.ALL) {
      ObjectNode args = JsonNodeFactory.instance.objectNode();
      args.put("apiVersion", KubeConfiguration.VERSION).put("kind", kind.plugin() + "Args");
      merge(args, defaults.path(kind.plugin()));
      given.forEach(
          config -> {
            if (config.path("name").asText().equals(kind.plugin())) {
              merge(args, config.path("args"));
            }
          });
      weigh(args.path("resources"));
      weigh(args.path("scoringStrategy").path("resources"));
      written.addObject().put("name", kind.plugin()).set("args", args);
    }
    given.forEach(
        config -> {
          if (ArgsKind.of(config.path("name").asText()) == null) {
            written.add(config.deepCopy());
          }
        });
    return written;
  }

  /** A resource without a weight, or of weight 0, has weight 1. */
  private static void weigh(JsonNode resources) {
    for (JsonNode resource : resources) {
      if (resource instanceof ObjectNode counted && counted.path("weight").asLong() == 0) {
        counted.put("weight", 1);
      }
    }
  }

  /** Mappings are merged, everything else is replaced; an explicit null counts as absent. */
  private static void merge(ObjectNode into, JsonNode from) {
    from.properties()
        .forEach(
            field -> {
              JsonNode value = field.getValue();
              if (value.isObject() && into.get(field.getKey()) instanceof ObjectNode inner) {
                merge(inner, value);
              } else if (!value.isNull()) {
                into.set(field.getKey(), value.deepCopy());
              }
            });
  }

  private static ObjectNode own(OwnSettings own) {
    ObjectNode written = JsonNodeFactory.instance.objectNode();
    written.put("apiVersion", OwnSettings.VERSION).put("kind", OwnSettings.KIND);
    written.put("allowDefaultScheduler", own.allowDefaultScheduler());
    written.put("deterministic", own.deterministic());
    if (own.seed() != null) {
      written.put("seed", own.seed());
    }
    written
        .putObject("decisionRecords")
        .put("recordBytes", own.decisionRecords().recordBytes())
        .put("storeBytes", own.decisionRecords().storeBytes());
    written.put("maxBindsInFlight", own.maxBindsInFlight());
    written.put("driftCheckInterval", GoDuration.format(own.driftCheckInterval()));
    written.put("countCheckInterval", own.countCheckInterval());
    ExtenderFacade extender = own.extender();
    if (extender != null) {
      written.set("extender", facade(extender));
    }
    return written;
  }

  private static ObjectNode facade(ExtenderFacade facade) {
    ObjectNode written = JsonNodeFactory.instance.objectNode();
    written.put("bindAddress", facade.bindAddress()).put("port", facade.port());
    written
        .put("pathPrefix", facade.pathPrefix())
        .put("filterVerb", facade.filterVerb())
        .put("prioritizeVerb", facade.prioritizeVerb())
        .put("bindVerb", facade.bindVerb())
        .put("preemptVerb", facade.preemptVerb());
    written
        .put("plainHTTP", facade.plainHttp())
        .put("tlsCertFile", facade.certFile())
        .put("tlsPrivateKeyFile", facade.keyFile())
        .put("clientCAFile", facade.clientCaFile());
    return written
        .put("maxBodyBytes", facade.maxBodyBytes())
        .put("maxBufferedBytes", facade.maxBufferedBytes());
  }
}
