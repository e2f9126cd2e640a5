package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.pipeline.EvaluationMode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every checked-in vector of the real kube-scheduler, decided by the production code. */
final class GoldenVectorsTest {

  private static final Path GOLDEN = Path.of("src/test/resources/golden");

  /** Families that the built plugins decide whole: nothing in them may be refused. */
  private static final Map<String, Integer> DECIDED_WHOLE =
      Map.ofEntries(
          Map.entry("noderesources", 200),
          Map.entry("noderesources-args", 200),
          Map.entry("taints", 200),
          Map.entry("nodeaffinity", 200),
          Map.entry("nodeports", 200),
          Map.entry("imagelocality", 200),
          Map.entry("podtopologyspread", 200),
          Map.entry("interpodaffinity", 200),
          Map.entry("nominated", 200),
          Map.entry("preemption", 200),
          Map.entry("gates", 200),
          Map.entry("nodedeclaredfeatures", 200),
          Map.entry("quantities", 77));

  private static ConformanceRun run(EvaluationMode mode) throws IOException {
    ConformanceRun run = new ConformanceRun(mode);
    run.run(GOLDEN, (file, number, of) -> {});
    return run;
  }

  @ParameterizedTest
  @EnumSource(EvaluationMode.class)
  void goldenVectors_decided_agreeInEveryFacetThatIsSupported(EvaluationMode mode)
      throws IOException {
    ConformanceRun run = run(mode);

    assertThat(run.differences()).isEmpty();
    assertThat(run.total().cases()).isEqualTo(3877);
    assertThat(run.total().refused()).isLessThanOrEqualTo(542);
    assertThat(run.total().facet(Facet.FILTER).agree()).isGreaterThanOrEqualTo(3101);
    assertThat(run.total().facet(Facet.SCORE).agree()).isGreaterThanOrEqualTo(9026);
    assertThat(run.total().facet(Facet.DECISION).agree()).isGreaterThanOrEqualTo(3101);
    assertThat(run.total().facet(Facet.MESSAGE_HEAD).agree()).isGreaterThanOrEqualTo(731);
    assertThat(run.total().facet(Facet.MESSAGE_TAIL).agree()).isGreaterThanOrEqualTo(711);
    assertThat(run.total().facet(Facet.PREEMPTION).agree()).isGreaterThanOrEqualTo(718);
    assertThat(run.total().facet(Facet.NOMINATION).agree()).isGreaterThanOrEqualTo(718);
  }

  @Test
  void familiesOfBuiltPlugins_refuseNoCase() throws IOException {
    ConformanceRun run = run(EvaluationMode.FAST);

    for (FamilyResult family : run.families()) {
      Integer wantCases = DECIDED_WHOLE.get(family.family());
      if (wantCases != null) {
        assertThat(family.cases()).as(family.family()).isEqualTo(wantCases);
        assertThat(family.refused()).as(family.family()).isZero();
      }
    }
  }
}
