package dev.berth.cli;

import dev.berth.kube.ClientSettings;
import dev.berth.kube.KubeClients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Whose credentials a command of a person uses: the file that is given, else {@code KUBECONFIG},
 * else {@code ~/.kube/config}, else the service account of the pod that the command runs in.
 *
 * <p>Threading: immutable.
 *
 * @param file null for the service account
 */
record UserKubeconfig(@Nullable Path file) {

  static UserKubeconfig of(@Nullable Path given) {
    if (given != null) {
      return new UserKubeconfig(given);
    }
    String variable = System.getenv("KUBECONFIG");
    if (variable != null && !variable.isEmpty()) {
      return new UserKubeconfig(Path.of(variable));
    }
    Path usual = Path.of(System.getProperty("user.home"), ".kube", "config");
    return new UserKubeconfig(Files.isReadable(usual) ? usual : null);
  }

  KubeClients clients(ClientSettings settings) {
    return file == null
        ? KubeClients.inCluster(settings)
        : KubeClients.fromKubeconfig(file, null, settings);
  }

  /** The namespace to use when none is named. */
  String namespace() {
    return file == null ? "default" : KubeClients.namespaceOf(file);
  }

  /** What is said when nobody answers where it leads. */
  static EnvironmentException noAnswer(IOException e) {
    return new EnvironmentException(
        "The API server does not answer: " + e.getMessage() + ". Maybe another --kubeconfig?", e);
  }

  static ClientSettings settings() {
    return ClientSettings.ofVersion(BuildVersion.ofBerth());
  }
}
