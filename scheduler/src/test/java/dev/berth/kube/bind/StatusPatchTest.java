package dev.berth.kube.bind;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.kube.FakeApiServer;
import dev.berth.model.PodCondition;
import dev.berth.model.PodInfo;
import dev.berth.model.PodKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class StatusPatchTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.987654Z");
  private static final PodInfo WEB =
      PodInfo.builder(new PodKey("shop", "web"))
          .uid("uid-1")
          .resourceVersion("7")
          .generation(3)
          .build();
  private static final StatusWrite.Failure NO_CPU =
      new StatusWrite.Failure("Unschedulable", "0/1 nodes are available: 1 Insufficient cpu.");

  private static void assertPatch(
      PodInfo pod,
      StatusWrite.@Nullable Failure failure,
      @Nullable String nominatedNode,
      String want)
      throws JsonProcessingException {
    String patch =
        StatusPatch.of(new StatusWrite(pod, failure, nominatedNode), PodOnServer.of(pod), NOW);
    assertThat(patch).isNotNull();
    assertThat(MAPPER.readTree(patch)).isEqualTo(MAPPER.readTree(FakeApiServer.quoted(want)));
  }

  private static void assertNothing(
      PodInfo pod, StatusWrite.@Nullable Failure failure, @Nullable String nominatedNode) {
    assertThat(
            StatusPatch.of(new StatusWrite(pod, failure, nominatedNode), PodOnServer.of(pod), NOW))
        .isNull();
  }

  private static PodInfo with(String status, String reason, String message) {
    return WEB.toBuilder().podScheduled(new PodCondition(status, reason, message)).build();
  }

  @Test
  void pod_without_the_condition_gets_all_of_it() throws Exception {
    assertPatch(
        WEB,
        NO_CPU,
        null,
        """
        {'metadata': {'uid': 'uid-1', 'resourceVersion': '7'},
         'status': {'conditions': [{'type': 'PodScheduled', 'status': 'False', 'reason': 'Unschedulable',
           'message': '0/1 nodes are available: 1 Insufficient cpu.', 'observedGeneration': 3,
           'lastTransitionTime': '2026-03-01T12:00:00Z'}]}}
        """);
  }

  @Test
  void other_message_keeps_the_time_of_transition() throws Exception {
    assertPatch(
        with("False", "Unschedulable", "before"),
        NO_CPU,
        null,
        """
        {'metadata': {'uid': 'uid-1', 'resourceVersion': '7'},
         'status': {'conditions': [{'type': 'PodScheduled', 'status': 'False', 'reason': 'Unschedulable',
           'message': '0/1 nodes are available: 1 Insufficient cpu.', 'observedGeneration': 3}]}}
        """);
  }

  @Test
  void other_status_changes_the_time_of_transition() {
    PodInfo scheduled = with("True", "", "");

    assertThat(
            StatusPatch.of(
                new StatusWrite(scheduled, NO_CPU, null), PodOnServer.of(scheduled), NOW))
        .contains("\"lastTransitionTime\":\"2026-03-01T12:00:00Z\"");
  }

  @Test
  void same_condition_is_not_written_even_for_a_new_generation() {
    PodInfo same = with("False", "Unschedulable", NO_CPU.message());

    assertNothing(same, NO_CPU, null);
    assertNothing(same.toBuilder().generation(4).build(), NO_CPU, null);
  }

  @Test
  void pod_without_a_generation_observes_none() throws Exception {
    assertPatch(
        with("False", "SchedulerError", "x").toBuilder().generation(0).resourceVersion("").build(),
        NO_CPU,
        null,
        """
        {'metadata': {'uid': 'uid-1'},
         'status': {'conditions': [{'type': 'PodScheduled', 'status': 'False', 'reason': 'Unschedulable',
           'message': '0/1 nodes are available: 1 Insufficient cpu.'}]}}
        """);
  }

  @Test
  void nomination_is_set_cleared_or_left_alone() throws Exception {
    PodInfo nominated = WEB.withNominatedNodeName("n1");

    assertPatch(
        WEB,
        null,
        "n1",
        "{'metadata': {'uid': 'uid-1', 'resourceVersion': '7'}, 'status': {'nominatedNodeName':"
            + " 'n1'}}");
    assertPatch(
        nominated,
        null,
        "",
        "{'metadata': {'uid': 'uid-1', 'resourceVersion': '7'}, 'status': {'nominatedNodeName':"
            + " null}}");
    assertNothing(nominated, null, "n1");
    assertNothing(WEB, null, "");
    assertNothing(nominated, null, null);
  }

  @Test
  void nomination_that_changes_brings_the_condition_along() throws Exception {
    assertPatch(
        with("False", "Unschedulable", NO_CPU.message()),
        NO_CPU,
        "n1",
        """
        {'metadata': {'uid': 'uid-1', 'resourceVersion': '7'},
         'status': {'nominatedNodeName': 'n1', 'conditions': [{'type': 'PodScheduled', 'status': 'False',
           'reason': 'Unschedulable', 'message': '0/1 nodes are available: 1 Insufficient cpu.',
           'observedGeneration': 3}]}}
        """);
  }

  @Test
  void later_write_takes_the_place_of_what_it_says_and_keeps_the_rest() {
    StatusWrite.Failure later = new StatusWrite.Failure("SchedulerError", "timeout");

    assertThat(new StatusWrite(WEB, NO_CPU, "n1").followedBy(new StatusWrite(WEB, later, null)))
        .isEqualTo(new StatusWrite(WEB, later, "n1"));
    assertThat(new StatusWrite(WEB, NO_CPU, "n1").followedBy(new StatusWrite(WEB, null, "")))
        .isEqualTo(new StatusWrite(WEB, NO_CPU, ""));
  }
}
