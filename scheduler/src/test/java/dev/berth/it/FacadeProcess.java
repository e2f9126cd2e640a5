package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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

  /** With the 5 s of the default a machine that is busy elsewhere makes errors of answers. */
  static final String PATIENT = "httpTimeout: 60s";

  private static final int PATIENCE_SECONDS = 180;

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
      new Probe(URI.create(facade.url() + "/readyz"), PATIENCE_SECONDS)
          .awaitAnswer(answer -> assertThat(answer).as(facade::log).startsWith("200 "));
      return facade;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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

  /** The nodes that {@link #LABEL_WANTED} lets through. */
  static List<JsonNode> labelled(ApiServer api) {
    return api.nodes().stream()
        .filter(node -> node.at("/metadata/labels").has("example-label"))
        .toList();
  }

  /** {@code extenders} of a kube-scheduler that filters and scores here by names. */
  static String entry(String url, String more) {
    return "extenders: [{"
        + Yaml.fields(
            "urlPrefix: \"" + url + "\"",
            "filterVerb: filter, prioritizeVerb: prioritize, weight: 1",
            more.contains("httpTimeout") ? "" : PATIENT,
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
