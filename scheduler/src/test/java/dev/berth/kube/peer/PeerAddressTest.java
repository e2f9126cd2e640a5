package dev.berth.kube.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.kube.ServerTrust;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PeerAddressTest {

  @ParameterizedTest
  @CsvSource({
    "https://127.0.0.1:10259, Unverified",
    "https://localhost:10259, Unverified",
    "https://[::1]:10259, Unverified",
    "http://127.0.0.1:10259, Unverified",
    "https://10.0.0.7:10259, JavaAuthorities",
    "https://berth.kube-system.svc:10259, JavaAuthorities",
    "https://127.0.0.1.example.com:10259, JavaAuthorities",
    "https://localhost.example.com:10259, JavaAuthorities"
  })
  void onlyLoopback_isTrustedWithoutACertificate(String address, String want) {
    PeerAddress given = PeerAddress.of(address, null, false);

    assertThat(((PeerAddress.Direct) given).trust().getClass().getSimpleName()).isEqualTo(want);
  }

  @Test
  void authorityThatIsGiven_isUsedEverywhere() {
    Path pem = Path.of("ca.pem");

    assertThat(PeerAddress.of("https://127.0.0.1:1", pem, false))
        .isEqualTo(new PeerAddress.Direct("https://127.0.0.1:1", new ServerTrust.Authority(pem)));
  }

  @Test
  void verification_canBeSwitchedOffByTheUserAlone() {
    assertThat(PeerAddress.of("https://10.0.0.7:1/", null, true))
        .isEqualTo(new PeerAddress.Direct("https://10.0.0.7:1", new ServerTrust.Unverified()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:10259", "ftp://x", "https://", "x y", "http://10.0.0.7:1"})
  void addressThatIsNone_orThatWouldShowTheToken_isRefused(String address) {
    assertThatThrownBy(() -> PeerAddress.of(address, null, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(address)
        .hasMessageContaining("Maybe https");
  }
}
