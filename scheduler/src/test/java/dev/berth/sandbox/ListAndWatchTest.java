package dev.berth.sandbox;

import static dev.berth.sandbox.ClientBed.PODS;
import static dev.berth.sandbox.ClientBed.names;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.sandbox.SandboxClient.Answer;
import dev.berth.sandbox.SandboxClient.Watch;
import dev.berth.sandbox.objects.Kinds;
import dev.berth.sandbox.objects.ObjectKey;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Lists in chunks, and watches from a version on, as a client sees them. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ListAndWatchTest {
  private final ClientBed bed = new ClientBed();
  private final Sandbox sandbox = bed.sandbox;
  private final SandboxClient client = bed.client;

  @AfterEach
  void close() {
    bed.close();
  }

  private String version() {
    return client.get(PODS).at("/metadata/resourceVersion");
  }

  // ---- lists

  @Test
  void chunks_showOneVersion_whateverHappensMeanwhile() {
    List.of("a", "b", "c", "d", "e").forEach(name -> bed.createPod(name, ""));
    Answer first = client.get(PODS + "?limit=2");
    assertThat(names(first)).containsExactly("a", "b");
    assertThat(first.json().at("/metadata/remainingItemCount").asInt()).isEqualTo(3);

    bed.createPod("bb", "");
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
    List.of("a", "b", "c").forEach(name -> bed.createPod(name, ""));
    String token = client.get(PODS + "?limit=1").at("/metadata/continue");
    bed.createPod("d", "");
    sandbox.store().compact();
    Answer gone = client.get(PODS + "?limit=1&continue=" + token).expecting(410);
    assertThat(gone.at("/reason")).isEqualTo("Expired");
    assertThat(names(client.get(PODS + "?continue=" + gone.at("/metadata/continue"))))
        .containsExactly("b", "c", "d");
    client.get(PODS + "?continue=nonsense").expecting(400);
  }

  @Test
  void listOfAVersion_isThatOrNewerOrExactly() {
    bed.createPod("a", "");
    String then = version();
    bed.createPod("b", "");
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
    bed.createPod("a", "'x':'1','y':'1'");
    bed.createPod("b", "'x':'2'");
    bed.createPod("c", "'n':'7'");
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

  // ---- watches

  @Test
  void watch_showsWhatHappensAfterAVersion() throws Exception {
    bed.createPod("before", "");
    try (Watch watch = client.watch(PODS + "?watch=true&resourceVersion=" + version())) {
      Answer created = bed.createPod("a", "");
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
    bed.createPod("a", "'x':'1'");
    bed.createPod("b", "");
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
    bed.createPod("a", "");
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
      bed.createPod("a", "");
      assertThat(watch.nextShort()).isEqualTo("ADDED a"); // it runs
      sandbox.store().compact();
      assertThat(watch.next().at("/object/code").asInt()).isEqualTo(410);
    }
  }

  @Test
  void streamedList_endsWithABookmark_andGoesOn() throws Exception {
    bed.createPod("a", "");
    bed.createPod("b", "");
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
      bed.createPod("c", "");
      assertThat(watch.nextShort()).isEqualTo("ADDED c");
    }
    client.get(PODS + "?watch=true&sendInitialEvents=true").expecting(422);
  }

  @Test
  void watchWithoutInitialEvents_beginsNow() throws Exception {
    bed.createPod("a", "");
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
    bed.createPod("a", "");
    try (Watch watch =
        client.watchAs(
            "application/json;as=Table;v=v1;g=meta.k8s.io,application/json",
            PODS + "?watch=true")) {
      ObjectNode first = watch.next();
      assertThat(first.at("/object/kind").asText()).isEqualTo("Table");
      assertThat(first.at("/object/columnDefinitions/0/name").asText()).isEqualTo("Name");
      bed.createPod("b", "");
      ObjectNode second = watch.next();
      assertThat(second.at("/object/columnDefinitions").isNull()).isTrue();
      assertThat(second.at("/object/rows/0/cells/0").asText()).isEqualTo("b");
    }
  }

  @Test
  void everyChangeOfManyInASecond_isSeenInOrder() throws Exception {
    int changes = 10_000;
    bed.createPod("a", "'n':'0'");
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
}
