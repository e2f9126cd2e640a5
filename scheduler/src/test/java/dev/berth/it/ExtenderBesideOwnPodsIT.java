package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.controlplane.RewritingProxy;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Schedulers that place their own pods and serve a facade for those of the real kube-scheduler, and
 * profiles for pods of several.
 */
final class ExtenderBesideOwnPodsIT {
  private static final String STOCK = "default-scheduler";
  private static final String BERTH = "berth";
  private static final String LEASE =
      "/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/facade-replicas";
  private static final int NODES = 6;
  private static final int PLACES = NODES * 20;

  @RegisterExtension static final ClusterBed cluster = ClusterBed.with();

  @TempDir private Path directory;

  @BeforeEach
  void fill() {
    cluster.api.create(
        ApiServer.NODES,
        IntStream.range(0, NODES).mapToObj(ExtenderBesideOwnPodsIT::node).toList());
  }

  private static String node(int number) {
    return Yaml.node(
        "node-" + number,
        number < 2 ? "example-label: \"\"" : "kind: other",
        "",
        "cpu: \"4\", memory: 64Gi, pods: \"40\"",
        "");
  }

  private static List<String> pods(String scheduler, String spec, int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(
            number ->
                Yaml.pod(
                    scheduler + "-" + number,
                    "",
                    Yaml.fields("schedulerName: " + scheduler, spec),
                    Yaml.requests("cpu: 200m")))
        .toList();
  }

  /**
   * Until all of this scheduler's pods are placed, or say that they fit nowhere, as they should.
   */
  private void awaitRest(String scheduler, int pods, Supplier<String> log) {
    cluster.history.awaitThat(
        all -> {
          long there =
              all.stream()
                  .filter(pod -> Pods.scheduler(pod).equals(scheduler))
                  .filter(pod -> Pods.isBound(pod) || Pods.isUnschedulable(pod))
                  .count();
          assertThat(there).as(() -> scheduler + "\n" + log.get()).isEqualTo(pods);
          assertThat(new RestJudge(scheduler, cluster.api.nodes(), all).findings()).isEmpty();
        });
  }

  private void assertNoneBoundTwice() {
    assertThat(RestJudge.boundTwice(cluster.history.lives())).isEmpty();
  }

  private KubeSchedulerProcess kubeScheduler(String url, String more) {
    return kubeScheduler(url, more, "");
  }

  private KubeSchedulerProcess kubeScheduler(String url, String more, String fields) {
    return KubeSchedulerProcess.asking(
        cluster.controlPlane, directory, fields + FacadeProcess.entry(url, more));
  }

  private static String run(String election) {
    return """
    apiVersion: kubescheduler.config.k8s.io/v1
    kind: KubeSchedulerConfiguration
    leaderElection: {%s}
    podMaxBackoffSeconds: 2
    ---
    apiVersion: berth.dev/v1alpha1
    kind: BerthConfiguration
    extender: {port: 0, plainHTTP: true}
    """
        .formatted(election);
  }

  // ---- own pods --------------------------------------------------------------------------------

  /** Both want the last places at the same time. */
  @Test
  void ownPods_andThoseOfTheFacade_fillTheNodesAndNoMore() {
    int each = PLACES / 2 + 6;
    try (FacadeProcess berth =
            FacadeProcess.run(cluster.controlPlane.kubeconfig(), run("leaderElect: false"));
        KubeSchedulerProcess stock = kubeScheduler(berth.url(), "bindVerb: bind")) {
      cluster.api.create(
          ApiServer.PODS,
          IntStream.range(0, each)
              .boxed()
              .flatMap(
                  i ->
                      Stream.concat(
                          pods(BERTH, "", i, i + 1).stream(), pods(STOCK, "", i, i + 1).stream()))
              .toList());

      awaitRest(BERTH, each, stock::log);
      awaitRest(STOCK, each, stock::log);

      assertThat(Pods.bound(cluster.api.pods())).hasSize(PLACES);
      assertNoneBoundTwice();
    }
  }

  // ---- replicas --------------------------------------------------------------------------------

  /** A pod is judged by the one, and bound by the other. */
  @Test
  void replicas_theOneThatStandsByToo_serveOneKubeSchedulerInTurn() {
    String election =
        "leaderElect: true, resourceName: facade-replicas, leaseDuration: 60s, renewDeadline: 50s,"
            + " retryPeriod: 1s";
    int own = 20;
    int others = PLACES - own + 5;
    try (RewritingProxy seen = RewritingProxy.inFrontOf(cluster.controlPlane);
        FacadeProcess leader =
            FacadeProcess.run(cluster.controlPlane.kubeconfig(), run(election))) {
      cluster.api.create(ApiServer.PODS, pods(BERTH, "", 0, own));
      awaitRest(BERTH, own, leader::log);
      String wantHolder = leaseHolder();
      try (FacadeProcess standby =
              FacadeProcess.run(seen.writeKubeconfig(directory.resolve("seen")), run(election));
          AlternatingProxy both = AlternatingProxy.over(leader.url(), standby.url());
          KubeSchedulerProcess stock = kubeScheduler(both.url(), "bindVerb: bind")) {
        cluster.api.create(ApiServer.PODS, pods(STOCK, "", 0, others));

        awaitRest(STOCK, others, stock::log);

        assertThat(Pods.bound(cluster.api.pods())).hasSize(PLACES);
        assertNoneBoundTwice();
        assertThat(Writes.acceptedBindings(seen.answers()))
            .as("bound by the one that stands by")
            .isNotEmpty();
        assertThat(leaseHolder()).isEqualTo(wantHolder);
      }
    }
  }

  private static String leaseHolder() {
    return cluster.api.get(LEASE).at("/spec/holderIdentity").asText();
  }

  // ---- profiles --------------------------------------------------------------------------------

  private static final String TWO_PROFILES =
      """
      apiVersion: kubescheduler.config.k8s.io/v1
      kind: KubeSchedulerConfiguration
      profiles:
      - schedulerName: strict
        plugins: {filter: {enabled: [{name: NodeLabelPresent}]}}
      - schedulerName: lenient
      """;

  @Test
  void profile_isChosenByThePodsSchedulerName_orByThePath() {
    String elsewhere = "nodeSelector: {kind: other}";
    int each = 5;
    try (FacadeProcess facade =
            FacadeProcess.extender(cluster.controlPlane.kubeconfig(), TWO_PROFILES, 0);
        KubeSchedulerProcess byName =
            kubeScheduler(
                facade.url(),
                "",
                "profiles: [{schedulerName: strict}, {schedulerName: lenient}]\n");
        KubeSchedulerProcess byPath = kubeScheduler(facade.url() + "/lenient", "")) {
      cluster.api.create(ApiServer.PODS, pods("strict", "", 0, each));
      cluster.api.create(ApiServer.PODS, pods("strict", elsewhere, each, each + 1));
      cluster.api.create(ApiServer.PODS, pods("lenient", elsewhere, 0, each));
      cluster.api.create(ApiServer.PODS, pods(STOCK, elsewhere, 0, each));

      cluster.history.awaitThat(
          pods -> {
            assertThat(Pods.bound(pods).size())
                .as(() -> byName.log() + "\n" + byPath.log())
                .isEqualTo(3 * each);
            assertThat(messages(pods))
                .singleElement()
                .asString()
                .contains("4 node(s) didn't have the label example-label");
          });
      assertThat(Pods.bound(cluster.api.pods()))
          .filteredOn(pod -> Pods.scheduler(pod).equals("strict"))
          .extracting(Pods::node)
          .isSubsetOf("node-0", "node-1");
    }
  }

  private static List<String> messages(List<JsonNode> pods) {
    return pods.stream().filter(Pods::isUnschedulable).map(Pods::messageHead).toList();
  }
}
