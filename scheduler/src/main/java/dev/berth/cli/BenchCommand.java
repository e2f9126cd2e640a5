package dev.berth.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code berth bench}: names the benchmarks.
 *
 * <p>Threading: one per request.
 */
@Command(
    name = "bench",
    description = "Measure Berth on synthetic workloads.",
    mixinStandardHelpOptions = true,
    subcommands = {BenchDecideCommand.class, BenchClusterCommand.class, BenchExtenderCommand.class})
final class BenchCommand implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init") // picocli injects it before run()
  private CommandSpec spec;

  /** Without a benchmark there is nothing to do. */
  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "no benchmark given. Maybe cluster, decide, or extender?");
  }
}
