package dev.berth.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.kube.FakeApiServer.Answer;
import io.kubernetes.client.openapi.ApiClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens that are replaced, expire, or cannot be read. */
final class TokenFileTest {
  @TempDir private Path directory;
  private final FakeApiServer server = FakeApiServer.start();
  private final AtomicLong now = new AtomicLong();
  private volatile String accepted = "one";
  private Path file;
  private KubeClients clients;

  @BeforeEach
  void start() throws IOException {
    file = Files.writeString(directory.resolve("token"), "one\n");
    server.on("POST /write", this::answer);
    ApiClient api = new ApiClient().setBasePath(server.url());
    new TokenFile(file, now::get).provide(api);
    clients = KubeClients.of(api, ClientSettings.ofVersion("test"));
  }

  @AfterEach
  void stop() {
    clients.close();
    server.close();
  }

  private Answer answer(FakeApiServer.Request request) {
    return request.header("Authorization").equals("Bearer " + accepted)
        ? Answer.json(201, "{}")
        : Answer.refusal(401, "Unauthorized");
  }

  private int write() throws Exception {
    return clients.write().send(KubeRequest.post("/write", "{}")).code();
  }

  private List<String> sent() {
    return server.requests().stream().map(request -> request.header("Authorization")).toList();
  }

  @Test
  void token_that_was_replaced_is_read_at_once_when_the_old_one_is_refused() throws Exception {
    assertThat(write()).isEqualTo(201);
    Files.writeString(file, "two");
    accepted = "two";

    assertThat(write()).isEqualTo(201);

    assertThat(sent()).containsExactly("Bearer one", "Bearer one", "Bearer two");
    assertThat(server.requests().getLast().body()).isEqualTo("{}");
  }

  @Test
  void token_that_is_replaced_is_used_after_a_minute_without_a_refusal() throws Exception {
    Files.writeString(file, "two");
    now.addAndGet(Duration.ofSeconds(61).toNanos());
    accepted = "two";

    assertThat(write()).isEqualTo(201);

    assertThat(sent()).containsExactly("Bearer two");
  }

  @Test
  void refused_token_that_nobody_replaced_is_tried_once() throws Exception {
    accepted = "another";

    assertThat(write()).isEqualTo(401);

    assertThat(sent()).containsExactly("Bearer one");
  }

  @Test
  void request_is_repeated_once_only() throws Exception {
    Files.writeString(file, "two");
    accepted = "three";

    assertThat(write()).isEqualTo(401);

    assertThat(sent()).containsExactly("Bearer one", "Bearer two");
  }

  @Test
  void file_that_cannot_be_read_for_a_while_leaves_the_last_token_in_use() throws Exception {
    Files.delete(file);
    now.addAndGet(Duration.ofMinutes(2).toNanos());
    assertThat(write()).isEqualTo(201);

    Files.writeString(file, "two");
    accepted = "two";

    assertThat(write()).isEqualTo(201);
  }

  @Test
  void file_that_is_not_there_at_the_start_is_named() {
    Path nowhere = directory.resolve("nowhere");

    assertThatThrownBy(() -> new TokenFile(nowhere))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("token file " + nowhere + " cannot be read");
  }

  @Test
  void kubeconfig_with_a_token_file_follows_it() throws Exception {
    Path kubeconfig =
        Files.writeString(
            directory.resolve("config"),
            """
            apiVersion: v1
            kind: Config
            current-context: c
            clusters: [{name: c, cluster: {server: "%s"}}]
            contexts: [{name: c, context: {cluster: c, user: u}}]
            users: [{name: u, user: {tokenFile: token}}]
            """
                .formatted(server.url()));
    try (KubeClients following =
        KubeClients.fromKubeconfig(kubeconfig, null, ClientSettings.ofVersion("test"))) {
      Files.writeString(file, "two");
      accepted = "two";

      assertThat(following.write().send(KubeRequest.get("/nothing", Map.of())).code())
          .isEqualTo(404);
      assertThat(following.write().send(KubeRequest.post("/write", "{}")).code()).isEqualTo(201);
    }
  }
}
