package dev.berth.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.config.BerthConfig;
import dev.berth.config.ConfigLoader;
import dev.berth.config.ExtenderFacade;
import dev.berth.framework.Status;
import dev.berth.http.Limits;
import dev.berth.http.Transport;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.Socket;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/**
 * What a facade's port is without being told: with TLS, on loopback, within limits that are said.
 */
final class ExtenderPortTest {

  private static BerthConfig config(String extender) {
    return ConfigLoader.parse(
        """
        apiVersion: berth.dev/v1alpha1
        kind: BerthConfiguration
        extender: {%s}
        """
            .formatted(extender),
        "test");
  }

  private static ExtenderFacade facade(String extender) {
    return Objects.requireNonNull(config(extender).own().extender());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "bindAddress: 0.0.0.0", "bindAddress: 127.0.0.1, port: 0"})
  void plainHttp_isSpokenOnlyWhenAskedFor_whateverTheAddress(String fields) {
    String also = fields.isEmpty() ? "" : fields + ", ";

    assertThat(ExtenderPort.transport(facade(fields))).isInstanceOf(Transport.Tls.class);
    assertThat(ExtenderPort.transport(facade(also + "plainHTTP: true")))
        .isInstanceOf(Transport.Plain.class);
  }

  @Test
  void addressThatNobodySaid_isLoopback() {
    assertThat(facade("").bindAddress()).isEqualTo("127.0.0.1");
  }

  @Test
  void plainRequest_isNotAnsweredByAPortWithTls() throws IOException {
    try (FacadeBed bed = new FacadeBed("", (_, _) -> Status.success());
        Socket socket = bed.connect()) {
      socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: h\r\n\r\n".getBytes(UTF_8));

      assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
          .doesNotContain("HTTP/")
          .doesNotContain("berth");
    }
  }

  @Test
  void bodies_takeNoMoreThanTheHeapHasRoomFor() {
    ExtenderFacade usual = facade("port: 0");
    ExtenderFacade small = facade("port: 0, maxBodyBytes: 1048576, maxBufferedBytes: 1048576");

    Limits roomy = ExtenderPort.limits(usual, 8L << 30);
    Limits narrow = ExtenderPort.limits(usual, 288L << 20);
    Limits asked = ExtenderPort.limits(small, 288L << 20);

    assertThat(roomy.maxBodyBytes()).isEqualTo(usual.maxBodyBytes()).isEqualTo(128 << 20);
    assertThat(roomy.maxBufferedBytes()).isEqualTo(256L << 20);
    assertThat(narrow.maxBodyBytes()).as("5,000 nodes of 7 KB").isEqualTo(36 << 20);
    assertThat(narrow.maxBufferedBytes()).isEqualTo(72L << 20);
    assertThat(asked.maxBodyBytes()).isEqualTo(1 << 20);
    assertThat(asked.maxBufferedBytes()).isEqualTo(1 << 20);
  }

  @Test
  void help_saysTheLimits() {
    StringWriter out = new StringWriter();

    new CommandLine(new ExtenderCommand()).usage(new PrintWriter(out));

    assertThat(out.toString().replaceAll("\\s+", " "))
        .contains("heads of 16 KiB")
        .contains("bodies of 128 MiB (extender.maxBodyBytes)")
        .contains("less with a heap below 1024 MiB")
        .contains("30 s for a request")
        .contains("1024 connections, idle ones for 120 s");
  }

  // ---- without a cluster -----------------------------------------------------------------------

  @Test
  void withoutACluster_wholeNodesAreNeeded_andThatIsSaid() throws Exception {
    try (LoneExtender lone =
        new LoneExtender(config("port: 0, plainHTTP: true"), FacadeBed.LONG_TURNS)) {
      lone.start();
      try (FacadeClient client = new FacadeClient("http://127.0.0.1:" + lone.port())) {
        String pod = FacadeBed.podJson("p", 500);
        String nodes =
            "{\"items\":[%s,%s]}"
                .formatted(FacadeBed.nodeJson("small", 100), FacadeBed.nodeJson("large", 900));
        String offer = "{\"Pod\":%s,\"Nodes\":%s,\"NodeNames\":%s}";

        JsonNode whole = client.ask("/filter", offer.formatted(pod, nodes, null));
        JsonNode both = client.ask("/filter", offer.formatted(pod, nodes, "[\"large\"]"));
        JsonNode named = client.ask("/filter", FacadeClient.names(pod, "large"));

        assertThat(whole.at("/Nodes/items").findValuesAsText("name")).containsExactly("large");
        assertThat(both).isEqualTo(whole);
        assertThat(named.get("Error").asText()).contains("Maybe nodeCacheCapable: false");
        assertThat(client.bind("p", "p", "large")).contains("runs without a cluster");
        assertThat(client.get("/")).contains("nodeCacheCapable: false");
      }
    }
    try (FacadeBed bed = FacadeBed.plain();
        FacadeClient client = bed.client()) {
      assertThat(client.get("/")).contains("nodeCacheCapable: true");
    }
  }
}
