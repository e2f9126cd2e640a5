package dev.berth.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.io.MoreFiles;
import dev.berth.FreePort;
import dev.berth.controlplane.ControlPlane;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A container of a Deployment in {@code kube-system} as the API server has it, and the part of a
 * kubelet that makes a process of it: mounts, the service account's token, the environment.
 *
 * <p>Threading: immutable.
 */
final class InstalledContainer {

  static final String NAMESPACE = "kube-system";
  static final String TEMPLATE = "/spec/template/spec";

  private static final String DEPLOYMENTS = "/apis/apps/v1/namespaces/kube-system/deployments/";
  private static final String CONFIG_MAPS = "/api/v1/namespaces/kube-system/configmaps/";
  private static final String SECRETS = "/api/v1/namespaces/kube-system/secrets/";
  private static final int READY_SECONDS = 120;
  private static final String CREDENTIALS = "var/run/secrets/kubernetes.io/serviceaccount";

  /**
   * Which one.
   *
   * @param manifest the directory that was applied
   */
  record Name(String manifest, String deployment, String container) {}

  private final JsonNode pod;
  private final JsonNode container;
  private final Path root;
  private final int port;
  private final Substitutions substitutions;

  /**
   * The one container of the Deployment {@code berth}.
   *
   * @param server how it reaches the API server
   * @param root of its file system, still empty
   */
  InstalledContainer(ControlPlane controlPlane, URI server, ApiServer api, Path root) {
    this(controlPlane, server, api, root, new Name("install", "berth", "berth"), Map.of());
    assertThat(pod.path("containers")).hasSize(1);
  }

  /**
   * Any container.
   *
   * @param server how it reaches the API server
   * @param root of its file system, still empty
   * @param addresses where the other containers are that it talks to, as {@code
   *     manifest-substitutions.txt} calls them
   */
  InstalledContainer(
      ControlPlane controlPlane,
      URI server,
      ApiServer api,
      Path root,
      Name name,
      Map<String, String> addresses) {
    this.pod = api.get(DEPLOYMENTS + name.deployment()).at(TEMPLATE);
    assertThat(pod.has("initContainers")).isFalse();
    this.container = named(pod.path("containers"), name.container());
    this.root = root;
    this.port = FreePort.get();
    Map<String, String> places = new HashMap<>(addresses);
    places.put("launcher", Path.of("bin/berth").toAbsolutePath().toString());
    places.put("kube-scheduler", controlPlane.binary("kube-scheduler").toString());
    places.put("root", root.toString());
    places.put("port", Integer.toString(port));
    places.put("api-host", server.getHost());
    places.put("api-port", Integer.toString(server.getPort()));
    this.substitutions = new Substitutions(name.manifest() + "/" + name.container(), places);
    container.path("volumeMounts").forEach(mount -> mount(mount, api));
    putCredentials(controlPlane, server, api);
  }

  private void mount(JsonNode mount, ApiServer api) {
    JsonNode volume = named(pod.path("volumes"), mount.path("name").asText());
    if (volume.has("emptyDir")) {
      return;
    }
    String place = mount.path("mountPath").asText().substring(1);
    Map<String, String> files = files(volume, api);
    if (mount.has("subPath")) {
      String file = mount.path("subPath").asText();
      put(place, requireNonNull(files.get(file), () -> "there is no file " + file));
    } else {
      files.forEach((file, content) -> put(place + "/" + file, content));
    }
  }

  private Map<String, String> files(JsonNode volume, ApiServer api) {
    Map<String, String> files = new HashMap<>();
    if (volume.has("secret")) {
      String name = volume.at("/secret/secretName").asText();
      for (Map.Entry<String, JsonNode> file : api.get(SECRETS + name).path("data").properties()) {
        byte[] content = Base64.getDecoder().decode(file.getValue().asText());
        files.put(file.getKey(), new String(content, UTF_8));
      }
    } else {
      assertThat(volume.has("configMap")).as("a kind of volume that is known here").isTrue();
      String name = volume.at("/configMap/name").asText();
      for (Map.Entry<String, JsonNode> file :
          api.get(CONFIG_MAPS + name).path("data").properties()) {
        files.put(file.getKey(), substitutions.text(file.getValue().asText()));
      }
    }
    return files;
  }

  private static JsonNode named(JsonNode list, String name) {
    return list.valueStream()
        .filter(entry -> entry.path("name").asText().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not in " + list));
  }

  private void putCredentials(ControlPlane controlPlane, URI server, ApiServer api) {
    assertThat(pod.path("automountServiceAccountToken").asBoolean()).isTrue();
    String account = pod.path("serviceAccountName").asText();
    put(CREDENTIALS + "/token", controlPlane.kubectl("create", "token", "-n", NAMESPACE, account));
    put(
        CREDENTIALS + "/ca.crt",
        api.get(CONFIG_MAPS + "kube-root-ca.crt").at("/data/ca.crt").asText());
    put(CREDENTIALS + "/namespace", NAMESPACE);
    put(
        "kubeconfig",
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: c, cluster: {server: "%s", certificate-authority: %s/ca.crt}}]
        users: [{name: u, user: {tokenFile: %2$s/token}}]
        contexts: [{name: c, context: {cluster: c, user: u}}]
        current-context: c
        """
            .formatted(server, root.resolve(CREDENTIALS)));
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

  /** Waits until each of its probes succeeds, as a kubelet does. */
  void awaitProbes() {
    for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
      probe(probe).awaitSuccess();
    }
  }

  /** One of its probes, {@code livenessProbe} for one. */
  Probe probe(String name) {
    JsonNode probe = container.path(name);
    JsonNode get = probe.path("httpGet");
    assertThat(get.path("scheme").asText()).isEqualTo("HTTPS");
    named(container.path("ports"), get.path("port").asText());
    // Whoever is not ready is asked again for ever; the others end the container after so many.
    int kubelet = probe.path("periodSeconds").asInt() * probe.path("failureThreshold").asInt();
    return new Probe(
        url(get.path("path").asText()),
        name.equals("readinessProbe") ? Math.max(kubelet, READY_SECONDS) : kubelet);
  }

  /** Where its one port serves {@code path}. */
  URI url(String path) {
    return URI.create("https://127.0.0.1:" + port + path);
  }
}
