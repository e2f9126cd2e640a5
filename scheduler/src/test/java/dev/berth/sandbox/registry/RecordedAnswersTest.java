package dev.berth.sandbox.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.sandbox.objects.Json;
import dev.berth.sandbox.objects.StatusException;
import dev.berth.sandbox.store.ObjectStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The registry answers the recorded requests, in their order, as the real server did. */
final class RecordedAnswersTest {
  private static final Instant NOW = Instant.parse("2031-05-06T07:08:09Z");

  /** Where we say less than upstream, and know it: what an unlawful update changed. */
  private static final String DUMP = "(?s)(if it was previously negative\\))\\\\n.*?(\",\")";

  @Test
  void registry_recordedRequests_answersAsTheServerDid() throws IOException {
    Registry registry =
        new Registry(new ObjectStore(1000), InstantSource.fixed(NOW), new SplittableRandom(1));
    List<RecordedStep> steps = RecordedStep.all();
    List<String> differences = new ArrayList<>();
    for (RecordedStep step : steps) {
      compare(step, registry, differences);
    }
    assertThat(steps).hasSizeGreaterThan(200);
    assertThat(differences).isEmpty();
  }

  private static void compare(RecordedStep step, Registry registry, List<String> differences) {
    JsonNode want = alike(step.wantAnswer());
    JsonNode answer;
    try {
      answer = step.run(registry);
    } catch (StatusException e) {
      answer = e.status();
    }
    JsonNode got = alike(answer);
    if (!got.equals(want)) {
      differences.add(step.what() + difference("", want, got));
    }
  }

  /** Without what differs from run to run, and without causes told twice. */
  private static JsonNode alike(JsonNode answer) {
    JsonNode copy = answer.deepCopy();
    if (copy.path("metadata") instanceof ObjectNode metadata) {
      metadata.remove(List.of("resourceVersion", "uid", "creationTimestamp"));
    }
    if (copy.path("details") instanceof ObjectNode details && details.has("causes")) {
      Set<JsonNode> causes = new LinkedHashSet<>();
      details.path("causes").forEach(causes::add);
      causes.forEach(details.putArray("causes")::add);
    }
    return replaced(
        copy,
        text ->
            text.replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "UID")
                .replaceAll("2031-05-06T[0-9:.]*Z", "NOW")
                .replaceAll("(ResourceVersion in (object meta: |record \\())[0-9]+", "$1N")
                .replaceAll("\\b([Gg]en[-_])[bcdfghjklmnpqrstvwxz2456789]{5}\\b", "$1RANDOM")
                .replaceAll(DUMP, "$1$2"));
  }

  private static JsonNode replaced(JsonNode tree, UnaryOperator<String> change) {
    return Json.object(
        change
            .apply(new String(Json.bytes(tree), StandardCharsets.UTF_8))
            .getBytes(StandardCharsets.UTF_8));
  }

  private static String difference(String path, JsonNode want, JsonNode got) {
    if (!want.isObject() || !got.isObject()) {
      return "\n  " + path + "\n    want " + want + "\n    got  " + got;
    }
    StringBuilder text = new StringBuilder();
    Set<String> names = new TreeSet<>();
    want.fieldNames().forEachRemaining(names::add);
    got.fieldNames().forEachRemaining(names::add);
    for (String name : names) {
      if (!want.path(name).equals(got.path(name))) {
        text.append(difference(path + "." + name, want.path(name), got.path(name)));
      }
    }
    return text.toString();
  }
}
