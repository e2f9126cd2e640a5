package dev.berth.kube.bind;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.framework.Status;
import dev.berth.kube.ClientSettings;
import dev.berth.kube.FakeApiServer;
import dev.berth.kube.FakeApiServer.Answer;
import dev.berth.kube.KubeClients;
import dev.berth.kube.RequestListener;
import dev.berth.model.PodInfo;
import dev.berth.model.PodKey;
import io.kubernetes.client.openapi.ApiClient;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The verdict on every way in which a bind can be answered. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class KubeBinderTest {
  private static final String POD = "/api/v1/namespaces/shop/pods/web";
  private static final String BINDING = "POST " + POD + "/binding";
  private static final PodInfo WEB =
      PodInfo.builder(new PodKey("shop", "web")).uid("uid-1").resourceVersion("7").build();

  private final FakeApiServer server = FakeApiServer.start();
  private final KubeClients clients = server.clients();
  private final KubeBinder binder = new KubeBinder(clients.write());

  @AfterEach
  void stop() {
    clients.close();
    server.close();
  }

  private void podOnServer(String uid, String nodeName) {
    server.on(
        "GET " + POD,
        request ->
            Answer.json(
                200,
                "{'future': {}, 'metadata': {'uid': '%s'}, 'spec': {'nodeName': '%s'}}"
                    .formatted(uid, nodeName)));
  }

  private Status bind() throws InterruptedException {
    return binder.bind(WEB, "n1");
  }

  private void assertPostedOnce() {
    assertThat(server.requests("POST")).hasSize(1);
  }

  @Test
  void binding_names_pod_uid_and_node() throws Exception {
    server.on(BINDING, request -> Answer.json(201, "{'kind': 'Status', 'status': 'Success'}"));

    assertThat(bind()).isEqualTo(Status.success());

    assertThat(server.requests()).hasSize(1);
    String want =
        """
        {"apiVersion": "v1", "kind": "Binding",
         "metadata": {"namespace": "shop", "name": "web", "uid": "uid-1"},
         "target": {"kind": "Node", "name": "n1"}}
        """;
    ObjectMapper mapper = new ObjectMapper();
    assertThat(mapper.readTree(server.requests().getFirst().body()))
        .isEqualTo(mapper.readTree(want));
  }

  @Test
  void success_counts_whatever_the_body_says() throws Exception {
    server.on(BINDING, request -> Answer.json(200, "no JSON {{{"));

    assertThat(bind()).isEqualTo(Status.success());
  }

  @Test
  void conflict_with_the_pod_on_the_same_node_is_success() throws Exception {
    server.on(BINDING, request -> Answer.refusal(409, "already assigned"));
    podOnServer("uid-1", "n1");

    assertThat(bind()).isEqualTo(Status.success());
    assertPostedOnce();
  }

  @Test
  void conflict_with_the_pod_on_another_node_names_that_node() throws Exception {
    server.on(BINDING, request -> Answer.refusal(409, "already assigned"));
    podOnServer("uid-1", "n2");

    assertThat(bind()).isEqualTo(Status.error("pod shop/web is already bound to node \"n2\""));
    assertPostedOnce();
  }

  @Test
  void conflict_with_the_pod_on_no_node_is_the_servers_reason() throws Exception {
    server.on(BINDING, request -> Answer.refusal(409, "pod web is being deleted"));
    podOnServer("uid-1", "");

    assertThat(bind()).isEqualTo(Status.error("pod web is being deleted"));
  }

  @Test
  void conflict_with_another_pod_of_this_name_means_gone() throws Exception {
    server.on(BINDING, request -> Answer.refusal(409, "uid differs"));
    podOnServer("uid-2", "n1");

    assertThat(bind()).isEqualTo(Status.error("pod shop/web is gone"));
  }

  @Test
  void conflict_with_no_pod_of_this_name_means_gone() throws Exception {
    server.on(BINDING, request -> Answer.refusal(409, "uid differs"));

    assertThat(bind()).isEqualTo(Status.error("pod shop/web is gone"));
  }

  @Test
  void refusal_is_the_servers_reason_and_not_read_back() throws Exception {
    server.on(BINDING, request -> Answer.refusal(403, "policy says no"));

    assertThat(bind()).isEqualTo(Status.error("policy says no"));
    assertThat(server.requests("GET")).isEmpty();
  }

  @Test
  void reply_that_is_lost_after_the_server_acted_is_success() throws Exception {
    server.on(BINDING, request -> Answer.none());
    podOnServer("uid-1", "n1");

    assertThat(bind()).isEqualTo(Status.success());
    assertPostedOnce();
  }

  @Test
  void request_that_is_lost_is_an_error() throws Exception {
    server.on(BINDING, request -> Answer.none());
    podOnServer("uid-1", "");

    assertThat(bind().message()).startsWith("no answer to the binding: ");
    assertPostedOnce();
  }

  @Test
  void reply_that_comes_too_late_is_what_its_code_says() throws Exception {
    server.on(BINDING, request -> new Answer.Stream(new FakeApiServer.Script()));
    podOnServer("uid-1", "n1");
    int questions = 0;
    boolean codeCame = false;
    for (Duration patience = Duration.ofSeconds(1);
        !codeCame; // else not even the code came in time, which is another matter
        patience = patience.multipliedBy(2)) {
      questions = server.requests("GET").size();
      AtomicInteger codes = new AtomicInteger();
      try (KubeClients impatient = clientsThatWaitFor(patience, codes)) {
        assertThat(new KubeBinder(impatient.write()).bind(WEB, "n1")).isEqualTo(Status.success());
      }
      codeCame = codes.get() > 0;
    }
    assertThat(server.requests("GET")).as("nothing is to be found out").hasSize(questions);
  }

  private KubeClients clientsThatWaitFor(Duration patience, AtomicInteger codesOfPosts) {
    RequestListener listener =
        new RequestListener() {
          @Override
          public void answered(Try request, int code) {
            codesOfPosts.addAndGet(request.method().equals("POST") ? 1 : 0);
          }
        };
    return KubeClients.of(
        new ApiClient().setBasePath(server.url()),
        ClientSettings.ofVersion("test")
            .withTimeouts(new ClientSettings.Timeouts(patience, patience, patience, patience))
            .withListener(listener));
  }

  @Test
  void server_error_after_the_server_acted_is_success() throws Exception {
    server.on(BINDING, request -> Answer.refusal(504, "etcd took too long"));
    podOnServer("uid-1", "n1");

    assertThat(bind()).isEqualTo(Status.success());
  }

  @Test
  void read_back_is_repeated_when_it_fails() throws Exception {
    server.on(BINDING, request -> Answer.refusal(409, "already assigned"));
    server.on(
        "GET " + POD,
        request -> {
          podOnServer("uid-1", "n1");
          return Answer.refusal(503, "not now");
        });

    assertThat(bind()).isEqualTo(Status.success());
  }

  @Test
  void outcome_that_cannot_be_found_out_is_called_unknown() throws Exception {
    server.on(BINDING, request -> Answer.refusal(500, "first"));
    server.on("GET " + POD, request -> Answer.refusal(500, "second"));

    assertThat(bind())
        .isEqualTo(
            Status.error(
                "whether pod shop/web was bound to node \"n1\" is not known: first; and it cannot"
                    + " be read: second"));
    assertThat(server.requests("GET")).hasSize(3);
  }

  @Test
  void reading_back_trusts_no_answer_that_is_not_a_pod() throws Exception {
    server.on(BINDING, request -> Answer.refusal(409, "first"));
    server.on("GET " + POD, request -> new Answer.Json(200, "{}", Map.of()));

    assertThat(bind().message()).contains("is not known").contains("not a pod");
  }

  // ---- a server that sheds load -------------------------------------------------------------

  private static final Answer BUSY =
      new Answer.Json(429, "{\"message\": \"busy\"}", Map.of("Retry-After", "0"));

  @Test
  void binding_that_was_not_looked_at_is_posted_again() throws Exception {
    AtomicInteger posts = new AtomicInteger();
    server.on(BINDING, request -> posts.incrementAndGet() == 1 ? BUSY : Answer.json(201, "{}"));

    assertThat(bind()).isEqualTo(Status.success());

    assertThat(server.requests("POST")).hasSize(2);
    assertThat(server.requests("GET")).as("nothing to find out").isEmpty();
  }

  @Test
  void server_that_stays_busy_is_an_error_after_three_posts() throws Exception {
    server.on(BINDING, request -> BUSY);

    assertThat(bind()).isEqualTo(Status.error("busy"));

    assertThat(server.requests("POST")).hasSize(3);
  }

  @Test
  void second_binding_waits_as_long_as_the_first_one_was_told() throws Exception {
    AtomicInteger posts = new AtomicInteger();
    Answer aSecond = new Answer.Json(429, "{}", Map.of("Retry-After", "1"));
    server.on(BINDING, request -> posts.incrementAndGet() == 1 ? aSecond : Answer.json(201, "{}"));
    long start = System.nanoTime();

    assertThat(bind()).isEqualTo(Status.success());

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(990));
  }
}
