package dev.berth.kube.extend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.config.ConfigLoader;
import dev.berth.config.ExtenderConfig;
import dev.berth.framework.ExternalExtender;
import dev.berth.framework.Status;
import dev.berth.kube.ProxyRules;
import dev.berth.model.PodInfo;
import dev.berth.plugins.Make;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Dns;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How an extender is reached: its name, the way there, and how long that may take. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ExtenderConnectionTest {
  private static final PodInfo POD = Make.pod("p").build();
  private static final String BODY =
      "{\"PodName\":\"p\",\"PodNamespace\":\"default\",\"PodUID\":\"%s\",\"Node\":\"n1\"}"
          .formatted(POD.uid());

  private final CountDownLatch released = new CountDownLatch(1);
  private ForeignExtender server;

  @BeforeEach
  void start() throws Exception {
    server = new ForeignExtender().answers("/bind", "{}").answers("/elsewhere", "{}");
  }

  @AfterEach
  void close() {
    released.countDown();
    server.close();
  }

  private static List<ExtenderConfig> configs(String fields) {
    return ConfigLoader.parse(
            """
            apiVersion: kubescheduler.config.k8s.io/v1
            kind: KubeSchedulerConfiguration
            extenders:
            - {bindVerb: bind, %s}
            """
                .formatted(fields),
            "test")
        .extenders();
  }

  private static HttpExtenders extenders(Dns dns, String fields) {
    return new HttpExtenders(
        configs(fields),
        (pod, node, failure) -> Status.error(failure),
        (name, question, failed, nanos) -> {},
        dns,
        ProxyRules.of(Map.of()));
  }

  /** "bound", or why not. */
  private static String binding(HttpExtenders extenders) throws InterruptedException {
    ExternalExtender extender = extenders.all().getFirst();
    Status bound = extender.bind(POD, "n1");
    return bound.isSuccess() ? "bound" : bound.message();
  }

  private String named(String more) {
    return "urlPrefix: \"http://extender.test:%d\", %s".formatted(server.port(), more);
  }

  // ---- names ------------------------------------------------------------------------------------

  @Test
  void aLookupThatHangs_endsWithTheTimeOfTheCall_andOneIsUnderWay() throws Exception {
    AtomicInteger lookups = new AtomicInteger();
    CountDownLatch begun = new CountDownLatch(1);
    Dns hanging =
        host -> {
          lookups.incrementAndGet();
          begun.countDown();
          awaitRelease();
          return List.of(InetAddress.getLoopbackAddress());
        };
    String want =
        "Post \"http://extender.test:%d/bind\": context deadline exceeded (Client.Timeout exceeded while awaiting headers)"
            .formatted(server.port());
    try (HttpExtenders slow = extenders(hanging, named("httpTimeout: 50ms"))) {
      while (begun.getCount() > 0) { // a call can be over before it comes as far as that
        assertThat(binding(slow)).isEqualTo(want);
      }
      for (int i = 0; i < 3; i++) {
        assertThat(binding(slow)).isEqualTo(want);
      }
    }
    assertThat(lookups).as("the calls wait for the same one").hasValue(1);
    assertThat(server.received()).isEmpty();
  }

  private void awaitRelease() {
    try {
      released.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aNameThatIsFound_isReached_andLookedUpAgainForTheNextConnection() throws Exception {
    AtomicInteger lookups = new AtomicInteger();
    Dns counting =
        host -> {
          lookups.incrementAndGet();
          return List.of(InetAddress.getLoopbackAddress());
        };
    server.hangingUp();
    try (HttpExtenders extenders = extenders(counting, named("httpTimeout: 60s"))) {
      assertThat(binding(extenders)).isEqualTo("bound");
      assertThat(binding(extenders)).isEqualTo("bound");
    }
    assertThat(lookups).hasValue(2);
  }

  @Test
  void aNameThatNobodyHas_isAFailureWithItsReason() throws Exception {
    Dns empty =
        host -> {
          throw new java.net.UnknownHostException(host + ": Name or service not known");
        };
    try (HttpExtenders extenders = extenders(empty, named("httpTimeout: 60s"))) {
      assertThat(binding(extenders)).endsWith("/bind\": extender.test: Name or service not known");
    }
  }

  @Test
  void anInterrupt_endsTheWaitForALookup() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    Dns hanging =
        host -> {
          asked.countDown();
          awaitRelease();
          return List.of();
        };
    try (HttpExtenders extenders = extenders(hanging, named("httpTimeout: 1h"))) {
      AtomicInteger interrupted = new AtomicInteger();
      Thread asking =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      binding(extenders);
                    } catch (InterruptedException e) {
                      interrupted.incrementAndGet();
                    }
                  });
      asked.await();
      asking.interrupt();
      asking.join();
      assertThat(interrupted).hasValue(1);
    }
  }

  // ---- redirects, connections -------------------------------------------------------------------

  private String direct() {
    return "urlPrefix: \"%s\", httpTimeout: 60s".formatted(server.address());
  }

  @ParameterizedTest
  @ValueSource(ints = {307, 308})
  void aRedirectThatKeepsTheMethod_isFollowedWithTheBody(int code) throws Exception {
    server.answers("/bind", code, request -> "");
    try (HttpExtenders extenders = extenders(Dns.SYSTEM, direct())) {
      assertThat(binding(extenders)).isEqualTo("bound");
    }
    ForeignExtender.Received last = server.received().getLast();
    assertThat(last.path()).isEqualTo("/elsewhere");
    assertThat(last.method()).isEqualTo("POST");
    assertThat(last.contentType()).isEqualTo("application/json");
    assertThat(last.body()).isEqualTo(BODY);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303})
  void anotherRedirect_isFollowedByAGet_asGoDoes(int code) throws Exception {
    server.answers("/bind", code, request -> "");
    server.answers("/elsewhere", 405, request -> "");
    try (HttpExtenders extenders = extenders(Dns.SYSTEM, direct())) {
      assertThat(binding(extenders))
          .isEqualTo("failed bind with extender at URL " + server.address() + "/bind, code 405");
    }
    assertThat(server.received().getLast().method()).isEqualTo("GET");
    assertThat(server.bodies("/elsewhere")).containsExactly("");
  }

  @Test
  void callsOneAfterTheOther_shareAConnection() throws Exception {
    try (HttpExtenders extenders = extenders(Dns.SYSTEM, direct())) {
      for (int i = 0; i < 5; i++) {
        assertThat(binding(extenders)).isEqualTo("bound");
      }
    }
    assertThat(server.received()).extracting(ForeignExtender.Received::from).hasSize(5);
    assertThat(server.received().stream().map(ForeignExtender.Received::from).distinct())
        .hasSize(1);
  }

  @Test
  void connectionsOfHttp2_areLookedAfter_andTheDefaultTimeIsFiveSeconds() {
    OkHttpClient client =
        HttpExtenders.client(
            configs("urlPrefix: \"https://x\"").getFirst(), Dns.SYSTEM, ProxyRules.of(Map.of()));
    assertThat(client.pingIntervalMillis()).isEqualTo(Duration.ofSeconds(30).toMillis());
    assertThat(client.callTimeoutMillis()).isEqualTo(Duration.ofSeconds(5).toMillis());
    assertThat(client.protocols()).extracting(Object::toString).contains("h2", "http/1.1");
  }
}
