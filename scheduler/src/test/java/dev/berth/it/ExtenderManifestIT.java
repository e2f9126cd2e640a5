package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.base.Splitter;
import dev.berth.FreePort;
import dev.berth.controlplane.ControlPlane.Component;
import dev.berth.http.Authority;
import dev.berth.it.InstalledContainer.Name;
import dev.berth.it.RightsInForce.Wish;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Scenarios A3 to A5: the manifests of Berth as an extender, applied, read back from the API
 * server, and both sides started with the command, files and rights found there.
 */
final class ExtenderManifestIT {
  private static final String IN_KUBE_SYSTEM = "/namespaces/kube-system/";
  private static final Name BERTH = new Name("extender-deployment", "berth-extender", "berth");
  private static final Name STOCK =
      new Name("extender-deployment", "advised-scheduler", "kube-scheduler");
  private static final String ROLE =
      "/apis/rbac.authorization.k8s.io/v1/clusterroles/berth-extender";
  private static final String DEPLOYMENT = manifest("extender-deployment");
  private static final String SERVER_SECRET = "berth-extender-server";
  private static final String CLIENT_SECRET = "berth-extender-client";
  private static final String ADVISED = "schedulerName: advised-scheduler";
  private static final String LABEL = "kubernetes.io/hostname: x";
  private static final String NO_LABEL = "node(s) didn't have the label kubernetes.io/hostname";

  @RegisterExtension
  static final ClusterBed cluster = ClusterBed.with(Component.CONTROLLER_MANAGER);

  @TempDir private Path directory;
  private final int extenderPort = FreePort.get();
  private final RightsInForce rights = new RightsInForce(cluster.api);

  @BeforeEach
  void clear() {
    cluster.controlPlane.kubectl(
        "delete", "--ignore-not-found", "-n=kube-system", "lease", "advised-scheduler");
  }

  private static String manifest(String name) {
    return Path.of("../manifests", name).toString();
  }

  /** Who starts after it has the rights at once, as minutes after it in a cluster. */
  private void apply(String manifest) {
    cluster.controlPlane.kubectl("apply", "-k", manifest);
    rights.awaitThoseOf(cluster.controlPlane, manifest);
  }

  // ---- containers ------------------------------------------------------------------------------

  private InstalledContainer container(Name name) {
    return new InstalledContainer(
        cluster.controlPlane,
        cluster.controlPlane.baseUrl(),
        cluster.api,
        directory.resolve(name.container()),
        name,
        Map.of("extender-port", Integer.toString(extenderPort)));
  }

  private BerthProcess startBerth(Name name) {
    InstalledContainer container = container(name);
    BerthProcess berth = BerthProcess.launch(container.process());
    berth.awaitLine(" advises with ");
    container.awaitProbes();
    return berth;
  }

  private KubeSchedulerProcess startStock(Name name) {
    InstalledContainer container = container(name);
    KubeSchedulerProcess stock = KubeSchedulerProcess.launch(container.process());
    container.awaitProbes();
    return stock;
  }

  // ---- nodes and pods --------------------------------------------------------------------------

  private static void createNode(String name, String labels, int cpu) {
    cluster.controlPlane.create(
        Yaml.node(name, labels, "", "cpu: \"" + cpu + "\", memory: 64Gi, pods: \"110\"", ""));
  }

  private static void createPod(String name, String spec, String container) {
    cluster.controlPlane.create(Yaml.pod(name, "", spec, container));
  }

  private void awaitBound(String pod, String wantNode) {
    cluster.history.awaitThat(
        live ->
            assertThat(live)
                .filteredOn(each -> Pods.name(each).equals(pod))
                .extracting(Pods::node)
                .containsExactly(wantNode));
  }

  private void awaitUnschedulable(String pod, String wantMessage) {
    cluster.history.awaitThat(
        live ->
            assertThat(live)
                .filteredOn(each -> Pods.name(each).equals(pod))
                .extracting(Pods::messageHead)
                .containsExactly(wantMessage));
  }

  // ---- A3: a Deployment of its own -------------------------------------------------------------

  @Test
  void kubeScheduler_takes_the_advice_of_the_deployment_with_exactly_the_rights_given() {
    apply(DEPLOYMENT);
    createNode("small-idle", LABEL, 4);
    createNode("large-busy", LABEL, 8);
    createNode("unlabelled", "", 64);
    createPod("filler", "nodeName: large-busy", Yaml.requests("cpu: 3"));
    long refusedBefore = Refusals.count(cluster.controlPlane);
    try (BerthProcess berth = startBerth(BERTH);
        KubeSchedulerProcess stock = startStock(STOCK)) {

      createPod("web", ADVISED, Yaml.requests("cpu: 1"));
      createPod("huge", ADVISED, Yaml.requests("cpu: 20"));
      createPod("of-another", "schedulerName: berth", "");

      // Where the most CPU is left, which is Berth's rule, and not where the largest part is left.
      awaitBound("web", "large-busy");
      awaitUnschedulable(
          "huge", "0/3 nodes are available: 1 " + NO_LABEL + ", 2 Insufficient cpu.");
      assertThat(holder()).isNotEmpty();
      assertThat(berth.terminate()).as(berth.log()).isZero();
      assertThat(berth.log()).doesNotContainIgnoringCase("forbidden");
      assertThat(stock.log()).doesNotContainIgnoringCase("forbidden");
      assertThat(Refusals.count(cluster.controlPlane))
          .as("requests that the API server refused\n%s", stock.log())
          .isEqualTo(refusedBefore);
    }
    assertThat(Pods.bound(cluster.api.pods()))
        .extracting(Pods::name)
        .containsExactlyInAnyOrder("filler", "web");
  }

  private static String holder() {
    return cluster
        .api
        .get("/apis/coordination.k8s.io/v1" + IN_KUBE_SYSTEM + "leases/advised-scheduler")
        .at("/spec/holderIdentity")
        .asText();
  }

  @Test
  void deployment_of_berth_asks_for_all_that_it_may_read_and_may_do_nothing_else() {
    apply(DEPLOYMENT);
    JsonNode rules = cluster.api.get(ROLE).path("rules");
    assertThat(rights.allows(bind("berth-extender"))).isFalse();
    assertThat(rights.allows(bind("advised-scheduler"))).isTrue();
    assertThat(List.of("berth-extender", "advised-scheduler"))
        .noneMatch(account -> rights.allows(Wish.core(account, "*", "*")));

    cluster.api.patch(ROLE, "{\"rules\": []}");
    rights.awaitRefused(Wish.core("berth-extender", "list", "pods"));
    try (BerthProcess berth = BerthProcess.launch(container(BERTH).process())) {
      berth.awaitLine(" advises with ");

      rules
          .valueStream()
          .filter(rule -> rule.path("verbs").valueStream().anyMatch(verb -> isList(verb)))
          .forEach(
              rule ->
                  rule.path("resources")
                      .forEach(resource -> berth.awaitLine(wantRefusal(rule, resource))));
    } finally {
      apply(DEPLOYMENT);
    }
  }

  private static boolean isList(JsonNode verb) {
    return verb.asText().equals("list");
  }

  private static String wantRefusal(JsonNode rule, JsonNode resource) {
    return "cannot list resource \"%s\" in API group \"%s\""
        .formatted(resource.asText(), rule.at("/apiGroups/0").asText());
  }

  private static Wish bind(String account) {
    return Wish.core(account, "create", "pods/binding");
  }

  @Test
  void url_of_the_extender_leads_through_the_service_to_the_port_that_berth_listens_on() {
    apply(DEPLOYMENT);

    URI url = URI.create(configuration("advised-scheduler").at("/extenders/0/urlPrefix").asText());

    List<String> host = Splitter.on('.').splitToList(url.getHost());
    assertThat(host).hasSize(3).endsWith("kube-system", "svc");
    JsonNode service = cluster.api.get("/api/v1" + IN_KUBE_SYSTEM + "services/" + host.getFirst());
    JsonNode pod = deploymentOf(service.at("/spec/selector")).at("/spec/template");
    String name =
        entry(service.at("/spec/ports"), "port", Integer.toString(url.getPort()))
            .path("targetPort")
            .asText();
    int port =
        entry(pod.at("/spec/containers/0/ports"), "name", name).path("containerPort").asInt();
    assertThat(ownDocument("berth-extender").at("/extender/port").asInt()).isEqualTo(port);
  }

  private static JsonNode entry(JsonNode list, String field, String value) {
    return list.valueStream()
        .filter(each -> each.path(field).asText().equals(value))
        .findFirst()
        .orElseThrow(() -> new AssertionError(field + " " + value + " is not in " + list));
  }

  private static JsonNode deploymentOf(JsonNode selector) {
    return cluster.api.list("/apis/apps/v1" + IN_KUBE_SYSTEM + "deployments").stream()
        .filter(
            deployment ->
                selector.properties().stream()
                    .allMatch(
                        label ->
                            label
                                .getValue()
                                .equals(
                                    deployment
                                        .at("/spec/template/metadata/labels")
                                        .path(label.getKey()))))
        .reduce(
            (one, other) -> {
              throw new AssertionError(selector + " selects two Deployments");
            })
        .orElseThrow();
  }

  private static JsonNode configuration(String configMap) {
    return documents(configMap).getFirst();
  }

  private static JsonNode ownDocument(String configMap) {
    return documents(configMap).getLast();
  }

  private static List<JsonNode> documents(String configMap) {
    String file =
        cluster
            .api
            .get("/api/v1" + IN_KUBE_SYSTEM + "configmaps/" + configMap)
            .at("/data/config.yaml")
            .asText();
    return Splitter.on("\n---\n").splitToStream(file).map(Yaml::json).toList();
  }

  // ---- A3 with certificates on both sides -------------------------------------------------------

  @Test
  void berth_binds_for_the_kube_scheduler_that_shows_its_certificate_and_answers_nobody_else() {
    putCertificates();
    apply(manifest("extender-mutual-tls"));
    createNode("n1", LABEL, 4);
    createNode("n2", LABEL, 4);
    createNode("unlabelled", "", 64);
    cluster.controlPlane.kubectl("delete", "clusterrolebinding", "berth-extender-bind");
    rights.awaitRefused(bind("berth-extender"));
    try (BerthProcess berth =
            startBerth(new Name("extender-mutual-tls", "berth-extender", "berth"));
        KubeSchedulerProcess stock =
            startStock(new Name("extender-mutual-tls", "advised-scheduler", "kube-scheduler"))) {

      createPod("web", ADVISED, Yaml.requests("cpu: 1"));
      createPod("huge", ADVISED, Yaml.requests("cpu: 20"));

      awaitUnschedulable(
          "huge", "0/3 nodes are available: 1 " + NO_LABEL + ", 2 Insufficient cpu.");
      // It is Berth that binds, since it is Berth's right that is missing.
      cluster.history.awaitThat(
          live ->
              assertThat(live)
                  .filteredOn(pod -> Pods.name(pod).equals("web"))
                  .extracting(pod -> Pods.scheduled(pod).path("message").asText())
                  .first(InstanceOfAssertFactories.STRING)
                  .contains("kube-system:berth-extender", "pods/binding"));
      apply(manifest("extender-mutual-tls"));
      cluster.history.awaitThat(
          live -> assertThat(Pods.bound(live)).extracting(Pods::name).containsExactly("web"));
      assertThat(Probe.answer(URI.create("https://127.0.0.1:" + extenderPort + "/"), ""))
          .startsWith("401 ");
      // It ends first, with all of its log, for Berth may end in the middle of a handshake.
      assertThat(stock.terminate()).as(stock.log()).isZero();
      assertThat(stock.log()).doesNotContain("tls:");
      assertThat(berth.terminate()).as(berth.log()).isZero();
    } finally {
      cluster.controlPlane.kubectl("delete", "-k", manifest("extender-mutual-tls"));
      cluster.controlPlane.kubectl(
          "delete", "secret", "-n=kube-system", SERVER_SECRET, CLIENT_SECRET);
    }
  }

  private void putCertificates() {
    Authority authority = new Authority("extender");
    Path ca = directory.resolve("ca.crt");
    Authority.write(ca, authority.certificate());
    putCertificate(SERVER_SECRET, authority.issueForServer("berth-extender.kube-system.svc"), ca);
    putCertificate(CLIENT_SECRET, authority.issue("CN=advised-scheduler"), ca);
  }

  private void putCertificate(String secret, Authority.Issued issued, Path ca) {
    Path certificate = directory.resolve(secret + ".crt");
    Path key = directory.resolve(secret + ".key");
    issued.writeTo(certificate, key);
    cluster.controlPlane.kubectl(
        "create",
        "secret",
        "generic",
        secret,
        "-n=kube-system",
        "--from-file=ca.crt=" + ca,
        "--from-file=tls.crt=" + certificate,
        "--from-file=tls.key=" + key);
  }

  // ---- A4: a sidecar ---------------------------------------------------------------------------

  @Test
  void kubeScheduler_takes_the_advice_of_the_sidecar_with_one_identity_for_both() {
    apply(manifest("extender-sidecar"));
    createNode("small-idle", LABEL, 4);
    createNode("large-busy", LABEL, 8);
    createNode("unlabelled", "", 64);
    createPod("filler", "nodeName: large-busy", Yaml.requests("cpu: 3"));
    long refusedBefore = Refusals.count(cluster.controlPlane);
    try (BerthProcess berth =
            startBerth(new Name("extender-sidecar", "sidecar-scheduler", "berth"));
        KubeSchedulerProcess stock =
            startStock(new Name("extender-sidecar", "sidecar-scheduler", "kube-scheduler"))) {

      createPod("web", "schedulerName: sidecar-scheduler", Yaml.requests("cpu: 1"));
      createPod("huge", "schedulerName: sidecar-scheduler", Yaml.requests("cpu: 20"));

      awaitBound("web", "large-busy");
      awaitUnschedulable(
          "huge", "0/3 nodes are available: 1 " + NO_LABEL + ", 2 Insufficient cpu.");
      assertThat(Probe.answer(URI.create("http://localhost:" + extenderPort + "/"), ""))
          .startsWith("200 berth ")
          .contains("POST /filter ", "POST /prioritize ", "Profiles: sidecar-scheduler.");
      assertThat(berth.terminate()).as(berth.log()).isZero();
      assertThat(berth.log()).doesNotContainIgnoringCase("forbidden");
      assertThat(Refusals.count(cluster.controlPlane))
          .as("requests that the API server refused\n%s", stock.log())
          .isEqualTo(refusedBefore);
    } finally {
      cluster.controlPlane.kubectl("delete", "-k", manifest("extender-sidecar"));
    }
  }

  @Test
  void containers_of_the_sidecar_share_no_port_with_each_other_nor_with_a_control_plane() {
    apply(manifest("extender-sidecar"));
    JsonNode pod =
        cluster
            .api
            .get("/apis/apps/v1" + IN_KUBE_SYSTEM + "deployments/sidecar-scheduler")
            .at("/spec/template/spec");

    assertThat(pod.path("hostNetwork").asBoolean()).isTrue();
    assertThat(pod.path("containers"))
        .extracting(container -> container.at("/ports/0/containerPort").asInt())
        .containsExactly(10269, 10279);
    assertThat(ownDocument("sidecar-scheduler-berth").at("/extender/port").asInt())
        .isEqualTo(
            URI.create(configuration("sidecar-scheduler").at("/extenders/0/urlPrefix").asText())
                .getPort());
    cluster.controlPlane.kubectl("delete", "-k", manifest("extender-sidecar"));
  }

  // ---- A5: label and digit, on a port of its own ------------------------------------------------

  @Test
  void pods_that_ask_for_the_resource_go_by_label_and_digit_and_no_others() {
    apply(manifest("extender-label-and-digit"));
    createNode("node-1", "example-label: \"\"", 4);
    createNode("node-7", "example-label: \"\"", 4);
    createNode("node-9", "zone: dark", 64);
    String asks = "resources: {limits: {example.com/label-and-digit: 1}}";
    String dark = "nodeSelector: {zone: dark}";
    String scheduler = "schedulerName: label-and-digit-scheduler";
    long refusedBefore = Refusals.count(cluster.controlPlane);
    try (BerthProcess berth =
            startBerth(new Name("extender-label-and-digit", "berth-label-and-digit", "berth"));
        KubeSchedulerProcess stock =
            startStock(
                new Name(
                    "extender-label-and-digit", "label-and-digit-scheduler", "kube-scheduler"))) {

      for (int i = 0; i < 3; i++) {
        createPod("asks-" + i, scheduler, asks);
      }
      createPod("asks-in-the-dark", Yaml.fields(scheduler, dark), asks);
      createPod("asks-not", Yaml.fields(scheduler, dark), "");

      for (int i = 0; i < 3; i++) {
        awaitBound("asks-" + i, "node-7");
      }
      awaitBound("asks-not", "node-9");
      awaitUnschedulable(
          "asks-in-the-dark",
          "0/3 nodes are available: 1 node(s) didn't have the label example-label, 2 node(s) didn't"
              + " match Pod's node affinity/selector.");
      assertThat(berth.terminate()).as(berth.log()).isZero();
      // Berth is gone now: only those that ask miss it.
      createPod("asks-not-later", scheduler, "");
      createPod("asks-later", scheduler, asks);
      cluster.history.awaitThat(
          live ->
              assertThat(live)
                  .filteredOn(pod -> Pods.name(pod).equals("asks-later"))
                  .extracting(pod -> Pods.scheduled(pod).path("reason").asText())
                  .containsExactly("SchedulerError"));
      cluster.history.awaitThat(
          live -> assertThat(Pods.bound(live)).extracting(Pods::name).contains("asks-not-later"));
      assertThat(berth.log()).doesNotContainIgnoringCase("forbidden");
      assertThat(Refusals.count(cluster.controlPlane))
          .as("requests that the API server refused\n%s", stock.log())
          .isEqualTo(refusedBefore);
    } finally {
      cluster.controlPlane.kubectl("delete", "-k", manifest("extender-label-and-digit"));
    }
  }

  // ---- all of them -----------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource({
    "extender-deployment, berth-extender",
    "extender-deployment, advised-scheduler",
    "extender-mutual-tls, berth-extender",
    "extender-mutual-tls, advised-scheduler",
    "extender-label-and-digit, berth-label-and-digit",
    "extender-label-and-digit, label-and-digit-scheduler",
  })
  void pods_are_restricted_as_the_pod_security_standard_asks(String manifest, String deployment) {
    apply(manifest(manifest));
    JsonNode template =
        cluster
            .api
            .get("/apis/apps/v1" + IN_KUBE_SYSTEM + "deployments/" + deployment)
            .at("/spec/template");

    ApiServer.Reply reply = PodSecurity.createStrictly(cluster.controlPlane, cluster.api, template);

    assertThat(reply.body().path("message").asText()).isEmpty();
    assertThat(reply.code()).isEqualTo(201);
    assertThat(reply.body().at("/spec/schedulerName").asText()).isEqualTo("default-scheduler");
    assertThat(reply.body().at("/spec/containers"))
        .allMatch(container -> container.at("/securityContext/readOnlyRootFilesystem").asBoolean());
    cluster.controlPlane.kubectl("delete", "-k", manifest(manifest));
  }

  @Test
  void deleted_under_both_processes_leaves_nothing() {
    apply(DEPLOYMENT);
    createNode("n1", LABEL, 4);
    try (BerthProcess berth = startBerth(BERTH);
        KubeSchedulerProcess stock = startStock(STOCK)) {
      createPod("before", ADVISED, "");
      awaitBound("before", "n1");

      cluster.controlPlane.kubectl("delete", "-k", DEPLOYMENT);

      // It could make its Lease anew if it could still see that there is none.
      stock.awaitLine("Error retrieving lease lock");
      assertThat(berth.terminate()).as(berth.log()).isZero();
    }
    cluster.controlPlane.kubectl(
        "wait",
        "--for=delete",
        "replicasets,pods,endpointslices",
        "--namespace=kube-system",
        "--selector=app.kubernetes.io/part-of=advised-scheduler",
        "--timeout=180s");
    Leftovers.awaitNone(cluster.controlPlane, "berth-extender");
    Leftovers.awaitNone(cluster.controlPlane, "advised-scheduler");
    assertThat(Pods.bound(cluster.api.pods())).extracting(Pods::name).containsExactly("before");
  }
}
