package dev.berth.sandbox;

import static dev.berth.sandbox.ClientBed.PODS;
import static dev.berth.sandbox.ClientBed.names;
import static dev.berth.sandbox.ClientBed.pod;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.sandbox.SandboxClient.Answer;
import dev.berth.sandbox.objects.Kind;
import dev.berth.sandbox.objects.Kinds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Objects, forms of answers, and what is around them, as a client sees them. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SandboxTest {
  private static final String NODES = "/api/v1/nodes";

  private final ClientBed bed = new ClientBed();
  private final Sandbox sandbox = bed.sandbox;
  private final SandboxClient client = bed.client;

  @AfterEach
  void close() {
    bed.close();
  }

  // ---- objects

  @Test
  void object_isCreatedReadReplacedAndDeleted() {
    Answer created = bed.createPod("a", "");
    assertThat(created.at("/kind")).isEqualTo("Pod");
    client.post(PODS, pod("a", "")).expecting(409);
    Answer read = client.get(PODS + "/a").expecting(200);
    assertThat(read.json()).isEqualTo(created.json());

    ObjectNode wish = (ObjectNode) read.json();
    wish.withObject("/metadata/labels").put("x", "y");
    Answer replaced = client.put(PODS + "/a", wish.toString()).expecting(200);
    assertThat(replaced.at("/metadata/labels/x")).isEqualTo("y");
    assertThat(client.put(PODS + "/a", wish.toString()).expecting(409).at("/reason"))
        .isEqualTo("Conflict");

    assertThat(client.delete(PODS + "/a").expecting(200).at("/kind")).isEqualTo("Pod");
    assertThat(client.get(PODS + "/a").expecting(404).at("/message"))
        .isEqualTo("pods \"a\" not found");
  }

  @Test
  void deletionOfWhatIsNotShown_isAnsweredWithSuccess() {
    client.post(NODES, "{'metadata':{'name':'n'}}").expecting(201);
    Answer deleted = client.delete(NODES + "/n").expecting(200);
    assertThat(deleted.at("/status")).isEqualTo("Success");
    assertThat(deleted.at("/details/kind")).isEqualTo("nodes");
  }

  @Test
  void deletionWithAnotherUid_isAConflict() {
    bed.createPod("a", "");
    client
        .send(
            "DELETE",
            PODS + "/a",
            "{'kind':'DeleteOptions','apiVersion':'v1','preconditions':{'uid':'other'}}",
            "application/json",
            "*/*")
        .expecting(409);
    client.get(PODS + "/a").expecting(200);
  }

  @Test
  void collection_isDeletedAsFarAsItIsSelected() {
    bed.createPod("a", "'x':'1'");
    bed.createPod("b", "'x':'2'");
    assertThat(names(client.delete(PODS + "?labelSelector=x=1"))).containsExactly("a");
    assertThat(names(client.get(PODS))).containsExactly("b");
  }

  @Test
  void dryRun_writesNothing() {
    client.post(PODS + "?dryRun=All", pod("a", "")).expecting(201);
    client.get(PODS + "/a").expecting(404);
  }

  @Test
  void bodyOfAnotherKind_isRefused() {
    assertThat(client.post(PODS, "{'kind':'Node','apiVersion':'v1'}").expecting(400).at("/message"))
        .isEqualTo("Node in version \"v1\" cannot be handled as a Pod");
    client.post(PODS, "{'kind':'Pod','apiVersion':'v2'}").expecting(400);
    client.post(PODS, "{").expecting(400);
    client.post(PODS, "[]").expecting(400);
  }

  @Test
  void patches_comeInThreeForms_andApplyIsRefusedClearly() {
    bed.createPod("a", "'x':'1'");
    String at = PODS + "/a";
    client
        .patch(at, "application/merge-patch+json", "{'metadata':{'labels':{'x':null,'m':'1'}}}")
        .expecting(200);
    client
        .patch(
            at,
            "application/json-patch+json",
            "[{'op':'add','path':'/metadata/labels/j','value':'1'}]")
        .expecting(200);
    client
        .patch(
            at,
            "application/strategic-merge-patch+json",
            "{'spec':{'containers':[{'name':'c','image':'other'}]}}")
        .expecting(200);
    JsonNode pod = client.get(at).json();
    assertThat(pod.at("/metadata/labels").toString()).isEqualTo("{\"m\":\"1\",\"j\":\"1\"}");
    assertThat(pod.at("/spec/containers/0/image").asText()).isEqualTo("other");

    assertThat(client.patch(at, "application/apply-patch+yaml", "{}").expecting(415).at("/message"))
        .contains("kubectl apply without --server-side");
    client.patch(at, "application/json", "{}").expecting(415);
  }

  @Test
  void status_isWrittenUnderItsOwnPath_andOnlyThere() {
    bed.createPod("a", "");
    String patch = "{'metadata':{'labels':{'x':'1'}},'status':{'phase':'Running'}}";
    client.patch(PODS + "/a", "application/merge-patch+json", patch).expecting(200);
    assertThat(client.get(PODS + "/a/status").at("/status/phase")).isEqualTo("Pending");
    client.patch(PODS + "/a/status", "application/merge-patch+json", patch).expecting(200);
    assertThat(client.get(PODS + "/a").at("/status/phase")).isEqualTo("Running");
  }

  @Test
  void binding_worksOnce_underEitherPath() {
    String binding = "{'metadata':{'name':'%s'},'target':{'kind':'Node','name':'n'}}";
    bed.createPod("a", "");
    bed.createPod("b", "");
    assertThat(
            client.post(PODS + "/a/binding", binding.formatted("a")).expecting(201).at("/status"))
        .isEqualTo("Success");
    client.post(PODS + "/a/binding", binding.formatted("a")).expecting(409);
    client.post("/api/v1/namespaces/default/bindings", binding.formatted("b")).expecting(201);
    assertThat(names(client.get(PODS + "?fieldSelector=spec.nodeName=n")))
        .containsExactly("a", "b");
  }

  @Test
  void lease_isMadeByAnUpdateToo() {
    String leases = "/apis/coordination.k8s.io/v1/namespaces/default/leases/l";
    client.put(leases, "{'metadata':{'name':'l'},'spec':{'holderIdentity':'me'}}").expecting(201);
    assertThat(client.get(leases).at("/spec/holderIdentity")).isEqualTo("me");
    client.put(PODS + "/a", pod("a", "")).expecting(404);
  }

  @Test
  void leaseThatIsGone_isMadeAgainByTheUpdateOfItsHolder() {
    String leases = "/apis/coordination.k8s.io/v1/namespaces/default/leases/l";
    Answer held = client.put(leases, "{'metadata':{'name':'l'}}").expecting(201);
    client.delete(leases).expecting(200);
    assertThat(held.at("/metadata/resourceVersion")).isNotEmpty();
    client.put(leases, held.text()).expecting(201);
    client.get(leases).expecting(200);
  }

  // ---- forms

  @Test
  void form_isTheFirstThatIsAcceptedAndServed() {
    bed.createPod("a", "");
    String protobufFirst = "application/vnd.kubernetes.protobuf,application/json";
    assertThat(client.getAs(protobufFirst, PODS).expecting(200).contentType())
        .isEqualTo("application/json");
    assertThat(
            client.getAs("application/vnd.kubernetes.protobuf", PODS).expecting(406).at("/reason"))
        .isEqualTo("NotAcceptable");
    String tableFirst = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";
    assertThat(client.getAs(tableFirst, PODS).at("/rows/0/cells/0")).isEqualTo("a");
    assertThat(client.getAs(tableFirst, PODS + "/a").at("/kind")).isEqualTo("Table");
    String metadata = "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io";
    Answer partial = client.getAs(metadata, PODS).expecting(200);
    assertThat(partial.at("/items/0/kind")).isEqualTo("PartialObjectMetadata");
    assertThat(partial.json().at("/items/0").has("spec")).isFalse();
  }

  @Test
  void bodyThatIsNoJson_isRefusedWithItsType() {
    assertThat(
            client
                .send("POST", PODS, "k8s", "application/vnd.kubernetes.protobuf", "*/*")
                .expecting(415)
                .at("/reason"))
        .isEqualTo("UnsupportedMediaType");
  }

  // ---- around it

  @Test
  void discovery_tellsEveryKind_inBothForms() {
    TreeSet<String> wantKinds = new TreeSet<>();
    for (Kind kind : Kinds.all()) {
      wantKinds.add(kind.apiVersion() + " " + kind.plural());
    }
    TreeSet<String> aggregated = new TreeSet<>();
    TreeSet<String> single = new TreeSet<>();
    String all = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,*/*";
    for (String root : List.of("/api", "/apis")) {
      Answer answer = client.getAs(all, root).expecting(200);
      assertThat(answer.contentType()).contains("as=APIGroupDiscoveryList");
      for (JsonNode group : answer.json().path("items")) {
        String name = group.at("/metadata/name").asText();
        String apiVersion = name.isEmpty() ? "v1" : name + "/v1";
        group
            .at("/versions/0/resources")
            .forEach(r -> aggregated.add(apiVersion + " " + r.path("resource").asText()));
        Answer list = client.get(root + "/" + apiVersion).expecting(200);
        for (JsonNode resource : list.json().path("resources")) {
          if (!resource.path("name").asText().contains("/")) {
            single.add(apiVersion + " " + resource.path("name").asText());
          }
        }
      }
    }
    assertThat(aggregated).containsAll(wantKinds).isEqualTo(single);
  }

  @Test
  void openApi_saysThatEveryKindIsCheckedByTheServer() {
    JsonNode paths = client.get("/openapi/v3").expecting(200).json().path("paths");
    for (Kind kind : Kinds.all()) {
      String at = kind.group().isEmpty() ? "api/v1" : "apis/" + kind.apiVersion();
      String url = paths.path(at).path("serverRelativeURL").asText();
      assertThat(client.get(url).expecting(200).text())
          .contains("\"kind\":\"" + kind.name() + "\"")
          .contains("fieldValidation");
    }
  }

  @Test
  void whateverElseIsAsked_isAnsweredWithAStatus() {
    assertThat(client.get("/nothing").expecting(404).at("/kind")).isEqualTo("Status");
    client.get("/api/v1/nothings").expecting(404);
    client.get("/api/v1/namespaces/default/nodes").expecting(404);
    client.post(PODS + "/a", "{}").expecting(405);
    client.post("/api/v1/pods", pod("a", "")).expecting(405);
    bed.createPod("a", "");
    client.get(PODS + "/a/log").expecting(501);
    client.get(PODS + "/b/log").expecting(404);
    assertThat(client.get("/readyz").expecting(200).text()).isEqualTo("ok");
    assertThat(client.get("/version").at("/gitVersion")).isEqualTo("v1.36.3");
  }

  @Test
  void failureThatNobodyForesaw_isAnsweredWithAStatusToo() throws IOException {
    AtomicBoolean broken = new AtomicBoolean();
    InstantSource clock =
        () -> {
          if (broken.get()) {
            throw new IllegalStateException("the clock stands still");
          }
          return Instant.now();
        };
    try (Sandbox breakable =
            Sandbox.start(new Sandbox.Settings(0, 1_000, clock, new SplittableRandom(1)));
        SandboxClient caller = new SandboxClient(breakable)) {
      broken.set(true);
      Answer answer = caller.post(NODES, "{'metadata':{'name':'n'}}").expecting(500);
      assertThat(answer.at("/reason")).isEqualTo("InternalError");
      assertThat(answer.at("/message"))
          .startsWith("Internal error occurred: ")
          .endsWith("the clock stands still");

      broken.set(false);
      caller.post(NODES, "{'metadata':{'name':'n'}}").expecting(201);
    }
  }

  @Test
  void everybody_mayEverything() {
    Answer review =
        client.post(
            "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
            "{'spec':{'resourceAttributes':{'verb':'create','resource':'pods'}}}");
    assertThat(review.expecting(201).at("/status/allowed")).isEqualTo("true");
  }

  @Test
  void kubeconfig_leadsToIt(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("kubeconfig");
    sandbox.writeKubeconfig(file);
    assertThat(Files.readString(file)).contains("server: " + sandbox.url() + "\n");
  }
}
