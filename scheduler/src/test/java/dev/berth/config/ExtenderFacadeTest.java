package dev.berth.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the facade can be reached, and that each path means one thing. */
final class ExtenderFacadeTest {

  private static BerthConfig config(String fields) {
    return ConfigLoader.parse(
        """
        apiVersion: kubescheduler.config.k8s.io/v1
        kind: KubeSchedulerConfiguration
        profiles: [{schedulerName: a}, {schedulerName: a/b}]
        ---
        apiVersion: berth.dev/v1alpha1
        kind: BerthConfiguration
        extender: {%s}
        """
            .formatted(fields),
        "test");
  }

  private static ExtenderFacade facade(String fields) {
    return Objects.requireNonNull(config(fields).own().extender());
  }

  @Test
  void slashesAtTheEnds_doNotMatter() {
    ExtenderFacade facade = facade("pathPrefix: /api/scheduler//, filterVerb: /v1/filter/");
    assertThat(facade.pathPrefix()).isEqualTo("/api/scheduler");
    assertThat(facade.filterVerb()).isEqualTo("v1/filter");
    assertThat(facade("pathPrefix: /").pathPrefix()).isEmpty();
    assertThat(facade("pathPrefix: \"/~me/v1.2-x_(y)@z:$\"").pathPrefix())
        .isEqualTo("/~me/v1.2-x_(y)@z:$");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a?b", "/a#b", "/a//b", "/a/../b", "/.", "/a b", "/a%2Fb", "/a;b", "/ä"})
  void aPathThatNoRequestCanHave_isRefused(String path) {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> config("pathPrefix: \"%s\"".formatted(path)))
        .withMessageContaining(
            "BerthConfiguration.extender.pathPrefix: is \"%s\"; allowed are".formatted(path));
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> config("bindVerb: \"x%s\"".formatted(path)))
        .withMessageContaining(
            "BerthConfiguration.extender.bindVerb: is \"x%s\"; allowed are".formatted(path));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "filterVerb: a/bind | filterVerb | /a/bind | bindVerb of profile a",
        "pathPrefix: /p, preemptVerb: a/b/filter | preemptVerb | /p/a/b/filter"
            + " | filterVerb of profile a/b",
        "filterVerb: b/bind | filterVerb of profile a | /a/b/bind | bindVerb of profile a/b",
      })
  void aPathThatMeansTwoThings_isRefused(String fields, String one, String path, String other) {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> config(fields))
        .withMessageContaining(
            "BerthConfiguration.extender: gives %s to %s and to %s".formatted(path, one, other));
  }
}
