package dev.berth.kube.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DatabindException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Decodes every kind but pods and nodes, through databind, into small records that ignore what they
 * do not know.
 *
 * <p>A kind has a record of its own as soon as something reads more of it than who it is.
 *
 * <p>Threading: any thread.
 */
public final class KindDecoders {
  private record Meta(
      @Nullable String namespace,
      @Nullable String name,
      @Nullable String uid,
      @Nullable String resourceVersion) {}

  private record AnyObject(@Nullable Meta metadata) {}

  private record DeviceClassSpec(@Nullable String extendedResourceName) {}

  private record DeviceClassObject(@Nullable Meta metadata, @Nullable DeviceClassSpec spec) {}

  private static final JsonMapper MAPPER =
      JsonMapper.builder(KubeJson.factory())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private KindDecoders() {}

  /**
   * Who the object is at whose first brace the parser stands; the parser's next token is then what
   * follows the object, also when this throws {@link UndecodableObject}.
   *
   * @throws UndecodableObject when it has no name
   * @throws IOException when the stream breaks or is not JSON
   */
  public static ObjectIdentity identity(String kind, JsonParser parser)
      throws IOException, UndecodableObject {
    AnyObject object = read(kind, parser, AnyObject.class);
    return identityOf(kind, object.metadata());
  }

  /**
   * The DeviceClass at whose first brace the parser stands; the parser's next token is then what
   * follows the object, also when this throws {@link UndecodableObject}.
   *
   * @throws UndecodableObject when it has no name
   * @throws IOException when the stream breaks or is not JSON
   */
  public static DeviceClass deviceClass(JsonParser parser) throws IOException, UndecodableObject {
    DeviceClassObject object = read("DeviceClass", parser, DeviceClassObject.class);
    DeviceClassSpec spec = object.spec();
    return new DeviceClass(
        identityOf("DeviceClass", object.metadata()),
        spec == null ? "" : orEmpty(spec.extendedResourceName()));
  }

  private static <T> T read(String kind, JsonParser parser, Class<T> type)
      throws IOException, UndecodableObject {
    JsonCursor json = JsonCursor.at(parser, kind, UnknownFieldListener.NONE);
    try {
      return MAPPER.readValue(parser, type);
    } catch (DatabindException e) {
      json.leave();
      throw new UndecodableObject(kind, "", "", "", e.getOriginalMessage(), e);
    }
  }

  private static ObjectIdentity identityOf(String kind, @Nullable Meta meta)
      throws UndecodableObject {
    if (meta == null || meta.name() == null || meta.name().isEmpty()) {
      throw new UndecodableObject(kind, "", "", "", "has no metadata.name", null);
    }
    return new ObjectIdentity(
        kind,
        orEmpty(meta.namespace()),
        meta.name(),
        orEmpty(meta.uid()),
        orEmpty(meta.resourceVersion()));
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
