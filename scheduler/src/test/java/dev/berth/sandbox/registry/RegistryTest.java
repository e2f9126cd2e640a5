package dev.berth.sandbox.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.sandbox.objects.Json;
import dev.berth.sandbox.objects.Kind;
import dev.berth.sandbox.objects.Kinds;
import dev.berth.sandbox.objects.KubeObject;
import dev.berth.sandbox.objects.ObjectKey;
import dev.berth.sandbox.objects.StatusException;
import dev.berth.sandbox.registry.Registry.DeleteOptions;
import dev.berth.sandbox.registry.Registry.Part;
import dev.berth.sandbox.registry.Registry.WriteOptions;
import dev.berth.sandbox.store.Change;
import dev.berth.sandbox.store.Changes;
import dev.berth.sandbox.store.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What the recorded requests do not reach: dry runs, namespaces that go, the kubelet's part. */
final class RegistryTest {
  private static final String DEFAULT = "default";
  private static final WriteOptions DRY = new WriteOptions(true);

  private final ObjectStore store = new ObjectStore(1000);
  private final InstantSource clock = InstantSource.fixed(Instant.parse("2031-05-06T07:08:09Z"));
  private final Registry registry = new Registry(store, clock, new SplittableRandom(7));

  private static ObjectNode json(String text) {
    return Json.object(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  private static ObjectNode pod(String name) {
    return json(
        "{'metadata':{'name':'%s'},'spec':{'containers':[{'name':'c','image':'x'}]}}"
            .formatted(name));
  }

  private static ObjectNode binding(String name) {
    return json("{'metadata':{'name':'%s'},'target':{'kind':'Node','name':'n'}}".formatted(name));
  }

  private static ObjectKey key(String name) {
    return new ObjectKey(DEFAULT, name);
  }

  private KubeObject create(Kind kind, ObjectNode body) {
    return registry.create(kind, kind.namespaced() ? DEFAULT : "", body, WriteOptions.NONE);
  }

  private List<String> names(Kind kind) {
    return registry.list(kind).objects().stream().map(o -> o.key().toString()).toList();
  }

  private static void assertRefused(Runnable request, int wantCode, String wantMessage) {
    assertThatThrownBy(request::run)
        .isInstanceOfSatisfying(
            StatusException.class,
            e -> {
              assertThat(e.code()).isEqualTo(wantCode);
              assertThat(e.getMessage()).isEqualTo(wantMessage);
            });
  }

  @Test
  void newRegistry_hasWhatEveryClusterHas() {
    assertThat(names(Kinds.NAMESPACE))
        .containsExactly("default", "kube-node-lease", "kube-public", "kube-system");
    assertThat(names(Kinds.SERVICE_ACCOUNT)).hasSize(4).contains("default/default");
    assertThat(names(Kinds.PRIORITY_CLASS))
        .containsExactly("system-cluster-critical", "system-node-critical");
  }

  @Test
  void unknownFields_pass_andAreKept() {
    ObjectNode body = pod("p");
    body.withObject("/spec").put("whatever", 5);

    assertThat(create(Kinds.POD, body).tree().at("/spec/whatever").asInt()).isEqualTo(5);
  }

  /** What kube-apiserver 1.36.3 shows of a container that a kubelet has only named. */
  @Test
  void statusOfAContainer_isShownWhole() {
    create(Kinds.POD, pod("p"));

    KubeObject said =
        registry.update(
            Kinds.POD,
            key("p"),
            Part.STATUS,
            tree -> {
              tree.withObject("/status")
                  .withArray("/containerStatuses")
                  .addObject()
                  .put("name", "c");
              return tree;
            },
            WriteOptions.NONE);

    assertThat(said.tree().at("/status/containerStatuses/0"))
        .isEqualTo(
            json(
                "{'name':'c','state':{},'lastState':{},'image':'','imageID':'',"
                    + "'restartCount':0,'ready':false}"));
  }

  @Test
  void dryRuns_answerAsTheWrite_butWriteNothing() {
    create(Kinds.POD, pod("there"));
    long before = store.version();

    KubeObject made = registry.create(Kinds.POD, DEFAULT, pod("dry"), DRY);
    KubeObject changed =
        registry.update(
            Kinds.POD,
            key("there"),
            Part.WHOLE,
            tree -> {
              tree.withObject("/metadata/labels").put("a", "b");
              return tree;
            },
            DRY);
    registry.bind(key("there"), binding("there"), DRY);
    KubeObject deleted =
        registry.delete(Kinds.POD, key("there"), new DeleteOptions(null, null, null, true));

    assertThat(made.uid()).isNotEmpty();
    assertThat(made.tree().at("/metadata").has("resourceVersion")).isFalse();
    assertThat(changed.labels()).containsEntry("a", "b");
    assertThat(deleted.isTerminating()).isTrue();
    assertThat(store.version()).isEqualTo(before);
    assertRefused(
        () -> registry.create(Kinds.POD, DEFAULT, pod("there"), DRY),
        409,
        "pods \"there\" already exists");
  }

  @Test
  void unboundPod_deleted_isMarkedForWatchersAndThenGone() throws InterruptedException {
    long version = create(Kinds.POD, pod("p")).version();

    registry.delete(Kinds.POD, key("p"), DeleteOptions.NONE);

    try (Changes changes = registry.changesAfter(Kinds.POD, version)) {
      List<Change.Type> types = new ArrayList<>();
      for (Change c = changes.next(Duration.ZERO); c != null; c = changes.next(Duration.ZERO)) {
        types.add(c.type());
        assertThat(c.object().isTerminating()).isTrue();
      }
      assertThat(types).containsExactly(Change.Type.MODIFIED, Change.Type.DELETED);
    }
  }

  @Test
  void removeFinally_onlyWhatGoes() {
    create(Kinds.POD, pod("p"));
    registry.bind(key("p"), binding("p"), WriteOptions.NONE);
    registry.removeFinally(key("p"));
    assertThat(registry.find(Kinds.POD, key("p"))).isNotNull();

    registry.delete(Kinds.POD, key("p"), DeleteOptions.NONE);
    assertThat(registry.find(Kinds.POD, key("p"))).isNotNull();

    registry.removeFinally(key("p"));
    registry.removeFinally(key("p"));
    assertThat(registry.find(Kinds.POD, key("p"))).isNull();
  }

  @Test
  void namespaceDeleted_takesItsContents_andGoesWithTheLastPod() {
    create(Kinds.NAMESPACE, json("{'metadata':{'name':'team'}}"));
    ObjectKey bound = new ObjectKey("team", "bound");
    registry.create(Kinds.POD, "team", pod("waiting"), WriteOptions.NONE);
    registry.create(Kinds.POD, "team", pod("bound"), WriteOptions.NONE);
    registry.bind(bound, binding("bound"), WriteOptions.NONE);

    KubeObject left =
        registry.delete(Kinds.NAMESPACE, ObjectKey.ofCluster("team"), DeleteOptions.NONE);

    assertThat(left.field("status.phase")).isEqualTo("Terminating");
    assertThat(names(Kinds.POD)).containsExactly("team/bound");
    assertThat(names(Kinds.SERVICE_ACCOUNT)).doesNotContain("team/default");
    assertThat(names(Kinds.NAMESPACE)).contains("team");

    registry.removeFinally(bound);
    assertThat(names(Kinds.NAMESPACE)).doesNotContain("team");
  }

  @Test
  void podsMade_whileTheirNamespaceGoes_areNeverLeftBehind() throws Exception {
    for (int round = 0; round < 50; round++) {
      String team = "team-" + round;
      create(Kinds.NAMESPACE, Registry.named(team));
      CountDownLatch start = new CountDownLatch(1);
      Thread maker =
          Thread.ofVirtual()
              .start(
                  () -> {
                    start.countDown();
                    makePodsUntilRefused(team);
                  });
      start.await();
      registry.delete(Kinds.NAMESPACE, ObjectKey.ofCluster(team), DeleteOptions.NONE);
      maker.join();

      assertThat(names(Kinds.POD)).isEmpty();
      assertThat(names(Kinds.NAMESPACE)).doesNotContain(team);
    }
  }

  private void makePodsUntilRefused(String namespace) {
    try {
      for (int i = 0; i < 1000; i++) {
        registry.create(Kinds.POD, namespace, pod("p" + i), WriteOptions.NONE);
      }
    } catch (StatusException e) {
      assertThat(e.code()).isIn(403, 404);
    }
  }

  @Test
  void generatedName_thatIsTaken_isTriedAgain() {
    Registry twin =
        new Registry(new ObjectStore(10), clock, new SplittableRandom(7)); // the same names
    ObjectNode generated = json("{'metadata':{'generateName':'sa-'}}");
    String first = twin.create(Kinds.SERVICE_ACCOUNT, DEFAULT, generated, WriteOptions.NONE).name();
    Registry other = new Registry(store(), clock, new SplittableRandom(7));
    other.restore(
        Kinds.SERVICE_ACCOUNT,
        json(
            "{'metadata':{'name':'%s','namespace':'default','uid':'u','creationTimestamp':'t'}}"
                .formatted(first)));

    String second =
        other.create(Kinds.SERVICE_ACCOUNT, DEFAULT, generated, WriteOptions.NONE).name();

    assertThat(second).startsWith("sa-").hasSize("sa-".length() + 5).isNotEqualTo(first);
  }

  private static ObjectStore store() {
    return new ObjectStore(10);
  }

  @Test
  void events_areOneStore_inTwoForms() throws InterruptedException {
    long version = registry.list(Kinds.EVENT).version();
    create(
        Kinds.EVENT,
        json(
            "{'metadata':{'name':'e'},'eventTime':'2031-05-06T07:08:09.000000Z','type':'Normal',"
                + "'reason':'R','action':'A','reportingController':'b','reportingInstance':'i',"
                + "'note':'n','regarding':{'kind':'Pod','name':'p','namespace':'default'}}"));

    KubeObject newer = registry.list(Kinds.EVENT).objects().getFirst();
    assertThat(newer.field("regarding.name")).isEqualTo("p");
    assertThat(newer.tree().path("apiVersion").asText()).isEqualTo("events.k8s.io/v1");
    KubeObject core = registry.list(Kinds.CORE_EVENT).objects().getFirst();
    assertThat(core.field("involvedObject.name")).isEqualTo("p");
    assertThat(core.version()).isEqualTo(newer.version());
    try (Changes changes = registry.changesAfter(Kinds.EVENT, version)) {
      Change change = Objects.requireNonNull(changes.next(Duration.ZERO));
      assertThat(change.object().kind()).isEqualTo(Kinds.EVENT);
      assertThat(change.version()).isEqualTo(core.version());
    }
  }

  @Test
  void restore_keepsStatusNodeAndUid_andMakesTheNamespace() {
    KubeObject pod =
        registry.restore(
            Kinds.POD,
            json(
                "{'metadata':{'name':'p','namespace':'far','uid':'u-1','resourceVersion':'77'},"
                    + "'spec':{'nodeName':'n','serviceAccountName':'unknown','priority':9,"
                    + "'containers':[{'name':'c','image':'x','resources':{'requests':"
                    + "{'cpu':'1000m'}}}]},'status':{'phase':'Running'}}"));

    assertThat(pod.uid()).isEqualTo("u-1");
    assertThat(pod.field("status.phase")).isEqualTo("Running");
    assertThat(pod.field("spec.nodeName")).isEqualTo("n");
    assertThat(pod.tree().at("/spec/containers/0/resources/requests/cpu").asText()).isEqualTo("1");
    assertThat(names(Kinds.NAMESPACE)).contains("far");
  }

  @Test
  void review_letsEverybodyDoEverything() {
    ObjectNode access =
        registry.review(
            json("{'kind':'SelfSubjectAccessReview','spec':{'resourceAttributes':{}}}"));
    ObjectNode token = registry.review(json("{'kind':'TokenReview','spec':{'token':'t'}}"));
    ObjectNode none = registry.review(json("{'kind':'TokenReview','spec':{}}"));

    assertThat(access.at("/status/allowed").asBoolean()).isTrue();
    assertThat(token.at("/status/user/username").asText()).isEqualTo("sandbox-user");
    assertThat(none.at("/status/authenticated").asBoolean()).isFalse();
  }
}
