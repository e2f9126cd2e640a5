package dev.berth.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is said at start of an extender, and what it has to be sent. */
final class ExtenderConfigTest {

  private static ExtenderConfig extender(String fields) {
    return ConfigLoader.parse(
            """
            apiVersion: kubescheduler.config.k8s.io/v1
            kind: KubeSchedulerConfiguration
            extenders:
            - {urlPrefix: "http://x", %s}
            """
                .formatted(fields),
            "test")
        .extenders()
        .getFirst();
  }

  @Test
  void everyQuestionThatItIsAsked_isNamed() {
    assertThat(
            extender(
                "filterVerb: f, prioritizeVerb: s, weight: 3, preemptVerb: p, bindVerb: b,"
                    + " ignorable: true"))
        .hasToString(
            "extender http://x: filter, prioritize (weight 3), preempt, bind,"
                + " without minding failures");
    assertThat(extender("preemptVerb: p")).hasToString("extender http://x: preempt");
  }

  @Test
  void aPasswordInTheAddress_isNotSaid() {
    ExtenderConfig extender =
        ConfigLoader.parse(
                """
                apiVersion: kubescheduler.config.k8s.io/v1
                kind: KubeSchedulerConfiguration
                extenders:
                - {urlPrefix: "http://me:a:b@c@x:1/p@q:r", filterVerb: f}
                """,
                "test")
            .extenders()
            .getFirst();
    assertThat(extender.shownPrefix()).isEqualTo("http://me:***@x:1/p@q:r");
    assertThat(extender).hasToString("extender http://me:***@x:1/p@q:r: filter");
    assertThat(extender("filterVerb: f").shownPrefix()).isEqualTo("http://x");
  }

  @Test
  void wholePodsAndNodes_areKeptForWhomTheyAreSent() {
    assertThat(extender("preemptVerb: p").needsVictims()).isTrue();
    assertThat(extender("preemptVerb: p").needsPods()).isTrue();
    assertThat(extender("preemptVerb: p").needsNodes()).isFalse();
    assertThat(extender("preemptVerb: p, nodeCacheCapable: true").needsVictims()).isFalse();
    assertThat(extender("filterVerb: f").needsVictims()).isFalse();
    assertThat(extender("filterVerb: f").needsNodes()).isTrue();
    assertThat(extender("bindVerb: b").needsPods()).isFalse();
  }
}
