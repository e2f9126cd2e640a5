package dev.berth.sandbox.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.sandbox.objects.Json;
import dev.berth.sandbox.objects.Kind;
import dev.berth.sandbox.objects.Kinds;
import dev.berth.sandbox.objects.KubeObject;
import dev.berth.sandbox.objects.StatusException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TablesTest {

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-01-01T00:10:00Z"));

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          waits                      | {"status":{"phase":"Pending"}}                                                                                       | 0/2 | Pending
          gated                      | {"status":{"phase":"Pending","conditions":[{"type":"PodScheduled","status":"False","reason":"SchedulingGated"}]}}     | 0/2 | SchedulingGated
          unschedulable              | {"status":{"phase":"Pending","conditions":[{"type":"PodScheduled","status":"False","reason":"Unschedulable"}]}}       | 0/2 | Pending
          refused by the kubelet     | {"status":{"phase":"Failed","reason":"OutOfcpu"}}                                                                     | 0/2 | OutOfcpu
          ready                      | {"status":{"phase":"Running","containerStatuses":[{"ready":true,"state":{"running":{}}},{"ready":true,"state":{"running":{}}}]}} | 2/2 | Running
          one is not                 | {"status":{"phase":"Running","containerStatuses":[{"ready":true,"state":{"running":{}}},{"ready":false,"state":{"waiting":{"reason":"ErrImagePull"}}}]}} | 1/2 | ErrImagePull
          first has the last word    | {"status":{"phase":"Running","containerStatuses":[{"state":{"waiting":{"reason":"A"}}},{"state":{"waiting":{"reason":"B"}}}]}} | 0/2 | A
          done                       | {"status":{"phase":"Succeeded","containerStatuses":[{"state":{"terminated":{"exitCode":0,"reason":"Completed"}}}]}}   | 0/2 | Completed
          one done, one failed       | {"status":{"phase":"Failed","containerStatuses":[{"state":{"terminated":{"exitCode":0,"reason":"Completed"}}},{"state":{"terminated":{"exitCode":1,"reason":"Error"}}}]}} | 0/2 | Error
          one done, one runs         | {"status":{"phase":"Running","conditions":[{"type":"Ready","status":"True"}],"containerStatuses":[{"state":{"terminated":{"exitCode":0,"reason":"Completed"}}},{"ready":true,"state":{"running":{}}}]}} | 1/2 | Running
          done, runs, not ready      | {"status":{"phase":"Running","containerStatuses":[{"state":{"terminated":{"exitCode":0,"reason":"Completed"}}},{"ready":true,"state":{"running":{}}}]}} | 1/2 | NotReady
          exit code                  | {"status":{"phase":"Failed","containerStatuses":[{"state":{"terminated":{"exitCode":3}}}]}}                           | 0/2 | ExitCode:3
          signal                     | {"status":{"phase":"Failed","containerStatuses":[{"state":{"terminated":{"exitCode":3,"signal":9}}}]}}                | 0/2 | Signal:9
          terminating                | {"metadata":{"deletionTimestamp":"2026-01-01T00:09:00Z"},"status":{"phase":"Running"}}                                | 0/2 | Terminating
          terminating after its end  | {"metadata":{"deletionTimestamp":"2026-01-01T00:09:00Z"},"status":{"phase":"Succeeded"}}                              | 0/2 | Succeeded
          node is lost               | {"metadata":{"deletionTimestamp":"2026-01-01T00:09:00Z"},"status":{"phase":"Running","reason":"NodeLost"}}            | 0/2 | Unknown
          """)
  void pod_saysHowManyAreReady_andItsState(String name, String pod, String ready, String status) {
    ObjectNode tree = tree(pod);
    tree.withArray("/spec/containers").add(Json.object()).add(Json.object());

    assertThat(cells(Kinds.POD, tree)).startsWith("", ready, status, "0");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          first runs      | [{"name":"a","state":{"running":{}}}]                                                                    | 0/2 | Init:0/2
          second runs     | [{"name":"a","state":{"terminated":{"exitCode":0}}},{"name":"s","state":{"waiting":{"reason":"PodInitializing"}}}] | 0/2 | Init:1/2
          first fails     | [{"name":"a","state":{"terminated":{"exitCode":1,"reason":"Error"}}}]                                    | 0/2 | Init:Error
          first crashes   | [{"name":"a","state":{"terminated":{"exitCode":1}}}]                                                     | 0/2 | Init:ExitCode:1
          first waits     | [{"name":"a","state":{"waiting":{"reason":"CrashLoopBackOff"}}}]                                         | 0/2 | Init:CrashLoopBackOff
          sidecar started | [{"name":"a","state":{"terminated":{"exitCode":0}}},{"name":"s","started":true,"ready":true,"state":{"running":{}}}] | 1/2 | Pending
          """)
  void podThatInitializes_saysHowFarItIs(
      String name, String statuses, String ready, String status) {
    ObjectNode tree =
        tree(
            """
            {"spec":{"containers":[{"name":"c"}],
             "initContainers":[{"name":"a"},{"name":"s","restartPolicy":"Always"}]},
             "status":{"phase":"Pending","initContainerStatuses":%s}}\
            """
                .formatted(statuses));

    assertThat(cells(Kinds.POD, tree)).startsWith("", ready, status);
  }

  @Test
  void pod_saysWhereItIs_andWhenItWasRestarted() {
    ObjectNode pod =
        tree(
            """
            {"metadata":{"name":"p","creationTimestamp":"2026-01-01T00:00:00Z"},
             "spec":{"nodeName":"n1","containers":[{"name":"c"}],
              "readinessGates":[{"conditionType":"g"},{"conditionType":"h"}]},
             "status":{"phase":"Running","podIP":"10.0.0.9","podIPs":[{"ip":"10.0.0.9"}],
              "nominatedNodeName":"n2","conditions":[{"type":"g","status":"True"}],
              "containerStatuses":[{"name":"c","ready":true,"restartCount":3,
               "state":{"running":{}},
               "lastState":{"terminated":{"finishedAt":"2026-01-01T00:09:00Z"}}}]}}\
            """);

    assertThat(cells(Kinds.POD, pod))
        .containsExactly(
            "p", "1/1", "Running", "3 (60s ago)", "10m", "10.0.0.9", "n1", "n2", "1/2");
    assertThat(cells(Kinds.POD, tree("{}")))
        .containsExactly("", "0/0", "", "0", "<unknown>", "<none>", "<none>", "<none>", "<none>");
  }

  @Test
  void podThatHasEnded_isARowThatIsCompleted() {
    assertThat(row(Kinds.POD, tree("{\"status\":{\"phase\":\"Succeeded\"}}")).get("conditions"))
        .hasToString(
            "[{\"type\":\"Completed\",\"status\":\"True\",\"reason\":\"Succeeded\","
                + "\"message\":\"The pod has completed successfully.\"}]");
    assertThat(row(Kinds.POD, tree("{\"status\":{\"phase\":\"Failed\"}}")).get("conditions"))
        .hasToString(
            "[{\"type\":\"Completed\",\"status\":\"True\",\"reason\":\"Failed\","
                + "\"message\":\"The pod failed.\"}]");
    assertThat(row(Kinds.POD, tree("{\"status\":{\"phase\":\"Running\"}}")).has("conditions"))
        .isFalse();
  }

  @Test
  void node_saysWhetherItIsReadyAndOpen() {
    ObjectNode node =
        tree(
            """
            {"metadata":{"name":"n","creationTimestamp":"2026-01-01T00:00:00Z","labels":{
              "node-role.kubernetes.io/worker":"","kubernetes.io/role":"gpu","zone":"a"}},
             "spec":{"unschedulable":true},
             "status":{"conditions":[{"type":"MemoryPressure","status":"False"},
               {"type":"Ready","status":"True"}],
              "addresses":[{"type":"Hostname","address":"n"},
               {"type":"InternalIP","address":"10.0.0.1"}],
              "nodeInfo":{"kubeletVersion":"v1.36.3","osImage":"Berth","kernelVersion":"6.1",
               "architecture":"amd64"}}}\
            """);

    assertThat(cells(Kinds.NODE, node))
        .containsExactly(
            "n",
            "Ready,SchedulingDisabled",
            "gpu,worker",
            "10m",
            "v1.36.3",
            "10.0.0.1",
            "<none>",
            "Berth",
            "6.1 (amd64)",
            "<unknown>");
    assertThat(cells(Kinds.NODE, tree("{\"status\":{\"conditions\":[{\"type\":\"Ready\"}]}}")))
        .startsWith("", "NotReady", "<none>");
    assertThat(cells(Kinds.NODE, tree("{}"))).startsWith("", "Unknown", "<none>");
  }

  @Test
  void event_saysTheSame_inTheFormOfEitherGroup() {
    String core =
        """
        {"metadata":{"name":"p.1"},"involvedObject":{"kind":"Pod","name":"p","fieldPath":"spec"},
         "reason":"Scheduled","type":"Normal","message":" bound\\n","eventTime":null,
         "source":{"component":"berth","host":"h"},"count":2,
         "firstTimestamp":"2026-01-01T00:08:00Z","lastTimestamp":"2026-01-01T00:09:30Z"}\
        """;
    String other =
        """
        {"metadata":{"name":"p.1"},"regarding":{"kind":"Pod","name":"p","fieldPath":"spec"},
         "reason":"Scheduled","type":"Normal","note":"bound",
         "deprecatedSource":{"component":"berth","host":"h"},"deprecatedCount":2,
         "deprecatedFirstTimestamp":"2026-01-01T00:08:00Z",
         "deprecatedLastTimestamp":"2026-01-01T00:09:30Z"}\
        """;
    String[] want = {
      "30s", "Normal", "Scheduled", "pod/p", "spec", "berth, h", "bound", "2m", "2", "p.1"
    };

    assertThat(cells(Kinds.CORE_EVENT, tree(core))).containsExactly(want);
    assertThat(cells(Kinds.EVENT, tree(other))).containsExactly(want);
  }

  @Test
  void eventOfTheNewKind_hasOneTime_untilItRepeats() {
    String single =
        """
        {"metadata":{"name":"e"},"eventTime":"2026-01-01T00:08:00.000000Z",
         "reportingController":"berth","reportingInstance":"h",
         "deprecatedFirstTimestamp":null,"deprecatedLastTimestamp":null}\
        """;
    ObjectNode repeated = tree(single);
    repeated
        .putObject("series")
        .put("count", 5)
        .put("lastObservedTime", "2026-01-01T00:09:00.000000Z");

    assertThat(cells(Kinds.EVENT, tree(single)))
        .containsExactly("2m", "", "", "", "", "berth, h", "", "2m", "1", "e");
    assertThat(cells(Kinds.EVENT, repeated))
        .containsExactly("60s", "", "", "", "", "berth, h", "", "2m", "5", "e");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          namespaces      | {"metadata":{"name":"x"},"status":{"phase":"Active"}}                               | ["x","Active","<unknown>"]
          leases          | {"metadata":{"name":"x"},"spec":{"holderIdentity":"me"}}                            | ["x","me","<unknown>"]
          serviceaccounts | {"metadata":{"name":"x"}}                                                           | ["x","<unknown>"]
          deviceclasses   | {"metadata":{"name":"x"}}                                                           | ["x","<unknown>"]
          priorityclasses | {"metadata":{"name":"x"},"value":10,"preemptionPolicy":"Never"}                     | ["x",10,false,"<unknown>","Never"]
          """)
  void otherKinds_sayLittle(String plural, String object, String wantCells) {
    Kind kind = ofPlural(plural);

    assertThat(row(kind, tree(object)).get("cells")).hasToString(wantCells);
  }

  /** The names, types, formats and priorities as kube-apiserver 1.36.3 gives them. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          pods            | Name:name Ready Status Restarts Age IP:1 Node:1 Nominated-Node:1 Readiness-Gates:1
          nodes           | Name:name Status Roles Age Version Internal-IP:1 External-IP:1 OS-Image:1 Kernel-Version:1 Container-Runtime:1
          events          | Last-Seen Type Reason Object Subobject:1 Source:1 Message First-Seen:1 Count:1 Name:name:1
          namespaces      | Name:name Status Age
          leases          | Name:name Holder Age
          serviceaccounts | Name:name Age
          deviceclasses   | Name:name Age
          priorityclasses | Name:name Value:integer Global-Default:boolean Age PreemptionPolicy
          """)
  void columns_areThoseOfTheServer(String plural, String want) {
    JsonNode columns =
        Tables.of(ofPlural(plural), List.of(), IncludeObject.NONE, CLOCK).get("columnDefinitions");

    assertThat(columns.valueStream().map(TablesTest::shown).collect(Collectors.joining(" ")))
        .isEqualTo(want);
  }

  private static String shown(JsonNode column) {
    return column.get("name").asText().replace(' ', '-')
        + (column.get("type").asText().equals("string") ? "" : ":" + column.get("type").asText())
        + (column.get("format").asText().isEmpty() ? "" : ":" + column.get("format").asText())
        + (column.get("priority").asInt() == 0 ? "" : ":" + column.get("priority").asInt());
  }

  @Test
  void table_hasAsMuchOfTheObjectAsIsAskedFor() {
    KubeObject lease =
        KubeObject.of(
            Kinds.LEASE, tree("{\"kind\":\"Lease\",\"metadata\":{\"name\":\"x\"},\"spec\":{}}"));

    assertThat(object(lease, IncludeObject.of("")))
        .hasToString(
            "{\"kind\":\"PartialObjectMetadata\",\"apiVersion\":\"meta.k8s.io/v1\","
                + "\"metadata\":{\"name\":\"x\"}}");
    assertThat(object(lease, IncludeObject.of("Object"))).isEqualTo(lease.tree());
    assertThat(object(lease, IncludeObject.of("None")).isNull()).isTrue();
    assertThatThrownBy(() -> IncludeObject.of("Foo"))
        .isInstanceOf(StatusException.class)
        .hasMessage(
            "Unable to convert to Table as requested: includeObject: Invalid value: \"Foo\": must"
                + " be 'Metadata', 'Object', 'None', or empty");
  }

  @Test
  void tableOfALaterEvent_leavesOutTheColumns() {
    JsonNode table = Tables.withoutColumns(Kinds.POD, List.of(), IncludeObject.NONE, CLOCK);

    assertThat(table)
        .hasToString(
            "{\"kind\":\"Table\",\"apiVersion\":\"meta.k8s.io/v1\",\"metadata\":{},"
                + "\"columnDefinitions\":null,\"rows\":[]}");
  }

  private static JsonNode object(KubeObject object, IncludeObject include) {
    return Tables.of(object.kind(), List.of(object), include, CLOCK).at("/rows/0/object");
  }

  private static Kind ofPlural(String plural) {
    return Kinds.all().stream()
        .filter(kind -> kind.plural().equals(plural))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> cells(Kind kind, ObjectNode tree) {
    return row(kind, tree).get("cells").valueStream().map(JsonNode::asText).toList();
  }

  private static JsonNode row(Kind kind, ObjectNode tree) {
    return Tables.of(kind, List.of(KubeObject.of(kind, tree)), IncludeObject.NONE, CLOCK)
        .at("/rows/0");
  }

  private static ObjectNode tree(String json) {
    return Json.object(json.getBytes(UTF_8));
  }
}
