package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.http.Authority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The real kube-scheduler with Berth as its extender, each pair of ways to call it once.
 *
 * <p>The facade's profile has one filter more than kube-scheduler, so that what it says shows.
 */
final class ExtenderIT {
  private static final String STOCK = "default-scheduler";
  private static final int NODES = 12;
  private static final int PODS = 200;
  private static final int TOO_LARGE_ONES = 5;

  enum Offered {
    NAMES,
    NODES
  }

  enum Wire {
    PLAIN,
    TLS,
    MTLS
  }

  enum BoundBy {
    EXTENDER,
    KUBE_SCHEDULER
  }

  @RegisterExtension static final ClusterBed cluster = ClusterBed.with();

  private static final Authority SERVERS = new Authority("servers");
  private static final Authority CLIENTS = new Authority("clients");

  @TempDir private static Path directory;

  @BeforeAll
  static void start() {
    SERVERS.issue("CN=facade").writeTo(file("server.crt"), file("server.key"));
    CLIENTS.issue("CN=kube-scheduler").writeTo(file("client.crt"), file("client.key"));
    Authority.write(file("servers.crt"), SERVERS.certificate());
    Authority.write(file("clients.crt"), CLIENTS.certificate());
  }

  private static Path file(String name) {
    return directory.resolve(name);
  }

  // ---- the two sides ---------------------------------------------------------------------------

  private static BerthProcess facade(Wire wire, String prefix) throws IOException {
    Path config = file("berth.yaml");
    Files.writeString(config, FacadeProcess.LABEL_WANTED);
    List<String> flags =
        new ArrayList<>(
            List.of(
                "--kubeconfig=" + cluster.controlPlane.kubeconfig(),
                "--config=" + config,
                "--secure-port=0",
                "--port=0",
                "--path-prefix=" + prefix));
    switch (wire) {
      case PLAIN -> flags.add("--plain-http");
      case TLS -> {}
      case MTLS ->
          flags.addAll(
              List.of(
                  "--cert-file=" + file("server.crt"),
                  "--key-file=" + file("server.key"),
                  "--client-ca=" + file("clients.crt")));
    }
    BerthProcess berth = BerthProcess.launch(BerthProcess.ofClasses("extender", flags));
    berth.awaitLine(" advises with [berth] at ");
    return berth;
  }

  private static String extender(
      Offered offered, Wire wire, BoundBy boundBy, String prefix, int port) {
    return Yaml.fields(
        "urlPrefix: \"%s://127.0.0.1:%d%s/\""
            .formatted(wire == Wire.PLAIN ? "http" : "https", port, prefix),
        "filterVerb: filter, prioritizeVerb: prioritize, weight: 2",
        FacadeProcess.PATIENT,
        boundBy == BoundBy.EXTENDER ? "bindVerb: bind" : "",
        "nodeCacheCapable: " + (offered == Offered.NAMES),
        switch (wire) {
          case PLAIN -> "";
          case TLS -> "enableHTTPS: true, tlsConfig: {insecure: true}";
          case MTLS ->
              "enableHTTPS: true, tlsConfig: {caFile: %s, certFile: %s, keyFile: %s}"
                  .formatted(file("servers.crt"), file("client.crt"), file("client.key"));
        });
  }

  private static String node(int number) {
    return Yaml.node(
        "node-" + number,
        number % 3 == 0 ? "example-label: \"\"" : "kind: other",
        "",
        "cpu: \"" + (20 + number) + "\", memory: 64Gi, pods: \"110\"",
        "");
  }

  private static String pod(int number) {
    boolean tooLarge = number < TOO_LARGE_ONES;
    return Yaml.pod(
        "pod-" + number,
        "number: \"" + number + "\"",
        "schedulerName: " + STOCK,
        Yaml.requests(
            tooLarge ? "cpu: \"30\"" : "cpu: " + (100 + 10 * (number % 7)) + "m, memory: 64Mi"));
  }

  @ParameterizedTest
  @CsvSource({
    "NAMES, PLAIN, EXTENDER, ''",
    "NAMES, TLS, KUBE_SCHEDULER, /api/scheduler",
    "NAMES, MTLS, EXTENDER, /api/scheduler",
    "NODES, PLAIN, KUBE_SCHEDULER, /api/scheduler",
    "NODES, TLS, EXTENDER, ''",
    "NODES, MTLS, KUBE_SCHEDULER, ''",
  })
  void podsOfKubeScheduler_goWhereBothWantThem(
      Offered offered, Wire wire, BoundBy boundBy, String prefix) throws IOException {
    cluster.controlPlane.create(
        Yaml.all(IntStream.range(0, NODES).mapToObj(ExtenderIT::node).toList()));
    try (BerthProcess berth = facade(wire, prefix);
        KubeSchedulerProcess stock =
            KubeSchedulerProcess.start(
                cluster.controlPlane,
                directory,
                "extenders: [{"
                    + extender(offered, wire, boundBy, prefix, berth.extenderPort())
                    + "}]")) {
      cluster.api.create(
          ApiServer.PODS, IntStream.range(0, PODS).mapToObj(ExtenderIT::pod).toList());

      cluster.history.awaitThat(
          pods -> {
            assertThat(Pods.bound(pods).size()).as(stock::log).isEqualTo(PODS - TOO_LARGE_ONES);
            assertThat(pods).filteredOn(Pods::isUnschedulable).hasSize(TOO_LARGE_ONES);
          });

      List<JsonNode> pods = cluster.api.pods();
      assertThat(pods).filteredOn(Pods::isUnschedulable).hasSize(TOO_LARGE_ONES);
      assertThat(pods)
          .filteredOn(Pods::isUnschedulable)
          .extracting(Pods::messageHead)
          .as("kube-scheduler's message has our reasons\n%s", stock.log())
          .allSatisfy(
              message ->
                  assertThat(message)
                      .contains("0/12 nodes are available: ")
                      .contains("node(s) didn't have the label example-label"));
      assertThat(new RestJudge(STOCK, FacadeProcess.labelled(cluster.api), pods).findings())
          .isEmpty();
      assertThat(RestJudge.boundTwice(cluster.history.lives())).isEmpty();
    }
  }
}
