package dev.berth.kube.watch;

import static dev.berth.cycle.ObjectKind.DEVICE_CLASSES;
import static dev.berth.cycle.ObjectKind.NAMESPACES;
import static dev.berth.cycle.ObjectKind.REPLICA_SETS;
import static dev.berth.cycle.ObjectKind.SERVICES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.kube.FakeApiServer;
import dev.berth.kube.FakeApiServer.Answer;
import dev.berth.kube.FakeApiServer.Script;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Kinds that may not be read, for a while or from the start. */
final class MissingKindsTest {
  private final ClusterWatchBed bed = new ClusterWatchBed();
  private final FakeApiServer server = bed.server;
  private final FakeCollection deviceClasses = bed.deviceClasses;
  private final Messages messages = bed.messages;
  private final ClusterWatch watch = bed.watch;

  @AfterEach
  void close() {
    bed.close();
  }

  @Test
  void deviceClasses_that_may_not_be_read_do_not_hold_up_the_start_and_come_when_granted() {
    deviceClasses.list(Answer.refusal(403, "no"));
    deviceClasses.list(Answer.refusal(404, "no such kind"));
    deviceClasses.list(
        "5",
        "{'metadata': {'name': 'gpu', 'uid': '1', 'resourceVersion': '2'},"
            + " 'spec': {'extendedResourceName': 'example.com/gpu'}}");
    Script events = deviceClasses.watch();

    watch.start();

    assertThat(messages.next(DEVICE_CLASSES, 3))
        .containsExactly(
            "deviceclasses cannot be read, a ClusterRole needs the rule"
                + " {apiGroups: [\"resource.k8s.io\"], resources: [\"deviceclasses\"],"
                + " verbs: [\"list\", \"watch\"]}",
            "gpu",
            "complete");
    events.event("DELETED", "{'metadata': {'name': 'gpu', 'uid': '1', 'resourceVersion': '6'}}");
    assertThat(messages.next(DEVICE_CLASSES, 1)).containsExactly("gpu gone");
  }

  @Test
  void namespaces_that_cannot_be_read_any_more_are_missing_until_all_of_them_are_known_again() {
    FakeCollection namespaces = new FakeCollection(server, "/api/v1/namespaces");
    String shop = "{'metadata': {'name': 'shop', 'uid': '1', 'resourceVersion': '2'}}";
    String bank = "{'metadata': {'name': 'bank', 'uid': '2', 'resourceVersion': '6'}}";
    namespaces.list("5", shop);
    server.on("GET /apis/apps/v1/replicasets", _ -> Answer.refusal(404, "no such kind"));
    Script first = namespaces.watch();
    watch.start();
    assertThat(messages.next(NAMESPACES, 2)).containsExactly("shop", "complete");

    namespaces.list(Answer.refusal(403, "no"));
    namespaces.list(Answer.refusal(403, "still no"));
    namespaces.list("9", shop, bank);
    first.event("ERROR", "{'kind': 'Status', 'code': 410, 'message': 'too old'}");

    assertThat(messages.next(NAMESPACES, 3))
        .containsExactly(
            "namespaces cannot be read, a ClusterRole needs the rule"
                + " {apiGroups: [\"\"], resources: [\"namespaces\"], verbs: [\"list\","
                + " \"watch\"]}",
            "bank",
            "complete");
    assertThat(messages.next(REPLICA_SETS, 1))
        .as("a kind that the server does not have")
        .containsExactly("the server has no apps/v1 replicasets");
  }

  @Test
  void objects_that_plugins_look_up_come_and_go() {
    FakeCollection services = new FakeCollection(server, "/api/v1/services");
    services.list(
        "5",
        "{'metadata': {'namespace': 'shop', 'name': 'web', 'uid': '1', 'resourceVersion': '2'},"
            + " 'spec': {'selector': {'app': 'web'}}}");
    Script events = services.watch();
    watch.start();
    assertThat(messages.next(SERVICES, 2)).containsExactly("shop/web", "complete");

    events.event(
        "DELETED",
        "{'metadata': {'namespace': 'shop', 'name': 'web', 'uid': '1', 'resourceVersion': '6'}}");

    assertThat(messages.next(SERVICES, 1)).containsExactly("shop/web gone");
  }
}
