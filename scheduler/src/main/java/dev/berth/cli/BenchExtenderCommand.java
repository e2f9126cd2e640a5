package dev.berth.cli;

import dev.berth.bench.extender.Contender;
import dev.berth.bench.extender.ExtenderBench;
import dev.berth.bench.extender.ExtenderJson;
import dev.berth.bench.extender.ExtenderReport;
import dev.berth.bench.extender.ExtenderSettings;
import dev.berth.bench.extender.ExtenderTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code berth bench extender}: times the facade as a kube-scheduler calls it.
 *
 * <p>Threading: one per request.
 */
@Command(
    name = "extender",
    description = {
      "Time filter and prioritize of 'berth extender', a process of its own that watches a"
          + " synthetic cluster, on one connection that stays open, as kube-scheduler uses it: for"
          + " all nodes by name, then for some as whole objects. With --against go-floor also of a"
          + " Go extender that returns everything unchanged: what the protocol costs by itself.",
      "",
      "About each pod both verbs are asked, pods of five kinds in turn. Every answer must speak of"
          + " every node, and let those pass that should. CPU and memory are those of the"
          + " extender's process; the live heap is what is left after a collection."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:measured",
      "2:the command line is wrong",
      "3:the machine or a program is not as needed, or an answer was wrong"
    })
final class BenchExtenderCommand implements Callable<Integer> {

  /** How the result is printed. */
  enum Output {
    TABLE,
    JSON
  }

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli injects it before call()
  private CommandSpec spec;

  @Option(
      names = "--nodes",
      paramLabel = "N",
      defaultValue = "5000",
      description = "Nodes, all offered by name (default: ${DEFAULT-VALUE}).")
  private int nodes;

  @Option(
      names = "--full-nodes",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Those of them that are offered whole (default: ${DEFAULT-VALUE}).")
  private int fullNodes;

  @Option(
      names = "--placed",
      paramLabel = "N",
      defaultValue = "10000",
      description = "Pods on the nodes (default: ${DEFAULT-VALUE}).")
  private int placed;

  @Option(
      names = "--requests",
      paramLabel = "N",
      defaultValue = "4000",
      description =
          "Measured requests with names (default: ${DEFAULT-VALUE}). Memory is read before them,"
              + " and after 10, 50 and 100 %% of them.")
  private int requests;

  @Option(
      names = "--full-requests",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Measured requests with whole nodes (default: ${DEFAULT-VALUE}).")
  private int fullRequests;

  @Option(
      names = "--changing",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Whole nodes whose kubelet reports before each pod, so that they come in a new version"
              + " (default: ${DEFAULT-VALUE}).")
  private int changing;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description = "Requests before those that count, in each form (default: ${DEFAULT-VALUE}).")
  private int warmUp;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of zones, images and requests of pods (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--against", paramLabel = "go-floor", description = "Measure this, too.")
  private @Nullable String against;

  @Option(
      names = "--floor",
      paramLabel = "PATH",
      description =
          "The program (default: the one that 'scheduler/bin/control-plane floor' builds).")
  private @Nullable Path floor;

  @Option(
      names = {"-o", "--output"},
      defaultValue = "table",
      description = "table or json (default: ${DEFAULT-VALUE}).")
  @SuppressWarnings("NullAway.Init") // picocli injects it before call()
  private Output output;

  @Override
  public Integer call() throws IOException, InterruptedException {
    ExtenderSettings settings = settings();
    Installation.finish();
    PrintWriter err = spec.commandLine().getErr();
    ExtenderReport report =
        ExtenderBench.run(
            settings,
            what -> {
              err.println(what);
              err.flush();
            });
    PrintWriter out = spec.commandLine().getOut();
    switch (output) {
      case TABLE -> ExtenderTable.print(report, out);
      case JSON -> ExtenderJson.print(report, out);
    }
    return ExitCode.OK.code();
  }

  private ExtenderSettings settings() throws InterruptedException {
    try {
      return new ExtenderSettings(
          contenders(),
          nodes,
          fullNodes,
          placed,
          requests,
          fullRequests,
          changing,
          Duration.ofSeconds(warmUp),
          seed);
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(spec.commandLine(), wrong.getMessage(), wrong);
    }
  }

  private List<Contender> contenders() throws InterruptedException {
    List<Contender> contenders = new ArrayList<>();
    contenders.add(new Contender.Berth(Installation.launcher()));
    if (against != null) {
      if (!against.equals("go-floor")) {
        throw new IllegalArgumentException("--against is '%s'. Maybe go-floor?".formatted(against));
      }
      contenders.add(new Contender.Floor(floorProgram()));
    }
    return contenders;
  }

  private Path floorProgram() throws InterruptedException {
    Path program = floor;
    if (program == null) {
      Path script = Installation.script("control-plane");
      if (script == null) {
        throw new EnvironmentException(
            "scheduler/bin/control-plane is not beside this program. Maybe give --floor PATH.");
      }
      program = Path.of(Installation.ask(List.of(script.toString(), "floor")));
    }
    if (!Files.isExecutable(program)) {
      throw new EnvironmentException(
          "%s cannot be executed. Maybe give --floor PATH.".formatted(program));
    }
    return program;
  }
}
