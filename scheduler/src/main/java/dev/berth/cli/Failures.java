package dev.berth.cli;

import dev.berth.bench.cluster.BenchException;
import dev.berth.config.ConfigException;
import dev.berth.kube.KubeEnvironmentException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * What the user sees of an exception that ended a command: one sentence when the environment is to
 * blame, the stack when Berth is.
 *
 * <p>Threading: immutable.
 */
final class Failures implements IExecutionExceptionHandler {
  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    var err = command.getErr();
    if (failure instanceof EnvironmentException
        || failure instanceof KubeEnvironmentException
        || failure instanceof ConfigException
        || failure instanceof BenchException) {
      err.println("berth: " + failure.getMessage());
      return ExitCode.ENVIRONMENT.code();
    }
    err.println(
        "berth: internal error in '"
            + command.getCommandSpec().qualifiedName()
            + "'. Please report this:");
    failure.printStackTrace(err);
    return ExitCode.INTERNAL.code();
  }
}
