package dev.berth.it;

import dev.berth.controlplane.ControlPlane;
import dev.berth.controlplane.ControlPlane.Component;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A control plane that {@code manifests/install} was applied to, with one node {@code n1}, for
 * tests that take rights away from what it installs.
 *
 * <p>Threading: one test at a time.
 */
final class RightsBed implements AutoCloseable {
  static final String INSTALL = Path.of("../manifests/install").toString();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  final ControlPlane controlPlane = ControlPlane.start(Component.CONTROLLER_MANAGER);
  final ApiServer api = new ApiServer(controlPlane);
  final Rights rights = new Rights(api);

  RightsBed() {
    controlPlane.kubectl("apply", "-k", INSTALL);
  }

  /** Nothing is left of the test before but the node. */
  void clear() {
    api.clear();
    controlPlane.create(
        Yaml.node(
            "n1", "kubernetes.io/hostname: n1", "", "cpu: \"4\", memory: 8Gi, pods: \"110\"", ""));
  }

  /**
   * The container that is installed.
   *
   * @param root of its file system, still empty
   */
  InstalledContainer container(Path root) {
    return new InstalledContainer(controlPlane, controlPlane.baseUrl(), api, root);
  }

  /** The server learns of a webhook some time after it has taken its configuration. */
  void awaitRefusedUpdate(String path) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    for (int tries = 0; System.nanoTime() < deadline; tries++) {
      try {
        api.patch(path, "{\"metadata\":{\"annotations\":{\"tries\":\"" + tries + "\"}}}");
      } catch (IllegalStateException refused) {
        // Not for a conflict: controllers write to the same object.
        if (String.valueOf(refused.getMessage()).contains("failed calling webhook")) {
          return;
        }
      }
    }
    throw new AssertionError(path + " can still be changed");
  }

  @Override
  public void close() {
    api.close();
    controlPlane.close();
  }
}
