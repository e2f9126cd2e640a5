package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.sandbox.fault.Events;
import dev.berth.sandbox.fault.RequestFault;
import dev.berth.sandbox.fault.Requests;
import dev.berth.sandbox.fault.Times;
import dev.berth.sandbox.fault.WatchFault;
import dev.berth.sandbox.objects.Kinds;
import dev.berth.sandbox.objects.KubeObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The facade of an extender that watches a cluster, over HTTP, as a kube-scheduler calls it. */
final class FacadeTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path directory;
  private final HttpClient client = HttpClient.newHttpClient();
  private SandboxBed bed;

  @BeforeEach
  void start() throws IOException {
    bed = new SandboxBed(directory);
    bed.node("small", 1000);
    bed.node("large", 4000);
    bed.advise();
    SandboxBed.await(this::isReady, () -> "the facade is still busy with its first lists");
  }

  private boolean isReady() {
    try {
      HttpResponse<String> answer =
          send("POST", "/filter", "{'Pod':{'metadata':{'name':'p'}},'NodeNames':[]}");
      assertThat(answer.statusCode()).as(answer.body()).isIn(200, 503);
      return answer.statusCode() == 200
          && JSON.readTree(answer.body()).get("Error").asText().isEmpty();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @AfterEach
  void stop() {
    bed.close();
  }

  // ---- talking ---------------------------------------------------------------------------------

  private HttpResponse<String> send(String method, String path, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + bed.extenderPort() + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))
            .header("Content-Type", "application/json")
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private JsonNode ask(String path, String body) throws Exception {
    HttpResponse<String> response = send("POST", path, body);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  /** As the API server has it. */
  private String pod(String name, int milliCpu) {
    bed.podOf("default-scheduler", name, milliCpu);
    return stored(name).toString();
  }

  private JsonNode stored(String name) {
    try {
      return JSON.readTree(podObject(name).json());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private KubeObject podObject(String name) {
    return bed.registry.get(Kinds.POD, SandboxBed.key(name));
  }

  private static String names(String pod, String... nodes) {
    return "{\"Pod\":"
        + pod
        + ",\"Nodes\":null,\"NodeNames\":[\""
        + String.join("\",\"", nodes)
        + "\"]}";
  }

  private String binding(String pod, String node) {
    return "{'PodName':'%s','PodNamespace':'default','PodUID':'%s','Node':'%s'}"
        .formatted(pod, podObject(pod).uid(), node);
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(each -> texts.add(each.asText()));
    return texts;
  }

  private static Map<?, ?> map(JsonNode object) {
    return JSON.convertValue(object, Map.class);
  }

  // ---- filter ----------------------------------------------------------------------------------

  @Test
  void filter_byNames_returnsThoseThatFit_andWhyNotTheOthers() throws Exception {
    bed.changeNode(
        "small",
        dev.berth.sandbox.registry.Registry.Part.WHOLE,
        node -> node.putObject("spec").put("unschedulable", true));
    bed.node("busy", 1000);
    pod("placed", 600);
    bed.bind("placed", "busy");
    bed.awaitInStep();

    JsonNode result = ask("/filter", names(pod("p", 500), "busy", "small", "large", "nowhere"));

    assertThat(texts(result.get("NodeNames"))).containsExactly("large");
    assertThat(result.get("Nodes").isNull()).isTrue();
    assertThat(map(result.get("FailedNodes"))).isEqualTo(Map.of("busy", "Insufficient cpu"));
    assertThat(map(result.get("FailedAndUnresolvableNodes")))
        .isEqualTo(
            Map.of(
                "small",
                "node(s) were unschedulable",
                "nowhere",
                "the node is not known to the scheduler that was asked"));
    assertThat(result.get("Error").asText()).isEmpty();
  }

  @Test
  void filter_byWholeNodes_believesWhatWasSent_andCountsThePodsThatItKnows() throws Exception {
    pod("placed", 600);
    bed.bind("placed", "small");
    bed.awaitInStep();
    JsonNode known = JSON.readTree(bed.registry.get(Kinds.NODE, cluster("small")).json());
    ObjectNode grown = known.deepCopy();
    grown.withObject("/metadata").put("resourceVersion", "999999");
    grown.withObject("/status/allocatable").put("cpu", "1400m");
    String unheardOf =
        "{'metadata':{'name':'new','future':1},'status':{'allocatable':{'cpu':'8','memory':'1Gi','pods':'9'}}}"
            .replace('\'', '"');
    String body = "{\"Pod\":%s,\"Nodes\":{\"metadata\":{},\"items\":[%s,%s]},\"NodeNames\":null}";

    JsonNode same = ask("/filter", body.formatted(pod("p", 800), known, unheardOf));
    JsonNode other = ask("/filter", body.formatted(pod("q", 800), grown, unheardOf));

    assertThat(same.get("NodeNames").isNull()).isTrue();
    assertThat(same.at("/Nodes/items").findValuesAsText("name")).containsExactly("new");
    assertThat(same.at("/Nodes/items/0/metadata/future").asInt()).as("as it came").isEqualTo(1);
    assertThat(map(same.get("FailedNodes"))).isEqualTo(Map.of("small", "Insufficient cpu"));
    assertThat(other.at("/Nodes/items").findValuesAsText("name"))
        .as("%s", other)
        .containsExactly("small", "new");
  }

  private static dev.berth.sandbox.objects.ObjectKey cluster(String name) {
    return dev.berth.sandbox.objects.ObjectKey.ofCluster(name);
  }

  // ---- prioritize ------------------------------------------------------------------------------

  @Test
  void prioritize_saysInTheOrderOffered_howGoodEachIs() throws Exception {
    bed.node("full", 100);
    bed.awaitInStep();

    JsonNode result = ask("/prioritize", names(pod("p", 500), "small", "full", "large"));

    assertThat(result.findValuesAsText("Host")).containsExactly("small", "full", "large");
    assertThat(result.findValuesAsText("Score")).containsExactly("9", "0", "10");
  }

  // ---- bind ------------------------------------------------------------------------------------

  @Test
  void bind_isTheSameAgain() throws Exception {
    ask("/filter", names(pod("p", 500), "small"));

    for (int time = 0; time < 2; time++) {
      assertThat(ask("/bind", binding("p", "small")).get("Error").asText()).isEmpty();
      assertThat(bed.nodeOf("p")).isEqualTo("small");
    }
    assertThat(ask("/bind", binding("p", "large")).get("Error").asText()).contains("small");
    bed.assertSound();
  }

  @Test
  void bind_ofAPodThatNobodyAskedAbout_works() throws Exception {
    pod("p", 500);

    assertThat(ask("/bind", binding("p", "large")).get("Error").asText()).isEmpty();
    assertThat(bed.nodeOf("p")).isEqualTo("large");
  }

  @Test
  void lastRoom_isGivenOnce() throws Exception {
    JsonNode first = ask("/filter", names(pod("a", 800), "small"));
    JsonNode second = ask("/filter", names(pod("b", 800), "small"));
    bed.faults.on(
        Events.all().of("pods").named("a").type("MODIFIED"),
        Times.always(),
        new WatchFault.Delay(Duration.ofMillis(300)));
    assertThat(texts(first.get("NodeNames"))).isEqualTo(texts(second.get("NodeNames")));

    assertThat(ask("/bind", binding("a", "small")).get("Error").asText()).isEmpty();
    JsonNode third = ask("/filter", names(pod("c", 800), "small"));
    String refused = ask("/bind", binding("b", "small")).get("Error").asText();

    assertThat(texts(third.get("NodeNames"))).as("assumed pods count").isEmpty();
    assertThat(refused).contains("default/b").contains("small").contains("Insufficient cpu");
    assertThat(bed.nodeOf("b")).isEmpty();
    bed.assertSound();
  }

  @Test
  void failedBinding_takesNoRoom() throws Exception {
    String gone = pod("gone", 800);
    ask("/filter", names(gone, "small"));
    String request = binding("gone", "small");
    bed.deletePod("gone");

    assertThat(ask("/bind", request).get("Error").asText()).contains("gone");
    assertThat(texts(ask("/filter", names(pod("p", 800), "small")).get("NodeNames")))
        .containsExactly("small");
  }

  @Test
  void refusedBinding_takesNoRoom() throws Exception {
    ask("/filter", names(pod("refused", 800), "small"));
    bed.faults.on(
        Requests.all().verb("create").of("pods/binding"), Times.always(), RequestFault.refuse(403));

    assertThat(ask("/bind", binding("refused", "small")).get("Error").asText()).isNotEmpty();
    assertThat(texts(ask("/filter", names(pod("p", 800), "small")).get("NodeNames")))
        .containsExactly("small");
  }

  // ---- preempt ---------------------------------------------------------------------------------

  @Test
  void preempt_leavesOutWhereItWouldStillNotFit() throws Exception {
    for (String victim : List.of("v1", "v2")) {
      pod(victim, 400);
      bed.bind(victim, "small");
    }
    bed.awaitInStep();
    String v1 = podObject("v1").uid();
    String v2 = podObject("v2").uid();
    String pod = pod("p", 1000);
    String format =
        "{\"Pod\":%s,\"NodeNameToVictims\":null,\"NodeNameToMetaVictims\":{\"small\":{\"Pods\":[%s],\"NumPDBViolations\":3}}}";

    JsonNode both =
        ask("/preempt", format.formatted(pod, "{\"UID\":\"" + v1 + "\"},{\"UID\":\"" + v2 + "\"}"));
    JsonNode one = ask("/preempt", format.formatted(pod, "{\"UID\":\"" + v1 + "\"}"));
    JsonNode whole =
        ask(
            "/preempt",
            "{\"Pod\":%s,\"NodeNameToVictims\":{\"small\":{\"Pods\":[%s,%s],\"NumPDBViolations\":0}}}"
                .formatted(pod, stored("v1"), stored("v2")));

    assertThat(both.at("/NodeNameToMetaVictims/small/Pods").findValuesAsText("UID"))
        .containsExactly(v1, v2);
    assertThat(both.at("/NodeNameToMetaVictims/small/NumPDBViolations").asInt()).isEqualTo(3);
    assertThat(map(one.get("NodeNameToMetaVictims"))).isEmpty();
    assertThat(whole.at("/NodeNameToMetaVictims/small/Pods").findValuesAsText("UID"))
        .containsExactly(v1, v2);
  }

  // ---- what is wrong ---------------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "{'Pod': 7}", "{'PodName': {}}", "null"})
  void malformed_isAResultWithAnError_orABadRequest(String body) throws Exception {
    for (String verb : List.of("/filter", "/bind")) {
      assertThat(ask(verb, body).get("Error").asText()).as(verb).isNotEmpty();
    }
    for (String verb : List.of("/prioritize", "/preempt")) {
      HttpResponse<String> response = send("POST", verb, body);
      assertThat(response.statusCode()).as(verb).isEqualTo(400);
      assertThat(JSON.readTree(response.body()).get("Error").asText()).isNotEmpty();
    }
  }

  @Test
  void otherMethods_areNotAllowed() throws Exception {
    HttpResponse<String> response = send("GET", "/filter", "");

    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("Allow")).contains("POST");
  }

  @Test
  void unknownProfileInThePath_isNotServed_ownOnesAre() throws Exception {
    String body = names(pod("p", 500), "small");

    assertThat(texts(ask("/berth/filter", body).get("NodeNames"))).containsExactly("small");
    assertThat(send("POST", "/other/filter", body).statusCode()).isEqualTo(404);
  }

  // ---- for people ------------------------------------------------------------------------------

  @Test
  void root_saysWhatIsServed() throws Exception {
    assertThat(send("GET", "/", "").body())
        .contains("POST /filter", "POST /prioritize", "POST /bind", "POST /preempt", "berth");
    assertThat(send("GET", "/readyz", "").statusCode()).isEqualTo(200);
  }

  @Test
  void openApiDocument_hasThePathsAndFieldsThatAreServed() throws Exception {
    JsonNode document = JSON.readTree(send("GET", "/openapi.json", "").body());
    String pod = pod("p", 500);
    JsonNode filter = ask("/filter", names(pod, "small"));
    JsonNode prioritize = ask("/prioritize", names(pod, "small"));
    JsonNode bind = ask("/bind", binding("p", "small"));
    JsonNode preempt = ask("/preempt", "{'Pod':%s}".formatted(pod));

    List<String> servers = document.get("servers").findValuesAsText("url");
    assertThat(servers).containsExactly("/", "/berth");
    assertThat(fields(document.get("paths")))
        .as("all that the index names")
        .containsExactlyElementsOf(
            send("GET", "/", "")
                .body()
                .lines()
                .filter(line -> line.startsWith("POST "))
                .map(line -> line.split(" +", 3)[1])
                .toList());
    for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
      for (String server : servers) {
        String url = (server + path.getKey()).replace("//", "/");
        assertThat(send("GET", url, "").statusCode()).as(url).isEqualTo(405);
      }
      assertThat(path.getValue().has("post")).isTrue();
    }
    assertThat(fields(filter)).isEqualTo(documented(document, "ExtenderFilterResult"));
    assertThat(fields(bind)).isEqualTo(documented(document, "ExtenderBindingResult"));
    assertThat(fields(preempt)).isEqualTo(documented(document, "ExtenderPreemptionResult"));
    assertThat(fields(prioritize.get(0)))
        .isEqualTo(fields(document.at("/components/schemas/HostPriorityList/items/properties")));
  }

  @Test
  void openApiDocument_requiresWhatIsRefusedWithoutIt() throws Exception {
    JsonNode document = JSON.readTree(send("GET", "/openapi.json", "").body());
    pod("p", 500);
    String whole = binding("p", "small");
    JsonNode args = document.at("/components/schemas/ExtenderBindingArgs");

    assertThat(args.get("required")).hasSize(4);
    for (JsonNode field : args.get("required")) {
      ObjectNode request = (ObjectNode) JSON.readTree(whole.replace('\'', '"'));
      request.remove(field.asText());
      assertThat(ask("/bind", request.toString()).get("Error").asText())
          .isEqualTo("ExtenderBindingArgs has no " + field.asText());
    }
  }

  private static List<String> fields(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static List<String> documented(JsonNode document, String schema) {
    return fields(document.at("/components/schemas/" + schema + "/properties"));
  }
}
