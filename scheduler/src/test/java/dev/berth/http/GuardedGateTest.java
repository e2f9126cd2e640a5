package dev.berth.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who gets in, over a real connection. */
final class GuardedGateTest {
  private final Asked asked = new Asked();
  private HttpListener listener;
  private Client client;

  /** Remembers what it was asked; a token is the name of a user, and {@code broken} breaks it. */
  private static final class Asked implements AccessCheck {
    private final List<String> questions = new ArrayList<>();

    @Override
    public synchronized Identification identify(String token) throws IOException {
      questions.add("identify " + token);
      if (token.equals("broken")) {
        throw new IOException("no API server");
      }
      return token.startsWith("user")
          ? new Identification.Known(new Identity(token, "1", List.of(), Map.of()))
          : new Identification.Unknown();
    }

    @Override
    public synchronized Decision authorize(Identity user, String verb, String path) {
      questions.add("authorize " + user.user() + " " + verb + " " + path);
      return user.user().equals("user-good") ? new Decision.Allowed() : new Decision.Denied("");
    }
  }

  @BeforeEach
  void start() throws IOException {
    RouteHandler who =
        r -> {
          Identity caller = r.caller();
          return Reply.text(200, caller == null ? "nobody" : caller.user());
        };
    listener =
        HttpListener.start(
            new ListenerSettings("127.0.0.1", 0, new Transport.Plain(), Limits.STANDARD),
            AccessGate.guarded(AccessGate.HEALTH_PATHS, asked),
            Routes.builder()
                .exact("GET", "/healthz", who)
                .exact("GET", "/healthz/ping", who)
                .exact("GET", "/metrics", who)
                .exact("POST", "/metrics", who)
                .build());
    client = Client.plain(listener);
  }

  @AfterEach
  void stop() {
    client.close();
    listener.close();
  }

  private HttpResponse<String> getAs(String path, String token) throws Exception {
    return client.get(path, "Authorization", "Bearer " + token);
  }

  @Test
  void openPath_isServedToEverybody_andNobodyIsAsked() throws Exception {
    assertThat(client.get("/healthz").body()).isEqualTo("nobody");
    assertThat(getAs("/healthz", "user-bad").body()).isEqualTo("nobody");
    assertThat(asked.questions).isEmpty();
  }

  @Test
  void pathBelowAnOpenOne_isNotOpen() throws Exception {
    assertThat(client.get("/healthz/ping").statusCode()).isEqualTo(401);
    assertThat(client.get("/healthz/").statusCode()).isEqualTo(401);
  }

  @Test
  void callerWithoutProof_isUnauthorized_alsoWhereNothingIs() throws Exception {
    HttpResponse<String> reply = client.get("/metrics");
    assertThat(reply.statusCode()).isEqualTo(401);
    assertThat(reply.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
    assertThat(client.get("/metrics", "Authorization", "Basic dTpw").statusCode()).isEqualTo(401);
    assertThat(client.get("/metrics", "Authorization", "Bearer ").statusCode()).isEqualTo(401);
    assertThat(client.get("/nothing").statusCode()).isEqualTo(401);
    assertThat(asked.questions).isEmpty();
  }

  @Test
  void unknownToken_isUnauthorized() throws Exception {
    assertThat(getAs("/metrics", "stranger").statusCode()).isEqualTo(401);
  }

  @Test
  void knownUser_isAskedForByMethodAndPath() throws Exception {
    assertThat(getAs("/metrics", "user-good").body()).isEqualTo("user-good");
    HttpResponse<String> denied = getAs("/metrics?x=1", "user-bad");
    assertThat(denied.statusCode()).isEqualTo(403);
    assertThat(denied.body())
        .isEqualTo("forbidden: User \"user-bad\" cannot get path \"/metrics\"\n");
    assertThat(asked.questions)
        .containsExactly(
            "identify user-good",
            "authorize user-good get /metrics",
            "identify user-bad",
            "authorize user-bad get /metrics");
  }

  @Test
  void nameOfTheScheme_mayBeWrittenInAnyCase() throws Exception {
    assertThat(client.get("/metrics", "Authorization", "bEARER user-good").statusCode())
        .isEqualTo(200);
  }

  @Test
  void checkThatCannotBeMade_isARefusal() throws Exception {
    assertThat(getAs("/metrics", "broken").statusCode()).isEqualTo(503);
  }

  @Test
  void pathsThatLeadAround_areJudgedByWhereTheyLead() throws Exception {
    for (String path :
        List.of(
            "/healthz/../metrics",
            "/healthz/%2e%2e/metrics",
            "/healthz;x=/../metrics",
            "/healthz%2f..%2fmetrics",
            "//metrics",
            "/%6detrics")) {
      try (Socket socket = Client.socket(listener)) {
        Client.write(socket, "GET " + path + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
        assertThat(Client.readAll(socket)).as(path).containsPattern("^HTTP/1.1 40[01] ");
      }
    }
  }

  @Test
  void openPathWithAStar_isOpenWithAllThatBeginsSo_andNothingElseIs() {
    OpenPaths open = new OpenPaths(Set.of("/healthz*", "/livez"));
    assertThat(open.contains("/healthz/ping")).isTrue();
    assertThat(open.contains("/livez")).isTrue();
    assertThat(open.contains("/livez/ping")).isFalse();
    assertThat(open.contains("/metrics")).isFalse();
  }
}
