package dev.berth.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The pages as kube-scheduler's look. */
final class HealthChecksTest {
  private volatile @Nullable String problem;
  private HttpListener listener;
  private Client client;

  @BeforeEach
  void start() throws IOException {
    Routes.Builder routes = Routes.builder();
    new HealthChecks("/readyz", List.of(HealthCheck.PING, new HealthCheck("loop", () -> problem)))
        .mount(routes);
    listener =
        HttpListener.start(
            new ListenerSettings("127.0.0.1", 0, new Transport.Plain(), Limits.STANDARD),
            AccessGate.openToAll(),
            routes.build());
    client = Client.plain(listener);
  }

  @AfterEach
  void stop() {
    client.close();
    listener.close();
  }

  private void page(String path, int wantCode, String wantText) throws Exception {
    HttpResponse<String> reply = client.get(path);
    assertThat(reply.body()).isEqualTo(wantText);
    assertThat(reply.statusCode()).isEqualTo(wantCode);
    assertThat(reply.headers().firstValue("Content-Type")).hasValue("text/plain; charset=utf-8");
  }

  @Test
  void allWell_isOneWord_orAList() throws Exception {
    page("/readyz", 200, "ok");
    page("/readyz?verbose", 200, "[+]ping ok\n[+]loop ok\nreadyz check passed\n");
  }

  @Test
  void failingCheck_isNamed_andTheReasonWithheld() throws Exception {
    problem = "no turn for 12 s";
    page("/readyz", 500, "[+]ping ok\n[-]loop failed: reason withheld\nreadyz check failed\n");
  }

  @Test
  void singleCheck_givesTheReason() throws Exception {
    page("/readyz/ping", 200, "ok");
    page("/readyz/loop", 200, "ok");
    problem = "no turn for 12 s";
    page("/readyz/loop", 500, "internal server error: no turn for 12 s\n");
    assertThat(client.get("/readyz/none").statusCode()).isEqualTo(404);
  }

  @Test
  void excludedCheck_isNotAsked() throws Exception {
    problem = "no turn for 12 s";
    page(
        "/readyz?exclude=loop&verbose=1",
        200,
        "[+]ping ok\n[+]loop excluded: ok\nreadyz check passed\n");
    page("/readyz?exclude=loop", 200, "ok");
  }

  @Test
  void excludingWhatIsNotThere_isWarnedOf() throws Exception {
    page(
        "/readyz?verbose&exclude=b&exclude=a",
        200,
        """
        [+]ping ok
        [+]loop ok
        warn: some health checks cannot be excluded: no matches for "a", "b"
        readyz check passed
        """);
  }

  @Test
  void checkThatThrows_hasFailed() throws Exception {
    HealthChecks checks =
        new HealthChecks(
            "/livez",
            List.of(
                new HealthCheck(
                    "broken",
                    () -> {
                      throw new IllegalStateException("boom");
                    })));
    Routes.Builder routes = Routes.builder();
    checks.mount(routes);
    try (HttpListener other =
            HttpListener.start(
                new ListenerSettings("127.0.0.1", 0, new Transport.Plain(), Limits.STANDARD),
                AccessGate.openToAll(),
                routes.build());
        Client asks = Client.plain(other)) {
      assertThat(asks.get("/livez").statusCode()).isEqualTo(500);
      assertThat(asks.get("/livez/broken").body()).contains("boom");
    }
  }

  @Test
  void twoChecksOfOneName_areRefused() {
    assertThatThrownBy(
            () -> new HealthChecks("/livez", List.of(HealthCheck.PING, HealthCheck.PING)))
        .hasMessageContaining("ping");
  }
}
