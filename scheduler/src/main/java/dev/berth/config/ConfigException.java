package dev.berth.config;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A configuration that cannot be used, with everything that is wrong with it. The message has one
 * line for each problem.
 */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<ConfigProblem> problems;

  /**
   * @param source what was read, as a person would name it, such as a file name
   */
  public ConfigException(String source, List<ConfigProblem> problems) {
    super(message(source, problems));
    this.problems = List.copyOf(problems);
  }

  /** Everything that is wrong, in the order in which it was found. Never empty. */
  public List<ConfigProblem> problems() {
    return problems;
  }

  private static String message(String source, List<ConfigProblem> problems) {
    return problems.stream()
        .map(problem -> "\n  " + problem)
        .collect(
            Collectors.joining(
                "",
                source
                    + (problems.size() == 1
                        ? " has an error:"
                        : " has " + problems.size() + " errors:"),
                ""));
  }
}
