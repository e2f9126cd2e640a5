package dev.berth.kube.watch;

import static dev.berth.cycle.ObjectKind.DEVICE_CLASSES;
import static dev.berth.cycle.ObjectKind.NODES;
import static dev.berth.cycle.ObjectKind.PODS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.controlplane.ControlPlane;
import dev.berth.controlplane.RewritingProxy;
import dev.berth.cycle.ObjectKind;
import dev.berth.kube.ClientSettings;
import dev.berth.kube.KubeClients;
import dev.berth.kube.decode.NodeDecoder;
import dev.berth.kube.decode.PodDecoder;
import dev.berth.kube.decode.UnknownFieldCounter;
import dev.berth.kube.decode.UnknownFieldListener;
import dev.berth.model.Interner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The watch on a real API server, with kubectl as the one who changes things. */
final class ClusterWatchIT {
  private static ControlPlane controlPlane;

  @TempDir private Path directory;
  private final Messages messages = new Messages();
  private final UnknownFieldCounter unknownFields =
      new UnknownFieldCounter(UnknownFieldListener.NONE);

  @BeforeAll
  static void start() {
    controlPlane = ControlPlane.start();
  }

  @AfterAll
  static void stop() {
    controlPlane.close();
  }

  private static KubeClients clients(Path kubeconfig) {
    return KubeClients.fromKubeconfig(kubeconfig, null, ClientSettings.ofVersion("it"));
  }

  private ClusterWatch watch(KubeClients clients) {
    ClusterWatch watch =
        new ClusterWatch(
            clients,
            new PodDecoder(new Interner(), unknownFields),
            new NodeDecoder(new Interner(), unknownFields),
            messages,
            WatchTiming.STANDARD,
            new SplittableRandom(1));
    watch.start();
    return watch;
  }

  private static void applyNode(String name) {
    controlPlane.apply(
        """
        apiVersion: v1
        kind: Node
        metadata: {name: %s}
        status: {allocatable: {cpu: "4", memory: 8Gi, pods: "110"}}
        """
            .formatted(name));
  }

  private static void applyPod(String namespace, String name) {
    controlPlane.apply(
        """
        apiVersion: v1
        kind: Pod
        metadata: {namespace: %s, name: %s}
        spec:
          schedulerName: berth
          containers: [{name: main, image: nginx}]
        """
            .formatted(namespace, name));
  }

  private static String uid(String namespace, String pod) {
    return controlPlane.kubectl(
        "get", "pod", pod, "-n", namespace, "-o", "jsonpath={.metadata.uid}");
  }

  @Test
  void what_kubectl_does_is_seen_through_a_proxy_that_adds_fields_of_the_future() {
    controlPlane.kubectl("create", "namespace", "seen");
    applyNode("seen-before");
    applyPod("seen", "before");
    String before = "seen/before " + uid("seen", "before");
    try (RewritingProxy proxy = RewritingProxy.inFrontOf(controlPlane);
        KubeClients clients = clients(proxy.writeKubeconfig(directory.resolve("config")));
        ClusterWatch watch = watch(clients)) {
      assertThat(until(PODS, "complete")).contains(before + " on ''");
      assertThat(until(NODES, "complete")).anyMatch(text -> text.startsWith("seen-before "));
      assertThat(until(DEVICE_CLASSES, "complete")).isNotEmpty();

      applyPod("seen", "after");
      String after = "seen/after " + uid("seen", "after");
      assertThat(until(PODS, after + " on ''")).isNotEmpty();
      controlPlane.kubectl(
          "patch",
          "pod",
          "before",
          "-n",
          "seen",
          "--subresource=status",
          "--type=merge",
          "-p",
          "{\"status\":{\"phase\":\"Succeeded\"}}");
      assertThat(until(PODS, before + " gone")).isNotEmpty();
      controlPlane.kubectl("delete", "pod", "after", "-n", "seen", "--force");
      assertThat(until(PODS, after + " gone")).isNotEmpty();
      controlPlane.kubectl("delete", "node", "seen-before");
      assertThat(until(NODES, "seen-before gone")).isNotEmpty();
      controlPlane.apply(
          """
          apiVersion: resource.k8s.io/v1
          kind: DeviceClass
          metadata: {name: gpu}
          spec: {extendedResourceName: example.com/gpu}
          """);
      assertThat(until(DEVICE_CLASSES, "gpu")).isNotEmpty();

      assertThat(watch.skippedObjects()).isZero();
      assertThat(unknownFields.counts()).as("the proxy did its part").isNotEmpty();
    }
  }

  @Test
  void more_objects_than_fit_on_a_page_are_all_there() {
    controlPlane.kubectl("create", "namespace", "paged");
    StringBuilder pods = new StringBuilder();
    for (int i = 0; i < 7; i++) {
      pods.append(
          """
          ---
          apiVersion: v1
          kind: Pod
          metadata: {namespace: paged, name: p%d}
          spec: {containers: [{name: main, image: nginx}]}
          """
              .formatted(i));
    }
    controlPlane.apply(pods.toString());
    WatchTiming smallPages =
        new WatchTiming(
            3,
            WatchTiming.STANDARD.watch(),
            WatchTiming.STANDARD.firstBackoff(),
            WatchTiming.STANDARD.longestBackoff(),
            WatchTiming.STANDARD.healthyAfter(),
            WatchTiming.STANDARD.silence());
    try (KubeClients clients = clients(controlPlane.kubeconfig());
        ClusterWatch watch =
            new ClusterWatch(
                clients,
                new PodDecoder(new Interner(), UnknownFieldListener.NONE),
                new NodeDecoder(new Interner(), UnknownFieldListener.NONE),
                messages,
                smallPages,
                new SplittableRandom(1))) {
      watch.start();

      List<String> listed = until(PODS, "complete");

      assertThat(listed.stream().filter(text -> text.startsWith("paged/"))).hasSize(7);
    }
  }

  @Test
  void silent_watches_over_one_real_connection_are_cut_alone_and_go_on() {
    Duration brief = Duration.ofMillis(300);
    WatchTiming impatient =
        new WatchTiming(
            500,
            WatchTiming.STANDARD.watch(),
            Duration.ofMillis(1),
            Duration.ofMillis(1),
            Duration.ofMillis(1),
            new WatchTiming.Silence(brief, brief));
    try (KubeClients clients = clients(controlPlane.kubeconfig());
        ClusterWatch watch =
            new ClusterWatch(
                clients,
                new PodDecoder(new Interner(), UnknownFieldListener.NONE),
                new NodeDecoder(new Interner(), UnknownFieldListener.NONE),
                messages,
                impatient,
                new SplittableRandom(1))) {
      watch.start();
      until(DEVICE_CLASSES, "complete");

      while (watch.traffic().stream().anyMatch(kind -> kind.silences() < 2)) {
        LockSupport.parkNanos(10_000_000);
      }
      applyNode("after-silence");

      String next;
      do {
        next = messages.next(NODES, 1).getFirst();
      } while (!next.startsWith("after-silence "));
      assertThat(watch.traffic()).extracting(KindTraffic::lists).containsOnly(1L);
    }
  }

  @Test
  void service_account_that_may_read_pods_and_nodes_only_still_starts() throws IOException {
    controlPlane.kubectl("create", "namespace", "poor");
    controlPlane.kubectl("create", "serviceaccount", "berth", "-n", "poor");
    controlPlane.kubectl(
        "create", "clusterrole", "poor", "--verb=list,watch", "--resource=pods,nodes");
    controlPlane.kubectl(
        "create",
        "clusterrolebinding",
        "poor",
        "--clusterrole=poor",
        "--serviceaccount=poor:berth");
    Files.writeString(
        directory.resolve("token"), controlPlane.kubectl("create", "token", "berth", "-n", "poor"));
    Path kubeconfig =
        Files.writeString(
            directory.resolve("poor"),
            """
            apiVersion: v1
            kind: Config
            current-context: poor
            clusters: [{name: c, cluster: {server: "%s", certificate-authority: "%s"}}]
            contexts: [{name: poor, context: {cluster: c, user: u}}]
            users: [{name: u, user: {tokenFile: token}}]
            """
                .formatted(
                    controlPlane.baseUrl(),
                    controlPlane.kubeconfig().resolveSibling("credentials").resolve("ca.crt")));
    try (KubeClients clients = clients(kubeconfig);
        ClusterWatch watch = watch(clients)) {
      for (ObjectKind kind : ObjectKind.values()) {
        if (kind != PODS && kind != NODES) {
          assertThat(messages.next(kind, 1).getFirst())
              .as("%s", kind)
              .contains(" cannot be read, a ClusterRole needs the rule {apiGroups: [");
        }
      }
      assertThat(until(PODS, "complete")).isNotEmpty();
      assertThat(until(NODES, "complete")).isNotEmpty();
      assertThat(watch.skippedObjects()).isZero();
    }
  }

  /** All messages of a kind up to this one. */
  private List<String> until(ObjectKind kind, String last) {
    List<String> texts = new ArrayList<>();
    do {
      texts.addAll(messages.next(kind, 1));
    } while (!texts.getLast().equals(last));
    return texts;
  }
}
