package dev.berth.cli;

import java.io.PrintWriter;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * The root command, {@code berth}: names the subcommands and says what an exit code means.
 *
 * <p>A new command is a class of this package that implements {@code Callable<Integer>}, returns
 * {@link ExitCode#code()}, and is named in {@code subcommands} here.
 *
 * <p>Threading: one per request.
 */
@Command(
    name = "berth",
    description = "A Kubernetes scheduler: decides and binds as kube-scheduler 1.36 does.",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    subcommands = {
      RunCommand.class,
      ExtenderCommand.class,
      SandboxCommand.class,
      WhyCommand.class,
      DoctorCommand.class,
      ConformanceCommand.class,
      BenchCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      " 0:done",
      " 1:the command's answer is no (for example: a decision disagrees)",
      " 2:the command line is wrong",
      " 3:the environment is wrong (no JDK 25, no cluster, a file that cannot be read)",
      "70:an internal error: please report it",
    },
    footerHeading = "%nEnvironment:%n",
    footer = {
      "  JAVA_HOME         the JDK to use, if it is 25 or newer; else one is searched",
      "  BERTH_JAVA_OPTS   more options for the Java virtual machine",
      "  BERTH_AOT         off: without an AOT cache; first: make one before the program starts",
    })
final class BerthCommand implements Runnable {
  private static final int HELP_COLUMNS = 100;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli injects it before run()
  private CommandSpec spec;

  /** The whole command line, printing to the given writers. */
  static CommandLine line(PrintWriter out, PrintWriter err) {
    var line = new CommandLine(new BerthCommand());
    FlagsWithoutEffect.addTo(
        Objects.requireNonNull(line.getSubcommands().get("run")).getCommandSpec());
    line.setUsageHelpWidth(HELP_COLUMNS);
    line.setOut(out);
    line.setErr(err);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setParameterExceptionHandler(new UsageErrors());
    line.setExecutionExceptionHandler(new Failures());
    return line;
  }

  /** Without a subcommand there is nothing to do. */
  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "no command given.");
  }
}
