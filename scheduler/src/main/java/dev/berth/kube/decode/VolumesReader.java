package dev.berth.kube.decode;

import dev.berth.model.PodVolume;
import dev.berth.model.VolumeSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code volumes}: the images among them and the sources that narrow placement.
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

  private static final FieldPolicy.Type VOLUME = FieldPolicy.type("Volume");
  private static final FieldPolicy.Type IMAGE = FieldPolicy.type("ImageVolumeSource");

  /** Reads the fields of a source, the cursor being inside of its object. */
  @FunctionalInterface
  private interface Reader {
    VolumeSource read(JsonCursor json, FieldPolicy.Type type) throws IOException, UndecodableObject;
  }

  /** A volume source that narrows placement. */
  private record Source(FieldPolicy.Type type, Reader reader) {
    static Source of(String type, Reader reader) {
      return new Source(FieldPolicy.type(type), reader);
    }
  }

  private static final Map<String, Source> NARROWING =
      Map.of(
          "persistentVolumeClaim",
          Source.of("PersistentVolumeClaimVolumeSource", VolumesReader::readClaim),
          "ephemeral",
          Source.of("EphemeralVolumeSource", VolumesReader::readEphemeral),
          "gcePersistentDisk",
          Source.of("GCEPersistentDiskVolumeSource", VolumesReader::readGce),
          "awsElasticBlockStore",
          Source.of(
              "AWSElasticBlockStoreVolumeSource",
              ofVolumeId(VolumeSource.AwsElasticBlockStore::new)),
          "rbd",
          Source.of("RBDVolumeSource", VolumesReader::readRbd),
          "iscsi",
          Source.of("ISCSIVolumeSource", VolumesReader::readIscsi),
          "azureDisk",
          Source.of("AzureDiskVolumeSource", VolumesReader::readAzure),
          "cinder",
          Source.of("CinderVolumeSource", ofVolumeId(VolumeSource.Cinder::new)),
          "portworxVolume",
          Source.of("PortworxVolumeSource", ofVolumeId(VolumeSource.Portworx::new)));

  private final List<PodVolume> volumes = new ArrayList<>(0);
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
    String name = "";
    List<VolumeSource> sources = new ArrayList<>(1);
    for (String field = json.nextField(); field != null; field = json.nextField()) {
      @Nullable Source source = NARROWING.get(field);
      if (source != null) {
        @Nullable VolumeSource read = readNarrowing(json, source);
        if (read != null) {
          sources.add(read);
        }
      } else if (field.equals("name")) {
        name = json.string();
      } else if (field.equals("image")) {
        boolean narrowing = json.widen();
        readImage(json);
        json.restore(narrowing);
      } else {
        json.skip(VOLUME, field);
      }
    }
    for (VolumeSource source : sources) {
      volumes.add(new PodVolume(name, source));
    }
  }

  private static @Nullable VolumeSource readNarrowing(JsonCursor json, Source source)
      throws IOException, UndecodableObject {
    return json.enterObject() ? source.reader().read(json, source.type()) : null;
  }

  private static VolumeSource readClaim(JsonCursor json, FieldPolicy.Type type)
      throws IOException, UndecodableObject {
    String claimName = "";
    for (String field = json.nextField(); field != null; field = json.nextField()) {
      if (field.equals("claimName")) {
        claimName = json.string();
      } else {
        json.skip(type, field);
      }
    }
    return new VolumeSource.Claim(claimName);
  }

  private static VolumeSource readEphemeral(JsonCursor json, FieldPolicy.Type type)
      throws IOException, UndecodableObject {
    for (String field = json.nextField(); field != null; field = json.nextField()) {
      json.skip(type, field);
    }
    return new VolumeSource.Ephemeral();
  }

  private static VolumeSource readGce(JsonCursor json, FieldPolicy.Type type)
      throws IOException, UndecodableObject {
    String disk = "";
    boolean readOnly = false;
    for (String field = json.nextField(); field != null; field = json.nextField()) {
      switch (field) {
        case "pdName" -> disk = json.string();
        case "readOnly" -> readOnly = json.bool();
        default -> json.skip(type, field);
      }
    }
    return new VolumeSource.GcePersistentDisk(disk, readOnly);
  }

  private static VolumeSource readAzure(JsonCursor json, FieldPolicy.Type type)
      throws IOException, UndecodableObject {
    String uri = "";
    String kind = "";
    for (String field = json.nextField(); field != null; field = json.nextField()) {
      switch (field) {
        case "diskURI" -> uri = json.string();
        case "kind" -> kind = json.string();
        default -> json.skip(type, field);
      }
    }
    return new VolumeSource.AzureDisk(uri, kind);
  }

  private static VolumeSource readRbd(JsonCursor json, FieldPolicy.Type type)
      throws IOException, UndecodableObject {
    List<String> monitors = List.of();
    String pool = "";
    String image = "";
    boolean readOnly = false;
    for (String field = json.nextField(); field != null; field = json.nextField()) {
      switch (field) {
        case "monitors" -> monitors = json.strings();
        case "pool" -> pool = json.string();
        case "image" -> image = json.string();
        case "readOnly" -> readOnly = json.bool();
        default -> json.skip(type, field);
      }
    }
    return new VolumeSource.Rbd(Set.copyOf(monitors), pool, image, readOnly);
  }

  private static VolumeSource readIscsi(JsonCursor json, FieldPolicy.Type type)
      throws IOException, UndecodableObject {
    String iqn = "";
    boolean readOnly = false;
    for (String field = json.nextField(); field != null; field = json.nextField()) {
      switch (field) {
        case "iqn" -> iqn = json.string();
        case "readOnly" -> readOnly = json.bool();
        default -> json.skip(type, field);
      }
    }
    return new VolumeSource.Iscsi(iqn, readOnly);
  }

  /** Sources that are known by their {@code volumeID} alone. */
  private static Reader ofVolumeId(Function<String, VolumeSource> source) {
    return (json, type) -> {
      String volumeId = "";
      for (String field = json.nextField(); field != null; field = json.nextField()) {
        if (field.equals("volumeID")) {
          volumeId = json.string();
        } else {
          json.skip(type, field);
        }
      }
      return source.apply(volumeId);
    };
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

  /** Those that can narrow placement. */
  List<PodVolume> volumes() {
    return volumes;
  }

  /** References of image volumes. */
  List<String> images() {
    return images;
  }
}
