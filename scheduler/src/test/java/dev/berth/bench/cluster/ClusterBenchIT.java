package dev.berth.bench.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.bench.Workload;
import dev.berth.bench.cluster.ClusterBench.OtherNodes;
import dev.berth.bench.cluster.ClusterBench.Place;
import dev.berth.bench.cluster.ClusterReport.Figure;
import dev.berth.controlplane.ControlPlane;
import dev.berth.kube.ClientSettings;
import dev.berth.kube.KubeClients;
import dev.berth.kube.KubeReply;
import dev.berth.kube.KubeRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both schedulers measured on a real API server; and what must not pass for a good end. */
final class ClusterBenchIT {
  private static ControlPlane plane;

  private final List<String> progress = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    Process build = new ProcessBuilder(LAUNCHER, "--version").inheritIO().start();
    assertThat(build.waitFor()).isZero();
    plane = ControlPlane.start();
  }

  @AfterAll
  static void stop() {
    plane.close();
  }

  private static final String LAUNCHER = Path.of("bin/berth").toAbsolutePath().toString();

  private static Contender berth() {
    return new Contender("berth", List.of(LAUNCHER, "run"), List.of());
  }

  private static Contender kubeScheduler() {
    return new Contender(
        "kube-scheduler", List.of(plane.binary("kube-scheduler").toString()), List.of("-v=2"));
  }

  private ClusterReport run(OtherNodes otherNodes, Contender... contenders) throws Exception {
    return run(Workload.NODE_AFFINITY, otherNodes, contenders);
  }

  private ClusterReport run(Workload workload, OtherNodes otherNodes, Contender... contenders)
      throws Exception {
    ClusterSettings settings =
        new ClusterSettings(
            List.of(contenders),
            1,
            workload,
            20,
            60,
            40,
            new ClusterSettings.OpenLoop(50, Duration.ofSeconds(1)),
            5000,
            1);
    return ClusterBench.run(
        settings, new Place.Existing(plane.kubeconfig(), otherNodes), progress::add);
  }

  @ParameterizedTest
  @EnumSource(names = {"NODE_AFFINITY", "RESOURCE_CLAIM_TEMPLATE"})
  void bothSchedulers_areMeasured_andNothingIsLeft(Workload workload) throws Exception {
    ClusterReport report = run(workload, OtherNodes.REFUSE, berth(), kubeScheduler());

    assertThat(report.results()).allSatisfy(result -> assertThat(result.problems()).isEmpty());
    for (Contender contender : report.settings().contenders()) {
      for (Figure figure : List.of(Figure.RATE, Figure.P99, Figure.RSS, Figure.FIRST_BIND)) {
        assertThat(report.spread(contender.name(), figure))
            .as("%s of %s", figure, contender.name())
            .satisfies(spread -> assertThat(spread.median()).isPositive());
      }
    }
    assertNothingIsLeft("berth-bench");
  }

  private static void assertNothingIsLeft(String namespace) {
    assertThat(plane.kubectl("get", EVERYTHING, "-A", "-o", "name")).isEmpty();
    assertThat(plane.kubectl("get", "namespaces", "-o", "name")).doesNotContain(namespace);
  }

  private static final String EVERYTHING =
      "nodes,pods,csinodes,persistentvolumes,persistentvolumeclaims,resourceslices,deviceclasses,resourceclaims";

  @ParameterizedTest
  @EnumSource(
      names = {
        "BASIC",
        "DAEMONSET",
        "DEFAULT_TOPOLOGY_SPREADING",
        "MIXED_BASE_POD",
        "POD_ANTI_AFFINITY_NS_SELECTOR",
        "CSI_PVS",
        "RESOURCE_CLAIM_TEMPLATE"
      })
  void whateverAWorkloadNeeds_isTakenByTheServer_andTakenAwayAgain(Workload workload)
      throws Exception {
    ClientSettings settings = ClientSettings.ofVersion("test");
    try (KubeClients clients = KubeClients.fromKubeconfig(plane.kubeconfig(), null, settings)) {
      ClusterLoad.Size size = new ClusterLoad.Size(2, 5);
      ClusterLoad load = new ClusterLoad(clients, "made", "nobody", workload, size, 1);
      load.prepare();
      load.createPods(load.pods(0, 7));
      try {
        assertThat(EndState.problems(clients.list(), load.namespaces(), 7))
            .hasSize(6)
            .allMatch(
                problem ->
                    problem.endsWith("is on no node") || problem.endsWith("2 more like these"));
      } finally {
        load.remove();
      }
    }
    assertNothingIsLeft("made");
  }

  @Test
  void schedulerThatEnds_isSaidWithItsLastLines_andNothingIsLeft() {
    Contender broken =
        new Contender("broken", List.of("sh", "-c", "echo I have had enough; exit 1"), List.of());

    assertThatThrownBy(() -> run(OtherNodes.REFUSE, broken))
        .isInstanceOf(BenchException.class)
        .hasMessageContaining("I have had enough");
    assertThat(plane.kubectl("get", "nodes", "-o", "name")).isEmpty();
  }

  @Test
  void clusterWithNodes_isRefused() throws Exception {
    plane.apply("{apiVersion: v1, kind: Node, metadata: {name: theirs}}");
    try {
      assertThatThrownBy(() -> run(OtherNodes.REFUSE, kubeScheduler()))
          .isInstanceOf(BenchException.class)
          .hasMessageContaining("has 1 nodes, theirs for one");
    } finally {
      plane.kubectl("delete", "node", "theirs");
    }
  }

  @Test
  void podsBoundPastTheRoomOfANode_andPodsOnNone_areFoundOnTheServer() throws Exception {
    ClientSettings settings = ClientSettings.ofVersion("test");
    try (KubeClients clients = KubeClients.fromKubeconfig(plane.kubeconfig(), null, settings)) {
      ClusterLoad load =
          new ClusterLoad(
              clients, "overfull", "nobody", Workload.BASIC, new ClusterLoad.Size(1, 0), 1);
      load.prepare();
      load.createPods(load.pods(0, 42));
      try {
        for (int pod = 0; pod < 41; pod++) { // 41 times 100m on 4 processors
          bind(clients, load, ClusterLoad.podName(pod));
        }
        assertThat(EndState.problems(clients.list(), Set.of("overfull"), 42))
            .containsExactly(
                "pod p-000041 is on no node",
                "node overfull-00000 has 4 cpu and its pods take 4.100");
      } finally {
        load.remove();
      }
    }
  }

  private static void bind(KubeClients clients, ClusterLoad load, String pod) throws Exception {
    KubeReply reply =
        clients
            .write()
            .send(
                KubeRequest.post(
                    load.podsPath() + "/" + pod + "/binding",
                    "{\"metadata\": {\"name\": \"%s\"}, \"target\": {\"kind\": \"Node\", \"name\": \"overfull-00000\"}}"
                        .formatted(pod)));
    assertThat(reply.isSuccess()).as(reply.message()).isTrue();
  }
}
