package dev.berth.extender;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import dev.berth.http.RequestMemory;
import dev.berth.kube.decode.UndecodableObject;
import java.io.IOException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Pays, from the memory that all requests share, for what is made of one: two bytes of JSON can
 * become an object of a hundred.
 *
 * <p>What a decoder asks its parser for is paid at a fixed price for each token, because it may be
 * kept; of what it passes over, only the names of fields that were not there before cost something,
 * because the parser remembers them.
 *
 * <p>Threading: one per request.
 */
final class Meter {
  /**
   * A pod or node has no more tokens that a decoder looks at. A pod of 1.5 MiB, the most that etcd
   * takes, has a tenth of that unless it is made to have more.
   */
  static final int MOST_OBJECT_TOKENS = 200_000;

  /** What decoders allocate for each token: 10 to 190 bytes, and half of it is garbage at once. */
  static final int TOKEN_BYTES = 96;

  /** Of each name of a field, in the parser's table and in ours, whatever its length. */
  private static final int FIELD_BYTES = 128;

  /** Taken at once, so that the counter that all requests share is rarely touched. */
  private static final long STEP_BYTES = 64 << 10;

  private final RequestMemory memory;
  private final int bodyBytes;
  private long spent;
  private long taken;
  private int objectTokens;
  private @Nullable String object;

  /**
   * @param bodyBytes what is paid for the body already, for messages
   */
  Meter(RequestMemory memory, int bodyBytes) {
    this.memory = memory;
    this.bodyBytes = bodyBytes;
  }

  /** Pays for so much more. */
  void take(long bytes) throws RefusedRequest {
    spent += bytes;
    if (spent > taken) {
      takeFromAll(Math.max(STEP_BYTES, spent - taken));
    }
  }

  private void takeFromAll(long bytes) throws RefusedRequest {
    taken +=
        switch (memory.take(bytes)) {
          case YES -> bytes;
          case NOT_NOW -> throw RefusedRequest.busy();
          case NEVER -> throw tooMuch();
        };
  }

  private RefusedRequest tooMuch() {
    return RefusedRequest.tooLarge(
        ("the request would take more than %d KiB of memory: %d for its body, and already %d"
                + " for what was read from it%s."
                + " Maybe offer fewer nodes at once, or give this extender more memory?")
            .formatted(
                memory.mostBytes() >> 10,
                bodyBytes >> 10,
                spent >> 10,
                object == null ? "" : ", " + object + " being the last"));
  }

  /** What was paid until now. */
  long spent() {
    return spent;
  }

  /** What was paid since then is garbage by now. */
  void backTo(long spentBefore) {
    spent = spentBefore;
    long surplus = taken - spent - STEP_BYTES;
    if (surplus > STEP_BYTES) {
      memory.giveBack(surplus);
      taken -= surplus;
    }
  }

  /** Reads one object of a limited number of tokens. */
  <T> T object(String what, RequestReader.Entry<T> entry, JsonParser json)
      throws IOException, MalformedRequest, UndecodableObject {
    object = what;
    objectTokens = 0;
    T value = entry.read(json);
    object = null;
    return value;
  }

  /** The same parser, its tokens paid for. */
  JsonParser counting(JsonParser parser) {
    return new Counting(parser);
  }

  private void token() throws RefusedRequest {
    if (object != null && ++objectTokens > MOST_OBJECT_TOKENS) {
      throw RefusedRequest.tooLarge(
          ("%s has more than %d names, values and brackets that count."
                  + " Maybe it has a list or map that was made by mistake?")
              .formatted(object, MOST_OBJECT_TOKENS));
    }
    take(TOKEN_BYTES);
  }

  /** What decoders and readers call goes through here. */
  private final class Counting extends JsonParserDelegate {
    /** The parser gives the same string for the same name. */
    private final Set<String> passedOver = Collections.newSetFromMap(new IdentityHashMap<>());

    Counting(JsonParser parser) {
      super(parser);
    }

    @Override
    public JsonToken nextToken() throws IOException {
      token();
      return delegate.nextToken();
    }

    @Override
    public @Nullable String nextFieldName() throws IOException {
      token();
      String name = delegate.nextFieldName();
      if (name != null) {
        take(2L * name.length());
      }
      return name;
    }

    @Override
    public JsonParser skipChildren() throws IOException {
      JsonToken begun = delegate.currentToken();
      if (begun == null || !begun.isStructStart()) {
        return this;
      }
      for (int open = 1; open > 0; ) {
        JsonToken token = delegate.nextToken();
        if (token == null) {
          throw new JsonEOFException(delegate, null, "Unexpected end-of-input: " + expected());
        }
        if (token.isStructStart()) {
          open++;
        } else if (token.isStructEnd()) {
          open--;
        } else if (token == JsonToken.FIELD_NAME && passedOver.add(delegate.currentName())) {
          take(FIELD_BYTES + 2L * delegate.currentName().length());
        }
      }
      return this;
    }

    private String expected() {
      return "expected close marker for "
          + (delegate.getParsingContext().inArray() ? "Array" : "Object");
    }

    @Override
    public String getText() throws IOException {
      String text = delegate.getText();
      take(2L * text.length());
      return text;
    }
  }
}
