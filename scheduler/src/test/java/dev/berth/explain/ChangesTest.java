package dev.berth.explain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ChangesTest {

  @ParameterizedTest
  @CsvSource({
    "*, any change",
    "PodDelete, Pod: deleted",
    "NodeAddUpdateNodeTaint, Node: added or taints changed",
    "PodDeleteUpdatePodScaleDown, Pod: deleted or scaled down",
    "storage.k8s.io/CSINodeAddUpdate, storage.k8s.io/CSINode: added or changed",
    "NodeAddDeleteUpdateNodeLabel, Node: added or deleted or labels changed",
    "OfANewerVersion, OfANewerVersion",
    "Add, Add"
  })
  void event_isWrittenInWords(String label, String want) {
    assertThat(Changes.text(label)).isEqualTo(want);
  }
}
