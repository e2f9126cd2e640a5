package dev.berth.kube.events;

import static dev.berth.kube.events.EventsBed.EVENTS;
import static dev.berth.kube.events.EventsBed.MAPPER;
import static dev.berth.kube.events.EventsBed.START;
import static dev.berth.kube.events.EventsBed.WEB;
import static dev.berth.kube.events.EventsBed.body;
import static dev.berth.kube.events.EventsBed.created;
import static dev.berth.kube.events.EventsBed.failure;
import static dev.berth.kube.events.EventsBed.pod;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.cycle.AttemptEnd;
import dev.berth.kube.FakeApiServer;
import dev.berth.kube.FakeApiServer.Request;
import dev.berth.model.PodInfo;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which requests events become, through the real client. */
final class KubeEventsTest {
  private final EventsBed bed = new EventsBed();
  private final FakeApiServer server = bed.server;
  private final EventsBed.Outcomes outcomes = bed.outcomes;

  @AfterEach
  void close() {
    bed.close();
  }

  // ---- what is told

  @Test
  void boundPod_isToldWithTheFieldsOfKubeScheduler() throws Exception {
    bed.onPost(created());

    bed.events.bound(WEB, "n1");

    assertThat(outcomes.next()).isEqualTo("sent");
    assertThat(server.requests())
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.header("Content-type")).startsWith("application/json");
              assertThat(body(request))
                  .isEqualTo(
                      MAPPER.readTree(
                          FakeApiServer.quoted(
                              """
                              {'apiVersion': 'events.k8s.io/v1', 'kind': 'Event',
                               'metadata': {'name': 'web.1898b5d9b3d854c0', 'namespace': 'shop'},
                               'eventTime': '2026-03-01T12:00:00.000120Z',
                               'reportingController': 'berth', 'reportingInstance': 'berth-host-1',
                               'action': 'Binding', 'reason': 'Scheduled', 'type': 'Normal',
                               'regarding': {'kind': 'Pod', 'apiVersion': 'v1', 'namespace': 'shop', 'name': 'web',
                                 'uid': 'uid-web', 'resourceVersion': '7'},
                               'note': 'Successfully assigned shop/web to n1'}
                              """)));
            });
  }

  @Test
  void failedAttempt_isAWarningWithItsWholeText() throws Exception {
    bed.onPost(created());

    bed.events.ended(failure(WEB, "0/1 nodes are available: 1 \"100%\" \\ full.\n"));
    bed.events.skipped(pod("going"));
    assertThat(outcomes.next()).isEqualTo("sent");
    assertThat(outcomes.next()).isEqualTo("sent");

    assertThat(server.requests().stream().map(EventsBed::body))
        .allSatisfy(
            event -> {
              assertThat(event.path("type").asText()).isEqualTo("Warning");
              assertThat(event.path("reason").asText()).isEqualTo("FailedScheduling");
              assertThat(event.path("action").asText()).isEqualTo("Scheduling");
            })
        .extracting(event -> event.path("note").asText())
        .containsExactlyInAnyOrder(
            "0/1 nodes are available: 1 \"100%\" \\ full.\n",
            "skip schedule deleting pod: shop/going");
  }

  @Test
  void podThatWaitsForItsDevices_isToldWithTheFieldsOfKubeScheduler() throws Exception {
    bed.onPost(created());

    bed.events.waitsForDevices(WEB.toBuilder().nodeName("n1").build(), "n1");

    assertThat(outcomes.next()).isEqualTo("sent");
    assertThat(server.requests())
        .singleElement()
        .satisfies(
            request ->
                assertThat(body(request))
                    .isEqualTo(
                        MAPPER.readTree(
                            FakeApiServer.quoted(
                                """
                                {'apiVersion': 'events.k8s.io/v1', 'kind': 'Event',
                                 'metadata': {'name': 'web.1898b5d9b3d854c0', 'namespace': 'shop'},
                                 'eventTime': '2026-03-01T12:00:00.000120Z',
                                 'reportingController': 'berth', 'reportingInstance': 'berth-host-1',
                                 'action': 'Scheduling', 'reason': 'BindingConditionsPending',
                                 'type': 'Normal',
                                 'regarding': {'kind': 'Pod', 'apiVersion': 'v1', 'namespace': 'shop', 'name': 'web',
                                   'uid': 'uid-web', 'resourceVersion': '7'},
                                 'note': 'waiting for binding conditions for device on node n1'}
                                """))));
  }

  @Test
  void attemptThatEndedInABinding_isNotAFailure() throws Exception {
    bed.onPost(created());

    bed.events.ended(new AttemptEnd(WEB, AttemptEnd.Outcome.SCHEDULED, 1, 0, 0, false, ""));
    bed.events.bound(WEB, "n1");

    assertThat(outcomes.next()).isEqualTo("sent");
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void names_areUniqueWithinANanosecond_andNeverTooLong() throws Exception {
    bed.onPost(created());
    PodInfo longest = pod("p".repeat(253));

    bed.events.bound(WEB, "n1");
    bed.events.bound(WEB, "n1");
    bed.events.bound(longest, "n1");
    for (int i = 0; i < 3; i++) {
      assertThat(outcomes.next()).isEqualTo("sent");
    }

    Set<String> names = new HashSet<>(); // one that is sent again keeps its name
    server.requests().forEach(event -> names.add(body(event).at("/metadata/name").asText()));
    assertThat(names).hasSize(3).allSatisfy(name -> assertThat(name).hasSizeLessThanOrEqualTo(253));
  }

  // ---- series

  @Test
  void sameFailureAgain_patchesASeries_andIsThenOnlyCounted() throws Exception {
    bed.onPost(created());
    bed.events.ended(failure(WEB, "no"));
    assertThat(outcomes.next()).isEqualTo("sent");
    String name = body(server.requests().getFirst()).at("/metadata/name").asText();
    server.on("PATCH " + EVENTS + "/" + name, request -> created());
    bed.now = START.plusSeconds(90);

    bed.events.ended(failure(WEB, "no"));
    assertThat(outcomes.next()).isEqualTo("sent");
    bed.events.ended(failure(WEB, "no"));
    bed.events.ended(failure(WEB.toBuilder().resourceVersion("8").build(), "other"));
    assertThat(outcomes.next()).isEqualTo("sent");

    assertThat(server.requests().stream().map(Request::method))
        .containsExactly("POST", "PATCH", "POST");
    Request patch = server.requests("PATCH").getFirst();
    assertThat(patch.header("Content-type")).startsWith("application/strategic-merge-patch+json");
    assertThat(patch.body())
        .isEqualTo(
            FakeApiServer.quoted(
                "{'series':{'count':2,'lastObservedTime':'2026-03-01T12:01:30.000120Z'}}"));
  }

  @Test
  void waitForDevicesAfterAFailure_isNoPartOfItsSeries_andHasItsOwn() throws Exception {
    bed.onPost(created());
    bed.events.ended(failure(WEB, "no"));
    assertThat(outcomes.next()).isEqualTo("sent");
    bed.events.waitsForDevices(WEB, "n1");
    assertThat(outcomes.next()).isEqualTo("sent");
    String name = body(server.requests().getLast()).at("/metadata/name").asText();
    server.on("PATCH " + EVENTS + "/" + name, request -> created());

    bed.events.waitsForDevices(WEB, "n1");
    assertThat(outcomes.next()).isEqualTo("sent");
    bed.events.waitsForDevices(WEB, "n1");
    bed.events.bound(WEB, "n1");
    assertThat(outcomes.next()).isEqualTo("sent");

    assertThat(server.requests().stream().map(Request::method))
        .containsExactly("POST", "POST", "PATCH", "POST");
  }

  @Test
  void seriesWhoseEventIsGone_becomesAnEventAgain() throws Exception {
    bed.onPost(created());
    bed.events.ended(failure(WEB, "no"));
    assertThat(outcomes.next()).isEqualTo("sent");

    bed.events.ended(failure(WEB, "no"));

    assertThat(outcomes.next()).isEqualTo("sent");
    JsonNode again = body(server.requests("POST").getLast());
    assertThat(again.at("/series/count").asInt()).isEqualTo(2);
    assertThat(again.path("metadata"))
        .isEqualTo(body(server.requests("POST").getFirst()).path("metadata"));
  }
}
