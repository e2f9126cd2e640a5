package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BenchExtenderCommandTest {
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    List<String> all = new ArrayList<>(List.of("bench", "extender"));
    all.addAll(List.of(args));
    return BerthCommand.line(new PrintWriter(new StringWriter()), new PrintWriter(err, true))
        .execute(all.toArray(String[]::new));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "--nodes=0, 2, --nodes is 0. Maybe 1 or more?",
    "--full-nodes=5001, 2, --full-nodes is 5001 and --nodes 5000.",
    "--changing=1001, 2, --changing is 1001 and --full-nodes 1000.",
    "--requests=-1, 2, --requests is -1. Maybe 0 or more?",
    "--verbs=, 2, for option '--verbs' (VERB): expected one of [FILTER, PRIORITIZE, PREEMPT, BIND]",
    "--wire=quic, 2, expected one of [PLAIN, TLS, MTLS]",
    "--verbs=preempt --placed=0, 2, 'with preempt, --placed is 0. Maybe 1 or more?'",
    "--against=python, 2, --against is 'python'. Maybe go-floor?",
    "'--against=go-floor --floor=/no/such', 3, /no/such cannot be executed. Maybe give --floor"
        + " PATH.",
  })
  void whatCannotBeMeasured_isSaid(String arguments, int wantCode, String wantSentence) {
    assertThat(run(arguments.split(" ", -1))).isEqualTo(wantCode);
    assertThat(err.toString()).contains(wantSentence);
  }
}
