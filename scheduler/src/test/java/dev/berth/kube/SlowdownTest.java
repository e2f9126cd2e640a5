package dev.berth.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.kube.FakeApiServer.Answer;
import io.kubernetes.client.openapi.ApiClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server that sheds load is left alone by all writes. */
final class SlowdownTest {
  private static final Answer BUSY =
      new Answer.Json(429, "{\"message\": \"busy\"}", Map.of("Retry-After", "1"));

  private final FakeApiServer server = FakeApiServer.start();
  private final AtomicLong now = new AtomicLong();
  private final KubeClients clients = server.clients(now::get);
  private final Slowdown slowdown = new Slowdown(now::get, new SplittableRandom(1));

  @AfterEach
  void stop() {
    clients.close();
    server.close();
  }

  @Test
  void pause_is_as_long_as_asked_spread_a_little_and_over_then() {
    assertThat(slowdown.waitNanos()).isZero();
    slowdown.pause(Duration.ofSeconds(4));

    assertThat(Duration.ofNanos(slowdown.waitNanos()))
        .isBetween(Duration.ofSeconds(4), Duration.ofSeconds(5));
    now.addAndGet(Duration.ofSeconds(4).toNanos());
    assertThat(slowdown.waitNanos()).isZero();
  }

  @Test
  void longest_of_several_pauses_counts_and_none_is_without_end() {
    slowdown.pause(Duration.ofSeconds(9));
    slowdown.pause(Duration.ofSeconds(2));
    assertThat(Duration.ofNanos(slowdown.waitNanos()))
        .isGreaterThanOrEqualTo(Duration.ofSeconds(9));

    slowdown.pause(Duration.ofDays(1));

    assertThat(Duration.ofNanos(slowdown.waitNanos())).isLessThan(Duration.ofSeconds(38));
  }

  @Test
  void refusal_of_a_list_holds_up_writes_but_neither_the_lease_nor_other_reads() throws Exception {
    server.on("GET /list", _ -> BUSY);
    server.on("GET /other", _ -> Answer.json(200, "{}"));
    AtomicLong writtenAt = new AtomicLong();
    server.on(
        "POST /write",
        _ -> {
          writtenAt.set(now.get());
          return Answer.json(201, "{}");
        });
    server.on("POST /lease", _ -> Answer.json(201, "{}"));
    clients.list().send(KubeRequest.get("/list", Map.of()));

    CompletableFuture<Void> written = CompletableFuture.runAsync(this::write);
    clients.lease().send(KubeRequest.post("/lease", "{}"));
    clients.list().send(KubeRequest.get("/other", Map.of()));

    assertThat(server.requests("POST"))
        .extracting(FakeApiServer.Request::path)
        .containsExactly("/lease");
    now.addAndGet(Duration.ofSeconds(1).toNanos());
    written.get(FakeApiServer.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertThat(Duration.ofNanos(writtenAt.get())).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void server_error_without_a_word_on_time_holds_up_nobody() throws Exception {
    server.on("GET /list", _ -> Answer.refusal(503, "not now"));
    server.on("GET /other", _ -> new Answer.Json(503, "{}", Map.of("Retry-After", "7")));
    KubeClient client =
        new KubeClient(
            RequestTemplate.of(new ApiClient().setBasePath(server.url())),
            new OkHttpClient(),
            List.of(),
            slowdown);

    client.send(KubeRequest.get("/list", Map.of()));
    assertThat(slowdown.waitNanos()).isZero();

    client.send(KubeRequest.get("/other", Map.of()));
    assertThat(Duration.ofNanos(slowdown.waitNanos()))
        .isGreaterThanOrEqualTo(Duration.ofSeconds(7));
  }

  private void write() {
    try {
      assertThat(clients.write().send(KubeRequest.post("/write", "{}")).isSuccess()).isTrue();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
