package dev.berth.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.sandbox.SandboxClient.Answer;
import dev.berth.sandbox.SandboxClient.Watch;
import dev.berth.sandbox.objects.Kind;
import dev.berth.sandbox.objects.Kinds;
import dev.berth.sandbox.objects.ObjectKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SandboxTest {
  private static final String PODS = "/api/v1/namespaces/default/pods";
  private static final String NODES = "/api/v1/nodes";

  private Sandbox sandbox;
  private SandboxClient client;

  @BeforeEach
  void start() throws IOException {
    sandbox = Sandbox.start(Sandbox.Settings.standard());
    client = new SandboxClient(sandbox);
  }

  @AfterEach
  void stop() {
    client.close();
    sandbox.close();
  }

  private static String pod(String name, String labels) {
    return "{'metadata':{'name':'%s','labels':{%s}},'spec':{'containers':[{'name':'c','image':'i'}]}}"
        .formatted(name, labels);
  }

  private Answer createPod(String name, String labels) {
    return client.post(PODS, pod(name, labels)).expecting(201);
  }

  private String version() {
    return client.get(PODS).at("/metadata/resourceVersion");
  }

  private static List<String> names(Answer list) {
    List<String> names = new ArrayList<>();
    list.expecting(200)
        .json()
        .path("items")
        .forEach(item -> names.add(item.at("/metadata/name").asText()));
    return names;
  }

  // ---- objects ------------------------------------------------------------------------------

  @Test
  void object_isCreatedReadReplacedAndDeleted() {
    Answer created = createPod("a", "");
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
    createPod("a", "");
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
    createPod("a", "'x':'1'");
    createPod("b", "'x':'2'");
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
    createPod("a", "'x':'1'");
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
    createPod("a", "");
    String patch = "{'metadata':{'labels':{'x':'1'}},'status':{'phase':'Running'}}";
    client.patch(PODS + "/a", "application/merge-patch+json", patch).expecting(200);
    assertThat(client.get(PODS + "/a/status").at("/status/phase")).isEqualTo("Pending");
    client.patch(PODS + "/a/status", "application/merge-patch+json", patch).expecting(200);
    assertThat(client.get(PODS + "/a").at("/status/phase")).isEqualTo("Running");
  }

  @Test
  void binding_worksOnce_underEitherPath() {
    String binding = "{'metadata':{'name':'%s'},'target':{'kind':'Node','name':'n'}}";
    createPod("a", "");
    createPod("b", "");
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

  // ---- lists --------------------------------------------------------------------------------

  @Test
  void chunks_showOneVersion_whateverHappensMeanwhile() {
    List.of("a", "b", "c", "d", "e").forEach(name -> createPod(name, ""));
    Answer first = client.get(PODS + "?limit=2");
    assertThat(names(first)).containsExactly("a", "b");
    assertThat(first.json().at("/metadata/remainingItemCount").asInt()).isEqualTo(3);

    createPod("bb", "");
    client.delete(PODS + "/c").expecting(200);
    client
        .patch(PODS + "/d", "application/merge-patch+json", "{'metadata':{'labels':{'x':'new'}}}")
        .expecting(200);

    Answer second = client.get(PODS + "?limit=2&continue=" + first.at("/metadata/continue"));
    assertThat(names(second)).containsExactly("c", "d");
    assertThat(second.at("/items/1/metadata/labels/x")).isEmpty();
    assertThat(second.at("/metadata/resourceVersion"))
        .isEqualTo(first.at("/metadata/resourceVersion"));
    Answer last = client.get(PODS + "?limit=2&continue=" + second.at("/metadata/continue"));
    assertThat(names(last)).containsExactly("e");
    assertThat(last.json().at("/metadata").has("continue")).isFalse();
  }

  @Test
  void chunkOfAForgottenVersion_isGone_andTellsHowToGoOn() {
    List.of("a", "b", "c").forEach(name -> createPod(name, ""));
    String token = client.get(PODS + "?limit=1").at("/metadata/continue");
    createPod("d", "");
    sandbox.store().compact();
    Answer gone = client.get(PODS + "?limit=1&continue=" + token).expecting(410);
    assertThat(gone.at("/reason")).isEqualTo("Expired");
    assertThat(names(client.get(PODS + "?continue=" + gone.at("/metadata/continue"))))
        .containsExactly("b", "c", "d");
    client.get(PODS + "?continue=nonsense").expecting(400);
  }

  @Test
  void listOfAVersion_isThatOrNewerOrExactly() {
    createPod("a", "");
    String then = version();
    createPod("b", "");
    assertThat(names(client.get(PODS + "?resourceVersion=0"))).containsExactly("a", "b");
    assertThat(names(client.get(PODS + "?resourceVersion=" + then))).containsExactly("a", "b");
    assertThat(names(client.get(PODS + "?resourceVersionMatch=Exact&resourceVersion=" + then)))
        .containsExactly("a");
    client.get(PODS + "?resourceVersion=1000000").expecting(504);
    client.get(PODS + "?resourceVersionMatch=Exact").expecting(422);
    client.get(PODS + "?resourceVersion=x").expecting(400);
  }

  @Test
  void selectors_leaveOutWhatTheyDoNotSelect() {
    createPod("a", "'x':'1','y':'1'");
    createPod("b", "'x':'2'");
    createPod("c", "'n':'7'");
    assertThat(selected("x")).containsExactly("a", "b");
    assertThat(selected("!x")).containsExactly("c");
    assertThat(selected("x%3D1")).containsExactly("a");
    assertThat(selected("x!%3D1")).containsExactly("b", "c");
    assertThat(selected("x+in+(1,2),!y")).containsExactly("b");
    assertThat(selected("x+notin+(1)")).containsExactly("b", "c");
    assertThat(selected("n%3E6")).containsExactly("c");
    assertThat(selected("n%3C6")).isEmpty();
    client.get(PODS + "?labelSelector=a,,b").expecting(400);

    assertThat(names(client.get(PODS + "?fieldSelector=metadata.name!%3Da,status.phase=Pending")))
        .containsExactly("b", "c");
    assertThat(client.get(PODS + "?fieldSelector=spec.foo=1").expecting(400).at("/message"))
        .isEqualTo("field label not supported: spec.foo");
  }

  private List<String> selected(String labelSelector) {
    return names(client.get(PODS + "?labelSelector=" + labelSelector));
  }

  // ---- watches ------------------------------------------------------------------------------

  @Test
  void watch_showsWhatHappensAfterAVersion() throws Exception {
    createPod("before", "");
    try (Watch watch = client.watch(PODS + "?watch=true&resourceVersion=" + version())) {
      Answer created = createPod("a", "");
      assertThat(watch.next().path("object")).isEqualTo(created.json());
      client.patch(
          PODS + "/a", "application/merge-patch+json", "{'metadata':{'labels':{'x':'1'}}}");
      assertThat(watch.nextShort()).isEqualTo("MODIFIED a");
      client.delete(PODS + "/a");
      assertThat(watch.nextShort()).isEqualTo("MODIFIED a"); // marked as going
      assertThat(watch.nextShort()).isEqualTo("DELETED a");
    }
  }

  @Test
  void watchWithASelector_addsWhatComesIn_andDeletesWhatGoesOut() throws Exception {
    createPod("a", "'x':'1'");
    createPod("b", "");
    String merge = "application/merge-patch+json";
    try (Watch watch = client.watch(PODS + "?watch=1&labelSelector=x%3D1")) {
      assertThat(watch.nextShort()).isEqualTo("ADDED a");
      client.patch(PODS + "/b", merge, "{'metadata':{'labels':{'x':'1'}}}").expecting(200);
      assertThat(watch.nextShort()).isEqualTo("ADDED b");
      Answer out =
          client.patch(PODS + "/a", merge, "{'metadata':{'labels':{'x':'2'}}}").expecting(200);
      client.patch(PODS + "/a", merge, "{'metadata':{'labels':{'x':'3'}}}").expecting(200);
      client.delete(PODS + "/b").expecting(200);
      ObjectNode gone = watch.next();
      assertThat(gone.path("type").asText()).isEqualTo("DELETED");
      assertThat(gone.at("/object/metadata/labels/x").asText()).isEqualTo("1");
      assertThat(gone.at("/object/metadata/resourceVersion").asText())
          .isEqualTo(out.at("/metadata/resourceVersion"));
      assertThat(watch.nextShort()).isEqualTo("MODIFIED b"); // marked as going
      assertThat(watch.nextShort()).isEqualTo("DELETED b");
    }
  }

  @Test
  void watchFromAForgottenVersion_saysSoInAnEvent() throws Exception {
    String then = version();
    createPod("a", "");
    sandbox.store().compact();
    try (Watch watch = client.watch(PODS + "?watch=true&resourceVersion=" + then)) {
      ObjectNode error = watch.next();
      assertThat(error.path("type").asText()).isEqualTo("ERROR");
      assertThat(error.at("/object/code").asInt()).isEqualTo(410);
      assertThat(watch.hasEnded()).isTrue();
    }
  }

  @Test
  void runningWatch_fallsOutWhenItsVersionsAreForgotten() throws Exception {
    try (Watch watch = client.watch(PODS + "?watch=true&resourceVersion=" + version())) {
      createPod("a", "");
      assertThat(watch.nextShort()).isEqualTo("ADDED a"); // it runs
      sandbox.store().compact();
      assertThat(watch.next().at("/object/code").asInt()).isEqualTo(410);
    }
  }

  @Test
  void streamedList_endsWithABookmark_andGoesOn() throws Exception {
    createPod("a", "");
    createPod("b", "");
    String version = version();
    try (Watch watch =
        client.watch(
            PODS
                + "?watch=true&sendInitialEvents=true&allowWatchBookmarks=true"
                + "&resourceVersionMatch=NotOlderThan")) {
      assertThat(watch.nextShort()).isEqualTo("ADDED a");
      assertThat(watch.nextShort()).isEqualTo("ADDED b");
      ObjectNode bookmark = watch.next();
      assertThat(bookmark.path("type").asText()).isEqualTo("BOOKMARK");
      assertThat(bookmark.at("/object/metadata/resourceVersion").asText()).isEqualTo(version);
      assertThat(
              bookmark
                  .at("/object/metadata/annotations")
                  .path("k8s.io/initial-events-end")
                  .asText())
          .isEqualTo("true");
      createPod("c", "");
      assertThat(watch.nextShort()).isEqualTo("ADDED c");
    }
    client.get(PODS + "?watch=true&sendInitialEvents=true").expecting(422);
  }

  @Test
  void watchWithoutInitialEvents_beginsNow() throws Exception {
    createPod("a", "");
    try (Watch watch =
        client.watch(
            PODS
                + "?watch=true&sendInitialEvents=false&resourceVersionMatch=NotOlderThan"
                + "&resourceVersion=0&timeoutSeconds=1&allowWatchBookmarks=true")) {
      assertThat(watch.nextShort()).isEqualTo("BOOKMARK ");
    }
  }

  @Test
  void watch_endsInTime_afterABookmarkWithTheNewestVersion() throws Exception {
    String version = version();
    try (Watch watch =
        client.watch(
            PODS
                + "?watch=true&timeoutSeconds=1&allowWatchBookmarks=true&resourceVersion="
                + version)) {
      ObjectNode bookmark = watch.next();
      assertThat(bookmark.path("type").asText()).isEqualTo("BOOKMARK");
      assertThat(bookmark.at("/object/metadata/resourceVersion").asLong())
          .isGreaterThanOrEqualTo(Long.parseLong(version));
      assertThat(watch.hasEnded()).isTrue();
    }
  }

  @Test
  void watchOfTables_tellsTheColumnsOnce() throws Exception {
    createPod("a", "");
    try (Watch watch =
        client.watchAs(
            "application/json;as=Table;v=v1;g=meta.k8s.io,application/json",
            PODS + "?watch=true")) {
      ObjectNode first = watch.next();
      assertThat(first.at("/object/kind").asText()).isEqualTo("Table");
      assertThat(first.at("/object/columnDefinitions/0/name").asText()).isEqualTo("Name");
      createPod("b", "");
      ObjectNode second = watch.next();
      assertThat(second.at("/object/columnDefinitions").isNull()).isTrue();
      assertThat(second.at("/object/rows/0/cells/0").asText()).isEqualTo("b");
    }
  }

  @Test
  void everyChangeOfManyInASecond_isSeenInOrder() throws Exception {
    int changes = 10_000;
    createPod("a", "'n':'0'");
    try (Watch watch = client.watch(PODS + "?watch=true&resourceVersion=" + version())) {
      Thread writer =
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int i = 1; i <= changes; i++) {
                      String n = Integer.toString(i);
                      sandbox
                          .store()
                          .update(
                              Kinds.POD,
                              new ObjectKey("default", "a"),
                              pod ->
                                  pod.with(
                                      tree -> tree.withObject("/metadata/labels").put("n", n)));
                    }
                  });
      for (int want = 1; want <= changes; want++) {
        assertThat(watch.next().at("/object/metadata/labels/n").asInt()).isEqualTo(want);
      }
      writer.join();
    }
  }

  // ---- forms --------------------------------------------------------------------------------

  @Test
  void form_isTheFirstThatIsAcceptedAndServed() {
    createPod("a", "");
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

  // ---- around it ----------------------------------------------------------------------------

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
    createPod("a", "");
    client.get(PODS + "/a/log").expecting(501);
    client.get(PODS + "/b/log").expecting(404);
    assertThat(client.get("/readyz").expecting(200).text()).isEqualTo("ok");
    assertThat(client.get("/version").at("/gitVersion")).isEqualTo("v1.36.3");
  }

  @Test
  void requestThatNobodyForesaw_isAnsweredWithAStatusToo() {
    Answer answer =
        client
            .post(NODES, "{'metadata':{'name':'n'},'status':{'conditions':['Ready']}}")
            .expecting(500);
    assertThat(answer.at("/reason")).isEqualTo("InternalError");
    assertThat(answer.at("/message")).startsWith("Internal error occurred: ");
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
