package dev.berth.kube.bind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.framework.VolumeWriter;
import dev.berth.kube.KubeClient;
import dev.berth.kube.KubeReply;
import dev.berth.kube.KubeRequest;
import dev.berth.kube.decode.KubeJson;
import dev.berth.model.ObjectKey;
import dev.berth.model.VersionedObject;
import dev.berth.model.storage.PersistentVolume;
import dev.berth.model.storage.PersistentVolumeClaim;
import java.io.IOException;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Writes into volumes and claims by merge patches that carry uid and resourceVersion, so that what
 * we do not know of an object stays as it is, and a changed object is left alone.
 *
 * <p>The code of the answer is the verdict: a conflict fails, as upstream, where the next attempt
 * decides anew. Where nobody knows what the server did (time out, broken connection, server error),
 * the object is read back: as it should be is success, whoever said otherwise.
 *
 * <p>Mirrors the updates of {@code bindAPIUpdate}, plugins/volumebinding/binder.go, Kubernetes
 * 1.36.3, which send the whole object. Threading: any thread; blocks.
 */
public final class KubeVolumeWriter implements VolumeWriter {
  private static final int SERVER_ERROR = 500;
  private static final JsonMapper TREES = JsonMapper.builder(KubeJson.factory()).build();
  private static final String BY_CONTROLLER = "pv.kubernetes.io/bound-by-controller";
  private static final String SELECTED_NODE = "volume.kubernetes.io/selected-node";

  private final PatientClient client;

  /** A writer over the client for writes. */
  public KubeVolumeWriter(KubeClient write) {
    this.client = new PatientClient(write);
  }

  @Override
  public Outcome setAside(PersistentVolume volume, PersistentVolumeClaim claim)
      throws InterruptedException {
    ObjectNode patch = patchOf(volume);
    if (volume.boundByController()) {
      patch.withObject("/metadata").putObject("annotations").put(BY_CONTROLLER, "yes");
    }
    patch
        .putObject("spec")
        .putObject("claimRef")
        .put("apiVersion", "v1")
        .put("kind", "PersistentVolumeClaim")
        .put("namespace", claim.key().namespace())
        .put("name", claim.key().name())
        .put("uid", claim.uid())
        .put("resourceVersion", claim.resourceVersion());
    return write(
        "/api/v1/persistentvolumes/" + volume.key().name(),
        patch,
        found -> found.at("/spec/claimRef/uid").asText().equals(claim.uid()));
  }

  @Override
  public Outcome selectNode(PersistentVolumeClaim claim) throws InterruptedException {
    String nodeName = claim.selectedNode();
    if (nodeName == null) {
      throw new IllegalArgumentException(
          "claim " + claim + " names no node. Maybe give the claim as it should be.");
    }
    ObjectNode patch = patchOf(claim);
    patch.withObject("/metadata").putObject("annotations").put(SELECTED_NODE, nodeName);
    ObjectKey key = claim.key();
    return write(
        "/api/v1/namespaces/" + key.namespace() + "/persistentvolumeclaims/" + key.name(),
        patch,
        found ->
            found
                .path("metadata")
                .path("annotations")
                .path(SELECTED_NODE)
                .asText()
                .equals(nodeName));
  }

  private static ObjectNode patchOf(VersionedObject object) {
    ObjectNode patch = TREES.createObjectNode();
    patch
        .putObject("metadata")
        .put("uid", object.uid())
        .put("resourceVersion", object.resourceVersion());
    return patch;
  }

  private Outcome write(String path, ObjectNode patch, Predicate<JsonNode> isDone)
      throws InterruptedException {
    String failure;
    try {
      KubeReply reply = client.send(KubeRequest.mergePatch(path, patch.toString()));
      if (reply.isSuccess() && reply.body().length > 0) {
        return new Outcome.Written(versionOf(TREES.readTree(reply.body())));
      }
      if (!reply.isSuccess() && reply.code() < SERVER_ERROR) {
        return new Outcome.Failed(reply.message());
      }
      failure = reply.message();
    } catch (IOException e) {
      failure = "no answer to the write: " + e.getMessage();
    }
    return readBack(path, patch.at("/metadata/uid").asText(), isDone, failure);
  }

  private Outcome readBack(String path, String uid, Predicate<JsonNode> isDone, String failure)
      throws InterruptedException {
    try {
      KubeReply reply = client.send(KubeRequest.get(path, Map.of()));
      if (!reply.isSuccess()) {
        return new Outcome.Failed(failure + "; and it cannot be read: " + reply.message());
      }
      JsonNode found = TREES.readTree(reply.body());
      return found.at("/metadata/uid").asText().equals(uid) && isDone.test(found)
          ? new Outcome.Written(versionOf(found))
          : new Outcome.Failed(failure);
    } catch (IOException e) {
      return new Outcome.Failed(failure + "; and it cannot be read: " + e.getMessage());
    }
  }

  private static String versionOf(JsonNode object) throws IOException {
    String version = object.at("/metadata/resourceVersion").asText();
    if (version.isEmpty()) {
      throw new IOException("the answer is no object: it has no metadata.resourceVersion");
    }
    return version;
  }
}
