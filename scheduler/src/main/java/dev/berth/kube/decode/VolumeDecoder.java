package dev.berth.kube.decode;

import static dev.berth.kube.decode.Absent.orEmpty;
import static dev.berth.kube.decode.Absent.texts;

import com.fasterxml.jackson.core.JsonParser;
import dev.berth.model.Labels;
import dev.berth.model.NodeSelector;
import dev.berth.model.Quantity;
import dev.berth.model.VolumeSource;
import dev.berth.model.storage.ClaimReference;
import dev.berth.model.storage.PersistentVolume;
import dev.berth.model.storage.PersistentVolumeSource;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decodes PersistentVolumes.
 *
 * <p>Threading: any thread.
 */
final class VolumeDecoder {
  private record Reference(
      @Nullable String namespace, @Nullable String name, @Nullable String uid) {}

  private record Affinity(@Nullable NodeSelectorJson required) {}

  private record Csi(@Nullable String driver, @Nullable String volumeHandle) {}

  private record Gce(@Nullable String pdName, boolean readOnly) {}

  private record VolumeId(@Nullable String volumeID) {}

  private record Azure(@Nullable String diskURI, @Nullable String kind) {}

  private record VolumeSpec(
      @Nullable String storageClassName,
      StorageJson.@Nullable Storage capacity,
      @Nullable List<@Nullable String> accessModes,
      @Nullable String volumeMode,
      @Nullable String volumeAttributesClassName,
      @Nullable Reference claimRef,
      @Nullable Affinity nodeAffinity,
      @Nullable Csi csi,
      @Nullable Gce gcePersistentDisk,
      @Nullable VolumeId awsElasticBlockStore,
      @Nullable Azure azureDisk,
      @Nullable VolumeId cinder,
      @Nullable VolumeId portworxVolume) {
    static final VolumeSpec NONE =
        new VolumeSpec(
            null, null, null, null, null, null, null, null, null, null, null, null, null);

    @Nullable NodeSelector requiredNodes() {
      NodeSelectorJson required = nodeAffinity == null ? null : nodeAffinity.required();
      return required == null ? null : required.compile();
    }

    PersistentVolumeSource source() {
      if (csi != null) {
        return new PersistentVolumeSource.Csi(orEmpty(csi.driver()), orEmpty(csi.volumeHandle()));
      }
      VolumeSource.Disk disk = disk();
      return disk == null
          ? new PersistentVolumeSource.Other()
          : new PersistentVolumeSource.InTree(disk);
    }

    private VolumeSource.@Nullable Disk disk() {
      if (gcePersistentDisk != null) {
        return new VolumeSource.GcePersistentDisk(
            orEmpty(gcePersistentDisk.pdName()), gcePersistentDisk.readOnly());
      }
      if (awsElasticBlockStore != null) {
        return new VolumeSource.AwsElasticBlockStore(orEmpty(awsElasticBlockStore.volumeID()));
      }
      if (azureDisk != null) {
        return new VolumeSource.AzureDisk(orEmpty(azureDisk.diskURI()), orEmpty(azureDisk.kind()));
      }
      if (cinder != null) {
        return new VolumeSource.Cinder(orEmpty(cinder.volumeID()));
      }
      return portworxVolume == null
          ? null
          : new VolumeSource.Portworx(orEmpty(portworxVolume.volumeID()));
    }
  }

  private record Volume(
      StorageJson.@Nullable Meta metadata,
      @Nullable VolumeSpec spec,
      StorageJson.@Nullable Status status) {}

  private VolumeDecoder() {}

  static DecodedObject read(JsonParser parser) throws IOException, UndecodableObject {
    Volume read = KindDecoders.read("PersistentVolume", parser, Volume.class);
    ObjectIdentity identity = StorageJson.identity("PersistentVolume", read.metadata());
    StorageJson.Meta meta = Objects.requireNonNull(read.metadata());
    VolumeSpec spec = read.spec() == null ? VolumeSpec.NONE : read.spec();
    Reference claim = spec.claimRef();
    Quantity capacity =
        StorageJson.quantity(
            identity, "spec.capacity.storage", StorageJson.storage(spec.capacity()));
    return new DecodedObject(
        identity,
        PersistentVolume.builder(identity.name())
            .uid(identity.uid())
            .resourceVersion(identity.resourceVersion())
            .deleting(meta.deletionTimestamp() != null)
            .available(StorageJson.Status.isIn(read.status(), "Available"))
            .boundByController(meta.known().boundByController() != null)
            .labels(Labels.of(KindDecoders.orEmpty(meta.labels())))
            .storageClassName(StorageJson.storageClass(meta, spec.storageClassName()))
            .capacity(capacity == null ? Quantity.ZERO : capacity)
            .accessModes(new LinkedHashSet<>(texts(spec.accessModes())))
            .volumeMode(StorageJson.volumeMode(spec.volumeMode()))
            .volumeAttributesClassName(orEmpty(spec.volumeAttributesClassName()))
            .claim(
                claim == null
                    ? null
                    : new ClaimReference(
                        orEmpty(claim.namespace()), orEmpty(claim.name()), orEmpty(claim.uid())))
            .requiredNodes(spec.requiredNodes())
            .source(spec.source())
            .build());
  }
}
