package dev.berth.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What reading one configuration brings to light: problems, things worth saying at start, and which
 * fields the user set.
 *
 * <p>Threading: one per request.
 */
final class Findings {
  private final List<ConfigProblem> problems = new ArrayList<>();
  private final Set<String> notices = new LinkedHashSet<>();
  private final Map<String, String> patternOfSetPath = new LinkedHashMap<>();

  void problem(String path, String message) {
    problems.add(new ConfigProblem(path, message));
  }

  void notice(String sentence) {
    notices.add(sentence);
  }

  /**
   * Notes that the user set a field.
   *
   * @param path where, as in {@code profiles[1].schedulerName}
   * @param pattern which field that is, as in {@code profiles[].schedulerName}
   */
  void set(String path, String pattern) {
    patternOfSetPath.put(path, pattern);
  }

  boolean isSet(String path) {
    return patternOfSetPath.containsKey(path);
  }

  boolean hasProblemAt(String path) {
    return problems.stream().anyMatch(problem -> problem.path().equals(path));
  }

  List<ConfigProblem> problems() {
    return problems;
  }

  /** Each sentence once, in the order in which they came up. */
  List<String> notices() {
    return List.copyOf(notices);
  }

  /** Paths that the user set, each with the field it is an instance of, in reading order. */
  Map<String, String> setPaths() {
    return patternOfSetPath;
  }

  /** Throws everything that is wrong, if anything is. */
  void throwIfAny(String source) {
    if (!problems.isEmpty()) {
      throw new ConfigException(source, problems);
    }
  }
}
