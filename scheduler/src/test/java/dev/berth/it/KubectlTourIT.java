package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.controlplane.ControlPlane;
import dev.berth.sandbox.Sandbox;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A person with kubectl cannot tell the sandbox from a cluster: one script, {@code
 * kubectl/tour.sh}, runs with Berth on both, and what it prints is the same line by line, but for
 * {@code kubectl/allowed-differences.txt}.
 */
final class KubectlTourIT {
  private static final Path TOUR =
      Path.of("src/test/resources/dev/berth/it/kubectl/tour.sh").toAbsolutePath();
  private static final long LONGEST_MINUTES = 10;

  @TempDir private Path directory;

  @Test
  void tour_onTheSandbox_printsWhatItPrintsOnARealControlPlane() throws Exception {
    try (ControlPlane real = ControlPlane.start();
        Sandbox sandbox = Sandbox.start(Sandbox.Settings.standard());
        ExecutorService both = Executors.newVirtualThreadPerTaskExecutor()) {
      Path kubectl = real.binary("kubectl");
      Path sandboxKubeconfig = directory.resolve("sandbox.kubeconfig");
      sandbox.writeKubeconfig(sandboxKubeconfig);

      Future<List<String>> want = both.submit(tour("real", real.kubeconfig(), kubectl));
      Future<List<String>> actual = both.submit(tour("sandbox", sandboxKubeconfig, kubectl));

      assertThat(want.get()).endsWith("ok").noneMatch(line -> line.contains("never said"));
      assertThat(file("sandbox", actual.get())).hasSameTextualContentAs(file("real", want.get()));
    }
  }

  /** What the tour prints with a scheduler of its own. */
  private Callable<List<String>> tour(String name, Path kubeconfig, Path kubectl) {
    return () -> {
      try (BerthProcess berth = BerthProcess.start(kubeconfig)) {
        File output = directory.resolve(name + ".out").toFile();
        ProcessBuilder builder =
            new ProcessBuilder("bash", TOUR.toString())
                .redirectErrorStream(true)
                .redirectOutput(output);
        builder.environment().put("KUBECONFIG", kubeconfig.toString());
        builder.environment().put("TZ", "UTC"); // as the allowed differences write times
        builder.environment().put("KUBECACHEDIR", directory.resolve(name + ".cache").toString());
        builder
            .environment()
            .merge("PATH", kubectl.resolveSibling("").toString(), (path, own) -> own + ":" + path);
        Process tour = builder.start();
        try {
          assertThat(tour.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES))
              .as("%s\n%s", Files.readString(output.toPath()), berth.log())
              .isTrue();
        } finally {
          tour.destroyForcibly();
        }
        return Files.readAllLines(output.toPath());
      }
    };
  }

  /** A file, for the difference of two files is shown line by line. */
  private Path file(String name, List<String> lines) throws IOException {
    return Files.write(directory.resolve(name), new AllowedDifferences().without(lines));
  }
}
