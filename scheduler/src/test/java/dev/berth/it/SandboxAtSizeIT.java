package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code berth sandbox} with a large cluster, API server and scheduler in one small heap. */
@Timeout(900)
final class SandboxAtSizeIT {
  private static final Pattern HEAP_BEFORE_COLLECTION = Pattern.compile("(\\d+)M->\\d+M");

  /** Also what the launcher takes to build the program. */
  private static final long MINUTES_AT_MOST = 6;

  @TempDir Path directory;

  /** Runs one until it is idle; its summary. */
  private JsonNode run(String... arguments) throws IOException, InterruptedException {
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    Path collections = directory.resolve("gc");
    List<String> command =
        new ArrayList<>(List.of("bin/berth", "sandbox", "--exit-when-idle", "-o", "json"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder
        .environment()
        .put("BERTH_JAVA_OPTS", "-Xmx512m -XX:+ExitOnOutOfMemoryError -Xlog:gc:" + collections);
    Process process = builder.start();
    try {
      assertThat(process.waitFor(MINUTES_AT_MOST, TimeUnit.MINUTES)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    String summary = Files.readString(out);
    int peak =
        HEAP_BEFORE_COLLECTION
            .matcher(Files.readString(collections))
            .results()
            .map(MatchResult::group)
            .mapToInt(sizes -> Integer.parseInt(sizes.substring(0, sizes.indexOf('M'))))
            .max()
            .orElse(0);
    System.out.println("peak heap " + peak + " MB: " + summary.strip());
    assertThat(process.exitValue()).as(summary + Files.readString(err)).isZero();
    return new ObjectMapper().readTree(summary);
  }

  @Test
  void fiveThousandPods_onFiveThousandNodes_areBoundIn512MB_savedAndReadAgain()
      throws IOException, InterruptedException {
    String saved = directory.resolve("saved.yaml").toString();
    JsonNode first = run("--nodes=5000", "--pods=5000", "--snapshot=" + saved);
    assertThat(first.path("nodes").asInt()).isEqualTo(5000);
    assertThat(first.path("pods").asInt()).isEqualTo(5000);
    int wantBound = first.path("bound").asInt();
    assertThat(wantBound).isGreaterThan(4900);

    JsonNode again = run("--from=" + saved);
    assertThat(again.path("nodes").asInt()).isEqualTo(5000);
    assertThat(again.path("bound").asInt()).isEqualTo(wantBound);
  }
}
