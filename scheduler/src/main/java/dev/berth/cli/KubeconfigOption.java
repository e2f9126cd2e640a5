package dev.berth.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The option of the commands that ask a cluster for a person.
 *
 * <p>Threading: one per request.
 */
final class KubeconfigOption {
  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description =
          "How to reach the cluster (default: $KUBECONFIG, ~/.kube/config, or the pod's own service"
              + " account).")
  private @Nullable Path file;

  /** Whose credentials it says to use. */
  UserKubeconfig user() {
    return UserKubeconfig.of(file);
  }
}
