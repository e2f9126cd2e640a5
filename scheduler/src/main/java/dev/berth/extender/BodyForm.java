package dev.berth.extender;

import dev.berth.http.IncomingRequest;
import dev.berth.http.Reply;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What form the body of a request may have: JSON as it is. Nothing is unpacked, so a few bytes
 * never become many.
 *
 * <p>Threading: any thread.
 */
final class BodyForm {
  private static final int UNSUPPORTED = 415;

  private BodyForm() {}

  /** Why the body is not looked at; null when it is. */
  static @Nullable Reply refusalOf(IncomingRequest request) {
    String encoding = request.header("Content-Encoding");
    if (!encoding.isEmpty() && !encoding.equalsIgnoreCase("identity")) {
      return refusal("Content-Encoding", encoding, "send the body as it is");
    }
    String type = request.header("Content-Type");
    return type.isEmpty() || isJson(type)
        ? null
        : refusal("Content-Type", type, "say application/json");
  }

  private static boolean isJson(String type) {
    int parameters = type.indexOf(';');
    String media = parameters < 0 ? type : type.substring(0, parameters);
    String name = media.strip().toLowerCase(Locale.ROOT);
    return name.endsWith("/json") || name.endsWith("+json");
  }

  private static Reply refusal(String header, String value, String instead) {
    return Replies.refused(
        UNSUPPORTED,
        "%s is %s, which is not read here. Maybe %s?"
            .formatted(header, RequestReader.shortened(value), instead));
  }
}
