package dev.berth.plugins.podtopologyspread;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The order in which domains come must not matter: counts made in another way have another. */
final class CriticalPathsTest {

  private static int fewestAfterOneMoreInAAndB(List<String> order) {
    CriticalPaths paths = new CriticalPaths();
    order.forEach(domain -> paths.begin(domain, 1));
    paths.update("a", 2);
    paths.update("b", 2);
    return paths.fewest();
  }

  @Test
  void ofDomainsWithAsManyPods_theFirstTwoByNameAreRemembered() {
    assertThat(fewestAfterOneMoreInAAndB(List.of("a", "b", "c"))).isEqualTo(2);
    assertThat(fewestAfterOneMoreInAAndB(List.of("c", "b", "a"))).isEqualTo(2);
    assertThat(fewestAfterOneMoreInAAndB(List.of("b", "c", "a"))).isEqualTo(2);
  }
}
