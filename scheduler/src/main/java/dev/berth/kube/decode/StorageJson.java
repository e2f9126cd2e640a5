package dev.berth.kube.decode;

import static dev.berth.kube.decode.Absent.each;
import static dev.berth.kube.decode.Absent.orEmpty;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.berth.model.Quantity;
import dev.berth.model.QuantityFormatException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of structures that several kinds of storage have.
 *
 * <p>Threading: immutable.
 */
final class StorageJson {
  private StorageJson() {}

  record Annotations(
      @JsonProperty("volume.beta.kubernetes.io/storage-class") @Nullable String storageClass,
      @JsonProperty("volume.kubernetes.io/selected-node") @Nullable String selectedNode,
      @JsonProperty("pv.kubernetes.io/bind-completed") @Nullable String bindCompleted,
      @JsonProperty("pv.kubernetes.io/bound-by-controller") @Nullable String boundByController,
      @JsonProperty("storage.alpha.kubernetes.io/migrated-plugins")
          @Nullable String migratedPlugins) {
    static final Annotations NONE = new Annotations(null, null, null, null, null);
  }

  record Owner(@Nullable String uid, boolean controller) {
    static final Owner NONE = new Owner(null, false);
  }

  record Meta(
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
      return each(ownerReferences, Owner.NONE)
          .filter(Owner::controller)
          .map(owner -> orEmpty(owner.uid()))
          .findFirst()
          .orElse(null);
    }
  }

  record Storage(@Nullable String storage) {}

  record Status(@Nullable String phase) {
    static boolean isIn(@Nullable Status status, String phase) {
      return status != null && phase.equals(status.phase());
    }
  }

  static ObjectIdentity identity(String kind, @Nullable Meta meta) throws UndecodableObject {
    return KindDecoders.identityOf(
        kind,
        meta == null
            ? null
            : new KindDecoders.Meta(
                meta.namespace(), meta.name(), meta.uid(), meta.resourceVersion()));
  }

  /**
   * Mirrors {@code GetPersistentVolumeClaimClass} and {@code GetPersistentVolumeClass},
   * component-helpers/storage/volume, Kubernetes 1.36.3.
   */
  static String storageClass(Meta meta, @Nullable String inSpec) {
    String annotated = meta.known().storageClass();
    return annotated != null ? annotated : orEmpty(inSpec);
  }

  static String volumeMode(@Nullable String mode) {
    return mode == null ? "Filesystem" : mode;
  }

  static @Nullable String storage(@Nullable Storage amounts) {
    return amounts == null ? null : amounts.storage();
  }

  static @Nullable Quantity quantity(ObjectIdentity identity, String path, @Nullable String text)
      throws UndecodableObject {
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
}
