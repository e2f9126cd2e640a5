package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.io.MoreFiles;
import dev.berth.controlplane.ControlPlane;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The container of the Deployment {@code kube-system/berth} as the API server has it, and the part
 * of a kubelet that makes a process of it: mounts, the service account's token, the environment.
 *
 * <p>Threading: immutable.
 */
final class InstalledContainer {

  static final String NAMESPACE = "kube-system";
  static final String TEMPLATE = "/spec/template/spec";

  private static final String DEPLOYMENT = "/apis/apps/v1/namespaces/kube-system/deployments/berth";
  private static final String CONFIG_MAPS = "/api/v1/namespaces/kube-system/configmaps/";
  private static final String CREDENTIALS = "var/run/secrets/kubernetes.io/serviceaccount";

  private final JsonNode pod;
  private final JsonNode container;
  private final Path root;
  private final int port;
  private final Substitutions substitutions;

  /**
   * @param server how it reaches the API server
   * @param root of its file system, still empty
   */
  InstalledContainer(ControlPlane controlPlane, URI server, ApiServer api, Path root) {
    this.pod = api.get(DEPLOYMENT).at(TEMPLATE);
    assertThat(pod.path("containers")).hasSize(1);
    assertThat(pod.has("initContainers")).isFalse();
    this.container = pod.path("containers").get(0);
    this.root = root;
    this.port = freePort();
    this.substitutions = new Substitutions(places(server));
    container.path("volumeMounts").forEach(mount -> mount(mount, api));
    putCredentials(controlPlane, api);
  }

  private Map<String, String> places(URI server) {
    return Map.of(
        "launcher", Path.of("bin/berth").toAbsolutePath().toString(),
        "root", root.toString(),
        "port", Integer.toString(port),
        "api-host", server.getHost(),
        "api-port", Integer.toString(server.getPort()));
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void mount(JsonNode mount, ApiServer api) {
    JsonNode volume = named(pod.path("volumes"), mount.path("name").asText());
    assertThat(mount.has("subPath")).isFalse();
    String directory = mount.path("mountPath").asText().substring(1);
    if (volume.has("configMap")) {
      api.get(CONFIG_MAPS + volume.at("/configMap/name").asText())
          .path("data")
          .properties()
          .forEach(file -> put(directory + "/" + file.getKey(), file.getValue().asText()));
    } else {
      assertThat(volume.has("emptyDir")).as("a kind of volume that is known here").isTrue();
    }
  }

  private static JsonNode named(JsonNode list, String name) {
    return list.valueStream()
        .filter(entry -> entry.path("name").asText().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not in " + list));
  }

  private void putCredentials(ControlPlane controlPlane, ApiServer api) {
    assertThat(pod.path("automountServiceAccountToken").asBoolean()).isTrue();
    String account = pod.path("serviceAccountName").asText();
    put(CREDENTIALS + "/token", controlPlane.kubectl("create", "token", "-n", NAMESPACE, account));
    put(
        CREDENTIALS + "/ca.crt",
        api.get(CONFIG_MAPS + "kube-root-ca.crt").at("/data/ca.crt").asText());
    put(CREDENTIALS + "/namespace", NAMESPACE);
  }

  private void put(String name, String content) {
    try {
      Path file = root.resolve(name);
      MoreFiles.createParentDirectories(file);
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its process, still to be started. */
  ProcessBuilder process() {
    List<String> command = new ArrayList<>();
    container.path("command").forEach(word -> command.add(substitutions.word(word.asText())));
    container.path("args").forEach(word -> command.add(substitutions.word(word.asText())));
    assertThat(substitutions.unused()).as("substitutions that did not apply").isEmpty();
    ProcessBuilder builder = new ProcessBuilder(command);
    substitutions.environment(builder.environment());
    for (JsonNode variable : container.path("env")) {
      assertThat(variable.has("valueFrom")).as("a source that is known here").isFalse();
      builder.environment().put(variable.path("name").asText(), variable.path("value").asText());
    }
    return builder;
  }

  /** One of its probes, {@code livenessProbe} for one. */
  Probe probe(String name) {
    JsonNode probe = container.path(name);
    JsonNode get = probe.path("httpGet");
    assertThat(get.path("scheme").asText()).isEqualTo("HTTPS");
    named(container.path("ports"), get.path("port").asText());
    return new Probe(
        url(get.path("path").asText()),
        probe.path("periodSeconds").asInt() * probe.path("failureThreshold").asInt());
  }

  /** Where its one port serves {@code path}. */
  URI url(String path) {
    return URI.create("https://127.0.0.1:" + port + path);
  }
}
