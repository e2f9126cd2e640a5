package dev.berth.kube;

import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.util.ClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The directory in which a kubelet puts the credentials of a pod's service account.
 *
 * <p>The official client knows it only at its usual place. Where that is taken, as for a process
 * that stands in for a pod on a developer's machine, {@link #VARIABLE} names another one.
 *
 * <p>Threading: immutable.
 */
final class ServiceAccountFiles {
  static final String VARIABLE = "BERTH_SERVICE_ACCOUNT_DIR";

  private static final String USUAL = "/var/run/secrets/kubernetes.io/serviceaccount";

  private final Path directory;

  private ServiceAccountFiles(Path directory) {
    this.directory = directory;
  }

  static ServiceAccountFiles in(Map<String, String> environment) {
    return new ServiceAccountFiles(Path.of(environment.getOrDefault(VARIABLE, USUAL)));
  }

  /**
   * The client of the API server at {@code host}, a name or an address, who trusts the authority of
   * the cluster.
   *
   * @throws KubeEnvironmentException when the files are not there or make no sense
   */
  ApiClient client(String host, String port) {
    Path token = directory.resolve("token");
    try {
      TokenFile credentials = new TokenFile(token); // a missing one is found now
      return new ClientBuilder()
          .setBasePath("https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port)
          .setCertificateAuthority(Files.readAllBytes(directory.resolve("ca.crt")))
          .setAuthentication(credentials)
          .build();
    } catch (IOException | RuntimeException e) {
      throw new KubeEnvironmentException(
          "The service account of this pod cannot be used: "
              + e
              + ". Maybe automountServiceAccountToken is false?",
          e);
    }
  }
}
