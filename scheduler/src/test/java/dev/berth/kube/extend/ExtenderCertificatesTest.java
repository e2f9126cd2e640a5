package dev.berth.kube.extend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.config.ConfigLoader;
import dev.berth.framework.Status;
import dev.berth.http.Authority;
import dev.berth.kube.extend.ExtenderTlsTest.Callers;
import dev.berth.plugins.Make;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates for an extender that are exchanged on disk while it is called. */
final class ExtenderCertificatesTest {
  private final Authority.Issued first = ExtenderTlsTest.CLIENTS.issue("CN=first");
  private final Authority.Issued second = ExtenderTlsTest.CLIENTS.issue("CN=second");

  @TempDir private Path directory;
  private ForeignExtender server;
  private HttpExtenders extenders;

  @BeforeEach
  void start() throws Exception {
    server =
        ExtenderTlsTest.server(ExtenderTlsTest.SERVERS.issue("CN=x"), Callers.CERTIFIED)
            .hangingUp();
    first.writeTo(file("tls.crt"), file("tls.key"));
    Authority.write(file("ca.crt"), ExtenderTlsTest.SERVERS.certificate());
    extenders =
        new HttpExtenders(
            ConfigLoader.parse(
                    """
                    apiVersion: kubescheduler.config.k8s.io/v1
                    kind: KubeSchedulerConfiguration
                    extenders:
                    - urlPrefix: https://127.0.0.1:%d
                      bindVerb: bind
                      httpTimeout: 60s
                      enableHTTPS: true
                      tlsConfig: {caFile: %s, certFile: %s, keyFile: %s}
                    """
                        .formatted(server.port(), file("ca.crt"), file("tls.crt"), file("tls.key")),
                    "test")
                .extenders(),
            (pod, node, failure) -> Status.error(failure),
            (name, question, failed, nanos) -> {});
  }

  @AfterEach
  void close() {
    extenders.close();
    server.close();
  }

  private Path file(String name) {
    return directory.resolve(name);
  }

  /** As who the extender knew the caller; or why the call failed. */
  private String caller() throws InterruptedException {
    Status bound = extenders.all().getFirst().bind(Make.pod("p").build(), "n1");
    return bound.isSuccess() ? server.received().getLast().caller() : bound.message();
  }

  /** A file in one step, as the kubelet exchanges those of a Secret. */
  private void exchange(String name, byte[] content) throws IOException {
    Files.write(file("new"), content);
    Files.move(file("new"), file(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private void exchange(Authority.Issued identity) throws IOException {
    identity.writeTo(file("next.crt"), file("next.key"));
    exchange("tls.crt", Files.readAllBytes(file("next.crt")));
    exchange("tls.key", Files.readAllBytes(file("next.key")));
  }

  @Test
  void anExchangedCertificate_isShownOnTheNextConnection() throws Exception {
    assertThat(caller()).isEqualTo("CN=first");
    exchange(second);
    assertThat(caller()).isEqualTo("CN=second");
  }

  @Test
  void halfAnExchange_leavesTheFormerInUse() throws Exception {
    assertThat(caller()).isEqualTo("CN=first");
    second.writeTo(file("tls.crt"), file("later.key"));
    assertThat(caller()).as("the key is still the former one").isEqualTo("CN=first");

    byte[] key = Files.readAllBytes(file("later.key"));
    Files.write(file("tls.key"), java.util.Arrays.copyOf(key, key.length / 2));
    assertThat(caller()).as("half a key").isEqualTo("CN=first");
    Files.write(file("tls.key"), new byte[0]);
    assertThat(caller()).as("an empty file").isEqualTo("CN=first");
    Files.delete(file("tls.key"));
    assertThat(caller()).as("no file").isEqualTo("CN=first");

    Files.write(file("tls.key"), key);
    assertThat(caller()).isEqualTo("CN=second");
  }

  @Test
  void exchangedAuthorities_areBelieved_andTheFormerNoLonger() throws Exception {
    assertThat(caller()).isEqualTo("CN=first");
    Authority.write(file("other.crt"), new Authority("others").certificate());
    exchange("ca.crt", Files.readAllBytes(file("other.crt")));
    assertThat(caller()).contains("valid certification path");

    exchange("ca.crt", "no certificate".getBytes(StandardCharsets.UTF_8));
    assertThat(caller()).as("nobody new is believed").contains("valid certification path");

    Authority.write(file("good.crt"), ExtenderTlsTest.SERVERS.certificate());
    exchange("ca.crt", Files.readAllBytes(file("good.crt")));
    assertThat(caller()).isEqualTo("CN=first");
  }

  @Test
  void whatCannotBeUsed_isSaidOnce() throws Exception {
    Files.delete(file("tls.key"));
    assertThat(logOf(this::caller, this::caller, this::caller))
        .containsOnlyOnce("new certificates cannot be used, the former stay")
        .contains("The extender https://127.0.0.1:%d names".formatted(server.port()))
        .contains("tls.key, which cannot be read");

    exchange(second);
    assertThat(logOf(this::caller, this::caller)).containsOnlyOnce("has new certificates");
  }

  @FunctionalInterface
  private interface Step {
    Object run() throws Exception;
  }

  private static String logOf(Step... steps) throws Exception {
    PrintStream before = System.err;
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    try {
      for (Step step : steps) {
        step.run();
      }
    } finally {
      System.setErr(before);
    }
    return log.toString(StandardCharsets.UTF_8);
  }
}
