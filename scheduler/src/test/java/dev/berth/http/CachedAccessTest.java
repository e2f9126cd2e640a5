package dev.berth.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.base.Ticker;
import dev.berth.http.AccessCheck.Decision;
import dev.berth.http.AccessCheck.Identification;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CachedAccessTest {
  private static final Identity ANN = new Identity("ann", "1", List.of("g"), Map.of());

  private long now;
  private int asked;
  private boolean broken;

  private final AccessCheck check =
      new CachedAccess(
          new AccessCheck() {
            @Override
            public Identification identify(String token) throws IOException {
              ask();
              return token.equals("ann")
                  ? new Identification.Known(ANN)
                  : new Identification.Unknown();
            }

            @Override
            public Decision authorize(Identity user, String verb, String path) throws IOException {
              ask();
              return path.equals("/good") ? new Decision.Allowed() : new Decision.Denied("no");
            }
          },
          Duration.ofSeconds(10),
          new Ticker() {
            @Override
            public long read() {
              return now;
            }
          });

  private void ask() throws IOException {
    asked++;
    if (broken) {
      throw new IOException("no API server");
    }
  }

  @Test
  void answersOfEitherKind_areRememberedForTheirTime() throws Exception {
    for (int i = 0; i < 2; i++) {
      assertThat(check.identify("ann")).isEqualTo(new Identification.Known(ANN));
      assertThat(check.identify("bob")).isEqualTo(new Identification.Unknown());
      assertThat(check.authorize(ANN, "get", "/good")).isEqualTo(new Decision.Allowed());
      assertThat(check.authorize(ANN, "get", "/bad")).isEqualTo(new Decision.Denied("no"));
    }
    assertThat(asked).isEqualTo(4);
    now += Duration.ofSeconds(10).toNanos();
    assertThat(check.identify("ann")).isEqualTo(new Identification.Known(ANN));
    assertThat(check.authorize(ANN, "get", "/good")).isEqualTo(new Decision.Allowed());
    assertThat(asked).isEqualTo(6);
  }

  @Test
  void otherUserVerbOrPath_isAnotherQuestion() throws Exception {
    check.authorize(ANN, "get", "/good");
    check.authorize(ANN, "post", "/good");
    check.authorize(new Identity("ann", "1", List.of(), Map.of()), "get", "/good");
    assertThat(asked).isEqualTo(3);
  }

  @Test
  void failure_isNotRemembered() throws Exception {
    broken = true;
    assertThatThrownBy(() -> check.identify("ann")).hasMessage("no API server");
    broken = false;
    assertThat(check.identify("ann")).isEqualTo(new Identification.Known(ANN));
  }
}
