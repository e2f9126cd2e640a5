package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.controlplane.ControlPlane;
import dev.berth.kube.decode.FieldPolicy;
import org.junit.jupiter.api.Test;

/** The list of fields that the decoder goes by, against what the server says it has. */
final class PodSpecFieldsIT {

  @Test
  void every_field_of_the_server_is_in_the_list() {
    try (ControlPlane controlPlane = ControlPlane.start();
        ApiServer api = new ApiServer(controlPlane)) {
      assertThat(FieldPolicy.get().newFields(api.get("/openapi/v3/api/v1"))).isEmpty();
    }
  }
}
