package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BenchClusterCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    List<String> all = new ArrayList<>(List.of("bench", "cluster"));
    all.addAll(List.of(args));
    return BerthCommand.line(new PrintWriter(out, true), new PrintWriter(err, true))
        .execute(all.toArray(String[]::new));
  }

  @Test
  void help_saysWhatIsMeasuredAndHow() {
    assertThat(run("--help")).isEqualTo(0);
    assertThat(out.toString())
        .contains("SIGSTOP", "peak RSS", "CPU-s per 1,000", "monotonic clock", "A B, B A");
  }

  @Test
  void kubeconfigAndControlPlane_excludeEachOther() {
    assertThat(run("--kubeconfig", "f", "--control-plane")).isEqualTo(2);
    assertThat(err.toString()).contains("--kubeconfig and --control-plane exclude each other.");
  }

  @Test
  void unknownOpponent_isAnErrorOfTheCommandLine() {
    assertThat(run("--against", "volcano")).isEqualTo(2);
    assertThat(err.toString()).contains("--against is 'volcano'. Maybe kube-scheduler?");
  }

  @Test
  void tooManyPods_areAnErrorOfTheCommandLine() {
    assertThat(run("--nodes", "1")).isEqualTo(2);
    assertThat(err.toString()).contains("need 385 nodes, and there are 1. Maybe more nodes?");
  }

  @Test
  void workloadThatNeedsMoreThanBinding_isAnErrorOfTheCommandLine() {
    assertThat(run("--workload", "PreemptionBasic")).isEqualTo(2);
    assertThat(err.toString())
        .contains(
            "workload PreemptionBasic is measured in process only: its pods need the room of"
                + " others, and Berth evicts nobody yet. Maybe bench decide?");
  }

  @Test
  void kubeSchedulerThatIsNotThere_isSaidWithItsPath() {
    assertThat(run("--against", "kube-scheduler", "--kube-scheduler", "/no/such")).isEqualTo(3);
    assertThat(err.toString()).contains("/no/such cannot be executed");
  }

  @Test
  void script_isFoundFromWhereTheClassesAre() {
    assertThat(Installation.script("control-plane"))
        .satisfies(p -> assertThat(Files.isExecutable(p)).isTrue());
    assertThat(Installation.script("no-such-script")).isNull();
  }
}
