package dev.berth.kube.watch;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.berth.kube.decode.KubeJson;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What stands beside the items on one page of a list.
 *
 * <p>Threading: immutable.
 *
 * @param resourceVersion of the whole list, the same on every page
 * @param next the token that asks for the next page; "" on the last one
 */
record ListPage(String resourceVersion, String next) {

  /**
   * Reads a page token by token; its objects go to {@code items} as they come.
   *
   * @throws IOException when the stream breaks or is not a list
   */
  static <H extends Held> ListPage read(
      InputStream json, LenientReader<H> objects, Consumer<? super H> items) throws IOException {
    try (JsonParser parser = KubeJson.factory().createParser(json)) {
      require(parser.nextToken(), JsonToken.START_OBJECT, "the list");
      ListPage page = new ListPage("", "");
      for (String field = nextField(parser); field != null; field = nextField(parser)) {
        switch (field) {
          case "metadata" -> page = readMetadata(parser);
          case "items" -> readItems(parser, objects, items);
          default -> parser.skipChildren();
        }
      }
      require(parser.currentToken(), JsonToken.END_OBJECT, "the end of the list");
      if (page.resourceVersion().isEmpty()) {
        throw new IOException("the list has no metadata.resourceVersion");
      }
      return page;
    }
  }

  private static ListPage readMetadata(JsonParser parser) throws IOException {
    require(parser.currentToken(), JsonToken.START_OBJECT, "metadata");
    String resourceVersion = "";
    String next = "";
    for (String field = nextField(parser); field != null; field = nextField(parser)) {
      switch (field) {
        case "resourceVersion" -> resourceVersion = parser.getValueAsString("");
        case "continue" -> next = parser.getValueAsString("");
        default -> parser.skipChildren();
      }
    }
    return new ListPage(resourceVersion, next);
  }

  private static <H extends Held> void readItems(
      JsonParser parser, LenientReader<H> objects, Consumer<? super H> items) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return; // Go's empty list
    }
    require(parser.currentToken(), JsonToken.START_ARRAY, "items");
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      if (token == null) {
        throw new IOException("the list ends amid its items");
      }
      H item = objects.read(parser);
      if (item != null) {
        items.accept(item);
      }
    }
  }

  private static @Nullable String nextField(JsonParser parser) throws IOException {
    String field = parser.nextFieldName();
    if (field != null) {
      parser.nextToken();
    }
    return field;
  }

  private static void require(@Nullable JsonToken found, JsonToken wanted, String what)
      throws IOException {
    if (found != wanted) {
      throw new IOException(what + " is not there: found " + found + " instead of " + wanted);
    }
  }
}
