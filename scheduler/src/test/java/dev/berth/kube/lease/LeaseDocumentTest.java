package dev.berth.kube.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a Lease is changed, and what survives. */
final class LeaseDocumentTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final String NOON_MICROS = "2026-01-01T12:00:00.000000Z";

  private static LeaseDocument parse(String json) throws IOException {
    return LeaseDocument.parse(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  private static LeaseDocument withSpec(String spec) throws IOException {
    return parse("{'metadata': {'uid': 'u', 'resourceVersion': '7'}, 'spec': " + spec + "}");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-01T12:00:00Z, 2026-01-01T12:00:00.000000Z",
    "2026-01-01T12:00:00.5Z, 2026-01-01T12:00:00.500000Z",
    "2026-01-01T12:00:00.000042999Z, 2026-01-01T12:00:00.000042Z",
    "1969-12-31T23:59:59.999999Z, 1969-12-31T23:59:59.999999Z"
  })
  void microTime_hasSixDigitsAndAZone(Instant instant, String want) {
    long micros = MicroTime.ofInstant(instant);

    assertThat(MicroTime.format(micros)).isEqualTo(want);
    assertThat(MicroTime.parse(want, 1)).isEqualTo(micros);
  }

  static Stream<String> incompleteSpecs() {
    return Stream.of(
        "{}",
        "null",
        "{'holderIdentity': null, 'leaseTransitions': null, 'leaseDurationSeconds': null}",
        "{'holderIdentity': ''}",
        "{'leaseDurationSeconds': 15}",
        "{'renewTime': 'noon'}");
  }

  @ParameterizedTest
  @MethodSource("incompleteSpecs")
  void lease_withPartsMissing_isTakenAndMadeWhole(String spec) throws IOException {
    LeaseRecord taken = withSpec(spec).heldBy("me", 15, NOON).record();

    assertThat(taken).isEqualTo(new LeaseRecord("me", 15, 1, NOON_MICROS, NOON_MICROS));
  }

  @Test
  void lease_withoutASpec_isTakenAndMadeWhole() throws IOException {
    LeaseRecord taken = parse("{'metadata': {'uid': 'u'}}").heldBy("me", 15, NOON).record();

    assertThat(taken).isEqualTo(new LeaseRecord("me", 15, 1, NOON_MICROS, NOON_MICROS));
  }

  @Test
  void ownLease_withPartsMissing_isRenewedAndMadeWhole() throws IOException {
    LeaseDocument mine = withSpec("{'holderIdentity': 'me'}");

    assertThat(mine.heldBy("me", 15, NOON).record())
        .isEqualTo(new LeaseRecord("me", 15, 0, NOON_MICROS, NOON_MICROS));
  }

  @Test
  void renewal_changesNothingButTheRenewTime() throws IOException {
    LeaseDocument mine =
        withSpec(
            "{'holderIdentity': 'me', 'leaseDurationSeconds': 15, 'leaseTransitions': 4,"
                + "'acquireTime': 'then', 'renewTime': '2026-01-01T11:59:58.000000Z'}");

    assertThat(mine.heldBy("me", 15, NOON).record())
        .isEqualTo(new LeaseRecord("me", 15, 4, "then", NOON_MICROS));
  }

  @Test
  void fieldsOfOthers_surviveEveryWrite() throws IOException {
    String json =
        "{'metadata': {'uid': 'u', 'resourceVersion': '7', 'labels': {'a': 'b'}, 'newer': [1]},"
            + "'spec': {'strategy': 'OldestEmulationVersion', 'newest': {'x': 1}}, 'extra': true}";

    for (LeaseDocument written :
        new LeaseDocument[] {parse(json).heldBy("me", 15, NOON), parse(json).released(NOON)}) {
      assertThat(written.json())
          .contains(
              "\"uid\":\"u\"",
              "\"resourceVersion\":\"7\"",
              "\"labels\":{\"a\":\"b\"}",
              "\"newer\":[1]",
              "\"strategy\":\"OldestEmulationVersion\"",
              "\"newest\":{\"x\":1}",
              "\"extra\":true");
    }
  }

  @Test
  void newLease_hasNoVersion() {
    assertThat(LeaseDocument.fresh("ns", "berth").heldBy("me", 15, NOON).json())
        .isEqualTo(
            "{'apiVersion':'coordination.k8s.io/v1','kind':'Lease',"
                .concat("'metadata':{'namespace':'ns','name':'berth'},")
                .concat("'spec':{'holderIdentity':'me','leaseDurationSeconds':15,")
                .concat("'leaseTransitions':1,'acquireTime':'" + NOON_MICROS + "',")
                .concat("'renewTime':'" + NOON_MICROS + "'}}")
                .replace('\'', '"'));
  }

  @Test
  void transitions_atTheServersLimit_stayThere() throws IOException {
    assertThat(withSpec("{'leaseTransitions': 2147483647}").heldBy("me", 15, NOON).record())
        .extracting(LeaseRecord::transitions)
        .isEqualTo(Integer.MAX_VALUE);
  }

  @ParameterizedTest(name = "last renewal {0}")
  @CsvSource({
    "2026-01-01T11:59:58.000000Z, 2026-01-01T12:00:00.000000Z", // the clock goes
    "2026-01-01T12:00:00.000000Z, 2026-01-01T12:00:00.000001Z", // it stands still
    "2026-01-01T12:00:01.000000Z, 2026-01-01T12:00:01.000001Z", // it was put back a little
    "2026-01-01T12:00:15.000000Z, 2026-01-01T12:00:00.000000Z", // it was put back far
    "2036-01-01T12:00:00.000000Z, 2026-01-01T12:00:00.000000Z",
    "noon, 2026-01-01T12:00:00.000000Z",
  })
  void renewTime_alwaysChanges_whateverTheClockDoes(String last, String want) throws IOException {
    LeaseDocument mine = withSpec("{'holderIdentity': 'me', 'renewTime': '" + last + "'}");

    assertThat(mine.heldBy("me", 15, NOON).record().renewTime()).isEqualTo(want);
  }

  @Test
  void release_namesNoHolderAndKeepsTheTransitions() throws IOException {
    LeaseDocument released =
        withSpec("{'holderIdentity': 'me', 'leaseDurationSeconds': 15, 'leaseTransitions': 4}")
            .released(NOON);

    assertThat(released.record()).isEqualTo(new LeaseRecord("", 1, 4, NOON_MICROS, NOON_MICROS));
    assertThat(released.json()).doesNotContain("holderIdentity");
    assertThat(released.record().isFree()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "<html>", "{"})
  void whatIsNoObject_isRefused(String text) {
    assertThatThrownBy(() -> parse(text)).isInstanceOf(IOException.class);
  }
}
