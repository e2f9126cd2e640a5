package dev.berth.sandbox.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class ProtobufTest {

  @Test
  void object_thatKubectlSends_isRead() {
    byte[] body =
        envelope(
            "scheduling.k8s.io/v1",
            "PriorityClass",
            bytes(1, text(1, "hi") + bytes(11, text(1, "k") + text(2, "v")) + "4200")
                + "100a" // value: 10
                + "1801" // globalDefault: true
                + text(4, "d"));
    assertThat(Protobuf.object(body))
        .hasToString(
            "{\"apiVersion\":\"scheduling.k8s.io/v1\",\"kind\":\"PriorityClass\",\"metadata\":"
                + "{\"name\":\"hi\",\"labels\":{\"k\":\"v\"}},\"value\":10,\"globalDefault\":true,"
                + "\"description\":\"d\"}");
  }

  @Test
  void negativeNumber_isReadWithItsSign() {
    byte[] body =
        envelope("v1", "DeleteOptions", "08ffffffffffffffffff01" + text(5, "All") + text(5, "x"));
    assertThat(Protobuf.object(body))
        .hasToString(
            "{\"apiVersion\":\"v1\",\"kind\":\"DeleteOptions\",\"gracePeriodSeconds\":-1,"
                + "\"dryRun\":[\"All\",\"x\"]}");
  }

  @Test
  void whatIsNotKnown_isNotReadAtAll() {
    assertThat(Protobuf.object(envelope("v1", "Secret", ""))).isNull();
    assertThat(Protobuf.object(envelope("v1", "Namespace", text(9, "newer")))).isNull();
    assertThat(Protobuf.object(envelope("v1", "Namespace", "0aff"))).isNull();
    assertThat(Protobuf.object(HexFormat.of().parseHex("6b3873"))).isNull();
    assertThat(Protobuf.object(new byte[0])).isNull();
  }

  private static byte[] envelope(String apiVersion, String kind, String content) {
    String type = text(1, apiVersion) + text(2, kind);
    return HexFormat.of().parseHex("6b387300" + bytes(1, type) + bytes(2, content) + "1a002200");
  }

  private static String text(int field, String text) {
    return bytes(field, HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Tag, length and content, for short ones. */
  private static String bytes(int field, String hex) {
    return "%02x%02x%s".formatted(field << 3 | 2, hex.length() / 2, hex);
  }
}
