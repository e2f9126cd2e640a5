package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.bench.cluster.BenchException;
import dev.berth.bench.extender.Contender;
import dev.berth.bench.extender.ContenderResult;
import dev.berth.bench.extender.ExtenderBench;
import dev.berth.bench.extender.ExtenderReport;
import dev.berth.bench.extender.ExtenderSettings;
import dev.berth.bench.extender.Form;
import dev.berth.bench.extender.FormResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Both extenders measured, each in a process of its own. */
final class ExtenderBenchIT {
  private static final int NAMED = 40;
  private static final int WHOLE = 12;

  private final List<String> progress = new ArrayList<>();

  private static Contender berth() {
    return new Contender.Berth(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            BerthProcess.classPath(),
            "dev.berth.cli.Main"));
  }

  private static Contender floor() throws Exception {
    Process asked = new ProcessBuilder("bin/control-plane", "floor").start();
    String path = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(asked.waitFor()).isZero();
    return new Contender.Floor(Path.of(path.strip()));
  }

  private ExtenderReport run(Contender... contenders) throws Exception {
    return ExtenderBench.run(
        new ExtenderSettings(
            List.of(contenders), NAMED, WHOLE, 30, 20, 20, 2, Duration.ofMillis(50), 1),
        progress::add);
  }

  @Test
  void bothExtenders_areMeasured_inBothForms() throws Exception {
    ExtenderReport report = run(berth(), floor());

    assertThat(report.wholeNodeBytes()).isBetween(5_000, 10_000);
    assertThat(report.results())
        .extracting(ContenderResult::name)
        .containsExactly("berth", "go-floor");
    for (ContenderResult result : report.results()) {
      assertThat(result.forms()).extracting(FormResult::form).containsExactly(Form.values());
      assertThat(result.forms())
          .allSatisfy(
              form -> {
                assertThat(form.filterNanos().count()).isEqualTo(10);
                assertThat(form.filterNanos().p50()).isPositive();
                assertThat(form.prioritizeNanos().p99()).isPositive();
                assertThat(form.memory())
                    .extracting(FormResult.Memory::requests)
                    .containsExactly(0, 2, 10, 20);
                assertThat(form.memory().getLast().residentBytes()).isPositive();
              });
    }
    assertThat(report.results().getFirst().forms().getFirst().memory().getFirst().liveHeapBytes())
        .isPositive();
  }

  @Test
  void extenderThatEnds_isSaidWithItsLastLines() {
    Contender broken =
        new Contender.Berth(List.of("sh", "-c", "echo I have had enough; exit 1", "sh"));

    assertThatThrownBy(() -> run(broken))
        .isInstanceOf(BenchException.class)
        .hasMessageContaining("I have had enough");
  }
}
