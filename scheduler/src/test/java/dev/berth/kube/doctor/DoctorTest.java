package dev.berth.kube.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.config.ConfigLoader;
import dev.berth.config.LeaderElection;
import dev.berth.kube.FakeApiServer;
import dev.berth.kube.FakeApiServer.Answer;
import dev.berth.kube.KubeClients;
import dev.berth.kube.RbacRules;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class DoctorTest {
  private static final String LEASES = "GET /apis/coordination.k8s.io/v1/namespaces/";
  private static final String OURS = LEASES + "kube-system/leases/berth";
  private static final String PODS = "GET /api/v1/pods";
  private static final String EVENTS = "GET /apis/events.k8s.io/v1/events";
  private static final String SELF = "POST /apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
  private static final String NOTHING = "{'items': []}";

  private final FakeApiServer server = FakeApiServer.start();
  private InstantSource clock = InstantSource.system();

  /** A cluster in which nothing is wrong. */
  @BeforeEach
  void healthy() {
    json("GET /version", "{'major': '1', 'minor': '36', 'gitVersion': 'v1.36.3'}");
    json("GET /apis/resource.k8s.io/v1", "{}");
    json("GET /apis/events.k8s.io/v1", "{}");
    json("GET /apis/coordination.k8s.io/v1", "{}");
    json(SELF, "{'status': {'allowed': true}}");
    held(OURS, "berth-a_1");
    json("GET /apis/coordination.k8s.io/v1/leases", NOTHING);
    json(PODS, NOTHING);
    json(EVENTS, NOTHING);
    json("GET /api/v1/events", NOTHING);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void json(String what, String body) {
    server.on(what, _ -> Answer.json(200, body));
  }

  /** A lease that its holder has renewed whenever it is looked at. */
  private void held(String what, String holder) {
    server.on(what, _ -> Answer.json(200, lease(holder, Instant.now())));
  }

  private static String lease(String holder, Instant renewed) {
    return "{'spec': {'holderIdentity': '%s', 'leaseDurationSeconds': 15, 'renewTime': '%s'}}"
        .formatted(holder, renewed);
  }

  private List<Finding> examine() throws Exception {
    return examine(ConfigLoader.defaults().leaderElection(), "", 20_000);
  }

  private List<Finding> examine(LeaderElection lease, String user, int maxItems) throws Exception {
    try (KubeClients clients = server.clients(Duration.ofSeconds(5))) {
      return new Doctor(new Cluster(clients.list(), List.of("berth"), lease, user, clock, maxItems))
          .examine();
    }
  }

  private static List<String> problems(List<Finding> findings) {
    return findings.stream()
        .filter(finding -> finding.severity() != Finding.Severity.OK)
        .map(finding -> finding.severity().text() + " " + finding.check() + ": " + finding.text())
        .toList();
  }

  private void assertOnly(String wantStart, String... wantParts) throws Exception {
    List<String> problems = problems(examine());
    assertThat(problems).hasSize(1);
    assertThat(problems.getFirst()).startsWith(wantStart);
    assertThat(wantParts).allSatisfy(part -> assertThat(problems.getFirst()).contains(part));
  }

  @Test
  void healthyCluster_hasAWordForEachCheckAndNoProblem() throws Exception {
    List<Finding> findings = examine();

    assertThat(problems(findings)).isEmpty();
    assertThat(findings)
        .extracting(Finding::check)
        .containsExactly(
            "version",
            "clock",
            "apis",
            "rbac",
            "lease",
            "scheduler-names",
            "who-schedules",
            "legacy-annotation",
            "pod-fields");
  }

  @ParameterizedTest
  @CsvSource({
    "35, v1.35.9, 'older than 1.36'",
    "37+, v1.37.0-eks, 'newer than 1.36'",
  })
  void otherVersion_isAWarning(String minor, String version, String want) throws Exception {
    json("GET /version", "{'minor': '%s', 'gitVersion': '%s'}".formatted(minor, version));

    assertOnly("warn version: the API server is " + version, want);
  }

  @Test
  void clockThatIsWrong_isAWarningWithTheDifference() throws Exception {
    Instant wrong = Instant.now().minus(Duration.ofMinutes(2));
    clock = InstantSource.fixed(wrong);
    json(OURS, lease("berth-a_1", wrong));

    List<String> problems = problems(examine());

    assertThat(problems).singleElement().asString().startsWith("warn clock: ");
    assertThat(seconds("differ by about (\\d+) s", problems.getFirst()))
        .isBetween(119L, Duration.between(wrong, Instant.now()).toSeconds());
  }

  @Test
  void apiThatIsMissing_isAWarningWithTheLoss() throws Exception {
    server.on("GET /apis/resource.k8s.io/v1", _ -> Answer.refusal(404, "not found"));

    assertOnly("warn apis: ", "resource.k8s.io/v1", "pods with resource claims");
  }

  static Stream<RbacRules.Rule> rules() {
    return RbacRules.ALL.stream();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void ruleThatIsMissing_isNamed_withWhatIsLost(RbacRules.Rule rule) throws Exception {
    String resource = rule.resource().replaceFirst("/.*", "");
    String subresource =
        rule.resource().contains("/") ? rule.resource().replaceFirst(".*/", "") : "";
    server.on(
        SELF,
        request -> {
          boolean isIt =
              request.body().contains("\"group\":\"" + rule.group() + "\"")
                  && request.body().contains("\"resource\":\"" + resource + "\"")
                  && request.body().contains("\"subresource\":\"" + subresource + "\"")
                      != subresource.isEmpty()
                  && (!subresource.isEmpty() || !request.body().contains("subresource"))
                  && rule.verbs().stream()
                      .anyMatch(verb -> request.body().contains("\"verb\":\"" + verb + "\""));
          return Answer.json(201, "{'status': {'allowed': " + !isIt + "}}");
        });

    String severity = rule.need() == RbacRules.Need.REQUIRED ? "FAIL" : "warn";
    assertOnly(
        severity + " rbac: the kubeconfig's user may not " + String.join(", ", rule.verbs()),
        rule.resource(),
        rule.without());
  }

  @Test
  void permissionsOfAnotherUser_areAskedForWithItsGroups() throws Exception {
    String user = "system:serviceaccount:kube-system:berth";
    json(
        "POST /apis/authorization.k8s.io/v1/subjectaccessreviews", "{'status': {'allowed': true}}");

    assertThat(problems(examine(ConfigLoader.defaults().leaderElection(), user, 10))).isEmpty();

    assertThat(server.requests("POST"))
        .isNotEmpty()
        .allSatisfy(
            request ->
                assertThat(request.body())
                    .contains("\"user\":\"" + user + "\"")
                    .contains("\"system:serviceaccounts:kube-system\""));
  }

  @Test
  void serviceAccountOfTheManifests_isAskedFor_whenItIsThere() throws Exception {
    json("GET /api/v1/namespaces/kube-system/serviceaccounts/berth", "{}");
    json(
        "POST /apis/authorization.k8s.io/v1/subjectaccessreviews",
        "{'status': {'allowed': false}}");

    assertThat(problems(examine()))
        .anyMatch(text -> text.startsWith("FAIL rbac: system:serviceaccount:kube-system:berth"));
  }

  @Test
  void reviewThatIsRefused_isSaidOnce_andIsNoFailure() throws Exception {
    server.on(SELF, _ -> Answer.refusal(403, "no reviews for you"));

    assertOnly("skip rbac: ", "no reviews for you");
  }

  @Test
  void leaseThatNobodyRenews_isAFailure() throws Exception {
    Instant renewed = Instant.now().minus(Duration.ofMinutes(5));
    json(OURS, lease("berth-a_1", renewed));

    List<String> problems = problems(examine());

    assertThat(problems)
        .singleElement()
        .asString()
        .startsWith("FAIL lease: kube-system/berth was held by berth-a_1, renewed ")
        .contains("has expired");
    assertThat(seconds("renewed (\\d+) s ago", problems.getFirst()))
        .isBetween(300L, Duration.between(renewed, Instant.now()).toSeconds());
  }

  private static long seconds(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as(text).isTrue();
    return Long.parseLong(matcher.group(1));
  }

  @Test
  void leaseThatIsNotThere_orNotHeld_isAWarning() throws Exception {
    server.on(OURS, _ -> Answer.refusal(404, "not found"));
    assertOnly("warn lease: there is no lease kube-system/berth");

    json(OURS, "{'metadata': {'name': 'berth'}}");
    assertOnly("warn lease: kube-system/berth is held by nobody");
  }

  @Test
  void secondBerthInAnotherNamespace_isAWarning() throws Exception {
    server.on(
        "GET /apis/coordination.k8s.io/v1/leases",
        _ ->
            Answer.json(
                200,
                "{'items': [{'metadata': {'namespace': 'other', 'name': 'berth'}, "
                    + lease("twin_1", Instant.now()).substring(1)
                    + "]}"));

    assertOnly("warn lease: ", "namespace other by twin_1");
  }

  private static String pod(String name, String schedulerName, String more) {
    return ("{'metadata': {'namespace': 'default', 'name': '%s', 'uid': 'uid-%s'%s}, 'spec':"
            + " {'schedulerName': '%s', 'containers': []}, 'status': {'phase': 'Pending'}}")
        .formatted(name, name, more, schedulerName);
  }

  private void pods(String... pods) {
    json(PODS, "{'items': [" + String.join(",", pods) + "]}");
  }

  @Test
  void podsOfASchedulerThatNothingIsSeenOf_areNamed() throws Exception {
    pods(pod("a", "brth", ""), pod("b", "brth", ""), pod("c", "berth", ""));

    assertOnly(
        "warn scheduler-names: 2 pods waiting for scheduler 'brth': default/a, default/b.",
        "no lease of that name");
  }

  @Test
  void podsOfASchedulerWithALeaseOrEvents_areNoProblem() throws Exception {
    pods(pod("a", "default-scheduler", ""), pod("b", "other", ""));
    held(LEASES + "kube-system/leases/kube-scheduler", "m_1");
    server.on(
        "GET /api/v1/events",
        request ->
            Answer.json(
                200,
                Map.of("fieldSelector", "reportingComponent=other", "limit", "1")
                        .equals(request.query())
                    ? "{'items': [{}]}"
                    : NOTHING));

    assertThat(problems(examine())).isEmpty();
  }

  @Test
  void gatedPodsOfAnUnknownScheduler_areNotWaiting() throws Exception {
    pods(
        pod("a", "brth", "")
            .replace("'containers'", "'schedulingGates': [{'name': 'g'}], 'containers'"));

    assertThat(problems(examine())).isEmpty();
  }

  @Test
  void podsWithTheLegacyAnnotationForUs_onAnotherScheduler_areNamed() throws Exception {
    String annotated = ", 'annotations': {'scheduler.alpha.kubernetes.io/name': '%s'}";
    held(LEASES + "kube-system/leases/kube-scheduler", "m_1");
    pods(
        pod("old", "default-scheduler", annotated.formatted("berth")),
        pod("fine", "berth", annotated.formatted("berth")),
        pod("theirs", "default-scheduler", annotated.formatted("someone")));

    assertOnly("warn legacy-annotation: 1 pod with ", "default/old (scheduler default-scheduler)");
  }

  @Test
  void pendingPodThatAsksForWhatBerthDoesNotKnow_isNamedWithTheField() throws Exception {
    pods(
        pod("future", "berth", "")
            .replace(
                "'containers'",
                "'affinity': {'nodeAffinity': {'requiredDuringSchedulingIgnoredDuringExecution':"
                    + " {'nodeSelectorTerms': [{'fromTheFuture': 1}]}}}, 'containers'"));

    assertOnly("warn pod-fields: 1 pod may stay pending: ", "fromTheFuture", "default/future");
  }

  private static String event(String controller, String instance, String uid, String time) {
    return ("{'reportingController': '%s', 'reportingInstance': '%s', 'regarding': {'uid': '%s'},"
            + " 'eventTime': '%s'}")
        .formatted(controller, instance, uid, time);
  }

  @Test
  void podOfOursThatAnotherSchedulerPlaced_isNamed() throws Exception {
    pods(pod("web", "berth", "").replace("'containers'", "'nodeName': 'n1', 'containers'"));
    json(
        EVENTS,
        "{'items': [" + event("rogue", "rogue-1", "uid-web", "2026-03-01T10:00:00.000000Z") + "]}");

    assertOnly("warn who-schedules: 1 pod of ours placed by 'rogue': default/web");
  }

  @Test
  void twoSchedulersOfOurName_atTheSameTime_areAFailure_butAFailOverIsNot() throws Exception {
    String first = event("berth", "berth-a", "1", "2026-03-01T10:00:00.000000Z");
    String second = event("berth", "berth-b", "2", "2026-03-01T10:01:00.000000Z");
    String third = event("berth", "berth-a", "3", "2026-03-01T10:02:00.000000Z");
    String fourth = event("berth", "berth-b", "4", "2026-03-01T10:03:00.000000Z");

    json(EVENTS, "{'items': [" + String.join(",", first, third, fourth) + "]}");
    assertThat(problems(examine())).isEmpty();

    json(EVENTS, "{'items': [" + String.join(",", first, second, third, fourth) + "]}");
    assertOnly("FAIL who-schedules: two schedulers place pods as 'berth'", "berth-a", "berth-b");
  }

  @Test
  void podsThatMayNotBeListed_areNotLookedAt() throws Exception {
    server.on(PODS, _ -> Answer.refusal(403, "no pods for you"));

    assertOnly("skip pods: ", "no pods for you");
  }

  @Test
  void longLists_areReadByPages_andCutIsSaid() throws Exception {
    server.on(
        PODS,
        request ->
            Answer.json(
                200,
                request.query().containsKey("continue")
                    ? "{'items': [%s], 'metadata': {'continue': 'more'}}"
                        .formatted(pod("second", "berth", ""))
                    : "{'items': [%s], 'metadata': {'continue': 'more'}}"
                        .formatted(pod("first", "berth", ""))));

    List<Finding> findings = examine(ConfigLoader.defaults().leaderElection(), "", 2);

    assertThat(findings)
        .extracting(Finding::text)
        .anyMatch(text -> text.endsWith("(only the first 2 were looked at)"));
    assertThat(server.requests().stream().filter(r -> r.path().equals("/api/v1/pods"))).hasSize(2);
  }

  @Test
  void serverThatDoesNotAnswer_isAnError() {
    server.on("GET /version", _ -> Answer.none());

    assertThatThrownBy(this::examine).isInstanceOf(IOException.class);
  }
}
