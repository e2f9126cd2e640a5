package dev.berth.controlplane;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;

/**
 * A real etcd and kube-apiserver of its own on loopback, with an administrator's kubectl.
 *
 * <p>It is {@code scheduler/bin/control-plane up} as a child process that stops everything when its
 * standard input ends: on {@link #close()}, and when this JVM ends in whatever way. No kubelet
 * runs; what is different from a cluster is told by {@code control-plane --help}.
 *
 * <p>Threading: any thread.
 */
public final class ControlPlane implements AutoCloseable {

  /** What can run beside etcd and kube-apiserver. */
  public enum Component {
    CONTROLLER_MANAGER,
    SCHEDULER;

    private String flagValue() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private static final String KUBECONFIG_LINE = "export KUBECONFIG=";
  private static final int KUBECTL_SECONDS = 300;
  private static final int STOP_SECONDS = 120;

  private final Process process;
  private final Path workspace;
  private final Path kubectl;
  private final URI baseUrl;

  private ControlPlane(Process process, Path workspace, Path kubectl) {
    this.process = process;
    this.workspace = workspace;
    this.kubectl = kubectl;
    this.baseUrl = serverIn(kubeconfig());
  }

  /**
   * Starts one and waits until it is ready.
   *
   * @throws IllegalStateException when it does not start; the message has the reason, and the
   *     command to run when the binaries are missing
   */
  public static ControlPlane start(Component... components) {
    try {
      Path workspace = Files.createTempDirectory("berth-it-");
      try {
        Process process = launch(workspace, List.of(components));
        Path kubectl = Path.of(run(workspace, script().toString(), "path", "kubectl").strip());
        return new ControlPlane(process, workspace, kubectl);
      } catch (IOException | RuntimeException e) {
        delete(workspace);
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The administrator's. */
  public Path kubeconfig() {
    return stateOf(workspace).resolve("kubeconfig");
  }

  /** A program of this version, {@code kube-scheduler} for one, for tests that start it. */
  public Path binary(String name) {
    try {
      return Path.of(run(workspace, script().toString(), "path", name).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public URI baseUrl() {
    return baseUrl;
  }

  /**
   * A new client that trusts the API server and acts as the administrator; the caller closes it.
   */
  public HttpClient adminClient() {
    return HttpClient.newBuilder()
        .sslContext(AdminTls.of(stateOf(workspace).resolve("credentials")))
        .version(HttpClient.Version.HTTP_1_1)
        .build();
  }

  /** The administrator's certificate and key, signed by the cluster's authority. */
  public KeyManager[] adminKeys() {
    return AdminTls.keys(stateOf(workspace).resolve("credentials"));
  }

  /**
   * Runs kubectl of the pinned version as the administrator.
   *
   * @return what it wrote to standard output
   * @throws IllegalStateException when it fails; the message has everything it wrote
   */
  public String kubectl(String... arguments) {
    return kubectlReading("", arguments);
  }

  /** {@code kubectl apply} of one or more YAML documents. */
  public String apply(String yaml) {
    return kubectlReading(yaml, "apply", "-f", "-");
  }

  /** {@code kubectl create} of one or more YAML documents. */
  public String create(String yaml) {
    return kubectlReading(yaml, "create", "-f", "-");
  }

  /**
   * Waits until that user may do that: the server learns of a role some time after it has taken it.
   *
   * @param user with its full name
   * @param action verb and resource or path, as in {@code kubectl auth can-i}
   * @throws IllegalStateException when kubectl fails, or says no for too long
   */
  public void awaitAllowed(String user, String... action) {
    List<String> question = new ArrayList<>(List.of("auth", "can-i", "--as=" + user));
    question.addAll(Arrays.asList(action));
    long deadline = System.nanoTime() + SECONDS.toNanos(KUBECTL_SECONDS);
    while (true) {
      try {
        kubectl(question.toArray(String[]::new));
        return;
      } catch (IllegalStateException failure) {
        if (!saysNo(failure) || System.nanoTime() > deadline) {
          throw failure;
        }
      }
    }
  }

  /** The exit code of {@code kubectl auth can-i} is 1 for "no", or "no - why", and for an error. */
  private static boolean saysNo(IllegalStateException failure) {
    return String.valueOf(failure.getMessage())
        .lines()
        .anyMatch(line -> line.equals("no") || line.startsWith("no - "));
  }

  /**
   * Stops all processes and removes their data.
   *
   * @throws IllegalStateException when one of them had ended before
   */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(STOP_SECONDS, SECONDS)) {
        run(workspace, script().toString(), "down", "--dir", stateOf(workspace).toString());
        process.destroyForcibly().waitFor();
      }
      if (process.exitValue() != 0) {
        throw new IllegalStateException("The control plane broke:\n" + logOf(workspace));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroy();
    } finally {
      delete(workspace);
    }
  }

  /** The same kubectl as a process that the caller starts and ends: a watch, for one. */
  public ProcessBuilder kubectlProcess(String... arguments) {
    List<String> command = new ArrayList<>(List.of(kubectl.toString()));
    command.addAll(Arrays.asList(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("KUBECONFIG", kubeconfig().toString());
    builder.environment().put("KUBECACHEDIR", workspace.resolve("kubectl-cache").toString());
    return builder;
  }

  private String kubectlReading(String input, String... arguments) {
    try {
      Path file = Files.writeString(Files.createTempFile(workspace, "kubectl-", ".in"), input);
      return run(workspace, kubectlProcess(arguments).redirectInput(file.toFile()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Process launch(Path workspace, List<Component> components) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                script().toString(),
                "up",
                "--until-eof",
                "--no-build",
                "--dir",
                stateOf(workspace).toString()));
    if (!components.isEmpty()) {
      command.add(
          "--with="
              + components.stream().map(Component::flagValue).collect(Collectors.joining(",")));
    }
    Process process =
        new ProcessBuilder(command).redirectError(workspace.resolve("log").toFile()).start();
    BufferedReader reader = process.inputReader(UTF_8);
    String line = reader.readLine();
    if (line == null || !line.startsWith(KUBECONFIG_LINE)) {
      process.destroy();
      throw new IllegalStateException("No control plane: " + logOf(workspace).strip());
    }
    return process;
  }

  /** Maven runs tests in the module, an IDE often in the root of the repository. */
  static Path script() {
    return Stream.of("bin/control-plane", "scheduler/bin/control-plane")
        .map(relative -> Path.of(relative).toAbsolutePath())
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "There is no bin/control-plane in "
                        + Path.of("").toAbsolutePath()
                        + ". Maybe run the test in the module 'scheduler'?"));
  }

  private static String run(Path workspace, String... command) throws IOException {
    return run(workspace, new ProcessBuilder(command));
  }

  private static String run(Path workspace, ProcessBuilder builder) throws IOException {
    Path out = Files.createTempFile(workspace, "run-", ".out");
    Path err = Files.createTempFile(workspace, "run-", ".err");
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    try {
      boolean ended = process.waitFor(KUBECTL_SECONDS, SECONDS);
      if (ended && process.exitValue() == 0) {
        return Files.readString(out);
      }
      throw new IllegalStateException(
          "'%s' %s:\n%s%s"
              .formatted(
                  String.join(" ", builder.command()),
                  ended
                      ? "ended with exit code " + process.exitValue()
                      : "did not end within " + KUBECTL_SECONDS + " s",
                  Files.readString(err),
                  Files.readString(out)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted in " + builder.command(), e);
    } finally {
      process.destroyForcibly();
    }
  }

  /** The script wants a directory for itself. */
  private static Path stateOf(Path workspace) {
    return workspace.resolve("state");
  }

  private static String logOf(Path workspace) throws IOException {
    return Files.readString(workspace.resolve("log"));
  }

  private static URI serverIn(Path kubeconfig) {
    try (Stream<String> lines = Files.lines(kubeconfig)) {
      return lines
          .map(String::strip)
          .filter(line -> line.startsWith("server: "))
          .map(line -> URI.create(line.substring("server: ".length())))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException(kubeconfig + " names no server"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path directory) {
    try {
      MoreFiles.deleteRecursively(directory, RecursiveDeleteOption.ALLOW_INSECURE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
