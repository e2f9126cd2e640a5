package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.pipeline.EvaluationMode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every checked-in vector of the real kube-scheduler, decided by the production code. */
final class GoldenVectorsTest {

  private static final Path GOLDEN = Path.of("src/test/resources/golden");

  /** How often each thing is compared: fewer would mean that something is left out. */
  private static final Map<Facet, Integer> WANT_AGREED =
      new EnumMap<>(
          Map.ofEntries(
              Map.entry(Facet.QUANTITY, 77),
              Map.entry(Facet.PRE_ENQUEUE, 3800),
              Map.entry(Facet.PRE_FILTER, 3620),
              Map.entry(Facet.FILTER, 3627),
              Map.entry(Facet.FEASIBLE, 3627),
              Map.entry(Facet.SCORE, 12_705),
              Map.entry(Facet.TOTAL, 2682),
              Map.entry(Facet.DECISION, 3627),
              Map.entry(Facet.ERROR, 3627),
              Map.entry(Facet.REJECTING_PLUGINS, 943),
              Map.entry(Facet.MESSAGE_HEAD, 943),
              Map.entry(Facet.MESSAGE_TAIL, 935),
              Map.entry(Facet.PREEMPTION, 943),
              Map.entry(Facet.NOMINATION, 943)));

  private static ConformanceRun run(EvaluationMode mode) throws IOException {
    ConformanceRun run = new ConformanceRun(mode);
    run.run(GOLDEN, (file, number, of) -> {});
    return run;
  }

  @ParameterizedTest
  @EnumSource(EvaluationMode.class)
  void goldenVectors_agreeInEveryFacet_andNoneIsLeftOut(EvaluationMode mode) throws IOException {
    ConformanceRun run = run(mode);

    assertThat(run.differences()).isEmpty();
    assertThat(run.total().cases()).isEqualTo(3877);
    Map<Facet, Integer> agreed = new EnumMap<>(Facet.class);
    for (Facet facet : Facet.values()) {
      agreed.put(facet, run.total().facet(facet).agree());
      assertThat(run.total().facet(facet).notSupported()).as("%s", facet).isZero();
    }
    assertThat(agreed).isEqualTo(WANT_AGREED);
  }
}
