package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.OwnClassPath;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code berth sandbox} as a process that gets signals. */
@Timeout(
    value = 300,
    threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // nothing ends a read of a pipe
final class SandboxProcessIT {
  private final List<Process> started = new CopyOnWriteArrayList<>();

  @AfterEach
  void nothingGoesOn() {
    started.forEach(Process::destroyForcibly);
  }

  private Process start(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "env", // a runner in the background hands on that it ignores some of them
                "--default-signal=INT,TERM,HUP",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                OwnClassPath.get(),
                Main.class.getName(),
                "sandbox"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    started.add(process);
    return process;
  }

  /** The rest of a line that has this in it, as soon as there is one. */
  private static String awaitLine(BufferedReader lines, String part) throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      int at = line.indexOf(part);
      if (at >= 0) {
        return line.substring(at + part.length());
      }
    }
    throw new AssertionError("the sandbox ended without saying " + part);
  }

  private static int signalled(Process process, String signal)
      throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ends on SIG%s", signal).isTrue();
    return process.exitValue();
  }

  @ParameterizedTest
  @CsvSource({"INT", "TERM", "HUP"})
  void signal_endsItWell_andNothingIsLeft(String signal) throws Exception {
    Process process = start("--demo");
    try (BufferedReader lines = process.inputReader()) {
      Path kubeconfig = Path.of(awaitLine(lines, "export KUBECONFIG="));
      awaitLine(lines, "-> ");
      assertThat(kubeconfig).exists();
      assertThat(kubeconfig.resolveSibling("log")).exists();

      assertThat(signalled(process, signal)).isZero();
      assertThat(kubeconfig.getParent()).doesNotExist();
      awaitLine(lines, " on 8 nodes in "); // what it says at the end
    }
  }

  /** None when the scheduler listens where it is looked for. */
  private static List<String> arguments(String line) {
    return line.isBlank() ? List.of() : List.of(line.strip().split(" "));
  }

  @Test
  void schedulerInIt_saysWhy() throws Exception {
    Process process = start("--demo");
    try (BufferedReader lines = process.inputReader()) {
      String kubeconfig = awaitLine(lines, "export KUBECONFIG=");
      List<String> why = arguments(awaitLine(lines, "berth why too-big"));
      awaitLine(lines, "unschedulable 2, ");
      StringWriter out = new StringWriter();
      StringWriter err = new StringWriter();
      int exit =
          BerthCommand.line(new PrintWriter(out, true), new PrintWriter(err, true))
              .execute(
                  Stream.concat(
                          Stream.of("why", "too-big", "--kubeconfig", kubeconfig), why.stream())
                      .toArray(String[]::new));
      assertThat(exit).as("%s", err).isZero();
      assertThat(out.toString()).contains("default/too-big is PENDING: it fits on no node.");
    }
  }

  @Test
  void signalBeforeItIsIdle_isNoSuccess() throws Exception {
    Process process = start("--demo", "--arrive-within=1h", "--exit-when-idle");
    try (BufferedReader lines = process.inputReader()) {
      awaitLine(lines, "export KUBECONFIG=");
      assertThat(signalled(process, "INT")).isEqualTo(130);
    }
  }
}
