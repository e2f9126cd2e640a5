package dev.berth.cli;

import dev.berth.bench.extender.ClusterShape;
import dev.berth.bench.extender.Contender;
import dev.berth.bench.extender.ExtenderBench;
import dev.berth.bench.extender.ExtenderJson;
import dev.berth.bench.extender.ExtenderReport;
import dev.berth.bench.extender.ExtenderSettings;
import dev.berth.bench.extender.ExtenderTable;
import dev.berth.bench.extender.Verb;
import dev.berth.bench.extender.Wire;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code berth bench extender}: times the facade as a kube-scheduler calls it.
 *
 * <p>Threading: one per request.
 */
@Command(
    name = "extender",
    description = {
      "Time 'berth extender', a process of its own that watches a synthetic cluster, on one"
          + " connection that stays open, as kube-scheduler uses it: for all nodes by name, then"
          + " for some as whole objects. With --against go-floor also a Go extender that returns"
          + " everything unchanged, to filter and prioritize: what the protocol costs by itself.",
      "",
      "About each pod all verbs are asked, pods of five kinds in turn. Every answer must speak of"
          + " every node, and let those pass that should. preempt is asked about a tenth of the"
          + " nodes, 100 or more, with one victim on each; bind has the API server's share in it,"
          + " and the pod is deleted afterwards. CPU and memory are those of the extender's"
          + " process, before the first request and after each tenth of them; the live heap is"
          + " what is left after a collection. So --requests 100000 shows whether memory stays"
          + " flat."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:measured",
      "2:the command line is wrong",
      "3:the machine or a program is not as needed, or an answer was wrong"
    })
final class BenchExtenderCommand implements Callable<Integer> {

  @Mixin private BenchConsole console = new BenchConsole();

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
      names = "--verbs",
      paramLabel = "VERB",
      split = ",",
      defaultValue = "filter,prioritize",
      description =
          "What is asked: filter, prioritize, preempt, bind, separated by commas (default:"
              + " ${DEFAULT-VALUE}).")
  @SuppressWarnings("NullAway.Init") // picocli injects it before call()
  private Set<Verb> verbs;

  @Option(
      names = "--wire",
      paramLabel = "WIRE",
      split = ",",
      defaultValue = "plain",
      description =
          "How Berth is reached: plain, tls, mtls, separated by commas, each in a process of its"
              + " own (default: ${DEFAULT-VALUE}).")
  @SuppressWarnings("NullAway.Init") // picocli injects it before call()
  private Set<Wire> wires;

  @Option(
      names = "--requests",
      paramLabel = "N",
      defaultValue = "4000",
      description =
          "Measured requests with names, of all verbs together (default: ${DEFAULT-VALUE}).")
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

  @Mixin private TableOrJson output = new TableOrJson();

  @Override
  public Integer call() throws IOException, InterruptedException {
    ExtenderSettings settings = settings();
    Installation.finish();
    ExtenderReport report = ExtenderBench.run(settings, console::progress);
    switch (output.form()) {
      case TABLE -> ExtenderTable.print(report, console.out());
      case JSON -> ExtenderJson.print(report, console.out());
    }
    return ExitCode.OK.code();
  }

  private ExtenderSettings settings() throws InterruptedException {
    try {
      return new ExtenderSettings(
          contenders(),
          verbs,
          new ClusterShape(nodes, fullNodes, placed, changing),
          requests,
          fullRequests,
          Duration.ofSeconds(warmUp),
          seed);
    } catch (IllegalArgumentException wrong) {
      throw console.usageError(wrong);
    }
  }

  private List<Contender> contenders() throws InterruptedException {
    List<Contender> contenders = new ArrayList<>();
    for (Wire wire : new TreeSet<>(wires)) {
      contenders.add(new Contender.Berth(Installation.launcher(), wire));
    }
    if (against != null) {
      if (!against.equals("go-floor")) {
        throw new IllegalArgumentException("--against is '%s'. Maybe go-floor?".formatted(against));
      }
      contenders.add(
          new Contender.Floor(ControlPlaneScript.program(floor, "--floor PATH", "floor")));
    }
    return contenders;
  }
}
