package dev.berth.plugins.dynamicresources.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.Node;
import dev.berth.plugins.dynamicresources.cel.KnownSelectors;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/**
 * Random situations for which the answers of Kubernetes 1.36.3 were written down. {@code
 * -Dallocations.file} names another file of such records.
 */
final class RecordedAllocationsTest {
  private static final SearchLimits LIMITS =
      new SearchLimits(System::nanoTime, Duration.ofSeconds(20), Duration.ofSeconds(20));

  /** Differences after which it is enough. */
  private static final int SHOWN = 5;

  @Test
  void answers_areThoseOfKubernetes() throws Exception {
    List<String> differences = new ArrayList<>();
    int compared = 0;
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(records(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine();
          line != null && differences.size() < SHOWN;
          line = lines.readLine()) {
        compared += compare(RecordedAllocation.of(line), differences);
      }
    }
    assertThat(differences).as("the first of %s answers", compared).isEmpty();
    assertThat(compared).isGreaterThan(500);
  }

  private static InputStream records() throws IOException {
    String other = System.getProperty("allocations.file", "");
    if (!other.isEmpty()) {
      return Files.newInputStream(Path.of(other));
    }
    return new GZIPInputStream(
        Objects.requireNonNull(
            RecordedAllocationsTest.class.getResourceAsStream("/dra/allocations.jsonl.gz")));
  }

  private static int compare(RecordedAllocation record, List<String> differences) {
    DeviceAllocator allocator =
        new DeviceAllocator(
            DeviceInventory.empty().updated(record.slices()),
            record.taken(),
            record.classes()::get,
            new KnownSelectors(),
            () -> RecordedAllocation.SHARE,
            LIMITS);
    for (int i = 0; i < record.nodes().size(); i++) {
      Node node = record.nodes().get(i);
      // The text compares the notation of quantities as well.
      String want = record.want().get(i).toString();
      String actual = allocator.allocate(node, record.claims()).toString();
      if (!actual.equals(want)) {
        differences.add(
            "seed "
                + record.seed()
                + ", "
                + node.name()
                + ":\n want "
                + want
                + "\n  got "
                + actual);
      }
    }
    return record.nodes().size();
  }
}
