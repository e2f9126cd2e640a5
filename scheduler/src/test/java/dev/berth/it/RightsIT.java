package dev.berth.it;

import static dev.berth.it.Rights.Right.core;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.controlplane.ControlPlane;
import dev.berth.controlplane.ControlPlane.Component;
import dev.berth.it.Rights.Right;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Rights that {@code manifests/install} gives, taken away: something does not work then, the log
 * names it, everything else goes on, and it heals when the right is given back.
 */
final class RightsIT {

  private static final String INSTALL = Path.of("../manifests/install").toString();
  private static final Right READ_POD = core("pods", "get");
  private static final Right BIND = core("pods/binding", "create");
  private static final Right WRITE_STATUS = core("pods/status", "patch");
  private static final Right REVIEW_TOKEN =
      new Right("authentication.k8s.io", "tokenreviews", "create");
  private static final Right REVIEW_ACCESS =
      new Right("authorization.k8s.io", "subjectaccessreviews", "create");

  private static ControlPlane controlPlane;
  private static ApiServer api;
  private static Rights rights;

  @TempDir private Path directory;
  private ConnectionRelay relay;
  private InstalledContainer container;
  private PodHistory history;

  /** What is mirrored, and so listed and watched. */
  enum Mirrored {
    PODS("", "pods", "sync-pods"),
    NODES("", "nodes", "sync-nodes"),
    /** Only pods that need one suffer. */
    DEVICE_CLASSES("resource.k8s.io", "deviceclasses", "");

    private final String group;
    private final String resource;
    private final String check;

    /**
     * @param check of the readiness page that fails without it, "" for none
     */
    Mirrored(String group, String resource, String check) {
      this.group = group;
      this.resource = resource;
      this.check = check;
    }

    private Right list() {
      return new Right(group, resource, "list");
    }

    private Right watch() {
      return new Right(group, resource, "watch");
    }

    private String wantFailing() {
      return check.isEmpty() ? "" : "[-]" + check + " failed: reason withheld";
    }
  }

  @BeforeAll
  static void start() {
    controlPlane = ControlPlane.start(Component.CONTROLLER_MANAGER);
    api = new ApiServer(controlPlane);
    rights = new Rights(api);
    controlPlane.kubectl("apply", "-k", INSTALL);
  }

  @AfterAll
  static void stop() {
    api.close();
    controlPlane.close();
  }

  @BeforeEach
  void fill() {
    api.clear();
    controlPlane.create(Yaml.node("n1", "", "", "cpu: \"4\", memory: 8Gi, pods: \"110\"", ""));
    history = PodHistory.of(api);
    relay = ConnectionRelay.to(controlPlane.baseUrl());
    container = new InstalledContainer(controlPlane, relay.url(), api, directory);
  }

  @AfterEach
  void close() {
    relay.close();
    history.close();
  }

  // ---- what is mirrored ------------------------------------------------------------------------

  @ParameterizedTest
  @EnumSource
  void list_refused_at_start_is_named_stops_nothing_else_and_heals(Mirrored kind) {
    try (BerthProcess berth = startWithout(kind)) {
      assertBinds("web");

      assertThat(berth.terminate()).as(berth.log()).isZero();
    }
  }

  private BerthProcess startWithout(Mirrored kind) {
    List<BerthProcess> started = new ArrayList<>();
    rights.without(
        List.of(kind.list()),
        () -> {
          BerthProcess berth = BerthProcess.start(container.process());
          started.add(berth);
          berth.awaitLine(kind.resource + ": may not be listed. Maybe a ClusterRole needs the");
          assertOnlyFails(kind);
        });
    return started.getFirst();
  }

  @Test
  void watch_refused_at_run_time_is_named_stops_nothing_else_and_heals() {
    try (BerthProcess berth = BerthProcess.start(container.process())) {
      container.probe("readinessProbe").awaitSuccess();
      for (Mirrored kind : Mirrored.values()) {
        rights.without(
            List.of(kind.watch()),
            () -> {
              relay.cut();
              berth.awaitLine(kind.resource + ": cannot be watched: ");
            });
        createOne(kind); // a watch that shows nothing could as well be refused
        berth.awaitLine(kind.resource + ": read again");
      }
      assertBinds("web");

      assertThat(berth.terminate()).as(berth.log()).isZero();
    }
  }

  private static void createOne(Mirrored kind) {
    controlPlane.create(
        switch (kind) {
          case PODS -> Yaml.pod("one-more", "", "", "");
          case NODES -> Yaml.node("one-more", "", "", "cpu: \"4\"", "");
          case DEVICE_CLASSES ->
              """
              apiVersion: resource.k8s.io/v1
              kind: DeviceClass
              metadata: {name: one-more}
              spec: {}
              """;
        });
  }

  private void assertOnlyFails(Mirrored kind) {
    Probe live = container.probe("livenessProbe");
    live.awaitSuccess();
    String page = Probe.answer(container.url("/readyz?verbose"), "");
    Stream<String> failing = page.lines().filter(line -> line.startsWith("[-]"));
    assertThat(String.join("\n", failing.toList())).as(page).isEqualTo(kind.wantFailing());
  }

  private void assertBinds(String pod) {
    controlPlane.create(Yaml.pod(pod, "", "", ""));
    history.awaitThat(live -> assertThat(Pods.bound(live)).extracting(Pods::name).contains(pod));
  }

  // ---- what is written -------------------------------------------------------------------------

  @Test
  void writes_and_questions_that_are_refused_are_named_and_come_through_once_they_are_allowed() {
    try (BerthProcess berth = BerthProcess.start(container.process())) {
      container.probe("readinessProbe").awaitSuccess();

      showThatBindingIsNeeded(berth);
      showThatReadingBackIsNeeded(berth);
      showThatTheStatusIsNeeded(berth);
      showThatReviewsAreNeeded();

      assertThat(berth.terminate()).as(berth.log()).isZero();
    }
  }

  private void showThatBindingIsNeeded(BerthProcess berth) {
    rights.without(
        List.of(BIND),
        () -> {
          controlPlane.create(Yaml.pod("unbindable", "", "", ""));
          berth.awaitLine("pod default/unbindable is not placed on node n1 after all: ");
          berth.awaitLine("cannot create resource \"pods/binding\"");
        });
    history.awaitThat(live -> assertThat(Pods.bound(live)).hasSize(1));
  }

  /** A server error leaves open whether the pod was bound, so it is read. */
  private void showThatReadingBackIsNeeded(BerthProcess berth) {
    controlPlane.apply(
        """
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingWebhookConfiguration
        metadata: {name: breaks-bindings}
        webhooks:
          - name: breaks.bindings.test
            clientConfig: {url: "https://127.0.0.1:1/"}
            rules:
              - {apiGroups: [""], apiVersions: [v1], resources: [pods/binding], operations: [CREATE]}
            sideEffects: None
            admissionReviewVersions: [v1]
        """);
    rights.without(
        List.of(READ_POD),
        () -> {
          controlPlane.create(Yaml.pod("unclear", "", "", ""));
          berth.awaitLine("whether pod default/unclear was bound to node \"n1\" is not known: ");
        });
    controlPlane.kubectl("delete", "validatingwebhookconfiguration", "breaks-bindings");
    history.awaitThat(live -> assertThat(Pods.bound(live)).hasSize(2));
  }

  private void showThatTheStatusIsNeeded(BerthProcess berth) {
    rights.without(
        List.of(WRITE_STATUS),
        () -> {
          controlPlane.create(Yaml.pod("big", "", "", Yaml.requests("cpu: 6")));
          berth.awaitLine("the status of pod default/big could not be written: pods \"big\"");
        });
    setCpu(5); // which makes it worth another try
    history.awaitThat(live -> assertThat(live).anyMatch(Pods::isUnschedulable));
  }

  private static void setCpu(int cpu) {
    api.patch(
        ApiServer.NODES + "/n1/status", "{\"status\":{\"allocatable\":{\"cpu\":\"" + cpu + "\"}}}");
  }

  private void showThatReviewsAreNeeded() {
    String token = controlPlane.kubectl("create", "token", "default").strip();
    rights.without(
        List.of(REVIEW_TOKEN),
        () -> assertThat(Probe.answer(container.url("/metrics"), token)).startsWith("503 "));
    rights.without(
        List.of(REVIEW_ACCESS),
        () -> assertThat(Probe.answer(container.url("/metrics"), token)).startsWith("503 "));
    assertThat(Probe.answer(container.url("/metrics"), token)).startsWith("403 ");
  }
}
