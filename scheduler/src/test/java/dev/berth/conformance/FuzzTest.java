package dev.berth.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.FirstSeed;
import dev.berth.kube.decode.UndecodableObject;
import dev.berth.pipeline.EvaluationMode;
import dev.berth.pipeline.ScheduleResult;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Nothing that an object contains crashes a decision, makes it endless, or leaves it without a
 * reason, from the decoder to the pipeline: the clusters of the vectors, damaged at random.
 *
 * <p>{@code -Dfuzz.seed=N} replays from a seed on, {@code -Dfuzz.cases=N} says how many.
 */
final class FuzzTest {

  private static final Path GOLDEN = Path.of("src/test/resources/golden");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CASES = Integer.getInteger("fuzz.cases", 500);

  /** Far more than any decision takes, on a machine that does much else. */
  private static final Duration BOUND = Duration.ofSeconds(30);

  /** Of each family as many lines as there is variety in. */
  private static final int LINES = 60;

  private static final int HUGE_NODES = 90;

  private int decided;
  private int unfit;

  @Test
  void damagedObjects_areDecidedOrRefusedByName() throws IOException {
    Long replayed = Long.getLong("fuzz.seed");
    long first = replayed == null ? FirstSeed.get() : replayed;
    List<String> lines = vectors();
    for (long seed = first; seed < first + CASES; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      JsonNode vector = JSON.readTree(lines.get(random.nextInt(lines.size())));
      if (damage(vector, new Mutations(random), random)) {
        decide(Case.of(vector), "replay with -Dfuzz.cases=1 -Dfuzz.seed=" + seed);
      }
    }
    assertThat(decided).as("seed %d", first).isGreaterThan(CASES / 2);
    assertThat(unfit).as("seed %d", first).isGreaterThan(CASES / 20);
  }

  /** As much as fits into the megabyte and a half of one object, in everything that is a list. */
  @Test
  void hugeLists_areDecidedWithinBounds() throws IOException {
    ObjectNode vector = JSON.createObjectNode();
    vector.put("name", "huge").put("family", "huge").putNull("config").putObject("expect");
    vector.set("pod", hugePod("", 400));
    ObjectNode objects = vector.putObject("objects");
    for (int i = 0; i < HUGE_NODES; i++) {
      objects.withArray("nodes").add(hugeNode(i));
      objects.withArray("pods").add(hugePod("node-" + i, 40));
    }
    decide(Case.of(vector), "huge lists");
    assertThat(decided).isEqualTo(1);
  }

  private static JsonNode hugeNode(int number) throws IOException {
    return JSON.readTree(
        """
        {"apiVersion": "v1", "kind": "Node",
         "metadata": {"name": "node-%d", "labels": {%s}},
         "spec": {"taints": [%s]},
         "status": {"allocatable": {"cpu": "64", "memory": "64Gi", "pods": "110"},
                    "images": [%s]}}
        """
            .formatted(
                number,
                list(400, i -> "\"key-%d\": \"v%d\"".formatted(i, (number + i) % 7)),
                list(
                    400,
                    i ->
                        "{\"key\": \"taint-%d\", \"value\": \"v\", \"effect\": \"%s\"}"
                            .formatted(i, i % 2 == 0 ? "NoSchedule" : "PreferNoSchedule")),
                list(400, i -> "{\"names\": [\"image-%d\"], \"sizeBytes\": %d}".formatted(i, i))));
  }

  private static JsonNode hugePod(String node, int size) throws IOException {
    String selector =
        "{\"matchExpressions\": [%s]}"
            .formatted(
                list(
                    20,
                    i ->
                        "{\"key\": \"key-%d\", \"operator\": \"NotIn\", \"values\": [%s]}"
                            .formatted(i, list(20, v -> "\"w" + v + "\""))));
    IntFunction<String> term =
        i ->
            "{\"topologyKey\": \"key-%d\", \"labelSelector\": %s, \"namespaceSelector\": {}}"
                .formatted(i, selector);
    IntFunction<String> preferredTerm =
        i -> "{\"weight\": 1, \"podAffinityTerm\": %s}".formatted(term.apply(i));
    return JSON.readTree(
        """
        {"apiVersion": "v1", "kind": "Pod",
         "metadata": {"name": "pod%s", "namespace": "default", "uid": "uid%s",
           "labels": {%s}},
         "spec": {"schedulerName": "default-scheduler", "nodeName": "%s", "priority": 0,
           "tolerations": [%s],
           "topologySpreadConstraints": [%s],
           "affinity": {
             "nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution":
               {"nodeSelectorTerms": [%s]}},
             "podAffinity": {"preferredDuringSchedulingIgnoredDuringExecution": [%s]},
             "podAntiAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": [%s]}},
           "containers": [%s]}}
        """
            .formatted(
                node,
                node,
                list(size, i -> "\"key-%d\": \"v%d\"".formatted(i, i % 7)),
                node,
                list(
                    2 * size,
                    i -> "{\"key\": \"taint-%d\", \"operator\": \"Exists\"}".formatted(i)),
                list(
                    size / 4,
                    i ->
                        "{\"maxSkew\": 1000, \"topologyKey\": \"key-%d\", \"whenUnsatisfiable\": \"%s\", \"labelSelector\": %s}"
                            .formatted(
                                i, i % 2 == 0 ? "DoNotSchedule" : "ScheduleAnyway", selector)),
                list(
                    size,
                    i ->
                        "{\"matchExpressions\": [{\"key\": \"key-%d\", \"operator\": \"In\", \"values\": [%s]}]}"
                            .formatted(i, list(20, v -> "\"v" + v + "\""))),
                list(size / 4, preferredTerm),
                node.isEmpty() ? "" : list(size / 4, i -> term.apply(i).replace("NotIn", "In")),
                list(
                    size,
                    i ->
                        "{\"name\": \"c-%d\", \"image\": \"image-%d\", \"resources\": {\"requests\": {\"cpu\": \"1m\"}}}"
                            .formatted(i, i))));
  }

  private static String list(int count, IntFunction<String> element) {
    return IntStream.range(0, count).mapToObj(element).collect(Collectors.joining(","));
  }

  private static List<String> vectors() throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.list(GOLDEN)) {
      for (Path file : files.filter(FuzzTest::hasCases).sorted().toList()) {
        try (BufferedReader reader =
            new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), UTF_8))) {
          reader.lines().limit(LINES).forEach(lines::add);
        }
      }
    }
    return lines;
  }

  private static boolean hasCases(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".jsonl.gz") && !name.startsWith("quantities");
  }

  /**
   * The pod half of the time, otherwise one of the objects.
   *
   * @return whether it is still known whose pod it is
   */
  private static boolean damage(JsonNode vector, Mutations mutations, SplittableRandom random) {
    String scheduler = vector.at("/pod/spec/schedulerName").asText();
    List<JsonNode> objects = new ArrayList<>();
    vector.path("objects").forEach(list -> list.forEach(objects::add));
    boolean ofPod = objects.isEmpty() || random.nextBoolean();
    mutations.damage(ofPod ? vector.path("pod") : objects.get(random.nextInt(objects.size())));
    if (vector.at("/pod/spec") instanceof ObjectNode spec) {
      spec.put("schedulerName", scheduler);
      return true;
    }
    return false;
  }

  private void decide(Case vector, String replay) {
    Decided fast = decided(vector, EvaluationMode.FAST, replay);
    if (fast == null) {
      return;
    }
    decided++;
    assertHasReason(fast, replay);
    Decided scalar = decided(vector, EvaluationMode.SCALAR, replay);
    assertThat(scalar).as(replay).isNotNull().extracting(FuzzTest::told).isEqualTo(told(fast));
  }

  /** Null when the pod, or one of the objects that matter, cannot be understood. */
  private static @Nullable Decided decided(Case vector, EvaluationMode mode, String replay) {
    return assertTimeoutPreemptively(
        BOUND,
        () -> {
          try {
            return new World(vector, mode).decide();
          } catch (UndecodableObject refused) {
            assertThat(refused.getMessage()).as(replay).isNotBlank();
            return null;
          } catch (RuntimeException | StackOverflowError | OutOfMemoryError crash) {
            throw new AssertionError(replay, crash);
          }
        },
        replay);
  }

  private void assertHasReason(Decided decided, String replay) {
    switch (decided.result()) {
      case ScheduleResult.Unfit(var diagnosis, var record) -> {
        unfit++;
        assertThat(diagnosis.message()).as(replay).isNotBlank();
      }
      case ScheduleResult.Aborted aborted ->
          assertThat(aborted.error().message()).as(replay).isNotBlank();
      case ScheduleResult.Selected selected ->
          assertThat(selected.nodeName()).as(replay).isNotBlank();
      case null -> assertThat(decided.preEnqueue()).as(replay).isNotNull();
    }
  }

  /** What both ways to decide have to agree in. */
  private static Map<String, Object> told(Decided decided) {
    return switch (decided.result()) {
      case ScheduleResult.Unfit unfit -> Map.of("unfit", unfit.diagnosis().message());
      case ScheduleResult.Aborted _ -> Map.of("aborted", true);
      case ScheduleResult.Selected selected -> Map.of("feasible", selected.feasible());
      case null -> Map.of("gated", true);
    };
  }
}
