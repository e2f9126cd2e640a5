package dev.berth.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The cases of {@code TestMergePlugins}, Kubernetes 1.36.3, and a few more. */
final class PluginSetTest {
  private static final PluginSet TWO = enabling("One", "Two");
  private static final PluginSet THREE = enabling("One", "Two", "Three");

  /** Plugins by name, with a weight behind {@code =} where it is not 1. */
  private static PluginSet enabling(String... plugins) {
    return new PluginSet(Arrays.stream(plugins).map(PluginSetTest::plugin).toList(), List.of());
  }

  private static PluginSet but(PluginSet set, String... disabled) {
    return new PluginSet(set.enabled(), List.of(disabled));
  }

  private static EnabledPlugin plugin(String text) {
    int equals = text.indexOf('=');
    return equals < 0
        ? new EnabledPlugin(text)
        : new EnabledPlugin(
            text.substring(0, equals), Integer.parseInt(text.substring(equals + 1)));
  }

  static Stream<Arguments> merges() {
    return Stream.of(
        merge(
            "a new plugin comes behind the defaults",
            TWO,
            enabling("New"),
            enabling("One", "Two", "New")),
        merge(
            "a default that is disabled and enabled moves behind what stands before it",
            TWO,
            but(enabling("New", "Two"), "Two"),
            but(enabling("One", "New", "Two"), "Two")),
        merge(
            "a star drops all defaults, those enabled again included",
            TWO,
            but(enabling("New", "One", "Two"), "*"),
            but(enabling("New", "One", "Two"), "*")),
        merge(
            "defaults are put in another order",
            TWO,
            but(enabling("Two", "One"), "*"),
            but(enabling("Two", "One"), "*")),
        merge("nothing written changes nothing", TWO, enabling(), TWO),
        merge(
            "weights replace those of defaults in place",
            THREE,
            enabling("One=2", "Three=3"),
            enabling("One=2", "Two", "Three=3")),
        merge(
            "the order of replacements does not matter",
            THREE,
            enabling("Two=2", "One=1"),
            enabling("One=1", "Two=2", "Three")),
        merge(
            "of a plugin named twice the last takes the default's place",
            THREE,
            enabling("One", "Two=2", "Three", "Two=4"),
            enabling("One", "Two=4", "Three", "Two=2")),
        merge(
            "a default goes",
            TWO,
            but(enabling("A", "B"), "Two"),
            but(enabling("One", "A", "B"), "Two")),
        merge(
            "a default without a weight of its own again has weight 1",
            enabling("One=3"),
            enabling("One"),
            enabling("One=1")),
        merge(
            "what the defaults disable stays disabled",
            but(enabling("One"), "Two"),
            enabling("New"),
            but(enabling("One", "New"), "Two")),
        merge("only disabled", enabling("One"), but(enabling(), "One"), but(enabling(), "One")),
        merge(
            "disabling what is no default disables it for later",
            enabling("One"),
            but(enabling("New"), "New"),
            but(enabling("One", "New"), "New")),
        merge(
            "the user's disabled come before those of the defaults",
            but(enabling("One"), "B"),
            but(enabling(), "A"),
            but(enabling("One"), "A", "B")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("merges")
  void over(String name, PluginSet defaults, PluginSet written, PluginSet want) {
    assertThat(written.over(defaults)).isEqualTo(want);
  }

  @Test
  void sets_laidOverDefaults_areMergedPointByPoint() {
    PluginSets defaults =
        new PluginSets(enabling("One", "Two"), Map.of(ExtensionPoint.SCORE, enabling("Two=2")));
    PluginSets written =
        new PluginSets(
            but(enabling("New"), "One"),
            Map.of(
                ExtensionPoint.SCORE,
                but(enabling(), "New"),
                ExtensionPoint.BIND,
                PluginSet.EMPTY));

    PluginSets merged = written.over(defaults);

    assertThat(merged.multiPoint()).isEqualTo(but(enabling("Two", "New"), "One"));
    assertThat(merged.points())
        .isEqualTo(Map.of(ExtensionPoint.SCORE, but(enabling("Two=2"), "New")));
    assertThat(merged.at(ExtensionPoint.BIND)).isEqualTo(PluginSet.EMPTY);
    assertThat(merged.enabledNames()).containsExactly("New", "Two");
    assertThat(merged.fieldThatEnables("Two")).isEqualTo("multiPoint");
    assertThat(merged.fieldThatEnables("One")).isNull();
  }

  private static Arguments merge(
      String name, PluginSet defaults, PluginSet written, PluginSet want) {
    return Arguments.of(name, defaults, written, want);
  }
}
