package dev.berth.cli;

import dev.berth.config.ConfigOverlay;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The flags that say which cluster, and how to ask it.
 *
 * <p>Those that are deprecated in kube-scheduler in favour of the file do nothing beside a file, as
 * there ({@code cmd/kube-scheduler/app/options/deprecated.go}, Kubernetes 1.36.3); {@code
 * --kubeconfig} is not one of them here. Threading: one per request.
 */
final class ClusterFlags {
  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description =
          "How to reach the cluster (default: clientConnection.kubeconfig of the configuration,"
              + " else the pod's own service account).")
  private @Nullable Path kubeconfig;

  @Option(
      names = "--master",
      paramLabel = "URL",
      description = "The API server, instead of the one in the kubeconfig.")
  private @Nullable String master;

  @Option(
      names = "--kube-api-qps",
      paramLabel = "N",
      description = "Requests a second (default: no limit). Without --config only.")
  private @Nullable Double qps;

  @Option(
      names = "--kube-api-burst",
      paramLabel = "N",
      description = "Requests at once above that (default: 100). Without --config only.")
  private @Nullable Integer burst;

  @Option(
      names = "--kube-api-content-type",
      paramLabel = "TYPE",
      description = "Accepted and noted: Berth speaks JSON. Without --config only.")
  private @Nullable String contentType;

  ClusterSettings settings() {
    return new ClusterSettings(kubeconfig, master);
  }

  /** For a run without a file. */
  ConfigOverlay onto(ConfigOverlay flags) {
    return flags
        .with("clientConnection.qps", qps)
        .with("clientConnection.burst", burst)
        .with("clientConnection.contentType", contentType);
  }

  /** Of each flag that is given and only counts without a file. */
  List<String> noticesBesideAFile() {
    return withoutFileOnly().stream()
        .map(flag -> flag + " has no effect beside --config, which has it too")
        .toList();
  }

  /** The names of those that are given. */
  List<String> given() {
    List<String> given = new ArrayList<>();
    addIf(kubeconfig != null, "--kubeconfig", given);
    addIf(master != null, "--master", given);
    given.addAll(withoutFileOnly());
    return given;
  }

  private List<String> withoutFileOnly() {
    List<String> given = new ArrayList<>();
    addIf(qps != null, "--kube-api-qps", given);
    addIf(burst != null, "--kube-api-burst", given);
    addIf(contentType != null, "--kube-api-content-type", given);
    return given;
  }

  private static void addIf(boolean isGiven, String name, List<String> given) {
    if (isGiven) {
      given.add(name);
    }
  }
}
