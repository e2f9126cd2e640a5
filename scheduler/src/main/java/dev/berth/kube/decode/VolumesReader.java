package dev.berth.kube.decode;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code volumes}: the images among them, and refuses the sources that plugins restrict which
 * are not built yet.
 *
 * <p>Which plugin looks at which source, in Kubernetes 1.36.3: VolumeRestrictions at claims (for
 * ReadWriteOncePod) and at four kinds of disk (needsRestrictionsCheck in volume_restrictions.go);
 * NodeVolumeLimits at claims, generic ephemeral volumes and the five kinds of disk that
 * isCSIMigrationOn in its utils.go names; VolumeBinding at claims and generic ephemeral volumes;
 * VolumeZone at claims only.
 *
 * <p>Threading: one per request.
 */
final class VolumesReader {
  private static final String RESTRICTIONS = "VolumeRestrictions";
  private static final String LIMITS = "NodeVolumeLimits";
  private static final String BINDING = "VolumeBinding";
  private static final String ZONE = "VolumeZone";

  private static final FieldPolicy.Type VOLUME = FieldPolicy.type("Volume");
  private static final FieldPolicy.Type IMAGE = FieldPolicy.type("ImageVolumeSource");

  /** A volume source that narrows placement, and the plugins that look at it, in filter order. */
  private record Source(FieldPolicy.Type type, List<String> plugins) {
    static Source of(String type, String... plugins) {
      return new Source(FieldPolicy.type(type), List.of(plugins));
    }
  }

  private static final Map<String, Source> NARROWING =
      Map.of(
          "persistentVolumeClaim",
          Source.of("PersistentVolumeClaimVolumeSource", RESTRICTIONS, LIMITS, BINDING, ZONE),
          "ephemeral",
          Source.of("EphemeralVolumeSource", LIMITS, BINDING),
          "gcePersistentDisk",
          Source.of("GCEPersistentDiskVolumeSource", RESTRICTIONS, LIMITS),
          "awsElasticBlockStore",
          Source.of("AWSElasticBlockStoreVolumeSource", RESTRICTIONS, LIMITS),
          "rbd",
          Source.of("RBDVolumeSource", RESTRICTIONS),
          "iscsi",
          Source.of("ISCSIVolumeSource", RESTRICTIONS),
          "azureDisk",
          Source.of("AzureDiskVolumeSource", LIMITS),
          "cinder",
          Source.of("CinderVolumeSource", LIMITS),
          "portworxVolume",
          Source.of("PortworxVolumeSource", LIMITS));

  private final List<String> images = new ArrayList<>(0);

  /** Called inside of a structure that narrows placement. */
  void read(JsonCursor json) throws IOException, UndecodableObject {
    if (!json.enterList()) {
      return;
    }
    while (json.nextElement()) {
      if (json.enterObject()) {
        readVolume(json);
      }
    }
  }

  private void readVolume(JsonCursor json) throws IOException, UndecodableObject {
    for (String field = json.nextField(); field != null; field = json.nextField()) {
      @Nullable Source source = NARROWING.get(field);
      if (source != null) {
        readNarrowing(json, source);
      } else if (field.equals("image")) {
        boolean narrowing = json.widen();
        readImage(json);
        json.restore(narrowing);
      } else {
        json.skip(VOLUME, field);
      }
    }
  }

  private static void readNarrowing(JsonCursor json, Source source)
      throws IOException, UndecodableObject {
    if (!json.present()) {
      return;
    }
    for (String plugin : source.plugins()) {
      json.refuseUnbuilt(plugin);
    }
    if (json.enterObject()) {
      for (String field = json.nextField(); field != null; field = json.nextField()) {
        json.skip(source.type(), field);
      }
    }
  }

  private void readImage(JsonCursor json) throws IOException, UndecodableObject {
    if (!json.enterObject()) {
      return;
    }
    String reference = "";
    for (String field = json.nextField(); field != null; field = json.nextField()) {
      if (field.equals("reference")) {
        reference = json.string();
      } else {
        json.skip(IMAGE, field);
      }
    }
    images.add(reference);
  }

  /** References of image volumes. */
  List<String> images() {
    return images;
  }
}
