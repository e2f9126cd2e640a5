package dev.berth.cli;

import dev.berth.sandbox.view.Situation.Invitation;
import java.nio.file.Path;
import java.util.ArrayList;
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
    List<String> commands = new ArrayList<>();
    commands.add("kubectl get pods -o wide --watch");
    if (contents.pods() > 0) {
      commands.add("kubectl label node small-1 disk=ssd");
    } else {
      commands.add("kubectl get nodes");
    }
    commands.add("kubectl run mine --image=nginx");
    String why =
        servicePort == 0
            ? ""
            : "scheduler/bin/berth why %s --address https://127.0.0.1:%d"
                .formatted(contents.pods() > 0 ? "too-big" : "mine", servicePort);
    return new Invitation("export KUBECONFIG=" + quoted(kubeconfig.toString()), commands, why);
  }

  /** As a shell reads it. */
  private static String quoted(String path) {
    return path.matches("[A-Za-z0-9_./@%+=:,-]*") ? path : "'" + path.replace("'", "'\\''") + "'";
  }
}
