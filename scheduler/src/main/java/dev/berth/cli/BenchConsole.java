package dev.berth.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Where a benchmark says how far it is, what it found, and what is wrong with its options.
 *
 * <p>Threading: one per request.
 */
@Command // for picocli, which mixes in nothing else
final class BenchConsole {
  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // picocli injects it before the command is called
  private CommandSpec command;

  /** Says on stderr what happens now. */
  void progress(String what) {
    PrintWriter err = command.commandLine().getErr();
    err.println(what);
    err.flush();
  }

  /** Where the result is printed. */
  PrintWriter out() {
    return command.commandLine().getOut();
  }

  /** The same as an error of the command line. */
  ParameterException usageError(IllegalArgumentException wrong) {
    return new ParameterException(command.commandLine(), wrong.getMessage(), wrong);
  }
}
