package dev.berth.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PodImagesTest {
  @ParameterizedTest
  @CsvSource({
    "nginx, nginx:latest",
    "nginx:1.27, nginx:1.27",
    "registry.example:5000/nginx, registry.example:5000/nginx:latest",
    "registry.example:5000/nginx:1, registry.example:5000/nginx:1",
    "nginx@sha256:abc, nginx@sha256:abc",
    "'', :latest",
  })
  void normalised_name_hasATag(String name, String wantName) {
    assertThat(PodImages.normalised(name)).isEqualTo(wantName);
  }

  @Test
  void of_imagesOfAllKinds_countsContainersOnly() {
    PodImages images = PodImages.of(List.of("init"), List.of("app:1", "app:1"), List.of("data"));

    assertThat(images.names()).containsExactly("init:latest", "app:1", "app:1", "data:latest");
    assertThat(images.scoredContainers()).isEqualTo(3);
  }

  @Test
  void equals_sameNamesFromOtherKinds_isFalse() {
    PodImages container = PodImages.of(List.of(), List.of("a:1"), List.of());

    assertThat(container).isEqualTo(PodImages.of(List.of(), List.of("a:1"), List.of()));
    assertThat(container).isNotEqualTo(PodImages.of(List.of(), List.of(), List.of("a:1")));
  }
}
