package dev.berth.kube.decode;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonParser;
import dev.berth.model.LabelRequirement;
import dev.berth.model.LabelSelector;
import dev.berth.model.Labels;
import dev.berth.model.NodeRequirement;
import dev.berth.model.NodeSelector;
import dev.berth.model.NodeSelectorTerm;
import dev.berth.model.ObjectKey;
import dev.berth.model.Quantity;
import dev.berth.model.QuantityFormatException;
import dev.berth.model.VolumeSource;
import dev.berth.model.storage.ClaimReference;
import dev.berth.model.storage.CsiDriver;
import dev.berth.model.storage.CsiNode;
import dev.berth.model.storage.CsiStorageCapacity;
import dev.berth.model.storage.PersistentVolume;
import dev.berth.model.storage.PersistentVolumeClaim;
import dev.berth.model.storage.PersistentVolumeSource;
import dev.berth.model.storage.StorageClass;
import dev.berth.model.storage.VolumeAttachment;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decodes what plugins know of storage.
 *
 * <p>Threading: any thread.
 */
final class StorageDecoders {
  private record Annotations(
      @JsonProperty("volume.beta.kubernetes.io/storage-class") @Nullable String storageClass,
      @JsonProperty("volume.kubernetes.io/selected-node") @Nullable String selectedNode,
      @JsonProperty("pv.kubernetes.io/bind-completed") @Nullable String bindCompleted,
      @JsonProperty("pv.kubernetes.io/bound-by-controller") @Nullable String boundByController,
      @JsonProperty("storage.alpha.kubernetes.io/migrated-plugins")
          @Nullable String migratedPlugins) {
    static final Annotations NONE = new Annotations(null, null, null, null, null);
  }

  private record Owner(@Nullable String uid, boolean controller) {
    static final Owner NONE = new Owner(null, false);
  }

  private record Meta(
      @Nullable String namespace,
      @Nullable String name,
      @Nullable String uid,
      @Nullable String resourceVersion,
      @Nullable String deletionTimestamp,
      @Nullable Map<String, @Nullable String> labels,
      @Nullable Annotations annotations,
      @Nullable List<@Nullable Owner> ownerReferences) {

    Annotations known() {
      return annotations == null ? Annotations.NONE : annotations;
    }

    @Nullable String controllerUid() {
      return stream(ownerReferences, Owner.NONE)
          .filter(Owner::controller)
          .map(owner -> orEmpty(owner.uid()))
          .findFirst()
          .orElse(null);
    }
  }

  private record Storage(@Nullable String storage) {}

  private record Status(@Nullable String phase) {
    static boolean isIn(@Nullable Status status, String phase) {
      return status != null && phase.equals(status.phase());
    }
  }

  private record Reference(
      @Nullable String namespace, @Nullable String name, @Nullable String uid) {}

  private record Expression(
      @Nullable String key, @Nullable String operator, @Nullable List<@Nullable String> values) {
    static final Expression NONE = new Expression(null, null, null);

    NodeRequirement requirement() {
      return new NodeRequirement(orEmpty(key), orEmpty(operator), texts(values));
    }
  }

  private record Term(
      @Nullable List<@Nullable Expression> matchExpressions,
      @Nullable List<@Nullable Expression> matchFields) {
    static final Term NONE = new Term(null, null);

    NodeSelectorTerm compile() {
      return NodeSelectorTerm.of(requirements(matchExpressions), requirements(matchFields));
    }

    private static List<NodeRequirement> requirements(
        @Nullable List<@Nullable Expression> expressions) {
      return stream(expressions, Expression.NONE).map(Expression::requirement).toList();
    }
  }

  private record Terms(@Nullable List<@Nullable Term> nodeSelectorTerms) {}

  private record Affinity(@Nullable Terms required) {
    static @Nullable NodeSelector selector(@Nullable Affinity affinity) {
      Terms terms = affinity == null ? null : affinity.required();
      return terms == null
          ? null
          : NodeSelector.of(
              stream(terms.nodeSelectorTerms(), Term.NONE).map(Term::compile).toList());
    }
  }

  private record Csi(@Nullable String driver, @Nullable String volumeHandle) {}

  private record Gce(@Nullable String pdName, boolean readOnly) {}

  private record VolumeId(@Nullable String volumeID) {}

  private record Azure(@Nullable String diskURI, @Nullable String kind) {}

  private record VolumeSpec(
      @Nullable String storageClassName,
      @Nullable Storage capacity,
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
      @Nullable Meta metadata, @Nullable VolumeSpec spec, @Nullable Status status) {}

  private record Resources(@Nullable Storage requests) {}

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
      @Nullable Meta metadata, @Nullable ClaimSpec spec, @Nullable Status status) {}

  private record TopologyTerm(@Nullable List<@Nullable Expression> matchLabelExpressions) {
    static final TopologyTerm NONE = new TopologyTerm(null);

    LabelSelector compile() {
      List<LabelRequirement> requirements =
          stream(matchLabelExpressions, Expression.NONE)
              .map(e -> new LabelRequirement(orEmpty(e.key()), "In", texts(e.values())))
              .toList();
      return requirements.isEmpty()
          ? LabelSelector.NOTHING
          : LabelSelector.of(Map.of(), requirements);
    }
  }

  private record ClassObject(
      @Nullable Meta metadata,
      @Nullable String provisioner,
      @Nullable String volumeBindingMode,
      @Nullable List<@Nullable TopologyTerm> allowedTopologies) {}

  private record Allocatable(@Nullable Integer count) {}

  private record NodeDriver(@Nullable String name, @Nullable Allocatable allocatable) {
    static final NodeDriver NONE = new NodeDriver(null, null);

    CsiNode.Driver driver() {
      return new CsiNode.Driver(orEmpty(name), allocatable == null ? null : allocatable.count());
    }
  }

  private record NodeSpec(@Nullable List<@Nullable NodeDriver> drivers) {}

  private record NodeObject(@Nullable Meta metadata, @Nullable NodeSpec spec) {}

  private record DriverSpec(boolean storageCapacity) {}

  private record DriverObject(@Nullable Meta metadata, @Nullable DriverSpec spec) {}

  private record CapacityObject(
      @Nullable Meta metadata,
      @Nullable String storageClassName,
      KindDecoders.@Nullable Selector nodeTopology,
      @Nullable String capacity,
      @Nullable String maximumVolumeSize) {}

  private record AttachmentSource(@Nullable String persistentVolumeName) {}

  private record AttachmentSpec(
      @Nullable String attacher, @Nullable String nodeName, @Nullable AttachmentSource source) {
    static final AttachmentSpec NONE = new AttachmentSpec(null, null, null);
  }

  private record Attachment(@Nullable Meta metadata, @Nullable AttachmentSpec spec) {}

  private StorageDecoders() {}

  static DecodedObject volume(JsonParser parser) throws IOException, UndecodableObject {
    Volume read = KindDecoders.read("PersistentVolume", parser, Volume.class);
    ObjectIdentity identity = identity("PersistentVolume", read.metadata());
    Meta meta = Objects.requireNonNull(read.metadata());
    VolumeSpec spec = read.spec() == null ? VolumeSpec.NONE : read.spec();
    Reference claim = spec.claimRef();
    Quantity capacity = quantity(identity, "spec.capacity.storage", storage(spec.capacity()));
    return new DecodedObject(
        identity,
        PersistentVolume.builder(identity.name())
            .uid(identity.uid())
            .resourceVersion(identity.resourceVersion())
            .deleting(meta.deletionTimestamp() != null)
            .available(Status.isIn(read.status(), "Available"))
            .boundByController(meta.known().boundByController() != null)
            .labels(Labels.of(KindDecoders.orEmpty(meta.labels())))
            .storageClassName(storageClass(meta, spec.storageClassName()))
            .capacity(capacity == null ? Quantity.ZERO : capacity)
            .accessModes(new LinkedHashSet<>(texts(spec.accessModes())))
            .volumeMode(volumeMode(spec.volumeMode()))
            .volumeAttributesClassName(orEmpty(spec.volumeAttributesClassName()))
            .claim(
                claim == null
                    ? null
                    : new ClaimReference(
                        orEmpty(claim.namespace()), orEmpty(claim.name()), orEmpty(claim.uid())))
            .requiredNodes(Affinity.selector(spec.nodeAffinity()))
            .source(spec.source())
            .build());
  }

  static DecodedObject claim(JsonParser parser) throws IOException, UndecodableObject {
    Claim read = KindDecoders.read("PersistentVolumeClaim", parser, Claim.class);
    ObjectIdentity identity = identity("PersistentVolumeClaim", read.metadata());
    Meta meta = Objects.requireNonNull(read.metadata());
    ClaimSpec spec = read.spec() == null ? ClaimSpec.NONE : read.spec();
    Resources resources = spec.resources();
    KindDecoders.Selector selector = spec.selector();
    return new DecodedObject(
        identity,
        PersistentVolumeClaim.builder(identity.namespace(), identity.name())
            .uid(identity.uid())
            .resourceVersion(identity.resourceVersion())
            .deleting(meta.deletionTimestamp() != null)
            .lost(Status.isIn(read.status(), "Lost"))
            .bindCompleted(meta.known().bindCompleted() != null)
            .selectedNode(meta.known().selectedNode())
            .controllerUid(meta.controllerUid())
            .storageClassName(storageClass(meta, spec.storageClassName()))
            .volumeName(orEmpty(spec.volumeName()))
            .accessModes(new LinkedHashSet<>(texts(spec.accessModes())))
            .volumeMode(volumeMode(spec.volumeMode()))
            .volumeAttributesClassName(orEmpty(spec.volumeAttributesClassName()))
            .request(
                quantity(
                    identity,
                    "spec.resources.requests.storage",
                    storage(resources == null ? null : resources.requests())))
            .selector(selector == null ? null : selector.compile())
            .build());
  }

  static DecodedObject storageClass(JsonParser parser) throws IOException, UndecodableObject {
    ClassObject read = KindDecoders.read("StorageClass", parser, ClassObject.class);
    ObjectIdentity identity = identity("StorageClass", read.metadata());
    return new DecodedObject(
        identity,
        new StorageClass(
            key(identity),
            orEmpty(read.provisioner()),
            read.volumeBindingMode(),
            stream(read.allowedTopologies(), TopologyTerm.NONE)
                .map(TopologyTerm::compile)
                .toList()));
  }

  static DecodedObject csiNode(JsonParser parser) throws IOException, UndecodableObject {
    NodeObject read = KindDecoders.read("CSINode", parser, NodeObject.class);
    ObjectIdentity identity = identity("CSINode", read.metadata());
    Meta meta = Objects.requireNonNull(read.metadata());
    String migrated = meta.known().migratedPlugins();
    Stream<NodeDriver> drivers =
        stream(read.spec() == null ? null : read.spec().drivers(), NodeDriver.NONE);
    return new DecodedObject(
        identity,
        new CsiNode(
            key(identity),
            drivers.map(NodeDriver::driver).toList(),
            migrated == null || migrated.isEmpty()
                ? Set.of()
                : Set.copyOf(List.of(migrated.split(",")))));
  }

  static DecodedObject csiDriver(JsonParser parser) throws IOException, UndecodableObject {
    DriverObject read = KindDecoders.read("CSIDriver", parser, DriverObject.class);
    ObjectIdentity identity = identity("CSIDriver", read.metadata());
    boolean capacity = read.spec() != null && read.spec().storageCapacity();
    return new DecodedObject(identity, new CsiDriver(key(identity), capacity));
  }

  static DecodedObject csiStorageCapacity(JsonParser parser) throws IOException, UndecodableObject {
    CapacityObject read = KindDecoders.read("CSIStorageCapacity", parser, CapacityObject.class);
    ObjectIdentity identity = identity("CSIStorageCapacity", read.metadata());
    KindDecoders.Selector topology = read.nodeTopology();
    return new DecodedObject(
        identity,
        new CsiStorageCapacity(
            key(identity),
            orEmpty(read.storageClassName()),
            topology == null ? LabelSelector.NOTHING : topology.compile(),
            quantity(identity, "capacity", read.capacity()),
            quantity(identity, "maximumVolumeSize", read.maximumVolumeSize())));
  }

  static DecodedObject volumeAttachment(JsonParser parser) throws IOException, UndecodableObject {
    Attachment read = KindDecoders.read("VolumeAttachment", parser, Attachment.class);
    ObjectIdentity identity = identity("VolumeAttachment", read.metadata());
    AttachmentSpec spec = read.spec() == null ? AttachmentSpec.NONE : read.spec();
    AttachmentSource source = spec.source();
    return new DecodedObject(
        identity,
        new VolumeAttachment(
            key(identity),
            orEmpty(spec.attacher()),
            orEmpty(spec.nodeName()),
            source == null ? "" : orEmpty(source.persistentVolumeName())));
  }

  private static ObjectIdentity identity(String kind, @Nullable Meta meta)
      throws UndecodableObject {
    return KindDecoders.identityOf(
        kind,
        meta == null
            ? null
            : new KindDecoders.Meta(
                meta.namespace(), meta.name(), meta.uid(), meta.resourceVersion()));
  }

  private static ObjectKey key(ObjectIdentity identity) {
    return new ObjectKey(identity.namespace(), identity.name());
  }

  /**
   * Mirrors {@code GetPersistentVolumeClaimClass} and {@code GetPersistentVolumeClass},
   * component-helpers/storage/volume, Kubernetes 1.36.3.
   */
  private static String storageClass(Meta meta, @Nullable String inSpec) {
    String annotated = meta.known().storageClass();
    return annotated != null ? annotated : orEmpty(inSpec);
  }

  private static String volumeMode(@Nullable String mode) {
    return mode == null ? "Filesystem" : mode;
  }

  private static @Nullable String storage(@Nullable Storage amounts) {
    return amounts == null ? null : amounts.storage();
  }

  private static @Nullable Quantity quantity(
      ObjectIdentity identity, String path, @Nullable String text) throws UndecodableObject {
    try {
      return text == null ? null : Quantity.parse(text);
    } catch (QuantityFormatException e) {
      throw new UndecodableObject(
          identity.kind(),
          identity.namespace(),
          identity.name(),
          path,
          "is not a quantity: \"" + text + "\"",
          e);
    }
  }

  private static List<String> texts(@Nullable List<@Nullable String> values) {
    return values == null ? List.of() : values.stream().map(StorageDecoders::orEmpty).toList();
  }

  /** The elements, where JSON has null the empty one, as in Go. */
  private static <T> Stream<T> stream(@Nullable List<@Nullable T> list, T empty) {
    return list == null ? Stream.of() : list.stream().map(e -> e == null ? empty : e);
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
