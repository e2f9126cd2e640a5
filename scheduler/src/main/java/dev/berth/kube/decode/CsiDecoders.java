package dev.berth.kube.decode;

import static dev.berth.kube.decode.Absent.each;
import static dev.berth.kube.decode.Absent.orEmpty;

import com.fasterxml.jackson.core.JsonParser;
import dev.berth.model.LabelSelector;
import dev.berth.model.storage.CsiDriver;
import dev.berth.model.storage.CsiNode;
import dev.berth.model.storage.CsiStorageCapacity;
import dev.berth.model.storage.VolumeAttachment;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decodes what a cluster says of CSI drivers: on nodes, in general, what room they have, and what
 * they have attached.
 *
 * <p>Threading: any thread.
 */
final class CsiDecoders {
  private record Allocatable(@Nullable Integer count) {}

  private record NodeDriver(@Nullable String name, @Nullable Allocatable allocatable) {
    static final NodeDriver NONE = new NodeDriver(null, null);

    CsiNode.Driver driver() {
      return new CsiNode.Driver(orEmpty(name), allocatable == null ? null : allocatable.count());
    }
  }

  private record NodeSpec(@Nullable List<@Nullable NodeDriver> drivers) {}

  private record NodeObject(StorageJson.@Nullable Meta metadata, @Nullable NodeSpec spec) {}

  private record DriverSpec(boolean storageCapacity) {}

  private record DriverObject(StorageJson.@Nullable Meta metadata, @Nullable DriverSpec spec) {}

  private record CapacityObject(
      StorageJson.@Nullable Meta metadata,
      @Nullable String storageClassName,
      KindDecoders.@Nullable Selector nodeTopology,
      @Nullable String capacity,
      @Nullable String maximumVolumeSize) {}

  private record AttachmentSource(@Nullable String persistentVolumeName) {}

  private record AttachmentSpec(
      @Nullable String attacher, @Nullable String nodeName, @Nullable AttachmentSource source) {
    static final AttachmentSpec NONE = new AttachmentSpec(null, null, null);
  }

  private record Attachment(StorageJson.@Nullable Meta metadata, @Nullable AttachmentSpec spec) {}

  private CsiDecoders() {}

  static DecodedObject node(JsonParser parser) throws IOException, UndecodableObject {
    NodeObject read = KindDecoders.read("CSINode", parser, NodeObject.class);
    ObjectIdentity identity = StorageJson.identity("CSINode", read.metadata());
    StorageJson.Meta meta = Objects.requireNonNull(read.metadata());
    String migrated = meta.known().migratedPlugins();
    Stream<NodeDriver> drivers =
        each(read.spec() == null ? null : read.spec().drivers(), NodeDriver.NONE);
    return new DecodedObject(
        identity,
        new CsiNode(
            KindDecoders.key(identity),
            drivers.map(NodeDriver::driver).toList(),
            migrated == null || migrated.isEmpty()
                ? Set.of()
                : Set.copyOf(List.of(migrated.split(",")))));
  }

  static DecodedObject driver(JsonParser parser) throws IOException, UndecodableObject {
    DriverObject read = KindDecoders.read("CSIDriver", parser, DriverObject.class);
    ObjectIdentity identity = StorageJson.identity("CSIDriver", read.metadata());
    boolean capacity = read.spec() != null && read.spec().storageCapacity();
    return new DecodedObject(identity, new CsiDriver(KindDecoders.key(identity), capacity));
  }

  static DecodedObject storageCapacity(JsonParser parser) throws IOException, UndecodableObject {
    CapacityObject read = KindDecoders.read("CSIStorageCapacity", parser, CapacityObject.class);
    ObjectIdentity identity = StorageJson.identity("CSIStorageCapacity", read.metadata());
    KindDecoders.Selector topology = read.nodeTopology();
    return new DecodedObject(
        identity,
        new CsiStorageCapacity(
            KindDecoders.key(identity),
            orEmpty(read.storageClassName()),
            topology == null ? LabelSelector.NOTHING : topology.compile(),
            StorageJson.quantity(identity, "capacity", read.capacity()),
            StorageJson.quantity(identity, "maximumVolumeSize", read.maximumVolumeSize())));
  }

  static DecodedObject attachment(JsonParser parser) throws IOException, UndecodableObject {
    Attachment read = KindDecoders.read("VolumeAttachment", parser, Attachment.class);
    ObjectIdentity identity = StorageJson.identity("VolumeAttachment", read.metadata());
    AttachmentSpec spec = read.spec() == null ? AttachmentSpec.NONE : read.spec();
    AttachmentSource source = spec.source();
    return new DecodedObject(
        identity,
        new VolumeAttachment(
            KindDecoders.key(identity),
            orEmpty(spec.attacher()),
            orEmpty(spec.nodeName()),
            source == null ? "" : orEmpty(source.persistentVolumeName())));
  }
}
