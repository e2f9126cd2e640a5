package dev.berth.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ResourceNameTest {
  @ParameterizedTest
  @CsvSource({
    // name, scalar, extended, huge pages, group
    "cpu, false, false, false, ''",
    "memory, false, false, false, ''",
    "storage, false, false, false, ''",
    "nvidia.com/gpu, true, true, false, nvidia.com",
    "kubernetes.io/batch-cpu, true, false, false, kubernetes.io",
    "x.kubernetes.io/y, true, false, false, x.kubernetes.io",
    "hugepages-2Mi, true, false, true, ''",
    "attachable-volumes-aws-ebs, true, false, false, ''",
    "requests.nvidia.com/gpu, false, false, false, requests.nvidia.com",
    "example.com/-bad, false, false, false, example.com",
    "Example.com/gpu, false, false, false, Example.com",
    "a/b/c, false, false, false, a",
  })
  void of_name_hasItsKinds(
      String text, boolean wantScalar, boolean wantExtended, boolean wantHuge, String wantGroup) {
    ResourceName name = ResourceName.of(text);

    assertThat(name.isScalar()).as("scalar").isEqualTo(wantScalar);
    assertThat(name.isExtended()).as("extended").isEqualTo(wantExtended);
    assertThat(name.isHugePages()).as("huge pages").isEqualTo(wantHuge);
    assertThat(name.group()).as("group").isEqualTo(wantGroup);
  }

  @Test
  void of_sameText_isTheSameObject() {
    ResourceName name = ResourceName.of("example.com/same");

    assertThat(ResourceName.of(String.join("/", "example.com", "same"))).isSameAs(name);
    assertThat(ResourceName.of("cpu")).isSameAs(ResourceName.CPU);
    assertThat(ResourceName.of("example.com/other").id()).isNotEqualTo(name.id());
  }
}
