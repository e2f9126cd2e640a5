package dev.berth.kube.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.http.AccessCheck.Decision;
import dev.berth.http.AccessCheck.Identification;
import dev.berth.http.Identity;
import dev.berth.kube.FakeApiServer;
import dev.berth.kube.FakeApiServer.Answer;
import dev.berth.kube.KubeClients;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ReviewAccessTest {
  private static final String TOKENS = "POST /apis/authentication.k8s.io/v1/tokenreviews";
  private static final String ACCESS = "POST /apis/authorization.k8s.io/v1/subjectaccessreviews";
  private static final Identity ANN =
      new Identity("ann", "7", List.of("dev", "ops"), Map.of("scopes", List.of("a", "b")));

  private final FakeApiServer server = FakeApiServer.start();
  private final KubeClients clients = server.clients();
  private final ReviewAccess access = new ReviewAccess(clients.write());

  @AfterEach
  void stop() {
    clients.close();
    server.close();
  }

  private void sent(String want) throws IOException {
    ObjectMapper json = new ObjectMapper();
    assertThat(json.readTree(server.requests().getLast().body()))
        .isEqualTo(json.readTree(FakeApiServer.quoted(want)));
  }

  private void tokenStatus(String status) {
    server.on(TOKENS, request -> Answer.json(201, "{'status': " + status + "}"));
  }

  private void accessStatus(String status) {
    server.on(ACCESS, request -> Answer.json(201, "{'status': " + status + "}"));
  }

  @Test
  void token_that_the_server_knows_gives_the_whole_user() throws Exception {
    tokenStatus(
        "{'authenticated': true, 'future': 1, 'user': {'username': 'ann', 'uid': '7',"
            + " 'groups': ['dev', 'ops'], 'extra': {'scopes': ['a', 'b']}}}");
    assertThat(access.identify("secret")).isEqualTo(new Identification.Known(ANN));
    sent(
        "{'apiVersion': 'authentication.k8s.io/v1', 'kind': 'TokenReview',"
            + " 'spec': {'token': 'secret'}}");
  }

  @Test
  void token_that_is_not_authenticated_is_nobodys() throws Exception {
    for (String status :
        List.of(
            "{}",
            "{'authenticated': false, 'user': {'username': 'ann'}}",
            "{'user': {'username': 'ann'}}",
            "{'authenticated': true}",
            "{'authenticated': true, 'user': {}}",
            "{'error': 'the token has expired'}")) {
      tokenStatus(status);
      assertThat(access.identify("secret")).as(status).isEqualTo(new Identification.Unknown());
    }
  }

  @Test
  void user_is_asked_about_with_all_that_is_known() throws Exception {
    accessStatus("{'allowed': true}");
    assertThat(access.authorize(ANN, "get", "/metrics")).isEqualTo(new Decision.Allowed());
    sent(
        "{'apiVersion': 'authorization.k8s.io/v1', 'kind': 'SubjectAccessReview', 'spec': {"
            + "'user': 'ann', 'uid': '7', 'groups': ['dev', 'ops'], 'extra': {'scopes': ['a',"
            + " 'b']}, 'nonResourceAttributes': {'path': '/metrics', 'verb': 'get'}}}");
  }

  @Test
  void user_is_denied_unless_allowed_and_not_denied() throws Exception {
    accessStatus("{'allowed': false, 'reason': 'no rule'}");
    assertThat(access.authorize(ANN, "get", "/x")).isEqualTo(new Decision.Denied("no rule"));
    accessStatus("{'allowed': true, 'denied': true}");
    assertThat(access.authorize(ANN, "get", "/x")).isEqualTo(new Decision.Denied(""));
    accessStatus("{}");
    assertThat(access.authorize(ANN, "get", "/x")).isEqualTo(new Decision.Denied(""));
  }

  @Test
  void server_that_does_not_answer_the_question_is_a_failure() {
    server.on(TOKENS, request -> Answer.refusal(403, "berth cannot create tokenreviews"));
    assertThatThrownBy(() -> access.identify("secret"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("berth cannot create tokenreviews")
        .hasMessageContaining("system:auth-delegator");
    server.on(TOKENS, request -> Answer.none());
    assertThatThrownBy(() -> access.identify("secret")).isInstanceOf(IOException.class);
    server.on(ACCESS, request -> Answer.json(201, ""));
    assertThatThrownBy(() -> access.authorize(ANN, "get", "/x")).isInstanceOf(IOException.class);
    server.on(ACCESS, request -> Answer.json(200, "{'allowed': true}"));
    assertThatThrownBy(() -> access.authorize(ANN, "get", "/x")).isInstanceOf(IOException.class);
  }
}
