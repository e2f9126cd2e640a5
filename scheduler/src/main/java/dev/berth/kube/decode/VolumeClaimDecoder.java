package dev.berth.kube.decode;

import static dev.berth.kube.decode.Absent.orEmpty;
import static dev.berth.kube.decode.Absent.texts;

import com.fasterxml.jackson.core.JsonParser;
import dev.berth.model.storage.PersistentVolumeClaim;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decodes PersistentVolumeClaims.
 *
 * <p>Threading: any thread.
 */
final class VolumeClaimDecoder {
  private record Resources(StorageJson.@Nullable Storage requests) {}

  private record ClaimSpec(
      @Nullable String storageClassName,
      @Nullable String volumeName,
      @Nullable List<@Nullable String> accessModes,
      @Nullable String volumeMode,
      @Nullable String volumeAttributesClassName,
      @Nullable Resources resources,
      KindDecoders.@Nullable Selector selector) {
    static final ClaimSpec NONE = new ClaimSpec(null, null, null, null, null, null, null);
  }

  private record Claim(
      StorageJson.@Nullable Meta metadata,
      @Nullable ClaimSpec spec,
      StorageJson.@Nullable Status status) {}

  private VolumeClaimDecoder() {}

  static DecodedObject read(JsonParser parser) throws IOException, UndecodableObject {
    Claim read = KindDecoders.read("PersistentVolumeClaim", parser, Claim.class);
    ObjectIdentity identity = StorageJson.identity("PersistentVolumeClaim", read.metadata());
    StorageJson.Meta meta = Objects.requireNonNull(read.metadata());
    ClaimSpec spec = read.spec() == null ? ClaimSpec.NONE : read.spec();
    Resources resources = spec.resources();
    KindDecoders.Selector selector = spec.selector();
    return new DecodedObject(
        identity,
        PersistentVolumeClaim.builder(identity.namespace(), identity.name())
            .uid(identity.uid())
            .resourceVersion(identity.resourceVersion())
            .deleting(meta.deletionTimestamp() != null)
            .lost(StorageJson.Status.isIn(read.status(), "Lost"))
            .bindCompleted(meta.known().bindCompleted() != null)
            .selectedNode(meta.known().selectedNode())
            .controllerUid(meta.controllerUid())
            .storageClassName(StorageJson.storageClass(meta, spec.storageClassName()))
            .volumeName(orEmpty(spec.volumeName()))
            .accessModes(new LinkedHashSet<>(texts(spec.accessModes())))
            .volumeMode(StorageJson.volumeMode(spec.volumeMode()))
            .volumeAttributesClassName(orEmpty(spec.volumeAttributesClassName()))
            .request(
                StorageJson.quantity(
                    identity,
                    "spec.resources.requests.storage",
                    StorageJson.storage(resources == null ? null : resources.requests())))
            .selector(selector == null ? null : selector.compile())
            .build());
  }
}
