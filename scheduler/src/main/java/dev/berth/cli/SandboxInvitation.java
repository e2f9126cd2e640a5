package dev.berth.cli;

import dev.berth.sandbox.demo.Workload;
import dev.berth.sandbox.view.Situation.Invitation;
import java.nio.file.Path;
import java.util.List;

/**
 * The commands to try on a sandbox.
 *
 * <p>Threading: immutable.
 */
final class SandboxInvitation {
  private SandboxInvitation() {}

  /**
   * What to paste.
   *
   * @param servicePort of the scheduler; 0 while it does not listen yet
   */
  static Invitation of(Path kubeconfig, SandboxSettings.Contents contents, int servicePort) {
    boolean demo = contents.pods() >= Workload.WITH_ALL_THAT_WAIT;
    List<String> commands =
        List.of(
            contents.from() == null
                ? "kubectl get pods -o wide --watch"
                : "kubectl get pods -A -o wide --watch",
            demo ? "kubectl label node small-1 disk=ssd" : "kubectl describe nodes",
            "kubectl run mine --image=nginx");
    String why =
        servicePort == 0
            ? ""
            : "scheduler/bin/berth why %s --address https://127.0.0.1:%d"
                .formatted(demo ? "too-big" : "mine", servicePort);
    return new Invitation("export KUBECONFIG=" + quoted(kubeconfig.toString()), commands, why);
  }

  /** As a shell reads it. */
  private static String quoted(String path) {
    return path.matches("[A-Za-z0-9_./@%+=:,-]*") ? path : "'" + path.replace("'", "'\\''") + "'";
  }
}
