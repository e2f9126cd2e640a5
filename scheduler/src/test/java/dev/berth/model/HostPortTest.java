package dev.berth.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HostPortTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    // case, ip, protocol, port, other ip, other protocol, other port, conflict
    "the same, 10.0.0.1, TCP, 80, 10.0.0.1, TCP, 80, true",
    "another port, 10.0.0.1, TCP, 80, 10.0.0.1, TCP, 81, false",
    "another protocol, 10.0.0.1, TCP, 80, 10.0.0.1, UDP, 80, false",
    "another address, 10.0.0.1, TCP, 80, 10.0.0.2, TCP, 80, false",
    "all addresses wanted, 0.0.0.0, TCP, 80, 10.0.0.2, TCP, 80, true",
    "all addresses taken, 10.0.0.1, TCP, 80, 0.0.0.0, TCP, 80, true",
    "no address means all, '', TCP, 80, 10.0.0.2, TCP, 80, true",
    "no protocol means TCP, 10.0.0.1, '', 80, 10.0.0.1, TCP, 80, true",
    ":: is an address like any other, '::', TCP, 80, 10.0.0.1, TCP, 80, false",
    ":: conflicts with itself, '::', TCP, 80, '::', TCP, 80, true",
    ":: conflicts with all addresses, '::', TCP, 80, '', TCP, 80, true",
    "port 0 is none, '', TCP, 0, '', TCP, 0, false",
    "protocols are case sensitive, '', tcp, 80, '', TCP, 80, false",
  })
  void conflictsWith(
      String unusedName,
      String ip,
      String protocol,
      int port,
      String otherIp,
      String otherProtocol,
      int otherPort,
      boolean wantConflict) {
    HostPort wanted = HostPort.of(ip, protocol, port);
    HostPort taken = HostPort.of(otherIp, otherProtocol, otherPort);

    assertThat(wanted.conflictsWith(taken)).isEqualTo(wantConflict);
    assertThat(taken.conflictsWith(wanted)).isEqualTo(wantConflict);
  }

  @Test
  void of_nothingWritten_isNormalised() {
    assertThat(HostPort.of("", "", 80)).isEqualTo(new HostPort("0.0.0.0", "TCP", 80));
  }
}
