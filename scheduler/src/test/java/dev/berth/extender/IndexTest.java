package dev.berth.extender;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class IndexTest {
  private static final ExtenderPaths BELOW = ExtenderPaths.STANDARD.below("/api/scheduler");

  private static String index(String scheme, NodeKnowledge knowledge) {
    return Index.text("1.2", scheme, BELOW, List.of("first", "second"), knowledge);
  }

  @Test
  void index_namesEveryVerb_oneBelowTheOther() {
    assertThat(index("http", NodeKnowledge.OF_THE_CLUSTER).lines().skip(2).limit(5))
        .containsExactly(
            "POST /api/scheduler/filter        which of the offered nodes a pod fits on, and why"
                + " not on the others",
            "POST /api/scheduler/prioritize    how good each of them is, 0 to 10",
            "POST /api/scheduler/bind          binds a pod to a node",
            "POST /api/scheduler/preempt       on which nodes a pod would fit once the proposed"
                + " victims are gone",
            "GET  /api/scheduler/openapi.json  the same for machines");
  }

  @Test
  void hint_isWhatACallerOfThisListenerNeeds() {
    assertThat(index("http", NodeKnowledge.OF_THE_CLUSTER))
        .contains("{urlPrefix: \"http://HOST:PORT/api/scheduler\", filterVerb: filter,")
        .contains("nodeCacheCapable: true}")
        .doesNotContain("enableHTTPS");
    assertThat(index("https", NodeKnowledge.OF_THE_REQUEST))
        .contains("\"https://HOST:PORT/api/scheduler\", enableHTTPS: true, filterVerb: filter,")
        .contains("nodeCacheCapable: false}");
  }
}
