package dev.berth.cli;

/**
 * What the process tells its caller; the numbers are part of the documented interface ({@code berth
 * --help}).
 *
 * <p>Threading: immutable.
 */
enum ExitCode {
  /** Done. */
  OK(0),
  /** The command worked and its answer is no: a disagreement, a finding. */
  NEGATIVE(1),
  /** The command line is wrong. */
  USAGE(2),
  /** The machine or the cluster lacks something: no JDK, no API server, an unreadable file. */
  ENVIRONMENT(3),
  /** A bug in Berth ({@code EX_SOFTWARE} of {@code sysexits.h}). */
  INTERNAL(70);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }
}
