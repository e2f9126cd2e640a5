package dev.berth.kube.watch;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import dev.berth.kube.decode.KindDecoders;
import dev.berth.kube.decode.ObjectIdentity;
import dev.berth.kube.decode.UndecodableObject;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads objects out of lists and watch events so that one bad object costs only itself.
 *
 * <p>Threading: any thread.
 *
 * @param <H> the kind
 */
final class LenientReader<H extends Held> {
  private final WatchedKind<H> kind;
  private final SkippedObjects skipped;

  LenientReader(WatchedKind<H> kind, SkippedObjects skipped) {
    this.kind = kind;
    this.skipped = skipped;
  }

  /** The object that begins at the parser's token, which ends up on its last; null when skipped. */
  @Nullable H read(JsonParser parser) throws IOException {
    return read(parser, kind.reader());
  }

  /** The same of an object of which only the identity matters any more. */
  @Nullable H readDeleted(JsonParser parser) throws IOException {
    return read(parser, p -> kind.deleted().apply(identity(p)));
  }

  private ObjectIdentity identity(JsonParser parser) throws IOException, UndecodableObject {
    return KindDecoders.identity(kind.kind(), parser);
  }

  private @Nullable H read(JsonParser parser, WatchedKind.Reader<H> reader) throws IOException {
    JsonStreamContext outside = outside(parser);
    try {
      return reader.read(parser);
    } catch (UndecodableObject e) {
      skipped.add(e);
    } catch (RuntimeException e) {
      skipped.addOurMistake(kind.kind(), e);
    }
    leave(parser, outside);
    return null;
  }

  private static @Nullable JsonStreamContext outside(JsonParser parser) {
    JsonStreamContext context = parser.getParsingContext();
    return parser.currentToken().isStructStart() ? context.getParent() : context;
  }

  /** Goes on to the end of the object. */
  @SuppressWarnings("ReferenceEquality") // the parser has one context object per level
  private static void leave(JsonParser parser, @Nullable JsonStreamContext outside)
      throws IOException {
    while (parser.getParsingContext() != outside) {
      JsonToken token = parser.nextToken();
      if (token == null) {
        return;
      }
    }
  }
}
