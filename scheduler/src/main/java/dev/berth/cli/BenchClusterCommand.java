package dev.berth.cli;

import dev.berth.bench.cluster.ClusterBench;
import dev.berth.bench.cluster.ClusterBench.OtherNodes;
import dev.berth.bench.cluster.ClusterBench.Place;
import dev.berth.bench.cluster.ClusterJson;
import dev.berth.bench.cluster.ClusterReport;
import dev.berth.bench.cluster.ClusterSettings;
import dev.berth.bench.cluster.ClusterTable;
import dev.berth.bench.cluster.Contender;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code berth bench cluster}: measures Berth, and kube-scheduler beside it, on a real API server.
 *
 * <p>Threading: one per request.
 */
@Command(
    name = "cluster",
    description = {
      "Measure Berth on a real API server, and with --against the real kube-scheduler in the same"
          + " way: each in a process of its own, in turns (A B, B A, ...).",
      "",
      "One run: nodes without kubelets, whatever else the workload needs and the pods of --warm-up,"
          + " of the kinds that it has before others come, are made; the scheduler is started and"
          + " binds them (cold drain). It is stopped with SIGSTOP while the pods of --pods are"
          + " made, and let go with SIGCONT (the measured drain). Then pods come at --rate,"
          + " whatever becomes of those before them (open loop). At the end every pod must be on a"
          + " node that has room for it, by arithmetic of this command.",
      "",
      "What is measured:",
      "  pods/s             pods by the time from go to the last pod seen bound",
      "  CPU-s per 1,000    CPU time of the scheduler's process until its events are written, too",
      "  p50, p99           from the moment a pod was due to be created until it was seen bound",
      "  first bind         from exec; with the CPU time until then",
      "  peak RSS           of the scheduler's process (VmHWM), over the whole run",
      "A watcher of its own sees the binds, with a monotonic clock; it asks for metadata only, in a"
          + " form that no scheduler shares. Loader and watcher run on the same machine and cost"
          + " both contenders the same.",
      "",
      "Both contenders read the same configuration file (one profile with everything by default,"
          + " the same qps and burst), act as the same user, and log to a file at -v=2. Run it on"
          + " an idle machine: what others used and what a hypervisor stole is said beside the"
          + " figures.",
      ""
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:measured",
      "1:measured, and a run ended in a wrong state: a pod on no node, a node with too much on it",
      "2:the command line is wrong",
      "3:the cluster, the machine or a program is not as needed"
    })
final class BenchClusterCommand implements Callable<Integer> {

  @Mixin private BenchConsole console = new BenchConsole();

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description =
          "Measure on this cluster: it needs an administrator, and no kubelet for our nodes. What a"
              + " run made is removed after it. Default: a new control plane"
              + " for each run, by scheduler/bin/control-plane, in memory where that is possible.")
  private @Nullable Path kubeconfig;

  @Option(
      names = "--control-plane",
      description = "A new control plane for each run, which is what happens without --kubeconfig.")
  private boolean controlPlane;

  @Option(
      names = "--allow-other-nodes",
      description = "Go on although the cluster has nodes that are not ours: pods may go there.")
  private boolean allowOtherNodes;

  @Option(
      names = "--nodes",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Nodes (default: ${DEFAULT-VALUE}).")
  private int nodes;

  @Option(
      names = "--pods",
      paramLabel = "M",
      defaultValue = "5000",
      description = "Pods of the measured drain (default: ${DEFAULT-VALUE}).")
  private int pods;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      defaultValue = "2000",
      description =
          "Pods of the drain before it, which begins with the process (default: ${DEFAULT-VALUE})."
              + " 0: none, the measured drain begins with the process.")
  private int warmUp;

  @Option(names = "--against", paramLabel = "kube-scheduler", description = "Measure this, too.")
  private @Nullable String against;

  @Option(
      names = "--kube-scheduler",
      paramLabel = "PATH",
      description =
          "The program (default: the one that 'scheduler/bin/control-plane path kube-scheduler'"
              + " names).")
  private @Nullable Path kubeScheduler;

  @Mixin private WorkloadOption workload = new WorkloadOption();

  @Option(
      names = "--rate",
      paramLabel = "PODS",
      defaultValue = "100",
      description = "Pods a second of the open loop, 0 for none (default: ${DEFAULT-VALUE}).")
  private double rate;

  @Option(
      names = "--open-loop",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description = "How long the open loop is (default: ${DEFAULT-VALUE}).")
  private int openLoopSeconds;

  @Option(
      names = "--runs",
      paramLabel = "K",
      defaultValue = "1",
      description =
          "Runs of each contender; the table has medians and spread (default: ${DEFAULT-VALUE}).")
  private int runs;

  @Option(
      names = "--qps",
      paramLabel = "N",
      defaultValue = "5000",
      description =
          "Requests a second, and at once, that each scheduler may send (default:"
              + " ${DEFAULT-VALUE}).")
  private int qps;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of zones and requests (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Mixin private TextOrJson output = new TextOrJson();

  @Override
  public Integer call() throws IOException, InterruptedException {
    ClusterSettings settings = settings();
    Place place = place();
    Installation.finish();
    ClusterReport report = ClusterBench.run(settings, place, console::progress);
    switch (output.form()) {
      case TEXT -> ClusterTable.print(report, console.out());
      case JSON -> ClusterJson.print(report, console.out());
    }
    return (report.isSound() ? ExitCode.OK : ExitCode.NEGATIVE).code();
  }

  private Place place() throws InterruptedException {
    if (kubeconfig != null) {
      if (controlPlane) {
        throw console.usageError(
            new IllegalArgumentException("--kubeconfig and --control-plane exclude each other."));
      }
      return new Place.Existing(kubeconfig, allowOtherNodes ? OtherNodes.ALLOW : OtherNodes.REFUSE);
    }
    ControlPlaneScript script = ControlPlaneScript.beside("--kubeconfig FILE");
    script.ask("build");
    return new Place.Fresh(script.path());
  }

  private ClusterSettings settings() throws InterruptedException {
    try {
      return new ClusterSettings(
          contenders(),
          runs,
          workload.workload(),
          nodes,
          pods,
          warmUp,
          new ClusterSettings.OpenLoop(rate, Duration.ofSeconds(openLoopSeconds)),
          qps,
          seed);
    } catch (IllegalArgumentException wrong) {
      throw console.usageError(wrong);
    }
  }

  private List<Contender> contenders() throws InterruptedException {
    List<Contender> contenders = new ArrayList<>();
    contenders.add(new Contender("berth", join(Installation.launcher(), "run"), List.of()));
    if (against != null) {
      if (!against.equals("kube-scheduler")) {
        throw new IllegalArgumentException(
            "--against is '%s'. Maybe kube-scheduler?".formatted(against));
      }
      Path program =
          ControlPlaneScript.program(
              kubeScheduler, "--kube-scheduler PATH", "path", "kube-scheduler");
      contenders.add(new Contender("kube-scheduler", List.of(program.toString()), List.of("-v=2")));
    }
    return contenders;
  }

  private static List<String> join(List<String> command, String argument) {
    List<String> joined = new ArrayList<>(command);
    joined.add(argument);
    return joined;
  }
}
