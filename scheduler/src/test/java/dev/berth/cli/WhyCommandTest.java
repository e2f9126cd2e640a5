package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.http.AccessGate;
import dev.berth.http.HttpListener;
import dev.berth.http.Limits;
import dev.berth.http.ListenerSettings;
import dev.berth.http.Reply;
import dev.berth.http.Routes;
import dev.berth.http.Transport;
import dev.berth.kube.FakeApiServer;
import dev.berth.kube.FakeApiServer.Answer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WhyCommandTest {
  private static final String POD = "GET /api/v1/namespaces/default/pods/big";
  private static final String LEASES =
      "GET /apis/coordination.k8s.io/v1/namespaces/kube-system/leases/";
  private static final String LEADER =
      "'scheduler': {'identity': 'b_1', 'leads': true, 'leader': 'b_1', 'profiles': ['berth']}";
  private static final String UNFIT =
      "{'kind': 'PodExplanation', "
          + LEADER
          + ", 'live': {'answered': true, 'synced': true, 'place': 'unschedulable', 'uid': 'u'},"
          + " 'decision': {'uid': 'u', 'outcome': 'unfit', 'message': '0/1 nodes are available: 1"
          + " Insufficient cpu.'}}";
  private static final String UNKNOWN =
      "{'kind': 'PodExplanation', " + LEADER + ", 'live': {'answered': true, 'place': 'unknown'}}";

  private final FakeApiServer api = FakeApiServer.start();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit injects it before each test
  private Path directory;

  @AfterEach
  void stop() {
    api.close();
  }

  private int why(String... args) throws IOException {
    Path kubeconfig =
        Files.writeString(
            directory.resolve("kubeconfig"),
            """
            apiVersion: v1
            kind: Config
            current-context: c
            contexts: [{name: c, context: {cluster: c, user: u}}]
            clusters: [{name: c, cluster: {server: "%s"}}]
            users: [{name: u, user: {token: secret}}]
            """
                .formatted(api.url()));
    List<String> line = new ArrayList<>(List.of("why", "--kubeconfig", kubeconfig.toString()));
    line.addAll(List.of(args));
    return BerthCommand.line(new PrintWriter(out, true), new PrintWriter(err, true))
        .execute(line.toArray(String[]::new));
  }

  private static HttpListener scheduler(int status, String json) throws IOException {
    return HttpListener.start(
        new ListenerSettings("127.0.0.1", 0, new Transport.Plain(), Limits.STANDARD),
        AccessGate.openToAll(),
        Routes.builder()
            .prefix("GET", "/explain/pods/", _ -> Reply.json(status, FakeApiServer.quoted(json)))
            .build());
  }

  private static String at(HttpListener scheduler) {
    return "--address=http://127.0.0.1:" + scheduler.port();
  }

  private void pod(String schedulerName) {
    api.on(
        POD,
        _ ->
            Answer.json(
                200,
                "{'metadata': {'uid': 'u'}, 'spec': {'schedulerName': '"
                    + schedulerName
                    + "'}, 'status': {'phase': 'Pending', 'conditions': [{'type': 'PodScheduled',"
                    + " 'message': 'as the condition says'}]}}"));
  }

  @Test
  void pendingPod_isAnsweredWithTheVerdictFirst() throws IOException {
    pod("berth");
    try (HttpListener scheduler = scheduler(200, UNFIT)) {
      assertThat(why("big", at(scheduler))).as(err.toString()).isZero();
    }

    assertThat(out.toString())
        .startsWith(
            """
            default/big is PENDING: it fits on no node.
              0/1 nodes are available: 1 Insufficient cpu.
            """);
  }

  @Test
  void json_hasTheVerdictAndWhatTheSchedulerSaid() throws IOException {
    pod("berth");
    try (HttpListener scheduler = scheduler(200, UNFIT)) {
      assertThat(why("default/big", at(scheduler), "-o", "json")).isZero();
    }

    var json = new ObjectMapper().readTree(out.toString());
    assertThat(json.path("verdict").path("state").asText()).isEqualTo("Unschedulable");
    assertThat(json.path("decision").path("outcome").asText()).isEqualTo("unfit");
    assertThat(json.path("pod").path("schedulerName").asText()).isEqualTo("berth");
  }

  @Test
  void absentPod_endsWith1() throws IOException {
    try (HttpListener scheduler = scheduler(404, UNKNOWN)) {
      assertThat(why("big", "-n", "default", at(scheduler))).isEqualTo(1);
    }

    assertThat(out.toString()).startsWith("default/big does not exist.");
  }

  @Test
  void absentPod_endsWith1_alsoWithoutAScheduler() throws IOException {
    assertThat(why("big", "--address=http://127.0.0.1:1")).isEqualTo(1);
  }

  @Test
  void schedulerThatCannotBeAsked_endsWith3_andSaysWhatToDo() throws IOException {
    pod("berth");

    assertThat(why("big", "--address=http://127.0.0.1:1")).isEqualTo(3);

    assertThat(err.toString())
        .contains("http://127.0.0.1:1")
        .contains("Maybe another --address?")
        .contains("The pod's own condition says: as the condition says")
        .doesNotContain("\tat ");
  }

  @Test
  void callerWithoutTheRight_isToldWhichOne() throws IOException {
    pod("berth");
    try (HttpListener scheduler = scheduler(403, "{'kind': 'Status', 'message': 'forbidden'}")) {
      assertThat(why("big", at(scheduler))).isEqualTo(3);
    }

    assertThat(err.toString()).contains("nonResourceURLs /explain/*");
  }

  @Test
  void standbyThatAnswers_isToldOf_withTheLeader() throws IOException {
    pod("berth");
    String standby =
        UNKNOWN.replace("'leads': true, 'leader': 'b_1'", "'leads': false, 'leader': 'other_2'");
    try (HttpListener scheduler = scheduler(404, standby)) {
      why("big", at(scheduler));
    }

    assertThat(out.toString()).contains("Ask the leader: its identity is").contains("other_2");
  }

  @Test
  void podOfAnotherScheduler_isAnswered_withWhatIsSeenOfThatScheduler() throws IOException {
    pod("othr");
    api.on("GET /api/v1/events", _ -> Answer.json(200, "{'items': []}"));
    try (HttpListener scheduler = scheduler(404, UNKNOWN)) {
      assertThat(why("big", at(scheduler))).isZero();
    }

    assertThat(out.toString().replaceAll("\\s+", " "))
        .contains("its scheduler is 'othr', and Berth schedules for berth.")
        .contains("Nothing shows that a scheduler 'othr' exists");
  }

  @Test
  void podOfTheDefaultScheduler_isAnswered_withItsLease() throws IOException {
    pod("default-scheduler");
    api.on(
        LEASES + "kube-scheduler",
        _ ->
            Answer.json(
                200,
                "{'spec': {'holderIdentity': 'master_1', 'leaseDurationSeconds': 15, 'renewTime':"
                    + " '2999-01-01T00:00:00.000000Z'}}"));
    try (HttpListener scheduler = scheduler(404, UNKNOWN)) {
      assertThat(why("big", at(scheduler))).isZero();
    }

    assertThat(out.toString().replaceAll("\\s+", " "))
        .contains("lease kube-system/kube-scheduler is held by master_1.");
  }

  @Test
  void wrongCommandLine_endsWith2() throws IOException {
    assertThat(why("a/b/c")).isEqualTo(2);
    assertThat(why("/b")).isEqualTo(2);
    assertThat(why("a/b", "-n", "c")).isEqualTo(2);
    assertThat(why("b", "--address", "10.0.0.1:10259")).isEqualTo(2);
  }

  @Test
  void apiServerThatDoesNotAnswer_endsWith3() throws IOException {
    api.on(POD, _ -> Answer.none());

    assertThat(why("big")).isEqualTo(3);

    assertThat(err.toString()).contains("The API server does not answer");
  }
}
