package dev.berth.kube.peer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.http.AccessCheck;
import dev.berth.http.AccessGate;
import dev.berth.http.HttpListener;
import dev.berth.http.Identity;
import dev.berth.http.Limits;
import dev.berth.http.ListenerSettings;
import dev.berth.http.Reply;
import dev.berth.http.Routes;
import dev.berth.http.Transport;
import dev.berth.kube.ClientSettings;
import dev.berth.kube.KubeClients;
import dev.berth.kube.KubeReply;
import dev.berth.model.PodKey;
import io.kubernetes.client.openapi.ApiClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PeerTest {
  private static final PeerAddress POD =
      new PeerAddress.ThroughApiServer(new PodKey("kube-system", "berth-1"));
  private static final ClientSettings SETTINGS = ClientSettings.ofVersion("test");

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit injects it before each test
  private Path directory;

  /** Knows one token, and says who has asked. */
  private static final class OneUser implements AccessCheck {
    @Override
    public Identification identify(String token) {
      return token.equals("secret")
          ? new Identification.Known(new Identity("me", "", List.of(), Map.of()))
          : new Identification.Unknown();
    }

    @Override
    public Decision authorize(Identity user, String verb, String path) {
      return new Decision.Allowed();
    }
  }

  private static HttpListener listener() throws IOException {
    return HttpListener.start(
        new ListenerSettings(
            "127.0.0.1",
            0,
            new Transport.Tls(new Transport.Certificate.SelfSigned(List.of()), null),
            Limits.STANDARD),
        AccessGate.guarded(Set.of(), new OneUser()),
        Routes.builder()
            .exact(
                "GET",
                "/who",
                request -> Reply.text(200, Objects.requireNonNull(request.caller()).user()))
            .exact("GET", "/much", _ -> Reply.text(200, "x".repeat(100_000)))
            .build());
  }

  private Path kubeconfig(String server) throws IOException {
    return Files.writeString(
        directory.resolve("kubeconfig"),
        """
        apiVersion: v1
        kind: Config
        current-context: c
        contexts: [{name: c, context: {cluster: c, user: u}}]
        clusters: [{name: c, cluster: {server: "%s"}}]
        users: [{name: u, user: {token: secret}}]
        """
            .formatted(server));
  }

  private static KubeClients apiServer(FakeTunnelServer tunnels) {
    return KubeClients.of(new ApiClient().setBasePath(tunnels.url()), SETTINGS);
  }

  private static PeerAddress.Direct direct(HttpListener listener) {
    return (PeerAddress.Direct)
        PeerAddress.of("https://127.0.0.1:" + listener.port() + "/", null, false);
  }

  @Test
  void portForward_reachesThePodsListenerWithTheKubeconfigsToken() throws Exception {
    try (HttpListener listener = listener();
        FakeTunnelServer tunnels =
            FakeTunnelServer.start(new FakeTunnelServer.Behaviour.Forward(listener.port()));
        KubeClients clients = apiServer(tunnels);
        Peer peer = Peer.open(POD, kubeconfig(tunnels.url()), clients, SETTINGS)) {
      KubeReply who = peer.get("/who");

      assertThat(who.code()).isEqualTo(200);
      assertThat(new String(who.body(), UTF_8)).isEqualTo("me");
      assertThat(peer.get("/much").body()).hasSize(100_000);
      assertThat(tunnels.requests().getFirst())
          .startsWith("GET /api/v1/namespaces/kube-system/pods/berth-1/portforward?ports=10259 ");
    }
  }

  @Test
  void portForwardThatIsRefused_saysWhatTheServerSaid() throws Exception {
    try (FakeTunnelServer tunnels =
            FakeTunnelServer.start(
                new FakeTunnelServer.Behaviour.Refuse(
                    403, "{\"kind\":\"Status\",\"message\":\"me cannot create portforward\"}"));
        KubeClients clients = apiServer(tunnels);
        Peer peer = Peer.open(POD, kubeconfig(tunnels.url()), clients, SETTINGS)) {
      assertThatThrownBy(() -> peer.get("/who"))
          .hasMessage(
              "pod kube-system/berth-1 through a port-forward: HTTP 403: me cannot create"
                  + " portforward");
    }
  }

  @Test
  void portForwardToADeafPod_saysWhatTheKubeletSaid() throws Exception {
    try (FakeTunnelServer tunnels =
            FakeTunnelServer.start(
                new FakeTunnelServer.Behaviour.Fail("failed to connect to localhost:10259"));
        KubeClients clients = apiServer(tunnels);
        Peer peer = Peer.open(POD, kubeconfig(tunnels.url()), clients, SETTINGS)) {
      assertThatThrownBy(() -> peer.get("/who"))
          .hasMessageEndingWith("failed to connect to localhost:10259");
    }
  }

  @Test
  void loopback_isNotVerified_butAnyOtherTrustIs() throws Exception {
    try (HttpListener listener = listener();
        FakeTunnelServer tunnels =
            FakeTunnelServer.start(new FakeTunnelServer.Behaviour.Forward(listener.port()));
        KubeClients clients = apiServer(tunnels)) {
      Path kubeconfig = kubeconfig(tunnels.url());
      PeerAddress.Direct unverified = direct(listener);
      try (Peer peer = Peer.open(unverified, kubeconfig, clients, SETTINGS)) {
        assertThat(peer.get("/who").code()).isEqualTo(200);
      }
      PeerAddress verified =
          new PeerAddress.Direct(
              unverified.address(), new dev.berth.kube.ServerTrust.JavaAuthorities());
      try (Peer peer = Peer.open(verified, kubeconfig, clients, SETTINGS)) {
        assertThatThrownBy(() -> peer.get("/who"))
            .isInstanceOf(IOException.class)
            .hasMessageContaining("certification path");
      }
    }
  }
}
