package dev.berth.kube.bind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.controlplane.ControlPlane;
import dev.berth.controlplane.Fault;
import dev.berth.controlplane.RewritingProxy;
import dev.berth.controlplane.SeenRequest;
import dev.berth.framework.Status;
import dev.berth.framework.StatusWriter.Reason;
import dev.berth.kube.ClientSettings;
import dev.berth.kube.KubeClients;
import dev.berth.kube.KubeRequest;
import dev.berth.kube.decode.PodDecoder;
import dev.berth.kube.decode.UndecodableObject;
import dev.berth.kube.decode.UnknownFieldListener;
import dev.berth.model.Interner;
import dev.berth.model.PodInfo;
import dev.berth.model.PodKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bindings and statuses on a real API server, as kubectl then shows them. */
final class KubeWritesIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static ControlPlane controlPlane;
  private static KubeClients clients;

  @TempDir private Path directory;

  @BeforeAll
  static void start() {
    controlPlane = ControlPlane.start();
    clients = clients(controlPlane.kubeconfig());
  }

  @AfterAll
  static void stop() {
    clients.close();
    controlPlane.close();
  }

  private static KubeClients clients(Path kubeconfig) {
    return KubeClients.fromKubeconfig(kubeconfig, null, ClientSettings.ofVersion("it"));
  }

  private static PodInfo create(String name) throws Exception {
    controlPlane.kubectl(
        "run", name, "--image=nginx", "--overrides={\"spec\":{\"schedulerName\":\"berth\"}}");
    return read(name);
  }

  private static PodInfo read(String name)
      throws IOException, InterruptedException, UndecodableObject {
    String path = "/api/v1/namespaces/default/pods/" + name;
    byte[] json = clients.list().send(KubeRequest.get(path, Map.of())).body();
    return new PodDecoder(new Interner(), UnknownFieldListener.NONE).decode(json);
  }

  private static String show(String pod, String jsonPath) {
    return controlPlane.kubectl("get", "pod", pod, "-o", "jsonpath=" + jsonPath);
  }

  private static String condition(String pod, String field) {
    return show(pod, "{.status.conditions[?(@.type==\"PodScheduled\")]." + field + "}");
  }

  // ---- bindings -----------------------------------------------------------------------------

  @Test
  void pod_is_bound_once_and_the_same_again_is_the_same() throws Exception {
    PodInfo pod = create("once");
    KubeBinder binder = new KubeBinder(clients.write());

    assertThat(binder.bind(pod, "n1")).isEqualTo(Status.success());
    assertThat(show("once", "{.spec.nodeName}")).isEqualTo("n1");
    assertThat(condition("once", "status")).isEqualTo("True");

    assertThat(binder.bind(pod, "n1")).isEqualTo(Status.success());
    assertThat(binder.bind(pod, "n2"))
        .isEqualTo(Status.error("pod default/once is already bound to node \"n1\""));
    assertThat(show("once", "{.spec.nodeName}")).isEqualTo("n1");
  }

  @Test
  void decision_for_a_pod_that_was_recreated_does_not_bind_its_successor() throws Exception {
    PodInfo pod = create("again");
    controlPlane.kubectl("delete", "pod", "again", "--force");
    create("again");

    assertThat(new KubeBinder(clients.write()).bind(pod, "n1"))
        .isEqualTo(Status.error("pod default/again is gone"));
    assertThat(show("again", "{.spec.nodeName}")).isEmpty();
  }

  @Test
  void pod_that_is_not_there_is_the_servers_reason() throws Exception {
    PodInfo nobody = PodInfo.builder(new PodKey("default", "nobody")).uid("1").build();

    assertThat(new KubeBinder(clients.write()).bind(nobody, "n1"))
        .isEqualTo(Status.error("pods \"nobody\" not found"));
  }

  @Test
  void reply_or_request_that_is_lost_is_decided_by_reading_back() throws Exception {
    PodInfo pod = create("lost");
    Path kubeconfig = directory.resolve("config");
    try (RewritingProxy proxy = RewritingProxy.inFrontOf(controlPlane);
        KubeClients through = clients(proxy.writeKubeconfig(kubeconfig))) {
      KubeBinder binder = new KubeBinder(through.write());

      proxy.injectFaults(onPost(new Fault.DropRequest()));
      assertThat(binder.bind(pod, "n1")).isInstanceOf(Status.Error.class);
      assertThat(show("lost", "{.spec.nodeName}")).isEmpty();

      proxy.injectFaults(onPost(new Fault.DropReply()));
      assertThat(binder.bind(pod, "n1")).isEqualTo(Status.success());
      assertThat(show("lost", "{.spec.nodeName}")).isEqualTo("n1");
      assertThat(proxy.requests().stream().filter(KubeWritesIT::isPost)).hasSize(2);
    }
  }

  private static Function<SeenRequest, Fault> onPost(Fault fault) {
    return request -> isPost(request) ? fault : new Fault.None();
  }

  private static boolean isPost(SeenRequest request) {
    return request.method().equals("POST");
  }

  // ---- statuses -----------------------------------------------------------------------------

  private static void notScheduled(PodInfo pod, String message, @Nullable String nominatedNode) {
    KubeStatusWriter writer =
        new KubeStatusWriter(
            clients.write(), InstantSource.system(), KubeStatusWriter.Limits.STANDARD);
    writer.notScheduled(pod, Reason.UNSCHEDULABLE, message, nominatedNode);
    writer.close(PATIENCE);
  }

  @Test
  void condition_and_nomination_are_shown_by_kubectl() throws Exception {
    PodInfo pod = create("told");
    controlPlane.kubectl(
        "patch",
        "pod",
        "told",
        "--subresource=status",
        "-p",
        "{\"status\":{\"conditions\":[{\"type\":\"example.com/Kept\",\"status\":\"True\"}]}}");

    notScheduled(pod, "0/1 nodes are available: 1 Insufficient cpu.", "n1");

    assertThat(condition("told", "status")).isEqualTo("False");
    assertThat(condition("told", "reason")).isEqualTo("Unschedulable");
    assertThat(condition("told", "message"))
        .isEqualTo("0/1 nodes are available: 1 Insufficient cpu.");
    assertThat(condition("told", "observedGeneration"))
        .isEqualTo(show("told", "{.metadata.generation}"));
    assertThat(condition("told", "lastTransitionTime")).isNotEmpty();
    assertThat(show("told", "{.status.nominatedNodeName}")).isEqualTo("n1");
    assertThat(show("told", "{.status.conditions[?(@.type==\"example.com/Kept\")].status}"))
        .isEqualTo("True");

    String version = show("told", "{.metadata.resourceVersion}");
    notScheduled(read("told"), "0/1 nodes are available: 1 Insufficient cpu.", "n1");
    assertThat(show("told", "{.metadata.resourceVersion}"))
        .as("nothing changed")
        .isEqualTo(version);

    String transition = condition("told", "lastTransitionTime");
    notScheduled(read("told"), "another reason", "");
    assertThat(condition("told", "message")).isEqualTo("another reason");
    assertThat(condition("told", "lastTransitionTime")).isEqualTo(transition);
    assertThat(show("told", "{.status.nominatedNodeName}")).isEmpty();
  }

  @Test
  void outdated_version_of_a_waiting_pod_is_no_obstacle() throws Exception {
    PodInfo pod = create("relabelled");
    controlPlane.kubectl("label", "pod", "relabelled", "a=b");

    notScheduled(pod, "no", null);

    assertThat(condition("relabelled", "message")).isEqualTo("no");
    assertThat(show("relabelled", "{.metadata.labels.a}")).isEqualTo("b");
  }

  @Test
  void late_write_does_not_unschedule_a_bound_pod() throws Exception {
    PodInfo pod = create("bound");
    assertThat(new KubeBinder(clients.write()).bind(pod, "n1")).isEqualTo(Status.success());

    notScheduled(pod, "too late", "n2");

    assertThat(condition("bound", "status")).isEqualTo("True");
    assertThat(show("bound", "{.status.nominatedNodeName}")).isEmpty();
  }

  @Test
  void late_write_does_not_reach_the_successor_of_a_pod() throws Exception {
    PodInfo pod = create("next");
    controlPlane.kubectl("delete", "pod", "next", "--force");
    create("next");

    notScheduled(pod, "of the first", null);
    notScheduled(pod.toBuilder().resourceVersion("").build(), "of the first", null);

    assertThat(condition("next", "message")).isEmpty();
  }
}
