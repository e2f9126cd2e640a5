package dev.berth.it;

import static dev.berth.it.Rights.Right.core;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.controlplane.ControlPlane;
import dev.berth.controlplane.ControlPlane.Component;
import dev.berth.it.Rights.Right;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every right that {@code manifests/install} gives, taken away: something does not work then, the
 * log names it, everything else goes on, and it heals when the right is given back.
 */
final class RightsIT {

  private static final Pattern FAILING = Pattern.compile("(?m)^\\[-\\](\\S+) failed");
  private static final int PATIENCE_SECONDS = 60;
  private static final int SERVER_ERROR = 500;
  private static final Right READ_POD = core("pods", "get");
  private static final Right BIND = core("pods/binding", "create");
  private static final Right WRITE_STATUS = core("pods/status", "patch");
  private static final Right CREATE_EVENT = new Right("events.k8s.io", "events", "create");
  private static final Right PATCH_EVENT = new Right("events.k8s.io", "events", "patch");
  private static final Right REVIEW_TOKEN =
      new Right("authentication.k8s.io", "tokenreviews", "create");
  private static final Right REVIEW_ACCESS =
      new Right("authorization.k8s.io", "subjectaccessreviews", "create");

  private static final Right READ_LEASE = new Right("coordination.k8s.io", "leases", "get");
  private static final Right WRITE_LEASE = new Right("coordination.k8s.io", "leases", "update");
  private static final Right READ_AUTHORITY = core("configmaps", "get");
  private static final List<Right> SHOWN_ONE_BY_ONE =
      List.of(
          READ_POD,
          BIND,
          WRITE_STATUS,
          CREATE_EVENT,
          PATCH_EVENT,
          REVIEW_TOKEN,
          REVIEW_ACCESS,
          READ_LEASE,
          WRITE_LEASE);

  private static ControlPlane controlPlane;
  private static ApiServer api;
  private static Rights rights;

  @TempDir private Path directory;
  private ConnectionRelay relay;
  private InstalledContainer container;
  private PodHistory history;

  @BeforeAll
  static void start() {
    controlPlane = ControlPlane.start(Component.CONTROLLER_MANAGER);
    api = new ApiServer(controlPlane);
    rights = new Rights(api);
    controlPlane.kubectl("apply", "-k", RightsBed.INSTALL);
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

  @Test
  void manifest_gives_no_right_that_is_not_shown_here_to_be_needed() {
    List<Right> shown = new ArrayList<>(SHOWN_ONE_BY_ONE);
    shown.addAll(VolumeRightsIT.SHOWN);
    shown.addAll(DeviceRightsIT.SHOWN);
    for (Mirrored kind : Mirrored.values()) {
      shown.add(kind.list());
      shown.add(kind.watch());
    }

    assertThat(rights.all()).containsExactlyInAnyOrderElementsOf(shown);
  }

  // ---- what is mirrored ------------------------------------------------------------------------

  /** Those that every decision needs each alone, all others at once. */
  static Stream<List<Mirrored>> mirrored() {
    List<Mirrored> optional =
        Stream.of(Mirrored.values()).filter(kind -> !kind.isRequired()).toList();
    return Stream.concat(
        Stream.of(Mirrored.values()).filter(Mirrored::isRequired).map(List::of),
        Stream.of(optional));
  }

  @ParameterizedTest
  @MethodSource("mirrored")
  void list_refused_at_start_is_named_stops_nothing_else_and_heals(List<Mirrored> kinds) {
    try (BerthProcess berth = startWithout(kinds)) {
      assertBinds("web");

      assertThat(berth.terminate()).as(berth.log()).isZero();
    }
  }

  @Test
  void pods_that_need_namespaces_wait_with_the_missing_rule_and_others_do_not() {
    assertWaitsForRule(
        Mirrored.NAMESPACES,
        "affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution:"
            + " [{topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: {app: x}},"
            + " namespaceSelector: {matchLabels: {team: a}}}]}}",
        "a required term selects namespaces by label: namespaces cannot be read, a ClusterRole"
            + " needs the rule {apiGroups: [\"\"], resources: [\"namespaces\"],");
  }

  @Test
  void pods_with_disks_wait_with_the_missing_rule_and_others_do_not() {
    assertWaitsForRule(
        Mirrored.CSI_NODES,
        "volumes: [{name: data, gcePersistentDisk: {pdName: data}}]",
        "the pod has volumes that count towards limits of nodes: csinodes cannot be read, a"
            + " ClusterRole needs the rule {apiGroups: [\"storage.k8s.io\"], resources:"
            + " [\"csinodes\"],");
  }

  /** A pod of this spec waits with this reason while the kind may not be listed, and no longer. */
  private void assertWaitsForRule(Mirrored kind, String spec, String wantReason) {
    rights.startWithout(
        List.of(kind.list()),
        container,
        _ -> {
          controlPlane.create(Yaml.pod("choosy", "", spec, ""));
          assertBinds("plain");
          history.awaitThat(
              live ->
                  assertThat(Pods.message("choosy", live))
                      .startsWith("0/1 nodes are available: " + wantReason));
        },
        () -> history.awaitBound("choosy"));
  }

  @Test
  void nobody_is_preempted_without_disruption_budgets_and_pods_that_would_preempt_say_so() {
    String head = "0/1 nodes are available: 1 Insufficient cpu.";
    controlPlane.apply(
        """
        apiVersion: scheduling.k8s.io/v1
        kind: PriorityClass
        metadata: {name: urgent}
        value: 1000
        """);
    controlPlane.create(
        Yaml.pod("low", "", "schedulerName: nobody, nodeName: n1", Yaml.requests("cpu: \"4\"")));
    rights.startWithout(
        List.of(Mirrored.POD_DISRUPTION_BUDGETS.list()),
        container,
        _ -> {
          controlPlane.create(
              Yaml.pod("urgent", "", "priorityClassName: urgent", Yaml.requests("cpu: 2")));
          assertBinds("plain");
          history.awaitThat(
              live ->
                  assertThat(Pods.message("urgent", live))
                      .startsWith(head)
                      .contains(
                          "preemption: nobody is evicted, because poddisruptionbudgets cannot be"
                              + " read, a ClusterRole needs the rule {apiGroups: [\"policy\"],"
                              + " resources: [\"poddisruptionbudgets\"],"));
        },
        // Now it would fit without the other one: a plan has no text.
        () -> history.awaitThat(live -> assertThat(Pods.message("urgent", live)).isEqualTo(head)));
  }

  private BerthProcess startWithout(List<Mirrored> kinds) {
    List<BerthProcess> started = new ArrayList<>();
    try {
      rights.without(
          kinds.stream().map(Mirrored::list).toList(),
          () -> {
            BerthProcess berth = BerthProcess.start(container.process());
            started.add(berth);
            kinds.forEach(
                kind ->
                    berth.awaitLine(
                        kind.resource() + ": we may not list them. Maybe a ClusterRole needs the"));
            assertFailing(all(kinds, Mirrored::wantFailingAtStart));
          });
    } catch (RuntimeException | Error failed) {
      started.forEach(BerthProcess::close);
      throw failed;
    }
    return started.getFirst();
  }

  @Test
  void watch_refused_at_run_time_is_named_stops_nothing_else_and_heals() {
    try (BerthProcess berth = BerthProcess.start(container.process())) {
      container.probe("readinessProbe").awaitSuccess();
      mirrored().forEach(kinds -> refuseToWatch(kinds, berth));
      assertBinds("web");

      assertThat(berth.terminate()).as(berth.log()).isZero();
    }
  }

  private void refuseToWatch(List<Mirrored> kinds, BerthProcess berth) {
    rights.without(
        kinds.stream().map(Mirrored::watch).toList(),
        () -> {
          relay.cut();
          kinds.forEach(
              kind ->
                  berth.awaitLine(
                      kind.resource() + ": we may not watch them. Maybe a ClusterRole needs"));
          assertFailing(all(kinds, Mirrored::wantFailingAtRunTime));
        });
    kinds.forEach(
        kind ->
            controlPlane.create(
                kind.oneMore())); // a watch that shows nothing could as well be refused
    kinds.forEach(kind -> berth.awaitLine(kind.resource() + ": read again"));
  }

  private static List<String> all(List<Mirrored> kinds, Function<Mirrored, List<String>> of) {
    return kinds.stream().flatMap(kind -> of.apply(kind).stream()).toList();
  }

  /**
   * These checks of the readiness page fail, and no others once the other kinds are read; alive it
   * is in any case.
   */
  private void assertFailing(List<String> want) {
    container.probe("livenessProbe").awaitSuccess();
    new Probe(container.url("/readyz?verbose"), PATIENCE_SECONDS)
        .awaitAnswer(
            page ->
                assertThat(FAILING.matcher(page).results().map(failure -> failure.group(1)))
                    .as(page)
                    .containsExactlyInAnyOrderElementsOf(want));
  }

  private void assertBinds(String pod) {
    controlPlane.create(Yaml.pod(pod, "", "", ""));
    history.awaitBound(pod);
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
    awaitBrokenBindings();
    rights.without(
        List.of(READ_POD),
        () -> {
          controlPlane.create(Yaml.pod("unclear", "", "", ""));
          berth.awaitLine("whether pod default/unclear was bound to node \"n1\" is not known: ");
        });
    controlPlane.kubectl("delete", "validatingwebhookconfiguration", "breaks-bindings");
    history.awaitThat(live -> assertThat(Pods.bound(live)).hasSize(2));
  }

  /** The server learns of a webhook some time after it has taken its configuration. */
  private static void awaitBrokenBindings() {
    long deadline = System.nanoTime() + Duration.ofSeconds(PATIENCE_SECONDS).toNanos();
    while (api.bind("nobody", "n1").code() != SERVER_ERROR) {
      assertThat(System.nanoTime()).as("bindings are never broken").isLessThan(deadline);
    }
  }

  private void showThatTheStatusIsNeeded(BerthProcess berth) {
    rights.without(
        List.of(WRITE_STATUS),
        () -> {
          controlPlane.create(Yaml.pod("big", "", "", Yaml.requests("cpu: 6")));
          berth.awaitLine("the status of pod default/big could not be written: pods \"big\"");
        });
    giveAnotherTry();
    history.awaitThat(live -> assertThat(live).anyMatch(Pods::isUnschedulable));
  }

  /** A pod goes, and the cpu that it held could be what another one waits for. */
  private void giveAnotherTry() {
    controlPlane.create(Yaml.pod("leaving", "", "", Yaml.requests("cpu: 1")));
    history.awaitBound("leaving");
    api.deletePod("leaving");
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

  @Test
  void events_that_are_refused_are_named_and_hold_up_no_pod() {
    for (Right right : List.of(CREATE_EVENT, PATCH_EVENT)) {
      try (BerthProcess berth = BerthProcess.start(container.process())) {
        rights.without(
            List.of(right),
            () -> {
              String pod = right.verb();
              controlPlane.create(Yaml.pod(pod, "", "", Yaml.requests("cpu: 6")));
              berth.awaitLine("pod default/" + pod + " fits nowhere: ");
              giveAnotherTry(); // the same event again, so it becomes a series
              berth.awaitLine("events cannot be written: events.events.k8s.io");
              berth.awaitLine("cannot " + right.verb() + " resource \"events\"");
              assertBinds("beside-" + pod);
            });
        assertThat(berth.terminate()).as(berth.log()).isZero();
      }
    }
  }

  /** The one right that comes from a Role of the cluster's own. */
  @Test
  void authority_of_client_certificates_that_may_not_be_read_is_named_and_holds_up_no_pod() {
    controlPlane.kubectl(
        "delete", "rolebinding", "berth-client-authority", "--namespace=kube-system");
    rights.awaitRefused(READ_AUTHORITY);
    try (BerthProcess berth = BerthProcess.start(container.process())) {
      berth.awaitLine("callers cannot show client certificates, because ConfigMap kube-system/");
      assertBinds("web");

      assertThat(berth.terminate()).as(berth.log()).isZero();
    } finally {
      controlPlane.kubectl("apply", "-k", RightsBed.INSTALL);
    }
  }

  // ---- who leads -------------------------------------------------------------------------------

  @Test
  void lease_that_may_not_be_read_or_written_is_named_and_taken_once_it_may() {
    List<BerthProcess> started = new ArrayList<>();
    rights.without(
        List.of(READ_LEASE),
        () -> {
          ProcessBuilder patient = container.process();
          // It may take the server longer to learn of two changed roles than a leader waits.
          patient
              .command()
              .addAll(
                  List.of(
                      "--leader-elect-lease-duration=11m", "--leader-elect-renew-deadline=10m"));
          started.add(BerthProcess.start(patient));
          started.getFirst().awaitLine("cannot read the lease: leases.coordination.k8s.io");
        });
    try (BerthProcess berth = started.getFirst()) {
      assertBinds("elected");
      rights.without(
          List.of(WRITE_LEASE),
          () -> berth.awaitLine("cannot write the lease: leases.coordination.k8s.io"));
      assertBinds("still-leading");

      assertThat(berth.terminate()).as(berth.log()).isZero();
    }
  }
}
