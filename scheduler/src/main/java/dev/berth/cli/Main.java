package dev.berth.cli;

import java.io.PrintStream;
import java.io.PrintWriter;

/**
 * The entry point of the program: runs the command line once and ends the process with its exit
 * code.
 */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    var out = writer(System.out);
    var err = writer(System.err);
    int exit = BerthCommand.line(out, err).execute(args);
    out.flush();
    err.flush();
    System.exit(exit);
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, stream.charset());
  }
}
