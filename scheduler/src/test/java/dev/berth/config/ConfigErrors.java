package dev.berth.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.params.provider.Arguments;

/** The errors of a configuration as they are shown. */
final class ConfigErrors {
  static final String HEAD =
      """
      apiVersion: kubescheduler.config.k8s.io/v1
      kind: KubeSchedulerConfiguration
      """;

  static List<String> errorsOf(String text) {
    ConfigException e =
        catchThrowableOfType(ConfigException.class, () -> ConfigLoader.parse(text, "test"));
    assertThat(e).as("must be refused: %s", text).isNotNull();
    return e.problems().stream().map(ConfigProblem::toString).toList();
  }

  static Arguments error(String name, String text, String want) {
    return Arguments.of(name, text, want);
  }
}
