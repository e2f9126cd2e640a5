package dev.berth.cli;

import dev.berth.bench.Workload;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The option {@code --workload} of the benchmarks, with the list of workloads at the end of their
 * help.
 *
 * <p>Threading: one per request.
 */
final class WorkloadOption {

  @Option(
      names = "--workload",
      paramLabel = "NAME",
      defaultValue = "SchedulingBasic",
      description = "One of those below (default: ${DEFAULT-VALUE}).")
  @SuppressWarnings("NullAway.Init") // picocli injects it before call()
  private String title;

  @Spec(Spec.Target.MIXEE)
  void listWorkloads(CommandSpec command) {
    command
        .usageMessage()
        .footerHeading(
            "%nWorkloads, with the names and templates of scheduler_perf where it has them:%n")
        .footer(
            Stream.of(Workload.values())
                .flatMap(
                    workload ->
                        Stream.of("  " + workload.title(), "      " + workload.description()))
                .toArray(String[]::new));
  }

  /**
   * The chosen one.
   *
   * @throws IllegalArgumentException when there is none of that name
   */
  Workload workload() {
    return Workload.of(title);
  }
}
