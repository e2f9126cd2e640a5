package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.bench.cluster.BenchException;
import dev.berth.bench.extender.ClusterShape;
import dev.berth.bench.extender.Contender;
import dev.berth.bench.extender.ContenderResult;
import dev.berth.bench.extender.ExtenderBench;
import dev.berth.bench.extender.ExtenderReport;
import dev.berth.bench.extender.ExtenderSettings;
import dev.berth.bench.extender.Form;
import dev.berth.bench.extender.FormResult;
import dev.berth.bench.extender.Verb;
import dev.berth.bench.extender.Wire;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Both extenders measured, each in a process of its own. */
final class ExtenderBenchIT {
  private static final int NAMED = 40;
  private static final int WHOLE = 12;
  private static final int REQUESTS = 40;

  private final List<String> progress = new ArrayList<>();

  private static Contender berth(Wire wire) {
    return new Contender.Berth(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            BerthProcess.classPath(),
            "dev.berth.cli.Main"),
        wire);
  }

  private static Contender floor() throws Exception {
    Process asked = new ProcessBuilder("bin/control-plane", "floor").start();
    String path = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(asked.waitFor()).isZero();
    return new Contender.Floor(Path.of(path.strip()));
  }

  private ExtenderReport run(Set<Verb> verbs, Contender... contenders) throws Exception {
    return ExtenderBench.run(
        new ExtenderSettings(
            List.of(contenders),
            verbs,
            new ClusterShape(NAMED, WHOLE, 30, 2),
            REQUESTS,
            REQUESTS,
            Duration.ofMillis(50),
            1),
        progress::add);
  }

  private static void assertMeasured(ContenderResult result, Verb... wantVerbs) {
    assertThat(result.forms()).extracting(FormResult::form).containsExactly(Form.values());
    assertThat(result.forms())
        .allSatisfy(
            form -> {
              assertThat(form.nanos()).containsOnlyKeys(wantVerbs);
              assertThat(form.nanos().values())
                  .allSatisfy(
                      nanos -> {
                        assertThat(nanos.count()).isEqualTo(REQUESTS / wantVerbs.length);
                        assertThat(nanos.p50()).isPositive();
                        assertThat(nanos.p99()).isPositive();
                      });
              assertThat(form.memory())
                  .extracting(FormResult.Memory::requests)
                  .containsExactly(0, 4, 8, 12, 16, 20, 24, 28, 32, 36, 40);
              assertThat(form.memory())
                  .allSatisfy(mark -> assertThat(mark.residentBytes()).isPositive());
            });
  }

  @Test
  void bothExtenders_areMeasured_inBothForms() throws Exception {
    ExtenderReport report =
        run(EnumSet.of(Verb.FILTER, Verb.PRIORITIZE), berth(Wire.PLAIN), floor());

    assertThat(report.wholeNodeBytes()).isBetween(5_000, 10_000);
    assertThat(report.results())
        .extracting(ContenderResult::name)
        .containsExactly("berth", "go-floor");
    report.results().forEach(result -> assertMeasured(result, Verb.FILTER, Verb.PRIORITIZE));
    assertThat(report.results().getFirst().forms())
        .flatExtracting(FormResult::memory)
        .allSatisfy(mark -> assertThat(mark.liveHeapBytes()).isPositive());
  }

  @Test
  void allVerbs_areMeasured_onEachWire() throws Exception {
    ExtenderReport report =
        run(
            EnumSet.allOf(Verb.class),
            berth(Wire.PLAIN),
            berth(Wire.TLS),
            berth(Wire.MTLS),
            floor());

    assertThat(report.results())
        .extracting(ContenderResult::name)
        .containsExactly("berth", "berth tls", "berth mtls", "go-floor");
    report.results().subList(0, 3).forEach(result -> assertMeasured(result, Verb.values()));
    assertMeasured(report.results().getLast(), Verb.FILTER, Verb.PRIORITIZE);
  }

  @Test
  void extenderThatEnds_isSaidWithItsLastLines() {
    Contender broken =
        new Contender.Berth(
            List.of("sh", "-c", "echo I have had enough; exit 1", "sh"), Wire.PLAIN);

    assertThatThrownBy(() -> run(EnumSet.of(Verb.FILTER), broken))
        .isInstanceOf(BenchException.class)
        .hasMessageContaining("I have had enough");
  }
}
