package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.controlplane.ControlPlane;
import dev.berth.kube.ForwardProxy;
import dev.berth.kube.extend.ForeignExtender;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Berth where the API server and an extender can be reached through proxies only. */
final class ForwardProxyIT {
  @TempDir private Path directory;

  @Test
  void aPod_isScheduled_whenEverybodyIsBehindAProxy() throws Exception {
    try (ControlPlane controlPlane = ControlPlane.start();
        ApiServer api = new ApiServer(controlPlane);
        ForeignExtender extender =
            new ForeignExtender().answers("/filter", "{\"NodeNames\": [\"n-2\"]}");
        ForwardProxy tunnels = ForwardProxy.startFor("user:pA55word");
        ForwardProxy plain = ForwardProxy.start(ForwardProxy.Manner.OBLIGING)) {
      String server = "kubernetes.default.svc:" + controlPlane.baseUrl().getPort();
      String service = "extender.test:" + extender.port();
      List<String> nodes = List.of("n-1", "n-2", "n-3");
      controlPlane.create(
          Yaml.all(
              nodes.stream()
                  .map(name -> Yaml.node(name, "", "", "cpu: \"1\", memory: 1Gi, pods: \"9\"", ""))
                  .toList()));
      ProcessBuilder berth =
          BerthProcess.ofClasses(
              "--config=" + config("http://" + service),
              "--kubeconfig=" + kubeconfig(controlPlane, "https://" + server),
              "--secure-port=0");
      List.of("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")
          .forEach(
              ofThisMachine -> {
                berth.environment().remove(ofThisMachine);
                berth.environment().remove(ofThisMachine.toLowerCase(Locale.ROOT));
              });
      berth.environment().put("HTTPS_PROXY", "http://user:pA55word@127.0.0.1:" + tunnels.port());
      berth.environment().put("HTTP_PROXY", "http://127.0.0.1:" + plain.port());

      try (BerthProcess running = BerthProcess.start(berth);
          PodHistory history = PodHistory.of(api)) {
        api.create(
            ApiServer.PODS,
            List.of(Yaml.pod("web", "", "schedulerName: berth", Yaml.requests("cpu: 100m"))));
        history.awaitThat(seen -> assertThat(seen).anyMatch(Pods::isBound));

        running.await(() -> running.decisions().containsKey("web"), "where it puts the pod");
        assertThat(running.decisions()).containsEntry("web", "n-2");
        assertThat(running.log())
            .contains("is reached through the proxy of HTTPS_PROXY \"http://user:xxxxx@127.0.0.1:")
            .doesNotContain("pA55word");
      }
      assertThat(tunnels.requests()).isNotEmpty().containsOnly("CONNECT " + server);
      assertThat(plain.requests()).containsExactly("POST http://" + service + "/filter");
    }
  }

  private Path config(String urlPrefix) throws Exception {
    return Files.writeString(
        directory.resolve("config.yaml"),
        """
        apiVersion: kubescheduler.config.k8s.io/v1
        kind: KubeSchedulerConfiguration
        leaderElection: {leaderElect: false}
        extenders: [{urlPrefix: "%s", filterVerb: filter, nodeCacheCapable: true, httpTimeout: 60s}]
        """
            .formatted(urlPrefix));
  }

  private Path kubeconfig(ControlPlane controlPlane, String server) throws Exception {
    String own = Files.readString(controlPlane.kubeconfig());
    String hidden = own.replace(controlPlane.baseUrl().toString(), server);
    assertThat(hidden).isNotEqualTo(own);
    return Files.writeString(directory.resolve("kubeconfig"), hidden);
  }
}
