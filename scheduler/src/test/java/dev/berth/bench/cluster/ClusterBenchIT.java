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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

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
    ClusterSettings settings =
        new ClusterSettings(
            List.of(contenders),
            1,
            Workload.NODE_AFFINITY,
            20,
            60,
            40,
            new ClusterSettings.OpenLoop(50, Duration.ofSeconds(1)),
            5000,
            1);
    return ClusterBench.run(
        settings, new Place.Existing(plane.kubeconfig(), otherNodes), progress::add);
  }

  @Test
  void bothSchedulers_areMeasured_andNothingIsLeft() throws Exception {
    ClusterReport report = run(OtherNodes.REFUSE, berth(), kubeScheduler());

    assertThat(report.results()).allSatisfy(result -> assertThat(result.problems()).isEmpty());
    for (Contender contender : report.settings().contenders()) {
      for (Figure figure : List.of(Figure.RATE, Figure.P99, Figure.RSS, Figure.FIRST_BIND)) {
        assertThat(report.spread(contender.name(), figure))
            .as("%s of %s", figure, contender.name())
            .satisfies(spread -> assertThat(spread.median()).isPositive());
      }
    }
    assertThat(plane.kubectl("get", "nodes", "-o", "name")).isEmpty();
    assertThat(plane.kubectl("get", "pods", "-A", "-o", "name")).isEmpty();
    assertThat(plane.kubectl("get", "namespaces", "-o", "name")).doesNotContain("berth-bench");
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
      ClusterLoad load = new ClusterLoad(clients, "overfull", "nobody", Workload.BASIC, 1, 1);
      load.prepare();
      load.createPods(load.podBodies(0, 42));
      try {
        for (int pod = 0; pod < 41; pod++) { // 41 times 100m on 4 processors
          bind(clients, load, ClusterLoad.podName(pod));
        }
        assertThat(EndState.problems(clients.list(), "overfull", 42))
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
