package dev.berth.sandbox.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.sandbox.objects.StatusException;
import dev.berth.sandbox.store.ObjectStore;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The registry answers the recorded requests, in their order, as the real server did. */
final class RecordedAnswersTest {
  private static final Instant NOW = Instant.parse("2031-05-06T07:08:09Z");

  @Test
  void registry_recordedRequests_answersAsTheServerDid() throws IOException {
    Registry registry =
        new Registry(new ObjectStore(1000), InstantSource.fixed(NOW), new SplittableRandom(1));
    Likeness likeness = new Likeness("2031-05-06");
    List<RecordedStep> steps = RecordedStep.all();
    List<String> differences = new ArrayList<>();
    for (RecordedStep step : steps) {
      String difference = likeness.difference(step.wantAnswer(), answer(step, registry));
      if (!difference.isEmpty()) {
        differences.add(step.what() + difference);
      }
    }
    assertThat(steps).hasSizeGreaterThan(200);
    assertThat(differences).isEmpty();
  }

  private static JsonNode answer(RecordedStep step, Registry registry) {
    try {
      return step.run(registry);
    } catch (StatusException e) {
      return e.status();
    }
  }
}
