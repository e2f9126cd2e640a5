package dev.berth.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a verbosity of {@code -v} shows, as levels of the loggers.
 *
 * <p>The numbers mean about what they mean for klog in kube-scheduler 1.36.3: each decision from 2
 * on, how it came about from 4 on, requests to the API server from 6 on.
 *
 * <p>Threading: immutable.
 */
final class LogLevels {
  /** Of somebody who does not say. */
  static final int DEFAULT = 2;

  private static final int DETAILS = 4;
  private static final int REQUESTS = 6;
  private static final int EVERYTHING = 10;

  private static final String PREFIX = "org.slf4j.simpleLogger.";
  private static final String FILE = PREFIX + "logFile";
  private static final String OTHERS = PREFIX + "defaultLogLevel";
  private static final String BERTH = PREFIX + "log.dev.berth";

  private LogLevels() {}

  /**
   * Sets the levels of loggers that nobody has asked for yet. What somebody has set with {@code -D}
   * stays.
   */
  static void apply(int verbosity) {
    properties(verbosity)
        .forEach((name, value) -> System.setProperty(name, System.getProperty(name, value)));
  }

  /** The same, and what is logged goes to a file. */
  static void apply(int verbosity, Path file) {
    System.setProperty(FILE, System.getProperty(FILE, file.toString()));
    apply(verbosity);
  }

  /** The settings of slf4j-simple. */
  static Map<String, String> properties(int verbosity) {
    Map<String, String> properties = new LinkedHashMap<>();
    if (verbosity < DEFAULT) {
      properties.put(BERTH, "warn");
      properties.put(BERTH + ".cli", "info"); // that it runs, and where
      properties.put(BERTH + ".kube.lease", "info"); // who leads
    } else if (verbosity >= DETAILS) {
      properties.put(BERTH, verbosity >= REQUESTS ? "trace" : "debug");
    }
    if (verbosity >= EVERYTHING) {
      properties.put(OTHERS, "debug");
    }
    return properties;
  }
}
