package dev.berth.cli;

import dev.berth.config.NearestName;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The answer to a wrong command line: what is wrong, the nearest known flag or command, and where
 * the help is.
 *
 * <p>Threading: immutable.
 */
final class UsageErrors implements IParameterExceptionHandler {
  @Override
  public int handleParseException(ParameterException wrong, String[] args) {
    var spec = wrong.getCommandLine().getCommandSpec();
    var err = wrong.getCommandLine().getErr();
    err.println(spec.qualifiedName() + ": " + message(wrong, spec));
    err.println("Try '" + spec.qualifiedName() + " --help'.");
    return ExitCode.USAGE.code();
  }

  private static String message(ParameterException wrong, CommandSpec spec) {
    return wrong instanceof UnmatchedArgumentException unmatched
        ? unknown(unmatched.getUnmatched().getFirst(), spec)
        : Objects.requireNonNullElse(wrong.getMessage(), "wrong command line");
  }

  private static String unknown(String argument, CommandSpec spec) {
    if (argument.startsWith("-")) {
      var flag = argument.replaceFirst("=.*", "");
      return "unknown flag " + flag + "." + maybe(flag, flags(spec));
    }
    if (spec.subcommands().isEmpty()) {
      return "unexpected argument '" + argument + "'.";
    }
    return "unknown command '" + argument + "'." + maybe(argument, commands(spec));
  }

  private static String maybe(String name, Collection<String> known) {
    var nearest = NearestName.of(name, known);
    return nearest == null
        ? " Known: " + String.join(", ", known) + "."
        : " Maybe " + nearest + "?";
  }

  private static List<String> flags(CommandSpec spec) {
    return spec.options().stream()
        .filter(option -> !option.hidden())
        .flatMap(option -> List.of(option.names()).stream())
        .toList();
  }

  private static List<String> commands(CommandSpec spec) {
    return List.copyOf(spec.subcommands().keySet());
  }
}
