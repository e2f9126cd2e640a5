package dev.berth.kube.bind;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.framework.VolumeWriter.Outcome;
import dev.berth.kube.FakeApiServer;
import dev.berth.kube.FakeApiServer.Answer;
import dev.berth.kube.KubeClients;
import dev.berth.model.storage.ClaimReference;
import dev.berth.model.storage.PersistentVolume;
import dev.berth.model.storage.PersistentVolumeClaim;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is sent to bind and provision volumes, and the verdict on every answer. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class KubeVolumeWriterTest {
  private static final String VOLUME = "/api/v1/persistentvolumes/pv";
  private static final String CLAIM = "/api/v1/namespaces/shop/persistentvolumeclaims/data";
  private static final PersistentVolumeClaim DATA =
      PersistentVolumeClaim.builder("shop", "data")
          .uid("uid-data")
          .resourceVersion("7")
          .selectedNode("n1")
          .build();
  private static final PersistentVolume PV =
      PersistentVolume.builder("pv")
          .uid("uid-pv")
          .resourceVersion("5")
          .boundByController(true)
          .claim(new ClaimReference("shop", "data", "uid-data"))
          .build();

  private final FakeApiServer server = FakeApiServer.start();
  private final KubeClients clients = server.clients();
  private final KubeVolumeWriter writer = new KubeVolumeWriter(clients.write());

  @AfterEach
  void stop() {
    clients.close();
    server.close();
  }

  private void assertSent(String want) throws Exception {
    ObjectMapper mapper = new ObjectMapper();
    assertThat(server.requests("PATCH")).hasSize(1);
    assertThat(mapper.readTree(server.requests("PATCH").getFirst().body()))
        .isEqualTo(mapper.readTree(want));
  }

  private void found(String path, String object) {
    server.on("GET " + path, request -> Answer.json(200, object));
  }

  @Test
  void volume_isSetAside_inTheVersionThatItWasChosenIn() throws Exception {
    server.on(
        "PATCH " + VOLUME, request -> Answer.json(200, "{'metadata': {'resourceVersion': '9'}}"));

    assertThat(writer.setAside(PV, DATA)).isEqualTo(new Outcome.Written("9"));

    assertSent(
        """
        {"metadata": {"uid": "uid-pv", "resourceVersion": "5",
                      "annotations": {"pv.kubernetes.io/bound-by-controller": "yes"}},
         "spec": {"claimRef": {"apiVersion": "v1", "kind": "PersistentVolumeClaim",
                               "namespace": "shop", "name": "data", "uid": "uid-data",
                               "resourceVersion": "7"}}}
        """);
  }

  @Test
  void volumeThatAUserChose_isNotMarkedAsChosenByAController() throws Exception {
    server.on(
        "PATCH " + VOLUME, request -> Answer.json(200, "{'metadata': {'resourceVersion': '9'}}"));

    writer.setAside(PV.toBuilder().boundByController(false).build(), DATA);

    assertThat(server.requests("PATCH").getFirst().body()).doesNotContain("annotations");
  }

  @Test
  void claim_isGivenItsNode_inTheVersionThatWasLookedAt() throws Exception {
    server.on(
        "PATCH " + CLAIM, request -> Answer.json(200, "{'metadata': {'resourceVersion': '9'}}"));

    assertThat(writer.selectNode(DATA)).isEqualTo(new Outcome.Written("9"));

    assertSent(
        """
        {"metadata": {"uid": "uid-data", "resourceVersion": "7",
                      "annotations": {"volume.kubernetes.io/selected-node": "n1"}}}
        """);
  }

  @Test
  void conflict_isAFailure_andNothingIsSentAgain() throws Exception {
    server.on("PATCH " + CLAIM, request -> Answer.refusal(409, "the object has been modified"));
    found(CLAIM, claimOnServer("uid-data", "n1"));

    assertThat(writer.selectNode(DATA))
        .isEqualTo(new Outcome.Failed("the object has been modified"));
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void refusal_isAFailure_inTheServersWords() throws Exception {
    server.on("PATCH " + CLAIM, request -> Answer.refusal(403, "no right"));

    assertThat(writer.selectNode(DATA)).isEqualTo(new Outcome.Failed("no right"));
  }

  @Test
  void serverError_afterWhichTheClaimIsAsItShouldBe_isASuccess() throws Exception {
    server.on("PATCH " + CLAIM, request -> Answer.refusal(500, "leader changed"));
    found(CLAIM, claimOnServer("uid-data", "n1"));

    assertThat(writer.selectNode(DATA)).isEqualTo(new Outcome.Written("11"));
  }

  @Test
  void serverError_afterWhichTheClaimIsAnother_isAFailure() throws Exception {
    server.on("PATCH " + CLAIM, request -> Answer.refusal(500, "leader changed"));
    found(CLAIM, claimOnServer("another uid", "n1"));

    assertThat(writer.selectNode(DATA)).isEqualTo(new Outcome.Failed("leader changed"));
  }

  @Test
  void serverError_afterWhichTheVolumeIsSomebodyElses_isAFailure() throws Exception {
    server.on("PATCH " + VOLUME, request -> Answer.refusal(500, "leader changed"));
    found(
        VOLUME,
        "{'metadata': {'uid': 'uid-pv', 'resourceVersion': '11'},"
            + " 'spec': {'claimRef': {'uid': 'uid-other'}}}");

    assertThat(writer.setAside(PV, DATA)).isEqualTo(new Outcome.Failed("leader changed"));
  }

  @Test
  void serverError_afterWhichTheClaimCannotBeRead_isAFailure_thatSaysSo() throws Exception {
    server.on("PATCH " + CLAIM, request -> Answer.refusal(500, "leader changed"));
    server.on("GET " + CLAIM, request -> Answer.refusal(403, "no right"));

    assertThat(writer.selectNode(DATA))
        .isEqualTo(new Outcome.Failed("leader changed; and it cannot be read: no right"));
  }

  @Test
  void serverThatShedsLoad_isAskedAgain() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    server.on(
        "PATCH " + CLAIM,
        request ->
            asked.incrementAndGet() == 1
                ? Answer.refusal(429, "slow down")
                : Answer.json(200, "{'metadata': {'resourceVersion': '9'}}"));

    assertThat(writer.selectNode(DATA)).isEqualTo(new Outcome.Written("9"));
  }

  @Test
  void replicaThatDoesNotLead_writesNothing() throws Exception {
    KubeVolumeWriter standby = new KubeVolumeWriter(clients.write().writingWhile(() -> false));
    found(CLAIM, claimOnServer("uid-data", ""));

    assertThat(standby.selectNode(DATA))
        .isEqualTo(
            new Outcome.Failed(
                "no answer to the write: not sent, because this replica does not lead"));
    assertThat(server.requests("PATCH")).isEmpty();
  }

  private static String claimOnServer(String uid, String node) {
    return ("{'metadata': {'uid': '%s', 'resourceVersion': '11',"
            + " 'annotations': {'volume.kubernetes.io/selected-node': '%s'}}}")
        .formatted(uid, node);
  }
}
