package dev.berth.kube.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Ticker;
import dev.berth.controlplane.ControlPlane;
import dev.berth.http.AccessGate;
import dev.berth.http.CachedAccess;
import dev.berth.http.HttpListener;
import dev.berth.http.Limits;
import dev.berth.http.ListenerSettings;
import dev.berth.http.Reply;
import dev.berth.http.Routes;
import dev.berth.http.Transport;
import dev.berth.kube.ClientSettings;
import dev.berth.kube.KubeClients;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tokens of real service accounts, judged by a real API server. */
final class ReviewAccessIT {
  private static ControlPlane controlPlane;
  private static KubeClients clients;
  private static HttpListener listener;
  private static HttpClient http;

  @BeforeAll
  static void start() throws Exception {
    controlPlane = ControlPlane.start();
    clients =
        KubeClients.fromKubeconfig(controlPlane.kubeconfig(), null, ClientSettings.ofVersion("it"));
    CachedAccess access =
        new CachedAccess(
            new ReviewAccess(clients.write()), CachedAccess.STANDARD_TIME, Ticker.systemTicker());
    listener =
        HttpListener.start(
            new ListenerSettings("127.0.0.1", 0, new Transport.Plain(), Limits.STANDARD),
            AccessGate.guarded(AccessGate.HEALTH_PATHS, access),
            Routes.builder()
                .exact("GET", "/metrics", request -> Reply.text(200, "metrics"))
                .exact("GET", "/configz", request -> Reply.text(200, "configz"))
                .build());
    http = HttpClient.newHttpClient();
    controlPlane.kubectl("create", "serviceaccount", "scraper");
    controlPlane.apply(
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: scraper}
        rules: [{nonResourceURLs: [/metrics], verbs: [get]}]
        """);
    controlPlane.kubectl(
        "create",
        "clusterrolebinding",
        "scraper",
        "--clusterrole=scraper",
        "--serviceaccount=default:scraper");
    controlPlane.awaitAllowed("system:serviceaccount:default:scraper", "get", "/metrics");
  }

  @AfterAll
  static void stop() {
    http.close();
    listener.close();
    clients.close();
    controlPlane.close();
  }

  private static HttpResponse<String> get(String path, String token) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + listener.port() + path);
    return http.send(
        HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + token).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void service_account_reads_what_its_role_allows_and_nothing_else() throws Exception {
    String token = controlPlane.kubectl("create", "token", "scraper").strip();
    assertThat(get("/metrics", token).body()).isEqualTo("metrics");
    HttpResponse<String> denied = get("/configz", token);
    assertThat(denied.statusCode()).isEqualTo(403);
    assertThat(denied.body())
        .startsWith(
            "forbidden: User \"system:serviceaccount:default:scraper\" cannot get path"
                + " \"/configz\"");
  }

  @Test
  void token_that_was_tampered_with_is_nobodys() throws Exception {
    String token = controlPlane.kubectl("create", "token", "scraper").strip();
    String tampered = token.substring(0, token.length() - 4) + "AAAA";
    assertThat(get("/metrics", tampered).statusCode()).isEqualTo(401);
  }
}
