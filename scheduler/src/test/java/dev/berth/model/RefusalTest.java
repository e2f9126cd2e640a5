package dev.berth.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class RefusalTest {
  @Test
  void message_everyRefusal_namesThePathAndIsOneSentence() {
    List<Refusal> refusals =
        List.of(
            new Refusal.UnbuiltFeature("spec.schedulingGroup", "pod groups"),
            new Refusal.UnknownField("spec.volumes[0].teleport"),
            new Refusal.UnknownValue("spec.affinity.nodeAffinity", "In\"Side"));

    for (Refusal refusal : refusals) {
      assertThat(refusal.message()).startsWith(refusal.path() + " ").doesNotContain(". ");
    }
    assertThat(refusals.get(0).message()).contains("pod groups");
    assertThat(refusals.get(2).message()).contains("\"In\\\"Side\"");
  }
}
