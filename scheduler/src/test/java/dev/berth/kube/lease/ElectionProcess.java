package dev.berth.kube.lease;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.berth.OwnClassPath;
import dev.berth.config.LeaderElection;
import dev.berth.kube.ClientSettings;
import dev.berth.kube.KubeClients;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A replica in a JVM of its own, to be killed and stopped; it says on standard output what it
 * hears.
 *
 * <p>Threading: any thread.
 */
final class ElectionProcess implements AutoCloseable {

  /** Short for tests, long enough for a machine or a disk that stops for some seconds. */
  static final Duration LEASE = Duration.ofSeconds(10);

  private static final Duration RENEW_DEADLINE = Duration.ofSeconds(8);
  static final Duration RETRY = Duration.ofMillis(300);

  private final Process process;
  private final BlockingQueue<String> said = new LinkedBlockingQueue<>();

  private ElectionProcess(Process process) {
    this.process = process;
    Thread.ofVirtual().start(() -> process.inputReader(UTF_8).lines().forEach(said::add));
  }

  static LeaderElection settings(String name) {
    return new LeaderElection(true, LEASE, RENEW_DEADLINE, RETRY, "default", name);
  }

  static ElectionProcess start(Path kubeconfig, String lease, String identity) throws IOException {
    return new ElectionProcess(
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                OwnClassPath.get(),
                ElectionProcess.class.getName(),
                kubeconfig.toString(),
                lease,
                identity)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start());
  }

  /** Waits for what it says next. */
  String next(Duration patience) throws InterruptedException {
    String line = said.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    return line == null ? "nothing within " + patience : line;
  }

  boolean hasSpoken() {
    return !said.isEmpty();
  }

  /** {@code STOP}, {@code CONT} or {@code KILL}. */
  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  /** Its exit code. */
  int awaitEnd() throws InterruptedException {
    return process.waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /** The process itself: kubeconfig, lease, identity. */
  public static void main(String[] arguments) throws InterruptedException {
    KubeClients clients =
        KubeClients.fromKubeconfig(Path.of(arguments[0]), null, ClientSettings.ofVersion("it"));
    LeaderElector.start(
        clients.lease(),
        settings(arguments[1]),
        arguments[2],
        new SplittableRandom(),
        new ElectionListener() {
          @Override
          public void startedLeading(Leadership leadership) {
            System.out.println("leading");
            Thread.ofPlatform().daemon().start(() -> watch(leadership));
          }

          @Override
          public void lost(String reason) {
            System.out.println("lost: " + reason);
            Runtime.getRuntime().halt(1);
          }
        });
  }

  /** What a writer would learn that writes each few milliseconds. */
  private static void watch(Leadership leadership) {
    while (leadership.isHeld()) {
      LockSupport.parkNanos(5_000_000);
    }
    System.out.println("not held");
  }
}
