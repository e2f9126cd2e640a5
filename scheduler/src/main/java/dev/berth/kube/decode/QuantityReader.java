package dev.berth.kube.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import dev.berth.model.Quantity;
import dev.berth.model.QuantityFormatException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a quantity from a string or a bare number; white space around it does not count, and null
 * is zero, as in Go.
 *
 * <p>Threading: any thread.
 */
final class QuantityReader extends StdDeserializer<Quantity> {
  private static final long serialVersionUID = 1L;

  QuantityReader() {
    super(Quantity.class);
  }

  @Override
  public Quantity deserialize(JsonParser parser, DeserializationContext context)
      throws IOException {
    JsonToken token = parser.currentToken();
    if (!token.isNumeric() && token != JsonToken.VALUE_STRING) {
      return (Quantity) context.handleUnexpectedToken(Quantity.class, parser);
    }
    String text = parser.getText().strip();
    try {
      return Quantity.parse(text);
    } catch (QuantityFormatException e) {
      return (Quantity) context.handleWeirdStringValue(Quantity.class, text, "%s", e.getMessage());
    }
  }

  @Override
  public Quantity getNullValue(DeserializationContext context) {
    return Quantity.ZERO;
  }

  /** A field that is not there is none: whoever wants zero says so. */
  @Override
  public @Nullable Object getAbsentValue(DeserializationContext context) {
    return null;
  }
}
