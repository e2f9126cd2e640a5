package dev.berth.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * An answer.
 *
 * <p>Threading: immutable; nobody changes {@code body}.
 *
 * @param headers beside the content type
 */
@SuppressWarnings("ArrayRecordComponent") // written once, never compared
public record Reply(int status, String contentType, byte[] body, Map<String, String> headers)
    implements Answer {
  private static final String PLAIN_TEXT = "text/plain; charset=utf-8";
  private static final String JSON = "application/json";

  public Reply {
    headers = Map.copyOf(headers);
  }

  public static Reply text(int status, String text) {
    return of(status, PLAIN_TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  /** JSON that is text already. */
  public static Reply json(int status, String json) {
    return of(status, JSON, json.getBytes(StandardCharsets.UTF_8));
  }

  public static Reply of(int status, String contentType, byte[] body) {
    return new Reply(status, contentType, body, Map.of());
  }

  /** There is no answer now; a caller may come again in a second. */
  public static Reply busy(String text) {
    return text(503, text + "\n").withHeader("Retry-After", "1");
  }

  Reply withHeader(String name, String value) {
    return new Reply(status, contentType, body, Map.of(name, value));
  }
}
