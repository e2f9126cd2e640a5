package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BenchDecideCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    List<String> all = new ArrayList<>(List.of("bench", "decide"));
    all.addAll(List.of(args));
    return BerthCommand.line(new PrintWriter(out, true), new PrintWriter(err, true))
        .execute(all.toArray(String[]::new));
  }

  @Test
  void nodesAndPods_areEnough() {
    assertThat(run("--nodes", "4", "--pods", "6", "--warm-up", "0")).isEqualTo(0);
    assertThat(out.toString()).contains("SchedulingBasic").doesNotContain("slope");
  }

  @Test
  void json_isAllOfStandardOutput_andProgressGoesToStandardError() throws JsonProcessingException {
    assertThat(run("--nodes", "2,4", "--pods", "6", "--warm-up", "0", "-o", "json")).isEqualTo(0);

    JsonNode json = new ObjectMapper().readTree(out.toString());
    assertThat(json.path("results")).hasSize(4);
    assertThat(err.toString()).contains("4 nodes, records on: round 1 of 1");
  }

  @ParameterizedTest(name = "--records {0}: {1}")
  @CsvSource({"on, 'on'", "off, 'off'", "both, 'off on'"})
  void records_areMeasuredAsAskedFor(String records, String wantRecords)
      throws JsonProcessingException {
    run("--nodes", "2", "--pods", "3", "--warm-up", "0", "-o", "json", "--records", records);

    List<String> measured = new ArrayList<>();
    new ObjectMapper()
        .readTree(out.toString())
        .path("results")
        .forEach(result -> measured.add(result.path("records").asText()));
    assertThat(String.join(" ", measured)).isEqualTo(wantRecords);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "--workload=SchedulingBasics, workload 'SchedulingBasics' is not known. Maybe SchedulingBasic?",
    "'--nodes=5,0', nodes is 0 and must be at least 1.",
    "--pods=0, pods is 0 and must be at least 1.",
    "--rounds=0, rounds is 0 and must be at least 1.",
    "--record=on, unknown flag --record. Maybe --records?",
  })
  void wrongCommandLine_endsWith2AndSaysWhatIsWrong(String argument, String wantSentence) {
    assertThat(run(argument)).isEqualTo(2);
    assertThat(err.toString()).contains("berth bench decide: " + wantSentence);
  }
}
