package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.framework.Status;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ComparisonTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void aCaseThatNamesAPluginWhichIsNotBuilt_isNotSupportedInAnyFacet() throws IOException {
    assertThat(compareGate("GangScheduling"))
        .isNotEmpty()
        .allSatisfy(finding -> assertThat(finding).isInstanceOf(Finding.NotSupported.class));
  }

  @Test
  void aGateOfAnotherPlugin_isADifference() throws IOException {
    assertThat(compareGate("SchedulingGates"))
        .singleElement()
        .isInstanceOf(Finding.Disagree.class)
        .extracting(Finding::facet)
        .isEqualTo(Facet.PRE_ENQUEUE);
  }

  /**
   * A pod that kube-scheduler held back in the name of the plugin, and Berth for another reason.
   */
  private static List<Finding> compareGate(String plugin) throws IOException {
    Expectation want =
        new Expectation(
            JSON.readTree(
                "{\"preEnqueue\": {\"code\": \"UnschedulableAndUnresolvable\", \"plugin\": \"%s\"}}"
                    .formatted(plugin)));
    Status gate = Status.unresolvable("held back").by("DefaultPreemption");
    return Comparison.of(want, new Decided(gate, null, null, null));
  }
}
