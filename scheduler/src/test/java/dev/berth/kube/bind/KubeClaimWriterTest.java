package dev.berth.kube.bind;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.framework.ClaimWriter.Outcome;
import dev.berth.framework.Status;
import dev.berth.kube.FakeApiServer;
import dev.berth.kube.FakeApiServer.Answer;
import dev.berth.kube.FakeApiServer.Request;
import dev.berth.kube.KubeClients;
import dev.berth.model.NodeRequirement;
import dev.berth.model.NodeSelector;
import dev.berth.model.NodeSelectorTerm;
import dev.berth.model.PodClaims;
import dev.berth.model.PodInfo;
import dev.berth.model.PodKey;
import dev.berth.model.Quantity;
import dev.berth.model.devices.AllocatedConfig;
import dev.berth.model.devices.AllocatedDevice;
import dev.berth.model.devices.Allocation;
import dev.berth.model.devices.ClaimSpec;
import dev.berth.model.devices.Claims;
import dev.berth.model.devices.DeviceConfig;
import dev.berth.model.devices.DeviceId;
import dev.berth.model.devices.DeviceRequest;
import dev.berth.model.devices.DeviceToleration;
import dev.berth.model.devices.DevicesWanted;
import dev.berth.model.devices.OpaqueConfig;
import dev.berth.model.devices.ResourceClaim;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is sent for each write of a claim, and what is made of each answer. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class KubeClaimWriterTest {
  private static final String ALL = "/apis/resource.k8s.io/v1/namespaces/default/resourceclaims";
  private static final String CLAIM = ALL + "/c";
  private static final String STATUS = CLAIM + "/status";
  private static final PodInfo WEB =
      PodInfo.builder(new PodKey("default", "web")).uid("uid-web").build();
  private static final ResourceClaim FREE = Claims.claim("c", "gpu");
  private static final Allocation D0 = Claims.allocation("d0");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final FakeApiServer server = FakeApiServer.start();
  private final KubeClients clients = server.clients();
  private final KubeClaimWriter writer =
      new KubeClaimWriter(
          clients.write(), () -> Instant.parse("2026-11-22T10:00:00.5Z"), Runnable::run);

  @AfterEach
  void stop() {
    writer.close();
    clients.close();
    server.close();
  }

  private static String onServer(int version, String meta, String status) {
    return """
    {'future': {}, 'metadata': {'name': 'c', 'namespace': 'default', 'uid': 'uid-c',
      'resourceVersion': '%d'%s}, 'spec': {'devices': {}}, 'status': {%s}}
    """
        .formatted(version, meta, status);
  }

  private static String protectedAt(int version) {
    return onServer(version, ", 'finalizers': ['resource.kubernetes.io/delete-protection']", "");
  }

  private static String reservedAt(int version) {
    return onServer(
        version,
        ", 'finalizers': ['resource.kubernetes.io/delete-protection']",
        """
        'allocation': {'devices': {'results': [
          {'request': 'r', 'driver': 'driver', 'pool': 'pool', 'device': 'd0'}]}},
        'reservedFor': [{'resource': 'pods', 'name': 'web', 'uid': 'uid-web'}]
        """);
  }

  private void answer(String methodAndPath, int code, String body) {
    server.on(methodAndPath, request -> Answer.json(code, body));
  }

  private static String status(int code, String message) {
    return "{'kind': 'Status', 'code': %d, 'message': '%s'}".formatted(code, message);
  }

  private JsonNode body(int index) throws Exception {
    Request request = server.requests().get(index);
    return JSON.readTree(request.body());
  }

  private static JsonNode json(String text) throws Exception {
    return JSON.readTree(text.replace('\'', '"'));
  }

  @Test
  void aFreeClaim_isProtected_thenAllocatedAndReserved_eachForTheVersionThatWasSeen()
      throws Exception {
    answer("PATCH " + CLAIM, 200, protectedAt(2));
    answer("PATCH " + STATUS, 200, reservedAt(3));

    Outcome outcome = writer.reserve(FREE, D0, WEB);

    assertThat(outcome).isInstanceOf(Outcome.Written.class);
    ResourceClaim now = ((Outcome.Written) outcome).claim();
    assertThat(now.resourceVersion()).isEqualTo("3");
    assertThat(now.status().isReservedFor("uid-web")).isTrue();
    assertThat(server.requests())
        .allSatisfy(
            request ->
                assertThat(request.header("Content-type"))
                    .contains("application/strategic-merge-patch+json"));
    assertThat(body(0))
        .isEqualTo(
            json(
                """
                {'metadata': {'uid': 'uid-c', 'resourceVersion': '1',
                  'finalizers': ['resource.kubernetes.io/delete-protection']}}
                """));
    assertThat(body(1))
        .isEqualTo(
            json(
                """
                {'metadata': {'uid': 'uid-c', 'resourceVersion': '2'},
                 'status': {
                  'allocation': {'devices': {'results': [
                    {'request': 'r', 'driver': 'driver', 'pool': 'pool', 'device': 'd0'}]},
                    'allocationTimestamp': '2026-11-22T10:00:00Z'},
                  'reservedFor': [{'resource': 'pods', 'name': 'web', 'uid': 'uid-web'}]}}
                """));
  }

  @Test
  void everythingThatAnAllocationSays_isWritten() throws Exception {
    AllocatedDevice device =
        new AllocatedDevice(
            "r/a",
            new DeviceId("driver", "pool", "d0"),
            true,
            List.of(new DeviceToleration("k", "Exists", "", "NoSchedule", 5L)),
            List.of("ready"),
            List.of("broken"),
            "share",
            Map.of("memory", Quantity.parse("8Gi")));
    NodeSelectorTerm term =
        NodeSelectorTerm.of(
            List.of(new NodeRequirement("zone", "In", List.of("a"))),
            List.of(new NodeRequirement("metadata.name", "In", List.of("n1"))));
    AllocatedConfig config =
        new AllocatedConfig(
            AllocatedConfig.FROM_CLASS,
            new DeviceConfig(List.of("r"), new OpaqueConfig("driver", "{\"a\":[1,{\"b\":null}]}")));

    JsonNode written =
        AllocationJson.of(
            new Allocation(List.of(device), List.of(config), NodeSelector.of(List.of(term)), null),
            Instant.parse("2026-11-22T10:00:00Z"));

    assertThat(JSON.readTree(written.toString()))
        .isEqualTo(
            json(
                """
                {'devices': {
                  'results': [{'request': 'r/a', 'driver': 'driver', 'pool': 'pool', 'device': 'd0',
                    'adminAccess': true,
                    'tolerations': [{'key': 'k', 'operator': 'Exists', 'effect': 'NoSchedule',
                      'tolerationSeconds': 5}],
                    'bindingConditions': ['ready'], 'bindingFailureConditions': ['broken'],
                    'shareID': 'share', 'consumedCapacity': {'memory': '8Gi'}}],
                  'config': [{'source': 'FromClass', 'requests': ['r'],
                    'opaque': {'driver': 'driver', 'parameters': {'a': [1, {'b': null}]}}}]},
                 'nodeSelector': {'nodeSelectorTerms': [{
                   'matchExpressions': [{'key': 'zone', 'operator': 'In', 'values': ['a']}],
                   'matchFields': [{'key': 'metadata.name', 'operator': 'In', 'values': ['n1']}]}]},
                 'allocationTimestamp': '2026-11-22T10:00:00Z'}
                """));
  }

  @Test
  void anAllocatedClaim_isOnlyReserved() throws Exception {
    answer("PATCH " + STATUS, 200, reservedAt(3));

    assertThat(writer.reserve(Claims.allocated(FREE, D0), null, WEB))
        .isInstanceOf(Outcome.Written.class);

    assertThat(server.requests()).hasSize(1);
    assertThat(body(0).path("status").has("allocation")).isFalse();
  }

  @Test
  void aConflict_isTriedAgainWithTheClaimAsItIs() throws Exception {
    AtomicInteger patches = new AtomicInteger();
    server.on(
        "PATCH " + STATUS,
        request ->
            patches.incrementAndGet() == 1
                ? Answer.json(409, status(409, "the object has been modified"))
                : Answer.json(200, reservedAt(9)));
    answer("GET " + CLAIM, 200, protectedAt(8));
    answer("PATCH " + CLAIM, 200, protectedAt(2));

    assertThat(writer.reserve(FREE, D0, WEB)).isInstanceOf(Outcome.Written.class);

    assertThat(body(3).at("/metadata/resourceVersion").asText()).isEqualTo("8");
  }

  @Test
  void aConflict_afterOthersAllocatedTheClaim_isAFailure() throws Exception {
    answer("PATCH " + CLAIM, 409, status(409, "the object has been modified"));
    answer(
        "GET " + CLAIM,
        200,
        onServer(
            8,
            "",
            """
            'allocation': {'devices': {'results': [
              {'request': 'r', 'driver': 'driver', 'pool': 'pool', 'device': 'd1'}]}}
            """));

    assertThat(writer.reserve(FREE, D0, WEB))
        .isEqualTo(new Outcome.Failed("claim default/c got allocated elsewhere in the meantime"));
  }

  @Test
  void aWriteWhoseAnswerWasLost_isFoundDone() throws Exception {
    answer("PATCH " + CLAIM, 200, protectedAt(2));
    answer("PATCH " + STATUS, 500, status(500, "etcd is slow"));
    answer("GET " + CLAIM, 200, reservedAt(3));

    assertThat(writer.reserve(FREE, D0, WEB)).isInstanceOf(Outcome.Written.class);

    assertThat(server.requests("PATCH")).hasSize(2);
  }

  @Test
  void aRefusal_isNotRepeated_andNamesWhatWasTried() throws Exception {
    answer("PATCH " + CLAIM, 200, protectedAt(2));
    answer("PATCH " + STATUS, 403, status(403, "no permission"));

    assertThat(writer.reserve(FREE, D0, WEB))
        .isEqualTo(
            new Outcome.Failed("add allocation and reservation to claim default/c: no permission"));
    assertThat(server.requests("PATCH")).hasSize(2);
  }

  @Test
  void aClaimThatIsGone_orAnotherOne_isGone() throws Exception {
    answer("PATCH " + CLAIM, 404, status(404, "not found"));
    assertThat(writer.reserve(FREE, D0, WEB)).isEqualTo(new Outcome.Gone());

    answer("PATCH " + CLAIM, 409, status(409, "uid mismatch"));
    answer("GET " + CLAIM, 200, onServer(8, "", "").replace("uid-c", "uid-other"));
    assertThat(writer.reserve(FREE, D0, WEB)).isEqualTo(new Outcome.Gone());
  }

  @Test
  void endlessConflicts_endAfterFiveTries() throws Exception {
    answer("PATCH " + CLAIM, 409, status(409, "the object has been modified"));
    answer("GET " + CLAIM, 200, onServer(8, "", ""));

    assertThat(writer.reserve(FREE, D0, WEB))
        .isEqualTo(
            new Outcome.Failed("add finalizer to claim default/c: the object has been modified"));
    assertThat(server.requests("PATCH")).hasSize(5);
  }

  /** Tells the first to come back in a second, and does what the others want. */
  private void answerTheSecond(String methodAndPath, int code, String body) {
    AtomicInteger requests = new AtomicInteger();
    server.on(
        methodAndPath,
        request ->
            requests.incrementAndGet() == 1
                ? new Answer.Json(429, "{}", Map.of("Retry-After", "1"))
                : Answer.json(code, body));
  }

  @Test
  void whatTheServerDidNotLookAt_isSentAgain_whenItAskedForThat() throws Exception {
    answerTheSecond("PATCH " + STATUS, 200, reservedAt(3));
    long start = System.nanoTime();

    assertThat(writer.reserve(Claims.allocated(FREE, D0), null, WEB))
        .isInstanceOf(Outcome.Written.class);

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(990));
    assertThat(server.requests()).as("and nothing is to be found out").hasSize(2);
  }

  @Test
  void aClaimThatABusyServerDidNotLookAt_isCreatedAllTheSame() throws Exception {
    answerTheSecond("POST " + ALL, 201, onServer(1, "", ""));

    assertThat(writer.createExtended(WEB, new ClaimSpec(List.of(), List.of(), List.of())))
        .isInstanceOf(Outcome.Written.class);

    assertThat(server.requests("POST")).hasSize(2);
  }

  @Test
  void aServerInTrouble_isGivenMoreTimeFromTryToTry() throws Exception {
    answer("PATCH " + STATUS, 500, status(500, "etcd is slow"));
    CompletableFuture<Outcome> told = new CompletableFuture<>();
    long start = System.nanoTime();

    writer.release(FREE, WEB, told::complete);

    assertThat(told.get(40, TimeUnit.SECONDS)).isEqualTo(new Outcome.Failed("etcd is slow"));
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .as("10, 50, 250 and 1,250 ms")
        .isGreaterThan(Duration.ofMillis(1550));
    assertThat(server.requests("PATCH")).hasSize(5);
  }

  @Test
  void theClaimForExtendedResources_isOwnedByThePod() throws Exception {
    answer("POST " + ALL, 201, onServer(1, "", ""));
    DeviceRequest request =
        new DeviceRequest.Exactly("container-0-request-1", DevicesWanted.ofClass("gpu", 2), false);

    Outcome outcome =
        writer.createExtended(WEB, new ClaimSpec(List.of(request), List.of(), List.of()));

    assertThat(outcome).isInstanceOf(Outcome.Written.class);
    assertThat(body(0))
        .isEqualTo(
            json(
                """
                {'apiVersion': 'resource.k8s.io/v1', 'kind': 'ResourceClaim',
                 'metadata': {'namespace': 'default', 'generateName': 'web-extended-resources-',
                  'annotations': {'resource.kubernetes.io/extended-resource-claim': 'true'},
                  'ownerReferences': [{'apiVersion': 'v1', 'kind': 'Pod', 'name': 'web',
                    'uid': 'uid-web', 'controller': true}]},
                 'spec': {'devices': {'requests': [{'name': 'container-0-request-1', 'exactly':
                   {'deviceClassName': 'gpu', 'allocationMode': 'ExactCount', 'count': 2}}]}}}
                """));
  }

  @Test
  void whichClaimHasExtendedResources_isWrittenIntoThePod() throws Exception {
    String path = "/api/v1/namespaces/default/pods/web/status";
    answer("PATCH " + path, 200, "{}");

    assertThat(
            writer.recordExtended(
                WEB,
                new PodClaims.ExtendedClaim(
                    "web-extended-resources-x",
                    List.of(
                        new PodClaims.Mapping(
                            "main", "example.com/gpu", "container-0-request-0")))))
        .isEqualTo(Status.success());

    assertThat(body(0))
        .isEqualTo(
            json(
                """
                {'metadata': {'uid': 'uid-web'}, 'status': {'extendedResourceClaimStatus': {
                  'requestMappings': [{'containerName': 'main', 'resourceName': 'example.com/gpu',
                    'requestName': 'container-0-request-0'}],
                  'resourceClaimName': 'web-extended-resources-x'}}}
                """));
  }

  @Test
  void aRelease_takesOnlyThePodOut_whateverTheVersion() throws Exception {
    answer("PATCH " + STATUS, 200, onServer(5, "", ""));
    CompletableFuture<Outcome> told = new CompletableFuture<>();

    writer.release(FREE, WEB, told::complete);

    assertThat(told.get(20, TimeUnit.SECONDS)).isInstanceOf(Outcome.Written.class);
    assertThat(body(0))
        .isEqualTo(
            json(
                """
                {'metadata': {'uid': 'uid-c'}, 'status': {'reservedFor':
                  [{'$patch': 'delete', 'uid': 'uid-web'}]}}
                """));
  }

  @Test
  void aDeallocation_holdsForTheVersionThatWasSeen() throws Exception {
    answer("PATCH " + STATUS, 200, onServer(5, "", ""));
    CompletableFuture<Outcome> told = new CompletableFuture<>();

    writer.deallocate(FREE, told::complete);

    assertThat(told.get(20, TimeUnit.SECONDS)).isInstanceOf(Outcome.Written.class);
    assertThat(body(0))
        .isEqualTo(
            json(
                """
                {'metadata': {'uid': 'uid-c', 'resourceVersion': '1'},
                 'status': {'allocation': null, 'reservedFor': null, 'devices': null}}
                """));
  }

  @Test
  void aDeletion_letsGoFirst_andMeansThisUid() throws Exception {
    answer("PATCH " + CLAIM, 200, onServer(5, "", ""));
    answer("DELETE " + CLAIM, 200, "{}");
    CompletableFuture<Outcome> told = new CompletableFuture<>();

    writer.delete(FREE, told::complete);

    assertThat(told.get(20, TimeUnit.SECONDS)).isEqualTo(new Outcome.Gone());
    assertThat(body(0).at("/metadata/$deleteFromPrimitiveList~1finalizers/0").asText())
        .isEqualTo("resource.kubernetes.io/delete-protection");
    assertThat(body(1)).isEqualTo(json("{'preconditions': {'uid': 'uid-c'}}"));
  }

  @Test
  void afterClosing_aWriteIsToldToHaveFailed() throws Exception {
    writer.close();
    CompletableFuture<Outcome> told = new CompletableFuture<>();

    writer.release(FREE, WEB, told::complete);

    assertThat(told.get(20, TimeUnit.SECONDS)).isInstanceOf(Outcome.Failed.class);
  }
}
