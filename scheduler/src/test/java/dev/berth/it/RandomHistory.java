package dev.berth.it;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A history of a cluster from a seed: what is there at first, and then pods to be placed, with
 * changes of everything that their placement depends on in between.
 *
 * <p>Told of the same placements, it is the same for the same seed. All pods have one priority.
 *
 * <p>Threading: one per test.
 */
final class RandomHistory {

  /** Something that is done to a cluster. */
  sealed interface Change {

    /** Schedulers watch kinds one by one, and pods in the order of their changes. */
    default boolean isOfPodsOnly() {
      return switch (this) {
        case Create _ -> false;
        case Patch(String path, String _) -> path.contains("/pods/");
        case Delete(String path) -> path.contains("/pods/");
        case DeletePod(NewPod pod) -> !pod.hasClaim();
      };
    }

    record Create(String collection, String document) implements Change {}

    /** A merge patch. */
    record Patch(String path, String patch) implements Change {}

    record Delete(String path) implements Change {}

    /** At once, with its claim. */
    record DeletePod(NewPod pod) implements Change {}
  }

  /**
   * A pod that a scheduler has to place.
   *
   * @param claim of devices, which comes and goes with the pod; null when it has none
   */
  record NewPod(String namespace, String name, String document, Change.@Nullable Create claim) {
    String collection() {
      return pods(namespace);
    }

    String path() {
      return collection() + "/" + name;
    }

    boolean hasClaim() {
      return claim != null;
    }

    /** Of the claim. */
    String claimPath() {
      return RandomClaims.claims(namespace) + "/" + name;
    }
  }

  private static final String ZONE = "topology.kubernetes.io/zone";
  private static final String HOST = "kubernetes.io/hostname";
  private static final List<String> NAMESPACES = List.of("red", "green", "blue");
  private static final List<String> APPS = List.of("a", "b", "c", "d");
  private static final List<String> TIERS = List.of("front", "back");
  private static final List<String> IMAGES =
      List.of("registry.example/small:1", "registry.example/large:1", "registry.example/huge:1");
  private static final String ALIKE =
      "cpu: \"3\", memory: 8Gi, pods: \"12\", ephemeral-storage: 50Gi";
  private static final int NODES = 24;
  private static final int CROWD = 150;

  private final Set<TwinExtra> extras;
  private final SplittableRandom random;
  private final RandomVolumes volumes;
  private final RandomClaims claims;
  private final List<NewPod> placed = new ArrayList<>();
  private final List<String> services = new ArrayList<>();
  private final List<NewPod> terminating = new ArrayList<>();
  private int numbers;

  RandomHistory(long seed, Set<TwinExtra> extras) {
    this.extras = extras;
    random = new SplittableRandom(seed);
    volumes = new RandomVolumes(random);
    claims = new RandomClaims(random);
  }

  // ---- what is there at first ------------------------------------------------------------------

  List<Change> beginning() {
    List<Change> all = new ArrayList<>();
    for (String namespace : NAMESPACES) {
      all.add(
          new Change.Create(
              "/api/v1/namespaces",
              "{apiVersion: v1, kind: Namespace, metadata: {name: %s, labels: {team: %s}}}"
                  .formatted(namespace, any(TIERS))));
      all.add(service(namespace));
      owners(namespace).forEach(all::add);
    }
    for (int i = 0; i < NODES; i++) {
      all.add(new Change.Create(ApiServer.NODES, node(i)));
    }
    if (extras.contains(TwinExtra.VOLUMES)) {
      all.addAll(volumes.beginning(NAMESPACES, NODES));
    }
    if (extras.contains(TwinExtra.CLAIMS)) {
      all.addAll(claims.beginning(NODES));
    }
    return all;
  }

  private Change service(String namespace) {
    String name = "service-" + numbers++;
    services.add("/api/v1/namespaces/" + namespace + "/services/" + name);
    return new Change.Create(
        "/api/v1/namespaces/" + namespace + "/services",
        "{apiVersion: v1, kind: Service, metadata: {name: %s}, spec: {selector: {%s}, ports: [{port: 80}]}}"
            .formatted(name, likely(70) ? "app: " + any(APPS) : "tier: " + any(TIERS)));
  }

  private static List<Change> owners(String namespace) {
    return List.of(
        new Change.Create(
            "/apis/apps/v1/namespaces/" + namespace + "/replicasets",
            "{apiVersion: apps/v1, kind: ReplicaSet, metadata: {name: replicas}, spec: {replicas:"
                + " 0, selector: {matchLabels: {app: a, tier: back}}, "
                + template("app: a, tier: back")
                + "}}"),
        new Change.Create(
            "/apis/apps/v1/namespaces/" + namespace + "/statefulsets",
            "{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: state}, spec: {replicas: 0,"
                + " serviceName: s, selector: {matchExpressions: [{key: app, operator: In, values:"
                + " [b, c]}]}, "
                + template("app: b")
                + "}}"),
        new Change.Create(
            "/api/v1/namespaces/" + namespace + "/replicationcontrollers",
            "{apiVersion: v1, kind: ReplicationController, metadata: {name: control}, spec:"
                + " {replicas: 0, selector: {tier: front}, "
                + template("tier: front")
                + "}}"));
  }

  private static String template(String labels) {
    return "template: {metadata: {labels: {%s}}, spec: {containers: [{name: c, image: i}]}}"
        .formatted(labels);
  }

  private String node(int number) {
    String name = String.format(Locale.ROOT, "node-%02d", number);
    List<String> labels = new ArrayList<>();
    if (!likely(8)) {
      labels.add(HOST + ": " + name);
    }
    if (!likely(8)) {
      labels.add(ZONE + ": " + zone());
    }
    labels.add("disk: " + (likely(50) ? "ssd" : "hdd"));
    labels.add("rank: \"" + random.nextInt(10) + "\"");
    String images =
        IMAGES.stream()
            .filter(image -> likely(40))
            .map(image -> "{names: [\"" + image + "\"], sizeBytes: " + sizeOf(image) + "}")
            .collect(Collectors.joining(", "));
    return Yaml.node(
        name,
        String.join(", ", labels),
        Yaml.fields(taints(), likely(5) ? "unschedulable: true" : ""),
        likely(50) ? ALIKE : amounts(),
        "images: [" + images + "]");
  }

  private String amounts() {
    return "cpu: \"%d\", memory: %dGi, pods: \"%d\", ephemeral-storage: 50Gi%s"
        .formatted(
            1 + random.nextInt(5),
            2 + random.nextInt(15),
            4 + random.nextInt(12),
            likely(50) ? ", example.com/gpu: \"4\"" : "");
  }

  /** As nodes would report it. */
  private static long sizeOf(String image) {
    return (IMAGES.indexOf(image) * 300L + 20) * 1_000_000;
  }

  private String taints() {
    String some =
        IntStream.range(0, likely(30) ? 1 + random.nextInt(2) : 0)
            .distinct()
            .mapToObj(
                i ->
                    "{key: taint-%d, value: %s, effect: %s}".formatted(i, any(TIERS), any(EFFECTS)))
            .collect(Collectors.joining(", "));
    return "taints: [" + some + "]";
  }

  private static final List<String> EFFECTS =
      List.of("NoSchedule", "NoExecute", "PreferNoSchedule", "PreferNoSchedule");

  private String zone() {
    return "zone-" + random.nextInt(4);
  }

  // ---- pods to be placed -----------------------------------------------------------------------

  NewPod nextPod() {
    String namespace = any(NAMESPACES);
    String name = "pod-" + numbers++;
    List<String> labels = new ArrayList<>(List.of("app: " + any(APPS), "tier: " + any(TIERS)));
    if (likely(60)) {
      labels.add("version: v" + random.nextInt(3));
    }
    Change.Create claim =
        extras.contains(TwinExtra.CLAIMS) && likely(15) ? claims.claim(namespace, name) : null;
    String document =
        """
        {apiVersion: v1, kind: Pod,
         metadata: {name: %s, namespace: %s, labels: {%s}, ownerReferences: [%s]},
         spec: {%s, containers: [{name: main, %s}]}}
        """
            .formatted(
                name,
                namespace,
                String.join(", ", labels),
                likely(35) ? owner() : "",
                Yaml.fields(
                    spec(),
                    claim == null
                        ? ""
                        : "resourceClaims: [{name: devices, resourceClaimName: " + name + "}]"),
                container());
    return new NewPod(namespace, name, document, claim);
  }

  /** The same pod under another name. */
  NewPod again(NewPod pod) {
    String name = "pod-" + numbers++;
    Change.Create claim = pod.claim();
    return new NewPod(
        pod.namespace(),
        name,
        pod.document().replace(pod.name(), name),
        claim == null
            ? null
            : new Change.Create(claim.collection(), claim.document().replace(pod.name(), name)));
  }

  private String owner() {
    String kind =
        any(
            List.of(
                "apiVersion: apps/v1, kind: ReplicaSet, name: replicas",
                "apiVersion: apps/v1, kind: StatefulSet, name: state",
                "apiVersion: v1, kind: ReplicationController, name: control",
                "apiVersion: apps/v1, kind: ReplicaSet, name: none"));
    return "{" + kind + ", uid: 5f4d3c2b-0000-4000-8000-000000000000, controller: true}";
  }

  private String container() {
    List<String> requests = new ArrayList<>();
    if (likely(85)) {
      requests.add("cpu: " + (likely(3) ? 20_000 : 25 * (1 + random.nextInt(40))) + "m");
    }
    if (likely(70)) {
      requests.add("memory: " + 32 * (1 + random.nextInt(60)) + "Mi");
    }
    String limits = likely(12) ? "example.com/gpu: " + (1 + random.nextInt(2)) : "";
    return Yaml.fields(
        "image: \"" + (likely(60) ? any(IMAGES) : "registry.example/other:1") + "\"",
        "resources: {requests: {%s}, limits: {%s}}".formatted(String.join(", ", requests), limits),
        likely(10) ? Yaml.hostPort(Integer.toString(8000 + random.nextInt(3))) : "");
  }

  private String spec() {
    return Yaml.fields(
        "restartPolicy: " + any(List.of("Always", "Never")),
        likely(8) ? "nodeSelector: {disk: " + any(List.of("ssd", "hdd")) + "}" : "",
        likely(12)
            ? "initContainers: [{name: first, image: \"%s\", resources: {requests: {cpu: %dm}}}]"
                .formatted(any(IMAGES), 100 * (1 + random.nextInt(8)))
            : "",
        likely(45) ? "tolerations: [" + several(1 + random.nextInt(2), this::toleration) + "]" : "",
        extras.contains(TwinExtra.VOLUMES) && likely(15) ? volumes.ofPod() : "",
        spread(),
        "affinity: {"
            + Yaml.fields(
                nodeAffinity(),
                podAffinity("podAffinity", 12, 20),
                podAffinity("podAntiAffinity", 16, 20))
            + "}");
  }

  private String toleration() {
    return "{"
        + Yaml.fields(
            likely(90)
                ? "key: taint-%d, %s"
                    .formatted(
                        random.nextInt(2), likely(50) ? "operator: Exists" : "value: " + any(TIERS))
                : "operator: Exists",
            likely(40) ? "" : "effect: " + any(EFFECTS))
        + "}";
  }

  private String nodeAffinity() {
    List<String> parts = new ArrayList<>();
    if (likely(12)) {
      parts.add(
          "requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: ["
              + several(1 + random.nextInt(2), this::nodeTerm)
              + "]}");
    }
    if (likely(20)) {
      parts.add(
          "preferredDuringSchedulingIgnoredDuringExecution: ["
              + several(
                  1 + random.nextInt(2),
                  () -> "{weight: %d, preference: %s}".formatted(weight(), nodeTerm()))
              + "]");
    }
    return parts.isEmpty() ? "" : "nodeAffinity: {" + String.join(", ", parts) + "}";
  }

  private String nodeTerm() {
    return switch (random.nextInt(6)) {
      case 0 -> expression("disk", "In", "ssd");
      case 1 -> expression(ZONE, "In", zone() + ", " + zone());
      case 2 -> expression(ZONE, "NotIn", zone());
      case 3 -> expression("rank", likely(50) ? "Gt" : "Lt", "\"" + random.nextInt(10) + "\"");
      case 4 -> "{matchExpressions: [{key: " + HOST + ", operator: Exists}]}";
      default ->
          "{matchFields: [{key: metadata.name, operator: %s, values: [node-%02d]}]}"
              .formatted(likely(30) ? "In" : "NotIn", random.nextInt(NODES));
    };
  }

  private static String expression(String key, String operator, String values) {
    return "{matchExpressions: [{key: %s, operator: %s, values: [%s]}]}"
        .formatted(key, operator, values);
  }

  private int weight() {
    return 1 + random.nextInt(100);
  }

  // ---- spreading and affinity between pods -----------------------------------------------------

  /** At most one constraint for each key and action: the API wants it so. */
  private String spread() {
    List<String> constraints = new ArrayList<>();
    for (String key : List.of(ZONE, HOST)) {
      if (likely(20)) {
        constraints.add(constraint(key, "DoNotSchedule"));
      }
      if (likely(20)) {
        constraints.add(constraint(key, "ScheduleAnyway"));
      }
    }
    return constraints.isEmpty()
        ? ""
        : "topologySpreadConstraints: [" + String.join(", ", constraints) + "]";
  }

  private String constraint(String key, String action) {
    return "{"
        + Yaml.fields(
            "maxSkew: " + (1 + random.nextInt(3)),
            "topologyKey: " + key,
            "whenUnsatisfiable: " + action,
            "labelSelector: " + selector(),
            action.equals("DoNotSchedule") && likely(25)
                ? "minDomains: " + (1 + random.nextInt(5))
                : "",
            likely(30) ? "nodeAffinityPolicy: " + any(List.of("Honor", "Ignore")) : "",
            likely(40) ? "nodeTaintsPolicy: " + any(List.of("Honor", "Ignore")) : "",
            likely(20) ? "matchLabelKeys: [version]" : "")
        + "}";
  }

  private String selector() {
    return switch (random.nextInt(6)) {
      case 0, 1 -> "{matchLabels: {app: " + any(APPS) + "}}";
      case 2 -> "{matchLabels: {tier: " + any(TIERS) + "}}";
      case 3 -> "{matchLabels: {app: %s, tier: %s}}".formatted(any(APPS), any(TIERS));
      case 4 ->
          "{matchExpressions: [{key: app, operator: %s, values: [%s, %s]}]}"
              .formatted(any(List.of("In", "NotIn")), any(APPS), any(APPS));
      default -> "{matchExpressions: [{key: tier, operator: Exists}]}";
    };
  }

  private String podAffinity(String kind, int required, int preferred) {
    List<String> parts = new ArrayList<>();
    if (likely(required)) {
      parts.add(
          "requiredDuringSchedulingIgnoredDuringExecution: ["
              + several(likely(85) ? 1 : 2, this::podTerm)
              + "]");
    }
    if (likely(preferred)) {
      parts.add(
          "preferredDuringSchedulingIgnoredDuringExecution: ["
              + several(
                  1 + random.nextInt(2),
                  () -> "{weight: %d, podAffinityTerm: %s}".formatted(weight(), podTerm()))
              + "]");
    }
    return parts.isEmpty() ? "" : kind + ": {" + String.join(", ", parts) + "}";
  }

  private String podTerm() {
    return "{"
        + Yaml.fields(
            "topologyKey: " + (likely(60) ? HOST : ZONE),
            "labelSelector: " + selector(),
            likely(20) ? "namespaces: [" + any(NAMESPACES) + ", nowhere]" : "",
            likely(30)
                ? "namespaceSelector: "
                    + any(
                        List.of(
                            "{}", "{matchLabels: {team: front}}", "{matchLabels: {team: back}}"))
                : "",
            likely(15) ? "matchLabelKeys: [version]" : "",
            likely(10) ? "mismatchLabelKeys: [release]" : "")
        + "}";
  }

  // ---- changes ---------------------------------------------------------------------------------

  /** The pod stays, on whatever node. */
  void isPlaced(NewPod pod) {
    placed.add(pod);
  }

  /** Everything that happens between two pods that are to be placed. */
  List<Change> changes() {
    List<Change> changes = changesOfPods();
    changes.addAll(otherChanges());
    return changes;
  }

  /** Pods that end, go, or are labelled differently. */
  private List<Change> changesOfPods() {
    List<Change> changes = new ArrayList<>();
    while (placed.size() > CROWD || (!placed.isEmpty() && likely(25))) {
      NewPod pod = any(placed);
      changes.add(
          switch (random.nextInt(8)) {
            case 0 -> end(pod);
            case 1 -> terminate(pod);
            case 2 ->
                new Change.Patch(
                    pod.path(), "{\"metadata\":{\"labels\":{\"app\":\"" + any(APPS) + "\"}}}");
            default -> delete(placed, pod);
          });
    }
    if (!terminating.isEmpty() && likely(10)) {
      changes.add(delete(terminating, terminating.getFirst()));
    }
    return changes;
  }

  private Change end(NewPod pod) {
    placed.remove(pod);
    return new Change.Patch(
        pod.path() + "/status",
        "{\"status\":{\"phase\":\"" + any(List.of("Succeeded", "Failed")) + "\"}}");
  }

  /** There is no kubelet, so it stays as it is until it is deleted. */
  private Change terminate(NewPod pod) {
    placed.remove(pod);
    terminating.add(pod);
    return new Change.Delete(pod.path() + "?gracePeriodSeconds=3600");
  }

  private static Change delete(List<NewPod> from, NewPod pod) {
    from.remove(pod);
    return new Change.DeletePod(pod);
  }

  /** Changes of nodes, namespaces and Services; mostly none. */
  private List<Change> otherChanges() {
    if (!likely(20)) {
      return List.of();
    }
    String name = String.format(Locale.ROOT, "node-%02d", random.nextInt(NODES));
    String node = ApiServer.NODES + "/" + name;
    return List.of(
        switch (random.nextInt(8)) {
          case 0 -> new Change.Patch(node, json("{spec: {" + taints() + "}}"));
          case 1 ->
              new Change.Patch(
                  node,
                  json(
                      "{metadata: {labels: {%s: %s}}}"
                          .formatted(ZONE, likely(20) ? "null" : zone())));
          case 2 -> new Change.Patch(node, json("{spec: {unschedulable: " + likely(30) + "}}"));
          case 3 ->
              new Change.Patch(
                  node + "/status",
                  json("{status: {allocatable: {cpu: \"" + (2 + random.nextInt(7)) + "\"}}}"));
          case 4 -> service(any(NAMESPACES));
          case 5 ->
              services.size() > 1
                  ? new Change.Delete(services.remove(random.nextInt(services.size())))
                  : service(any(NAMESPACES));
          default ->
              new Change.Patch(
                  "/api/v1/namespaces/" + any(NAMESPACES),
                  json("{metadata: {labels: {team: " + any(TIERS) + "}}}"));
        });
  }

  private static String json(String yaml) {
    return Yaml.json(yaml).toString();
  }

  static String pods(String namespace) {
    return "/api/v1/namespaces/" + namespace + "/pods";
  }

  // ---- chance ----------------------------------------------------------------------------------

  private boolean likely(int percent) {
    return random.nextInt(100) < percent;
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private static String several(int count, Supplier<String> one) {
    return IntStream.range(0, count).mapToObj(i -> one.get()).collect(Collectors.joining(", "));
  }
}
