package dev.berth.it;

import static dev.berth.it.Vocabulary.APPS;
import static dev.berth.it.Vocabulary.NAMESPACES;
import static dev.berth.it.Vocabulary.TIERS;
import static dev.berth.it.Vocabulary.ZONE;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
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

  static final int NODES = 24;
  private static final int CROWD = 150;

  private final Set<TwinExtra> extras;
  private final Vocabulary words;
  private final RandomNodes nodes;
  private final RandomSpecs specs;
  private final RandomVolumes volumes;
  private final RandomClaims claims;
  private final List<NewPod> placed = new ArrayList<>();
  private final List<String> services = new ArrayList<>();
  private final List<NewPod> terminating = new ArrayList<>();
  private int numbers;

  RandomHistory(long seed, Set<TwinExtra> extras) {
    this.extras = extras;
    SplittableRandom random = new SplittableRandom(seed);
    words = new Vocabulary(random);
    nodes = new RandomNodes(words);
    volumes = new RandomVolumes(random);
    claims = new RandomClaims(random);
    specs = new RandomSpecs(words, volumes, extras.contains(TwinExtra.VOLUMES));
  }

  // ---- what is there at first

  List<Change> beginning() {
    List<Change> all = new ArrayList<>();
    for (String namespace : NAMESPACES) {
      all.add(
          new Change.Create(
              "/api/v1/namespaces",
              "{apiVersion: v1, kind: Namespace, metadata: {name: %s, labels: {team: %s}}}"
                  .formatted(namespace, words.any(TIERS))));
      all.add(service(namespace));
      owners(namespace).forEach(all::add);
    }
    for (int i = 0; i < NODES; i++) {
      all.add(new Change.Create(ApiServer.NODES, nodes.node(i)));
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
            .formatted(
                name, words.likely(70) ? "app: " + words.any(APPS) : "tier: " + words.any(TIERS)));
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

  // ---- pods to be placed

  NewPod nextPod() {
    String namespace = words.any(NAMESPACES);
    String name = "pod-" + numbers++;
    List<String> labels =
        new ArrayList<>(List.of("app: " + words.any(APPS), "tier: " + words.any(TIERS)));
    if (words.likely(60)) {
      labels.add("version: v" + words.below(3));
    }
    Change.Create claim =
        extras.contains(TwinExtra.CLAIMS) && words.likely(15)
            ? claims.claim(namespace, name)
            : null;
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
                words.likely(35) ? owner() : "",
                Yaml.fields(
                    specs.spec(),
                    claim == null
                        ? ""
                        : "resourceClaims: [{name: devices, resourceClaimName: " + name + "}]"),
                specs.container());
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
        words.any(
            List.of(
                "apiVersion: apps/v1, kind: ReplicaSet, name: replicas",
                "apiVersion: apps/v1, kind: StatefulSet, name: state",
                "apiVersion: v1, kind: ReplicationController, name: control",
                "apiVersion: apps/v1, kind: ReplicaSet, name: none"));
    return "{" + kind + ", uid: 5f4d3c2b-0000-4000-8000-000000000000, controller: true}";
  }

  // ---- changes

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
    while (placed.size() > CROWD || (!placed.isEmpty() && words.likely(25))) {
      NewPod pod = words.any(placed);
      changes.add(
          switch (words.below(8)) {
            case 0 -> end(pod);
            case 1 -> terminate(pod);
            case 2 ->
                new Change.Patch(
                    pod.path(),
                    "{\"metadata\":{\"labels\":{\"app\":\"" + words.any(APPS) + "\"}}}");
            default -> delete(placed, pod);
          });
    }
    if (!terminating.isEmpty() && words.likely(10)) {
      changes.add(delete(terminating, terminating.getFirst()));
    }
    return changes;
  }

  private Change end(NewPod pod) {
    placed.remove(pod);
    return new Change.Patch(
        pod.path() + "/status",
        "{\"status\":{\"phase\":\"" + words.any(List.of("Succeeded", "Failed")) + "\"}}");
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
    if (!words.likely(20)) {
      return List.of();
    }
    String name = String.format(Locale.ROOT, "node-%02d", words.below(NODES));
    String node = ApiServer.NODES + "/" + name;
    return List.of(
        switch (words.below(8)) {
          case 0 -> new Change.Patch(node, json("{spec: {" + nodes.taints() + "}}"));
          case 1 ->
              new Change.Patch(
                  node,
                  json(
                      "{metadata: {labels: {%s: %s}}}"
                          .formatted(ZONE, words.likely(20) ? "null" : words.zone())));
          case 2 ->
              new Change.Patch(node, json("{spec: {unschedulable: " + words.likely(30) + "}}"));
          case 3 ->
              new Change.Patch(
                  node + "/status",
                  json("{status: {allocatable: {cpu: \"" + (2 + words.below(7)) + "\"}}}"));
          case 4 -> service(words.any(NAMESPACES));
          case 5 ->
              services.size() > 1
                  ? new Change.Delete(services.remove(words.below(services.size())))
                  : service(words.any(NAMESPACES));
          default ->
              new Change.Patch(
                  "/api/v1/namespaces/" + words.any(NAMESPACES),
                  json("{metadata: {labels: {team: " + words.any(TIERS) + "}}}"));
        });
  }

  private static String json(String yaml) {
    return Yaml.json(yaml).toString();
  }

  static String pods(String namespace) {
    return "/api/v1/namespaces/" + namespace + "/pods";
  }
}
