package dev.berth.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A Berth that a kube-scheduler asks, over plain HTTP, as a process from the classes of this test.
 *
 * <p>Threading: any thread.
 */
final class FacadeProcess implements AutoCloseable {

  /** One profile, with one filter more than kube-scheduler has. */
  static final String LABEL_WANTED =
      """
      apiVersion: kubescheduler.config.k8s.io/v1
      kind: KubeSchedulerConfiguration
      profiles:
      - schedulerName: berth
        plugins: {filter: {enabled: [{name: NodeLabelPresent}]}}
      """;

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final BerthProcess process;
  private final int port;

  private FacadeProcess(BerthProcess process) {
    this.process = process;
    this.port = process.extenderPort();
  }

  /**
   * Starts {@code berth extender} and waits until it knows the cluster.
   *
   * @param port 0 for any
   */
  static FacadeProcess extender(Path kubeconfig, String config, int port) {
    return start(
        "extender",
        kubeconfig,
        config,
        "--kubeconfig=" + kubeconfig,
        "--port=" + port,
        "--plain-http");
  }

  /**
   * Starts {@code berth run} and waits until it knows the cluster.
   *
   * @param config with a facade at port 0 without TLS
   */
  static FacadeProcess run(Path kubeconfig, String config) {
    return start("run", kubeconfig, config, "--kubeconfig=" + kubeconfig);
  }

  private static FacadeProcess start(
      String verb, Path kubeconfig, String config, String... arguments) {
    try {
      Path file = Files.createTempFile(kubeconfig.getParent(), "berth-", ".yaml");
      List<String> all = new ArrayList<>(List.of("--config=" + Files.writeString(file, config)));
      all.add("--secure-port=0");
      all.addAll(List.of(arguments));
      FacadeProcess facade =
          new FacadeProcess(BerthProcess.launch(BerthProcess.ofClasses(verb, all)));
      facade.awaitReady();
      return facade;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitReady() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try (HttpClient client = HttpClient.newHttpClient()) {
      while (!isReady(client)) {
        if (System.nanoTime() - deadline > 0) {
          throw new AssertionError("The facade is not ready:\n" + log());
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  private boolean isReady(HttpClient client) {
    try {
      HttpRequest probe = HttpRequest.newBuilder(URI.create(url() + "/readyz")).build();
      return client.send(probe, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }

  int port() {
    return port;
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  BerthProcess process() {
    return process;
  }

  String log() {
    return process.log();
  }

  /** {@code extenders} of a kube-scheduler that filters and scores here by names. */
  static String entry(String url, String more) {
    return "extenders: [{"
        + Yaml.fields(
            "urlPrefix: \"" + url + "\"",
            "filterVerb: filter, prioritizeVerb: prioritize, weight: 1",
            more.contains("nodeCacheCapable") ? "" : "nodeCacheCapable: true",
            more)
        + "}]";
  }

  /** SIGKILL. */
  void kill() {
    process.kill();
  }

  @Override
  public void close() {
    process.close();
  }
}
