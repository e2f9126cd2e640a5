package dev.berth.kube.decode;

import com.fasterxml.jackson.core.JsonParser;
import dev.berth.model.devices.DeviceClass;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decodes DeviceClasses.
 *
 * <p>Threading: any thread.
 */
final class DeviceClassDecoder {
  private record Meta(
      @Nullable String name,
      @Nullable String uid,
      @Nullable String resourceVersion,
      @Nullable String creationTimestamp) {}

  private record Spec(
      @Nullable List<DeviceJson.@Nullable Selector> selectors,
      @Nullable List<DeviceJson.@Nullable Config> config,
      @Nullable String extendedResourceName) {}

  private record Document(@Nullable Meta metadata, @Nullable Spec spec) {}

  private static final Spec EMPTY = new Spec(null, null, null);

  private DeviceClassDecoder() {}

  static DecodedObject read(JsonParser parser) throws IOException, UndecodableObject {
    Document document = KindDecoders.read("DeviceClass", parser, Document.class);
    Meta meta = document.metadata();
    ObjectIdentity identity =
        KindDecoders.identityOf(
            "DeviceClass",
            meta == null
                ? null
                : new KindDecoders.Meta(null, meta.name(), meta.uid(), meta.resourceVersion()));
    Spec spec = document.spec() == null ? EMPTY : document.spec();
    return new DecodedObject(
        identity,
        new DeviceClass(
            KindDecoders.key(identity),
            KindDecoders.micros(identity, meta == null ? null : meta.creationTimestamp(), 0),
            DeviceJson.each(spec.selectors(), DeviceJson.Selector::value),
            DeviceJson.each(spec.config(), DeviceJson.Config::value),
            Absent.orEmpty(spec.extendedResourceName())));
  }
}
