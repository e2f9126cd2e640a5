package dev.berth.cli;

import dev.berth.bench.DecideBench;
import dev.berth.bench.DecideJson;
import dev.berth.bench.DecideReport;
import dev.berth.bench.DecideSettings;
import dev.berth.bench.DecideTable;
import dev.berth.pipeline.EvaluationMode;
import dev.berth.pipeline.Recording;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code berth bench decide}: times decisions in process, without an API server.
 *
 * <p>Threading: one per request.
 */
@Command(
    name = "decide",
    description = {
      "Time decisions in process on a synthetic cluster: every node filtered and scored, each"
          + " decision followed by its assume. The same seed gives the same placements; times are"
          + " those of this machine, now."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:measured", "2:the command line is wrong"})
final class BenchDecideCommand implements Callable<Integer> {

  /** Whether decisions leave records. */
  enum Records {
    ON,
    OFF,
    BOTH;

    List<Recording> recordings() {
      return switch (this) {
        case ON -> List.of(Recording.ON);
        case OFF -> List.of(Recording.OFF);
        case BOTH -> List.of(Recording.OFF, Recording.ON);
      };
    }
  }

  @Mixin private BenchConsole console = new BenchConsole();

  @Mixin private WorkloadOption workload = new WorkloadOption();

  @Option(
      names = "--nodes",
      paramLabel = "N",
      split = ",",
      defaultValue = "100,1000,5000,15000,50000",
      description = "Cluster sizes (default: ${DEFAULT-VALUE}).")
  @SuppressWarnings("NullAway.Init") // picocli injects it before call()
  private List<Integer> nodes;

  @Option(
      names = "--pods",
      paramLabel = "N",
      defaultValue = "5000",
      description = "Pods to decide about (default: ${DEFAULT-VALUE}).")
  private int pods;

  @Option(
      names = "--placed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Pods that are on the nodes before (default: ${DEFAULT-VALUE}).")
  private int placed;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Of the cluster and of the choice among equally good nodes (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--records",
      defaultValue = "both",
      description = "Decision records: on, off or both (default: ${DEFAULT-VALUE}).")
  @SuppressWarnings("NullAway.Init") // picocli injects it before call()
  private Records records;

  @Option(
      names = "--scalar",
      description = "Ask every plugin about every node instead of using remembered answers.")
  private boolean scalar;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      defaultValue = "3",
      description =
          "How long decisions are made before those that count, for each size with and without"
              + " records (default: ${DEFAULT-VALUE}).")
  private int warmUp;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "1",
      description = "Repeat the measured decisions on fresh clusters (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Mixin private TableOrJson output = new TableOrJson();

  @Override
  public Integer call() {
    DecideReport report = DecideBench.run(settings(), console::progress);
    switch (output.form()) {
      case TABLE -> DecideTable.print(report, console.out());
      case JSON -> DecideJson.print(report, console.out());
    }
    return ExitCode.OK.code();
  }

  private DecideSettings settings() {
    try {
      return new DecideSettings(
          workload.workload(),
          nodes,
          pods,
          placed,
          seed,
          records.recordings(),
          scalar ? EvaluationMode.SCALAR : EvaluationMode.FAST,
          Duration.ofSeconds(warmUp),
          rounds);
    } catch (IllegalArgumentException wrong) {
      throw console.usageError(wrong);
    }
  }
}
