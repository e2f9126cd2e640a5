package dev.berth.sandbox.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.sandbox.hollow.Oracle;
import dev.berth.sandbox.objects.Kind;
import dev.berth.sandbox.objects.Kinds;
import dev.berth.sandbox.objects.KubeObject;
import dev.berth.sandbox.objects.ObjectKey;
import dev.berth.sandbox.registry.Registry;
import dev.berth.sandbox.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotTest {
  @TempDir Path directory;

  /** A cluster to load into. */
  private static final class Cluster {
    final ObjectStore store = new ObjectStore(1000);
    final Registry registry = new Registry(store, InstantSource.system(), new SplittableRandom(1));

    JsonNode tree(Kind kind, String namespace, String name) {
      return registry.get(kind, new ObjectKey(namespace, name)).tree();
    }

    /** All that a snapshot keeps, without what changes from server to server. */
    List<String> lasting() {
      return Kinds.all().stream()
          .filter(Snapshot::isKept)
          .flatMap(kind -> registry.list(kind).objects().stream())
          .map(
              object -> {
                var tree = object.tree();
                tree.withObject("/metadata").remove("resourceVersion");
                return object.kind() + " " + tree;
              })
          .toList();
    }
  }

  private final Cluster cluster = new Cluster();

  private Path file(String yaml) throws IOException {
    return Files.writeString(directory.resolve("in.yaml"), yaml);
  }

  private Loaded load(Path file) throws IOException {
    return Snapshot.load(file, cluster.registry);
  }

  private Path sampleOfKubectl() throws IOException {
    Path copy = directory.resolve("kubectl.yaml");
    try (InputStream in = SnapshotTest.class.getResourceAsStream("/sandbox/kubectl-get.yaml")) {
      Files.copy(Objects.requireNonNull(in), copy);
    }
    return copy;
  }

  @Test
  void kindsThatTheSandboxDoesNotServe_areLeftOut() throws IOException {
    Loaded loaded =
        load(
            file(
                """
                apiVersion: v1
                kind: List
                items:
                - {apiVersion: v1, kind: Namespace, metadata: {name: shop}}
                - {apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: shop}}
                """));

    assertThat(loaded.objects()).isEqualTo(Map.of("namespaces", 1));
    assertThat(loaded.leftOut()).isEqualTo(Map.of("Deployment (apps/v1)", 1));
  }

  @Test
  void outputOfKubectl_fromARealCluster_isTakenAsItIs() throws IOException {
    Loaded loaded = load(sampleOfKubectl());

    assertThat(loaded.objects()).isEqualTo(Map.of("pods", 3, "nodes", 2, "services", 1));
    assertThat(loaded.leftOut()).isEmpty();
    assertThat(loaded.made()).contains("namespace shop", "priority class shop-high");
    assertThat(loaded.warnings()).isEmpty();
    JsonNode till = cluster.tree(Kinds.POD, "shop", "till-0");
    assertThat(till.path("metadata").path("uid").asText())
        .isEqualTo("87d5e227-4c44-4e9d-8239-61877dd5448d");
    assertThat(till.path("spec").path("nodeName").asText()).isEqualTo("oak");
    assertThat(till.path("status").path("phase").asText()).isEqualTo("Running");
    assertThat(till.path("metadata").path("annotations").path("emoji").asText()).isEqualTo("🌲 ok");
    assertThat(till.path("metadata").path("annotations").path("multi").asText())
        .isEqualTo("first: line\n  second\tline # no comment\n");
    assertThat(till.path("metadata").path("labels").path("build").asText()).isEqualTo("1e3");
    assertThat(cluster.tree(Kinds.PRIORITY_CLASS, "", "shop-high").path("value").asInt())
        .isEqualTo(1000);
    assertThat(
            Oracle.judge(
                    cluster.registry.list(Kinds.NODE).objects(),
                    cluster.registry.list(Kinds.POD).objects())
                .isSound())
        .isTrue();
  }

  @Test
  void cluster_savedAndLoaded_isTheSame() throws IOException {
    load(sampleOfKubectl());
    Path saved = directory.resolve("saved.yaml");
    int count = Snapshot.save(cluster.registry, saved);
    Cluster second = new Cluster();
    Loaded loaded = Snapshot.load(saved, second.registry);

    assertThat(loaded.made()).isEmpty();
    assertThat(loaded.leftOut()).isEmpty();
    assertThat(second.lasting()).hasSize(count).isEqualTo(cluster.lasting());
    assertThat(directory).isDirectoryNotContaining("glob:**.partial");
  }

  @Test
  void fileThatCannotBeReplaced_leavesNothingBeside() throws IOException {
    Path taken = directory.resolve("taken");
    Files.createDirectories(taken.resolve("inside"));
    assertThatIOException().isThrownBy(() -> Snapshot.save(cluster.registry, taken));
    assertThat(directory).isDirectoryNotContaining("glob:**.partial");
  }

  @Test
  void cluster_savedAndSavedAgain_isTheSameFile() throws IOException {
    load(sampleOfKubectl());
    Path first = directory.resolve("first.yaml");
    Path again = directory.resolve("again.yaml");
    Snapshot.save(cluster.registry, first);
    Cluster second = new Cluster();
    Snapshot.load(first, second.registry);
    Snapshot.save(second.registry, again);
    assertThat(again).hasSameTextualContentAs(first);
    assertThat(first).content().doesNotContain("resourceVersion", "managedFields");
  }

  @Test
  void podWrittenByHand_isMadeLikeANewOne() throws IOException {
    Loaded loaded =
        load(
            file(
                """
                apiVersion: v1
                kind: Pod
                metadata: {name: p, namespace: team}
                spec: {containers: [{name: c, image: example.org/c}]}
                """));
    assertThat(loaded.lines())
        .containsExactly("read 1 pods", "made what was missing: namespace team");
    JsonNode pod = cluster.tree(Kinds.POD, "team", "p");
    assertThat(pod.path("metadata").path("uid").asText()).isNotEmpty();
    assertThat(pod.path("status").path("phase").asText()).isEqualTo("Pending");
  }

  @Test
  void podsWithoutTheirNodes_areWarnedOf() throws IOException {
    Loaded loaded =
        load(
            file(
                """
                {apiVersion: v1, kind: Pod, metadata: {name: p, uid: u},
                 spec: {nodeName: n1, containers: [{name: c}]}}
                """));
    assertThat(loaded.warnings())
        .singleElement()
        .asString()
        .startsWith("1 pods are on nodes that the file does not have");
  }

  @Test
  void everythingWrong_isSaidAtOnce_andNothingIsTaken() throws IOException {
    List<KubeObject> before = cluster.registry.list(Kinds.POD).objects();
    Path file =
        file(
            """
            kind: Pod
            metadata: {name: a}
            ---
            apiVersion: v1
            kind: Node
            metadata: {name: n1, labels: {rank: 7}}
            ---
            apiVersion: v1
            kind: List
            items:
            - {apiVersion: v1, kind: Pod, metadata: {name: b, uid: u},
               spec: {containers: [{resources: {requests: {cpu: lots}}}]}}
            - {apiVersion: v1, kind: Pod, metadata: {name: c, uid: u}, spec: {containers: [{}]}}
            - {apiVersion: v1, kind: Pod, metadata: {name: c}, spec: {containers: [{}]}}
            - {apiVersion: v1, kind: Pod, metadata: {}, spec: []}
            """);
    assertThatThrownBy(() -> load(file))
        .isInstanceOf(SnapshotException.class)
        .hasMessage(
            """
            F, document 1, line 1, Pod a: apiVersion is missing. Maybe apiVersion: v1 and kind: Pod are meant
            F, document 2, line 4, Node n1: metadata.labels[rank]: 7 is no text. Maybe it needs quotes
            F, document 3, line 11, Pod default/b: spec.containers[0].resources.requests[cpu]: "lots" is no quantity. Maybe 500m, 2 or 1.5Gi is meant
            F, document 3, line 13, Pod default/c: metadata.uid: "u" is also that of default/b at line 11. Maybe remove the uid of the copy; it gets a new one
            F, document 3, line 14, Pod default/c: is in the file twice, first at line 13
            F, document 3, line 15, Pod : metadata.name is missing\
            """
                .replace("F,", file + ","));
    assertThat(cluster.registry.list(Kinds.POD).objects()).isEqualTo(before);
  }

  @Test
  void refusalByTheRegistry_namesTheObject() throws IOException {
    Path file =
        file(
            "{apiVersion: v1, kind: Pod, metadata: {name: Not_A_Name}, spec: {containers: [{name:"
                + " c, image: i}]}}");
    assertThatThrownBy(() -> load(file))
        .hasMessageStartingWith(
            file + ", document 1, line 1, Pod default/Not_A_Name: Pod \"Not_A_Name\" is invalid: ")
        .hasMessageContaining("metadata.name: Invalid value");
  }

  @Test
  void classThatCannotBeMade_isSaidLikeEverythingElse() throws IOException {
    Path file =
        file(
            "{apiVersion: v1, kind: Pod, metadata: {name: p, uid: u}, spec: {priorityClassName:"
                + " system-mine, containers: [{name: c, image: i}]}}");
    assertThatThrownBy(() -> load(file))
        .isInstanceOf(SnapshotException.class)
        .hasMessageContaining("priority class system-mine, which the file names and has not: ");
  }

  @Test
  void fileThatIsNotThere_isSaid() {
    assertThatThrownBy(() -> load(Path.of("/no/such.yaml")))
        .hasMessage(
            "/no/such.yaml: there is no such file. Maybe: kubectl get nodes,pods -A -o yaml >"
                + " /no/such.yaml");
  }

  @Test
  void emptyCluster_isAnEmptyList() throws IOException {
    Path saved = directory.resolve("empty.yaml");
    var empty = new Cluster();
    Snapshot.save(empty.registry, saved);
    var second = new Cluster();
    Snapshot.load(saved, second.registry);
    assertThat(second.lasting()).isEqualTo(empty.lasting());
  }
}
