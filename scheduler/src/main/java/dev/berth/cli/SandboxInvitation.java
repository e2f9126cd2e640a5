package dev.berth.cli;

import dev.berth.kube.peer.PeerAddress;
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
  private static final String SCHEDULER_OF_PODS_THAT_NAME_NONE = "default-scheduler";

  private SandboxInvitation() {}

  /**
   * What to paste.
   *
   * @param schedulers the names by which pods choose ours
   * @param servicePort of the scheduler; 0 while it does not listen yet
   */
  static Invitation of(
      Path kubeconfig,
      SandboxSettings.Contents contents,
      List<String> schedulers,
      int servicePort) {
    boolean demo = contents.pods() >= Workload.WITH_ALL_THAT_WAIT;
    List<String> commands =
        List.of(
            contents.from() == null
                ? "kubectl get pods -o wide --watch"
                : "kubectl get pods -A -o wide --watch",
            demo ? "kubectl label node small-1 disk=ssd" : "kubectl describe nodes",
            "kubectl run mine --image=nginx" + choosing(schedulers));
    return new Invitation(
        "export KUBECONFIG=" + quoted(kubeconfig.toString()),
        commands,
        servicePort == 0 ? "" : why(demo ? "too-big" : "mine", servicePort));
  }

  /** What a pod has to say to be ours. */
  private static String choosing(List<String> schedulers) {
    return schedulers.contains(SCHEDULER_OF_PODS_THAT_NAME_NONE)
        ? ""
        : " --overrides='{\"spec\":{\"schedulerName\":\"%s\"}}'".formatted(schedulers.getFirst());
  }

  /** Where it listens is said only when it would not be found there. */
  private static String why(String pod, int servicePort) {
    String command = "scheduler/bin/berth why " + pod;
    return servicePort == PeerAddress.PORT
        ? command
        : command + " --address https://127.0.0.1:" + servicePort;
  }

  /** As a shell reads it. */
  private static String quoted(String path) {
    return path.matches("[A-Za-z0-9_./@%+=:,-]*") ? path : "'" + path.replace("'", "'\\''") + "'";
  }
}
