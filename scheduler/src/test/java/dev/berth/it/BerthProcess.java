package dev.berth.it;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * {@code berth run} as a process of its own, started by the launcher.
 *
 * <p>Threading: any thread.
 */
final class BerthProcess implements AutoCloseable {

  /** The launcher may have to build the program first. */
  private static final Duration START = Duration.ofMinutes(5);

  private static final Duration STOP = Duration.ofSeconds(30);
  private static final Pattern DECISION = Pattern.compile(" pod default/(\\S+) -> node (\\S+) ");

  private static final Pattern REJECTION = Pattern.compile(" pod default/(\\S+) fits nowhere: ");

  private final Process process;
  private final List<String> log = new ArrayList<>();
  private boolean logEnded;

  private BerthProcess(Process process) {
    this.process = process;
    Thread.ofVirtual().name("log-of-berth").start(this::readLog);
  }

  /** Starts one without election, and waits until it says for whom it schedules. */
  static BerthProcess start(Path kubeconfig) {
    return startWith(kubeconfig, "--leader-elect=false");
  }

  /** Starts one and waits until it says for whom it schedules. */
  static BerthProcess startWith(Path kubeconfig, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of("bin/berth").toAbsolutePath().toString(),
                "run",
                "--kubeconfig=" + kubeconfig,
                "--secure-port=0"));
    command.addAll(List.of(arguments));
    return start(new ProcessBuilder(command));
  }

  /**
   * {@code berth run} from the classes of this test, for one that needs nothing of the launcher.
   */
  static ProcessBuilder ofClasses(String... arguments) {
    return ofClasses("run", List.of(arguments));
  }

  /** The same of any command. */
  static ProcessBuilder ofClasses(String verb, List<String> arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath(),
                "dev.berth.cli.Main",
                verb));
    command.addAll(arguments);
    return new ProcessBuilder(command);
  }

  /** Of this test, whoever has started it. */
  static String classPath() {
    return Thread.currentThread().getContextClassLoader() instanceof URLClassLoader loader
        ? Arrays.stream(loader.getURLs())
            .map(url -> Path.of(URI.create(url.toString())).toString())
            .collect(Collectors.joining(File.pathSeparator))
        : System.getProperty("java.class.path");
  }

  /** Starts the given process and waits until it says for whom it schedules. */
  static BerthProcess start(ProcessBuilder process) {
    return start(process, "berth");
  }

  /** Starts the given process and waits until it says that it schedules for this profile. */
  static BerthProcess start(ProcessBuilder process, String profile) {
    BerthProcess berth = launch(process);
    berth.awaitLine(" schedules for [" + profile + "] at ");
    return berth;
  }

  /** Starts the given process. */
  static BerthProcess launch(ProcessBuilder process) {
    try {
      return new BerthProcess(process.redirectErrorStream(true).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The port of its facade, as soon as it says it. */
  int extenderPort() {
    String said = "serves a scheduler extender at ";
    awaitLine(said);
    String line = log().lines().filter(each -> each.contains(said)).findFirst().orElseThrow();
    return URI.create(line.substring(line.indexOf(said) + said.length()).split("[ ,]", 2)[0])
        .getPort();
  }

  private void readLog() {
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        add(line);
      }
    } catch (IOException killed) {
      add("the log ended: " + killed);
    } finally {
      end();
    }
  }

  private synchronized void add(String line) {
    log.add(line);
    notifyAll();
  }

  private synchronized void end() {
    logEnded = true;
    notifyAll();
  }

  /** Waits until the log has a line with that in it. */
  synchronized void awaitLine(String part) {
    long deadline = System.nanoTime() + START.toNanos();
    while (log.stream().noneMatch(line -> line.contains(part))) {
      if (logEnded || System.nanoTime() > deadline) {
        throw new AssertionError("berth never said \"" + part + "\":\n" + log());
      }
      try {
        wait(START.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("Interrupted", e);
      }
    }
  }

  /** SIGTERM; waits for the end of the process and of its log, and gives its exit code. */
  int terminate() {
    process.toHandle().destroy(); // Process.destroy would close the log before its end
    return exitCode();
  }

  /** SIGKILL; after it nothing comes from the process. */
  void kill() {
    process.toHandle().destroyForcibly();
    exitCode();
  }

  /** SIGSTOP; the process does nothing more until {@link #resume}. */
  void pause() {
    signal("STOP");
  }

  /** SIGCONT. */
  void resume() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      int code =
          new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
              .inheritIO()
              .start()
              .waitFor();
      if (code != 0) {
        throw new IllegalStateException("kill -" + name + " ended with " + code);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }

  /** Waits for the end of the process and of its log. */
  int exitCode() {
    try {
      if (!process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("berth did not end within " + STOP + ":\n" + log());
      }
      synchronized (this) {
        while (!logEnded) {
          wait(STOP.toMillis());
        }
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }

  synchronized String log() {
    return String.join("\n", log);
  }

  /** The node of each decision that the log tells of, by name of the pod. */
  Map<String, String> decisions() {
    Map<String, String> nodes = new HashMap<>();
    DECISION
        .matcher(log())
        .results()
        .forEach(decision -> nodes.put(decision.group(1), decision.group(2)));
    return nodes;
  }

  /** The pods that the log says fit nowhere. */
  Set<String> rejections() {
    return REJECTION
        .matcher(log())
        .results()
        .map(rejection -> rejection.group(1))
        .collect(Collectors.toSet());
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
