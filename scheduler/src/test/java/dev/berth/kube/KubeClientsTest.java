package dev.berth.kube;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.berth.kube.FakeApiServer.Answer;
import dev.berth.kube.FakeApiServer.Request;
import io.kubernetes.client.openapi.ApiClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import okhttp3.Response;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KubeClientsTest {
  private static final ClientSettings SETTINGS = ClientSettings.ofVersion("1.2.3");

  @TempDir private Path directory;

  private Path kubeconfig(String server, String user) throws IOException {
    return Files.writeString(
        directory.resolve("config"),
        """
        apiVersion: v1
        kind: Config
        current-context: here
        clusters: [{name: c, cluster: {server: "%s"}}]
        contexts:
        - {name: here, context: {cluster: c, user: u}}
        - {name: elsewhere, context: {cluster: c, user: u}}
        - {name: broken, context: {cluster: missing, user: u}}
        users: [{name: u, user: %s}]
        """
            .formatted(server, user));
  }

  private Request requestWith(String user) throws Exception {
    try (FakeApiServer server = FakeApiServer.start();
        KubeClients clients =
            KubeClients.fromKubeconfig(kubeconfig(server.url(), user), null, SETTINGS)) {
      server.on("GET /version", request -> Answer.json(200, "{}"));
      assertThat(clients.server()).isEqualTo(server.url());

      KubeReply reply = clients.list().send(KubeRequest.get("/version", Map.of("q", "a=b & c,d")));

      assertThat(reply.isSuccess()).isTrue();
      return server.requests().getFirst();
    }
  }

  // ---- who may write ------------------------------------------------------------------------

  @Test
  void write_of_who_may_not_any_more_is_not_sent_and_reads_go_on() throws Exception {
    AtomicBoolean leads = new AtomicBoolean(true);
    try (FakeApiServer server = FakeApiServer.start();
        KubeClients clients = server.clients()) {
      server.on("GET /x", _ -> Answer.json(200, "{}"));
      server.on("POST /x", _ -> Answer.json(201, "{}"));
      KubeClient writes = clients.write().writingWhile(leads::get);
      assertThat(writes.send(KubeRequest.post("/x", "{}")).isSuccess()).isTrue();

      leads.set(false);
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> writes.send(KubeRequest.post("/x", "{}")))
          .withMessageContaining("does not lead");
      assertThat(writes.send(KubeRequest.get("/x", Map.of())).isSuccess()).isTrue();
      assertThat(server.requests("POST")).hasSize(1);
    }
  }

  @Test
  void write_that_waited_for_the_limiter_is_asked_about_behind_it() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    try (FakeApiServer server = FakeApiServer.start();
        KubeClients clients =
            KubeClients.of(
                new ApiClient().setBasePath(server.url()),
                SETTINGS.withRateLimit(new ClientSettings.RateLimit(20, 1)))) {
      server.on("POST /x", _ -> Answer.json(201, "{}"));
      // The first request is free, the second waits; the lead is lost meanwhile.
      long end = System.nanoTime() + Duration.ofMillis(25).toNanos();
      KubeClient writes =
          clients
              .write()
              .writingWhile(() -> asked.incrementAndGet() == 1 || System.nanoTime() < end);
      writes.send(KubeRequest.post("/x", "{}"));
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> writes.send(KubeRequest.post("/x", "{}")))
          .withMessageContaining("does not lead");
    }
  }

  @Test
  void server_is_shown_without_its_password() throws Exception {
    try (KubeClients clients =
        KubeClients.of(new ApiClient().setBasePath("https://me:secret@there:6443/a"), SETTINGS)) {
      assertThat(clients.server()).isEqualTo("https://me:***@there:6443/a");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://me:secret@th ere:1", "https://me:sec@ret@[::1", "me:secret@there:1"})
  void server_that_is_no_address_is_refused_without_its_password(String server) {
    assertThatExceptionOfType(KubeEnvironmentException.class)
        .isThrownBy(() -> KubeClients.of(new ApiClient().setBasePath(server), SETTINGS))
        .withMessageStartingWith("The API server's address ***@")
        .withMessageNotContaining("secret")
        .withMessageNotContaining("ret@")
        .withNoCause();
  }

  @Test
  void server_of_the_settings_takes_the_place_of_the_kubeconfigs() throws Exception {
    try (KubeClients clients =
        KubeClients.fromKubeconfig(
            kubeconfig("http://127.0.0.1:1", "{}"),
            null,
            SETTINGS.withServer("https://there:6443/"))) {
      assertThat(clients.server()).isEqualTo("https://there:6443");
    }
  }

  // ---- requests -----------------------------------------------------------------------------

  @Test
  void request_says_who_asks_and_what_is_wanted() throws Exception {
    Request request = requestWith("{}");

    assertThat(request.header("User-agent")).isEqualTo("berth/1.2.3");
    assertThat(request.header("Accept")).isEqualTo("application/json");
    assertThat(request.query()).isEqualTo(Map.of("q", "a=b & c,d"));
    assertThat(request.header("Authorization")).isEmpty();
  }

  @Test
  void server_behind_a_path_is_asked_below_it() throws Exception {
    try (FakeApiServer server = FakeApiServer.start();
        KubeClients clients =
            KubeClients.of(new ApiClient().setBasePath(server.url() + "/clusters/c1"), SETTINGS)) {
      server.on("POST /clusters/c1/api/v1/pods", _ -> Answer.json(201, "{}"));

      KubeReply reply =
          clients
              .write()
              .send(
                  new KubeRequest(
                      "POST",
                      "/api/v1/pods",
                      Map.of("dryRun", "All"),
                      new KubeRequest.Content("application/json", "{}")));

      assertThat(reply.code()).isEqualTo(201);
      assertThat(server.requests().getFirst().query()).isEqualTo(Map.of("dryRun", "All"));
    }
  }

  @Test
  void body_is_sent_as_it_is_under_its_type() throws Exception {
    try (FakeApiServer server = FakeApiServer.start();
        KubeClients clients = server.clients()) {
      server.on("PATCH /x", _ -> Answer.json(200, "{}"));

      clients.write().send(KubeRequest.strategicPatch("/x", "{\"a\":\"\u00fc\u20ac\"}"));

      Request request = server.requests().getFirst();
      assertThat(request.header("Content-type"))
          .isEqualTo("application/strategic-merge-patch+json");
      assertThat(request.body()).isEqualTo("{\"a\":\"\u00fc\u20ac\"}");
    }
  }

  @Test
  void answer_is_handed_on_whole_with_its_headers() throws Exception {
    try (FakeApiServer server = FakeApiServer.start();
        KubeClients clients = server.clients()) {
      server.on("GET /x", _ -> Answer.json(200, "{'a': 'b'}"));

      try (Response response =
          clients.list().open(clients.list().call(KubeRequest.get("/x", Map.of())))) {
        assertThat(response.header("Content-Type")).startsWith("application/json");
        assertThat(response.body().contentType()).isNull(); // never parsed
        assertThat(new String(response.body().bytes(), UTF_8)).contains("a").contains("b");
      }
    }
  }

  @Test
  void address_that_is_none_is_named() {
    assertThatExceptionOfType(KubeEnvironmentException.class)
        .isThrownBy(() -> KubeClients.of(new ApiClient().setBasePath("nowhere"), SETTINGS))
        .withMessageContaining("nowhere")
        .withMessageContaining("Maybe https://HOST:PORT?");
  }

  @Test
  void token_of_the_kubeconfig_is_sent() throws Exception {
    assertThat(requestWith("{token: secret}").header("Authorization")).isEqualTo("Bearer secret");
  }

  @Test
  void token_file_is_found_beside_the_kubeconfig_and_its_line_feed_is_not_sent() throws Exception {
    Files.writeString(directory.resolve("token"), "from-file\n");

    assertThat(requestWith("{tokenFile: token}").header("Authorization"))
        .isEqualTo("Bearer from-file");
  }

  @Test
  void write_is_not_sent_again_when_the_answer_does_not_come() throws Exception {
    try (FakeApiServer server = FakeApiServer.start();
        KubeClients clients = server.clients()) {
      server.on("GET /x", request -> Answer.json(200, "{}"));
      server.on("POST /x", request -> Answer.none());
      // Left to itself, OkHttp would repeat what broke on a connection that was used before.
      clients.write().send(KubeRequest.get("/x", Map.of()));

      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> clients.write().send(KubeRequest.post("/x", "{}")));

      assertThat(server.requests("POST")).hasSize(1);
      assertThat(server.requests("POST").getFirst().header("Content-type"))
          .startsWith("application/json");
    }
  }

  @Test
  void interrupt_ends_a_call_as_an_interrupt() throws Exception {
    try (FakeApiServer server = FakeApiServer.start();
        KubeClients clients = server.clients(Duration.ofMinutes(5))) {
      server.on("GET /x", request -> new Answer.Stream(new FakeApiServer.Script()));
      AtomicLong interrupts = new AtomicLong();
      Thread thread =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      clients.write().send(KubeRequest.get("/x", Map.of()));
                    } catch (InterruptedException expected) {
                      interrupts.incrementAndGet();
                    } catch (IOException unexpected) {
                      throw new AssertionError(unexpected);
                    }
                  });
      server.await(request -> true);

      thread.interrupt();

      assertThat(thread.join(FakeApiServer.PATIENCE)).isTrue();
      assertThat(interrupts).hasValue(1);
    }
  }

  @Test
  void message_of_a_reply_is_the_servers_or_what_came_instead() {
    assertThat(reply(409, "{\"message\": \"already bound\"}").message()).isEqualTo("already bound");
    assertThat(reply(502, " <html> ").message()).isEqualTo("HTTP 502: <html>");
    assertThat(reply(504, "").message()).isEqualTo("HTTP 504");
    assertThat(reply(500, "x".repeat(1_000)).message())
        .isEqualTo("HTTP 500: " + "x".repeat(300) + "...");
  }

  private static KubeReply reply(int code, String body) {
    return new KubeReply(code, body.getBytes(UTF_8));
  }

  // ---- rate limit ---------------------------------------------------------------------------

  @Test
  void limiter_lets_a_burst_through_and_then_one_at_a_time() {
    AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1); // overflows, as nanoTime may
    RequestLimiter limiter = new RequestLimiter(new ClientSettings.RateLimit(10, 2), now::get);

    assertThat(limiter.reserve()).isZero();
    assertThat(limiter.reserve()).isZero();
    assertThat(limiter.reserve()).isEqualTo(100_000_000);
    assertThat(limiter.reserve()).isEqualTo(200_000_000);
    now.addAndGet(250_000_000);
    assertThat(limiter.reserve()).isEqualTo(50_000_000);
    now.addAndGet(Duration.ofHours(1).toNanos());
    assertThat(limiter.reserve()).isZero();
    assertThat(limiter.reserve()).isZero();
    assertThat(limiter.reserve()).isPositive();
  }

  @Test
  void limit_that_lets_nothing_through_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ClientSettings.RateLimit(0, 10))
        .withMessageContaining("0.0 a second with a burst of 10");
    assertThatIllegalArgumentException().isThrownBy(() -> new ClientSettings.RateLimit(5, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ClientSettings.RateLimit(Double.NaN, 1));
  }

  // ---- what is wrong ------------------------------------------------------------------------

  private static ThrowableAssertAlternative<KubeEnvironmentException> failure(
      Path file, String context) {
    return assertThatExceptionOfType(KubeEnvironmentException.class)
        .isThrownBy(
            () ->
                KubeClients.fromKubeconfig(file, context.isEmpty() ? null : context, SETTINGS)
                    .close());
  }

  @Test
  void missing_kubeconfig_is_named() {
    failure(directory.resolve("nope"), "")
        .withMessage(
            "There is no kubeconfig "
                + directory.resolve("nope")
                + ". Maybe the path has a typing error?");
  }

  @Test
  void directory_as_kubeconfig_is_named() {
    failure(directory, "").withMessageContaining(directory + " cannot be read");
  }

  @Test
  void unknown_context_is_answered_with_those_there_are() throws Exception {
    failure(kubeconfig("https://a:1", "{}"), "there")
        .withMessageContaining(directory.resolve("config").toString())
        .withMessageContaining("has no context 'there': it has broken, elsewhere, here");
  }

  @Test
  void context_without_a_server_is_named() throws Exception {
    failure(kubeconfig("https://a:1", "{}"), "broken")
        .withMessageContaining("has no cluster with a server for context 'broken'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "just text", "[1, 2]", "{current-context: [1]}", "a: b: c", "contexts: {}"})
  void file_that_is_no_kubeconfig_is_called_so(String content) throws Exception {
    Path file = Files.writeString(directory.resolve("other"), content);

    failure(file, "").withMessageContaining("other ");
  }

  @Test
  void certificate_that_is_not_there_is_named() throws Exception {
    failure(kubeconfig("https://a:1", "{client-certificate: no.crt, client-key: no.key}"), "")
        .withMessageContaining("does not give a working client for context 'here'")
        .withMessageContaining("no.crt");
  }

  @Test
  void program_that_gives_no_credentials_is_not_taken_for_nobody() throws Exception {
    String user = "{exec: {apiVersion: client.authentication.k8s.io/v1, command: ./missing}}";

    failure(kubeconfig("https://a:1", user), "")
        .withMessageContaining("names a program or provider of credentials, which gave none");
  }

  @Test
  void program_that_gives_a_token_is_used() throws Exception {
    Path program = directory.resolve("login");
    Files.writeString(
        program,
        """
        #!/bin/sh
        echo '{"kind": "ExecCredential", "apiVersion": "client.authentication.k8s.io/v1", "status": {"token": "made"}}'
        """);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));

    Request request =
        requestWith("{exec: {apiVersion: client.authentication.k8s.io/v1, command: ./login}}");

    assertThat(request.header("Authorization")).isEqualTo("Bearer made");
  }

  @Test
  void process_outside_of_a_cluster_is_told_to_bring_a_kubeconfig() {
    assertThat(System.getenv("KUBERNETES_SERVICE_HOST")).as("tests run in no cluster").isNull();
    assertThatExceptionOfType(KubeEnvironmentException.class)
        .isThrownBy(() -> KubeClients.inCluster(SETTINGS))
        .withMessageContaining("Maybe give --kubeconfig FILE?");
  }

  @Test
  void server_keeps_its_path() throws Exception {
    Path file = kubeconfig("https://rancher.example:8443/k8s/c-1/", "{}");
    try (KubeClients clients = KubeClients.fromKubeconfig(file, "elsewhere", SETTINGS)) {
      assertThat(URI.create(clients.server()).getPath()).isEqualTo("/k8s/c-1");
    }
  }
}
