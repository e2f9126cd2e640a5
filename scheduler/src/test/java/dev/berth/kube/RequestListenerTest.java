package dev.berth.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.berth.kube.FakeApiServer.Answer;
import io.kubernetes.client.openapi.ApiClient;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is told of requests to the API server. */
final class RequestListenerTest {

  private final FakeApiServer server = FakeApiServer.start();
  private final Heard heard = new Heard();

  /** A line for each call. */
  private static final class Heard implements RequestListener {
    private final List<String> lines = new ArrayList<>();
    private final List<Long> nanos = new ArrayList<>();
    private final List<String> hosts = new ArrayList<>();

    private synchronized void add(Try request, String line) {
      hosts.add(request.host());
      lines.add(request.method() + " " + line);
    }

    @Override
    public void answered(Try request, int code) {
      add(request, "answered " + code);
    }

    @Override
    public void failed(Try request) {
      add(request, "failed");
    }

    @Override
    public void took(Try request, long taken) {
      nanos.add(taken);
      add(request, "took");
    }

    @Override
    public void passedLimit(Try request, long waited) {
      nanos.add(waited);
      add(request, "passed the limit");
    }

    synchronized List<String> lines() {
      List<String> seen = List.copyOf(lines);
      lines.clear();
      return seen;
    }
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private KubeClients clients() {
    return KubeClients.of(
        new ApiClient().setBasePath(server.url()),
        ClientSettings.ofVersion("test").withListener(heard));
  }

  @Test
  void request_isToldWithItsCode_andItsTimeWhenTheAnswerIsRead() throws Exception {
    server.on("GET /x", _ -> Answer.json(200, "{}"));
    server.on("POST /x", _ -> Answer.refusal(409, "taken"));
    try (KubeClients clients = clients()) {
      clients.lease().send(KubeRequest.get("/x", Map.of()));
      clients.write().send(KubeRequest.post("/x", "{}"));
      assertThat(heard.lines())
          .containsExactly("GET answered 200", "GET took", "POST answered 409", "POST took");
      assertThat(heard.nanos).allMatch(nanos -> nanos > 0);
      assertThat(heard.hosts).containsOnly(URI.create(server.url()).getAuthority());

      try (Response response =
          clients.list().open(clients.list().call(KubeRequest.get("/x", Map.of())))) {
        assertThat(heard.lines()).containsExactly("GET answered 200");
        assertThat(response.body().string()).isEqualTo("{}");
      }
      assertThat(heard.lines()).containsExactly("GET took");
    }
  }

  @Test
  void requestWithoutAnAnswer_hasFailed() {
    server.on("POST /x", _ -> Answer.none());
    try (KubeClients clients = clients()) {
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> clients.write().send(KubeRequest.post("/x", "{}")));
      assertThat(heard.lines()).containsExactly("POST failed", "POST took");
    }
  }

  @Test
  void requestThatIsNotSent_isNotTold() {
    try (KubeClients clients = clients()) {
      KubeClient writes = clients.write().writingWhile(() -> false);
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> writes.send(KubeRequest.post("/x", "{}")));
      assertThat(heard.lines()).isEmpty();
    }
  }

  @Test
  void watch_isToldWhenItBegins_andHasNoTime() throws Exception {
    server.on("GET /x", _ -> Answer.json(200, "{}"));
    try (KubeClients clients = clients()) {
      try (Response response =
          clients.watch().open(clients.watch().call(KubeRequest.get("/x", Map.of())))) {
        assertThat(response.body().string()).isEqualTo("{}");
      }
      assertThat(heard.lines()).containsExactly("GET answered 200");
    }
  }

  @Test
  void requestThatWaitedForTheLimit_tellsHowLong_andItIsPartOfItsTime() throws Exception {
    server.on("POST /x", _ -> Answer.json(201, "{}"));
    ClientSettings settings =
        ClientSettings.ofVersion("test")
            .withRateLimit(new ClientSettings.RateLimit(20, 1))
            .withListener(heard);
    // The limit's clock stands, so that the second has to wait however long the first takes.
    try (KubeClients clients =
        KubeClients.of(new ApiClient().setBasePath(server.url()), settings, () -> 0)) {
      clients.write().send(KubeRequest.post("/x", "{}"));
      clients.write().send(KubeRequest.post("/x", "{}"));
      clients.lease().send(KubeRequest.post("/x", "{}"));
    }
    assertThat(heard.lines())
        .containsExactly(
            "POST passed the limit",
            "POST answered 201",
            "POST took",
            "POST passed the limit",
            "POST answered 201",
            "POST took",
            "POST answered 201",
            "POST took");
    long wantAtLeast = TimeUnit.MILLISECONDS.toNanos(50);
    assertThat(heard.nanos.get(2)).isGreaterThanOrEqualTo(wantAtLeast);
    assertThat(heard.nanos.get(3)).isGreaterThan(heard.nanos.get(2));
  }

  @Test
  void host_isWhatTheAddressSays() throws Exception {
    assertThat(hostOf("https://10.0.0.1:443/")).isEqualTo("10.0.0.1:443");
    assertThat(hostOf("https://[::1]:6443/prefix")).isEqualTo("[::1]:6443");
    assertThat(hostOf("https://kubernetes.example")).isEqualTo("kubernetes.example");
    assertThat(hostOf("https://admin:secret@10.0.0.1:443")).isEqualTo("10.0.0.1:443");
  }

  private String hostOf(String address) {
    heard.hosts.clear();
    try (KubeClients clients =
        KubeClients.of(
            new ApiClient().setBasePath(address),
            ClientSettings.ofVersion("test")
                .withRateLimit(new ClientSettings.RateLimit(10, 1))
                .withListener(heard))) {
      KubeClient lists = clients.list();
      var call = lists.call(KubeRequest.get("/x", Map.of()));
      call.cancel();
      assertThatExceptionOfType(IOException.class).isThrownBy(() -> lists.send(call));
    }
    return heard.hosts.getFirst();
  }
}
