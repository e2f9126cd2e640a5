package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.controlplane.ControlPlane.Component;
import dev.berth.it.RightsInForce.Wish;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kubectl apply -k manifests/install}, and what the API server has then: read back, and
 * started with the command, files and rights found there.
 */
final class ManifestIT {

  private static final String INSTALL = Path.of("../manifests/install").toString();
  private static final String LEASE =
      "/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/berth";

  private static final int PAGE_SECONDS = 120;

  @RegisterExtension
  static final ClusterBed cluster = ClusterBed.with(Component.CONTROLLER_MANAGER);

  @TempDir private Path directory;

  @BeforeEach
  void install() {
    apply();
    cluster.controlPlane.create(
        Yaml.node("n1", "", "", "cpu: \"4\", memory: 8Gi, pods: \"110\"", ""));
  }

  /** A process that starts has the rights at once, as it does minutes after in a cluster. */
  private static void apply() {
    cluster.controlPlane.kubectl("apply", "-k", INSTALL);
    new RightsInForce(cluster.api).awaitThoseOf(cluster.controlPlane, INSTALL);
  }

  private InstalledContainer container(String name) {
    return new InstalledContainer(
        cluster.controlPlane, cluster.controlPlane.baseUrl(), cluster.api, directory.resolve(name));
  }

  private static void createPod(String name) {
    cluster.controlPlane.create(Yaml.pod(name, "", "", ""));
  }

  private void awaitBound(String... pods) {
    cluster.history.awaitThat(
        live ->
            assertThat(Pods.bound(live)).extracting(Pods::name).containsExactlyInAnyOrder(pods));
  }

  // ---- what is applied -------------------------------------------------------------------------

  @Test
  void applied_again_changes_nothing() {
    String version = cluster.api.get(LEASE).at("/metadata/resourceVersion").asText();

    String said = cluster.controlPlane.kubectl("apply", "-k", INSTALL);

    // kubectl calls the budget configured whenever it has a number where the schema has two types.
    assertThat(said.lines().filter(line -> !line.startsWith("poddisruptionbudget")))
        .isNotEmpty()
        .allMatch(line -> line.endsWith(" unchanged"));
    assertThat(cluster.api.get(LEASE).at("/metadata/resourceVersion").asText()).isEqualTo(version);
  }

  @Test
  void pods_of_the_deployment_are_restricted_as_the_pod_security_standard_asks() {
    JsonNode template =
        cluster
            .api
            .get("/apis/apps/v1/namespaces/kube-system/deployments/berth")
            .at("/spec/template");
    ApiServer.Reply reply = PodSecurity.createStrictly(cluster.controlPlane, cluster.api, template);

    assertThat(reply.body().path("message").asText()).isEmpty();
    assertThat(reply.code()).isEqualTo(201);
    assertThat(reply.body().at("/spec/schedulerName").asText()).isEqualTo("default-scheduler");
    assertThat(reply.body().at("/spec/containers/0/securityContext/readOnlyRootFilesystem"))
        .isEqualTo(ApiServer.JSON.getNodeFactory().booleanNode(true));
  }

  // ---- what is started -------------------------------------------------------------------------

  @Test
  void replica_schedules_with_exactly_the_rights_it_was_given() {
    InstalledContainer container = container("a");
    long refusedBefore = Refusals.count(cluster.controlPlane);

    try (BerthProcess berth = BerthProcess.start(container.process())) {
      container.awaitProbes();
      createPod("web");
      cluster.controlPlane.create(Yaml.pod("big", "", "", Yaml.requests("cpu: 6")));

      awaitBound("web");
      cluster.history.awaitThat(live -> assertThat(live).anyMatch(Pods::isUnschedulable));
      assertAnswers(container);
      assertThat(berth.terminate()).as(berth.log()).isZero();

      assertThat(berth.decisions()).isEqualTo(Map.of("web", "n1"));
      assertThat(berth.rejections()).containsExactly("big");
      assertThat(berth.log()).doesNotContainIgnoringCase("forbidden");
      assertThat(Refusals.count(cluster.controlPlane))
          .as("requests that the API server refused")
          .isEqualTo(refusedBefore);
    }
  }

  private static void assertAnswers(InstalledContainer container) {
    cluster.controlPlane.apply(
        """
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: scraper}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: {name: scraper}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: berth-metrics}
        subjects: [{kind: ServiceAccount, name: scraper, namespace: default}]
        """);
    cluster.controlPlane.awaitAllowed("system:serviceaccount:default:scraper", "get", "/metrics");
    URI metrics = container.url("/metrics");

    assertThat(Probe.answer(metrics, "")).startsWith("401 ");
    assertThat(Probe.answer(metrics, token("default"))).startsWith("403 ");
    // It counts the pod when it hears that the binding is done, and others may hear it before.
    new Probe(metrics, PAGE_SECONDS)
        .awaitAnswer(
            token("scraper"),
            page ->
                assertThat(page)
                    .startsWith("200 ")
                    .contains(
                        "scheduler_schedule_attempts_total{profile=\"berth\",result=\"scheduled\"}"
                            + " 1"));
  }

  private static String token(String account) {
    return cluster.controlPlane.kubectl("create", "token", account).strip();
  }

  @Test
  void of_two_replicas_one_schedules_and_the_other_takes_over() {
    InstalledContainer one = container("a");
    InstalledContainer two = container("b");
    try (BerthProcess first = BerthProcess.start(one.process())) {
      createPod("before");
      awaitBound("before");
      try (BerthProcess second = BerthProcess.start(two.process())) {
        two.probe("readinessProbe").awaitSuccess();
        createPod("beside");
        awaitBound("before", "beside");
        String leader = holder();
        assertThat(first.terminate()).as(first.log()).isZero();
        createPod("after");

        awaitBound("before", "beside", "after");
        assertThat(holder()).isNotEmpty().isNotEqualTo(leader);
        assertThat(first.decisions()).containsOnlyKeys("before", "beside");
        assertThat(second.terminate()).as(second.log()).isZero();
        assertThat(second.decisions()).containsOnlyKeys("after");
      }
    }
  }

  private static String holder() {
    return cluster.api.get(LEASE).at("/spec/holderIdentity").asText();
  }

  // ---- what is deleted -------------------------------------------------------------------------

  @Test
  void deleted_under_a_running_replica_leaves_nothing_and_waiting_pods_are_picked_up_later() {
    InstalledContainer container = container("a");
    try (BerthProcess berth = BerthProcess.start(container.process())) {
      createPod("before");
      awaitBound("before");

      cluster.controlPlane.kubectl("delete", "-k", INSTALL);
      new RightsInForce(cluster.api).awaitRefused(Wish.core("berth", "create", "pods/binding"));

      createPod("waiting");
      assertThat(berth.terminate()).as(berth.log()).isZero();
    }
    awaitNoPodsOfTheDeployment();
    Leftovers.awaitNone(cluster.controlPlane, "berth");
    assertThat(Pods.bound(cluster.api.pods())).extracting(Pods::name).containsExactly("before");

    apply();
    try (BerthProcess berth = BerthProcess.start(container("b").process())) {
      awaitBound("before", "waiting");
      assertThat(berth.terminate()).as(berth.log()).isZero();
    }
  }

  /** The garbage collector takes them, after kubectl has ended. */
  private static void awaitNoPodsOfTheDeployment() {
    cluster.controlPlane.kubectl(
        "wait",
        "--for=delete",
        "replicasets,pods,endpointslices",
        "--namespace=kube-system",
        "--selector=app.kubernetes.io/name=berth",
        "--timeout=180s");
  }
}
