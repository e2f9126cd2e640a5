package dev.berth.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The proxy in front of the real API server, with kubectl as its client. */
final class RewritingProxyIT {

  @Test
  void kubectl_sees_a_newer_server_through_the_proxy_and_can_write_through_it(
      @TempDir Path directory) {
    try (ControlPlane controlPlane = ControlPlane.start();
        RewritingProxy proxy = RewritingProxy.inFrontOf(controlPlane)) {
      String throughProxy = "--kubeconfig=" + proxy.writeKubeconfig(directory.resolve("config"));

      controlPlane.kubectl(throughProxy, "run", "web", "--image=nginx");

      assertThat(
              controlPlane.kubectl(
                  throughProxy, "get", "pods", "-o", "jsonpath={.items[*].spec.futureField.x}"))
          .isEqualTo("1");
      assertThat(controlPlane.kubectl("get", "pod", "web", "-o", "jsonpath={.spec.futureField}"))
          .isEmpty();
      assertThat(proxy.requests())
          .anySatisfy(
              request -> {
                assertThat(request.method()).isEqualTo("POST");
                assertThat(request.path()).startsWith("/api/v1/namespaces/default/pods");
                assertThat(request.body()).contains("\"image\":\"nginx\"");
              });
    }
  }
}
