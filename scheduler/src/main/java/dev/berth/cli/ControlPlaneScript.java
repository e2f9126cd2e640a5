package dev.berth.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code scheduler/bin/control-plane}, which builds the programs that benchmarks need, and says
 * where they are.
 *
 * <p>Threading: immutable.
 */
record ControlPlaneScript(Path path) {

  /**
   * Looks for it beside this program.
   *
   * @param instead the option that does without it
   * @throws EnvironmentException when this program runs without its source tree
   */
  static ControlPlaneScript beside(String instead) {
    Path script = Installation.script("control-plane");
    if (script == null) {
      throw new EnvironmentException(
          "scheduler/bin/control-plane is not beside this program. Maybe give " + instead + ".");
    }
    return new ControlPlaneScript(script);
  }

  /** What it prints when it is asked for that. */
  String ask(String... words) throws InterruptedException {
    return Installation.ask(Stream.concat(Stream.of(path.toString()), Stream.of(words)).toList());
  }

  /**
   * A program to measure: the given one, or else the one that the script names.
   *
   * @param option that a user gives it with
   * @throws EnvironmentException when it cannot be executed
   */
  static Path program(@Nullable Path given, String option, String... words)
      throws InterruptedException {
    Path program = given == null ? Path.of(beside(option).ask(words)) : given;
    if (!Files.isExecutable(program)) {
      throw new EnvironmentException(
          "%s cannot be executed. Maybe give %s.".formatted(program, option));
    }
    return program;
  }
}
