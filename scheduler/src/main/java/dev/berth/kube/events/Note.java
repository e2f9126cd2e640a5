package dev.berth.kube.events;

import java.nio.charset.StandardCharsets;

/**
 * The text of an event, as long as the API server takes it.
 *
 * <p>Mirrors {@code truncateMessage} of {@code pkg/scheduler/schedule_one.go}, Kubernetes 1.36.3,
 * but for two things: no character is cut in two, and a {@code %} stays what it is.
 *
 * <p>Threading: immutable.
 */
final class Note {
  static final int MAX_BYTES = 1024;
  private static final String CUT = " ...";
  private static final int MAX_BYTES_PER_CHAR = 3;

  private Note() {}

  static String of(String message) {
    if (message.length() * MAX_BYTES_PER_CHAR <= MAX_BYTES) {
      return message;
    }
    byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= MAX_BYTES) {
      return message;
    }
    int end = MAX_BYTES - CUT.length();
    while (isInsideCharacter(bytes[end])) {
      end--;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8) + CUT;
  }

  private static boolean isInsideCharacter(byte utf8) {
    return (utf8 & 0xC0) == 0x80;
  }
}
