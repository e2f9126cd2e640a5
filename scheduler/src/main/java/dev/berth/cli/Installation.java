package dev.berth.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where this program is and what lies beside it.
 *
 * <p>Threading: immutable.
 */
final class Installation {
  private static final Duration CACHE_PATIENCE = Duration.ofMinutes(3);

  private Installation() {}

  /**
   * A script of {@code scheduler/bin}, searched upwards from where the program is.
   *
   * @return null when the program runs without its source tree
   */
  static @Nullable Path script(String name) {
    for (Path at = home(); at != null; at = at.getParent()) {
      Path script = at.resolve("bin").resolve(name);
      if (Files.isExecutable(script) && Files.isDirectory(at.resolve("src/main"))) {
        return script;
      }
    }
    return null;
  }

  private static Path home() {
    try {
      return Path.of(
          Installation.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException("this program is nowhere", impossible);
    }
  }

  /** What starts another Berth: the launcher, or the command of this very process. */
  static List<String> launcher() {
    Path script = script("berth");
    if (script != null) {
      return List.of(script.toString());
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    return List.copyOf(command);
  }

  /** Builds what a first start would build: the program, and the cache that it starts from. */
  static void finish() throws InterruptedException {
    List<String> version = new ArrayList<>(launcher());
    version.add("--version");
    ask(version);
    Path launcher = script("berth");
    if (launcher != null && !"off".equals(System.getenv("BERTH_AOT"))) {
      awaitCache(launcher.resolveSibling("../target/program").normalize());
    }
  }

  /** The launcher makes the cache in the background; a program without one starts all the same. */
  private static void awaitCache(Path program) throws InterruptedException {
    long end = System.nanoTime() + CACHE_PATIENCE.toNanos();
    while (Files.isWritable(program) && !hasCache(program) && System.nanoTime() < end) {
      Thread.sleep(200);
    }
  }

  /** Whether a training has ended, well or not, since the program was built. */
  private static boolean hasCache(Path program) {
    try (Stream<Path> files = Files.list(program)) {
      FileTime built = Files.getLastModifiedTime(program.resolve("built"));
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if ((name.endsWith(".aot") || name.endsWith(".aot.failed"))
            && Files.getLastModifiedTime(file).compareTo(built) >= 0) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      return true; // nothing to wait for
    }
  }

  /**
   * Runs a short command.
   *
   * @return what it printed
   * @throws EnvironmentException when it fails
   */
  static String ask(List<String> command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      process.getOutputStream().close();
      String answer =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.waitFor() != 0) {
        throw new EnvironmentException("'" + String.join(" ", command) + "' fails.");
      }
      return answer;
    } catch (IOException e) {
      throw new EnvironmentException(
          "'%s' cannot be started: %s".formatted(command.getFirst(), e.getMessage()), e);
    }
  }
}
