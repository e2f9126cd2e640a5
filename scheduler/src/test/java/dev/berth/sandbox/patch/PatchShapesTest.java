package dev.berth.sandbox.patch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.sandbox.objects.Kinds;
import org.junit.jupiter.api.Test;

final class PatchShapesTest {

  @Test
  void everyKind_mergesOwnersAndFinalizers() {
    assertThat(Kinds.all())
        .allSatisfy(
            kind -> {
              PatchShape metadata = PatchShapes.of(kind).at("metadata");
              assertThat(metadata.list("ownerReferences")).isEqualTo(new ListRule.Keyed("uid"));
              assertThat(metadata.list("finalizers")).isEqualTo(new ListRule.Values());
            });
  }

  @Test
  void containers_areMergedByName_andTheirPortsByNumber() {
    PatchShape spec = PatchShapes.of(Kinds.POD).at("spec");

    for (String field : new String[] {"containers", "initContainers", "ephemeralContainers"}) {
      assertThat(spec.list(field)).isEqualTo(new ListRule.Keyed("name"));
      assertThat(spec.at(field).list("ports")).isEqualTo(new ListRule.Keyed("containerPort"));
      assertThat(spec.at(field).list("volumeMounts")).isEqualTo(new ListRule.Keyed("mountPath"));
    }
    assertThat(spec.list("tolerations")).isEqualTo(new ListRule.Replaced());
  }
}
