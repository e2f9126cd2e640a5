package dev.berth.kube;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The answer of the API server to one request: the code is the verdict, the body only explains.
 *
 * <p>Threading: immutable.
 *
 * @param body JSON of an object or of a {@code Status}; cut short when the connection broke behind
 *     the code
 */
@SuppressWarnings("ArrayRecordComponent") // read once by who sent the request, never compared
public record KubeReply(int code, byte[] body) {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int SHOWN_CHARS = 300;

  public boolean isSuccess() {
    return code >= 200 && code < 300;
  }

  /** What the server says about it: the message of its {@code Status}, or what came instead. */
  public String message() {
    try {
      String message = MAPPER.readTree(body).path("message").asText();
      if (!message.isEmpty()) {
        return message;
      }
    } catch (IOException notJson) {
      // A proxy on the way answers in HTML or plain text.
    }
    String text = new String(body, StandardCharsets.UTF_8).strip();
    String shown = text.length() <= SHOWN_CHARS ? text : text.substring(0, SHOWN_CHARS) + "...";
    return "HTTP " + code + (shown.isEmpty() ? "" : ": " + shown);
  }
}
