package dev.berth.kube.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.kube.FakeApiServer;
import dev.berth.kube.FakeApiServer.Answer;
import dev.berth.kube.KubeClients;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ClusterClientAuthorityTest {
  private static final String CONFIG_MAP =
      "GET /api/v1/namespaces/kube-system/configmaps/extension-apiserver-authentication";

  private final FakeApiServer server = FakeApiServer.start();
  private final KubeClients clients = server.clients(FakeApiServer.PATIENCE);
  private final ClusterClientAuthority authority = new ClusterClientAuthority(clients.access());

  @AfterEach
  void close() {
    authority.close();
    clients.close();
    server.close();
  }

  private void serve(String pem) {
    server.on(CONFIG_MAP, _ -> Answer.json(200, "{'data': {'client-ca-file': '" + pem + "'}}"));
  }

  private String known() {
    return new String(authority.read(), UTF_8);
  }

  @Test
  void authorities_areThoseOfTheConfigMap_andANewOneIsNoticed() throws Exception {
    assertThat(known()).isEmpty();
    serve("one");
    assertThat(authority.look()).isTrue();
    assertThat(known()).isEqualTo("one");
    assertThat(authority.look()).as("the same again").isFalse();
    serve("two");
    assertThat(authority.look()).isTrue();
    assertThat(known()).isEqualTo("two");
  }

  @Test
  void configMapThatMayNotBeRead_leavesWhatWasKnown() throws Exception {
    serve("one");
    authority.look();
    server.on(CONFIG_MAP, _ -> Answer.refusal(403, "no"));
    assertThat(authority.look()).isFalse();
    assertThat(known()).isEqualTo("one");
  }

  @Test
  void whoFollows_isToldAtOnce() throws Exception {
    serve("one");
    CountDownLatch told = new CountDownLatch(1);
    authority.follow(told::countDown);
    assertThat(told.await(FakeApiServer.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(known()).isEqualTo("one");
  }
}
