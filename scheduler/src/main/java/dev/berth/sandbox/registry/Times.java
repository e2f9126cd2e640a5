package dev.berth.sandbox.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.sandbox.objects.Kind;
import dev.berth.sandbox.objects.StatusException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

/**
 * Points in time as the API writes them: to the second ({@code metav1.Time}) and to the microsecond
 * ({@code metav1.MicroTime}).
 *
 * <p>Threading: any thread.
 */
final class Times {
  private static final DateTimeFormatter MICRO =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
  private static final Pattern TO_THE_SECOND =
      Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}");
  private static final Pattern SIX_DIGITS = Pattern.compile("\\.[0-9]{6}");
  private static final String LAYOUT = "2006-01-02T15:04:05.000000Z07:00";

  private Times() {}

  static String second(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** Writes a point in time, when there is one, in UTC; refuses it without its six digits. */
  static void micro(Kind kind, ObjectNode node, String field) {
    if (!node.path(field).isTextual()) {
      return;
    }
    String text = node.path(field).asText();
    try {
      Instant time = DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from);
      if (SIX_DIGITS.matcher(rest(text, TO_THE_SECOND)).lookingAt()) {
        node.put(field, MICRO.format(time));
        return;
      }
    } catch (DateTimeParseException e) {
      throw refused(kind, text, text, "2006");
    }
    throw refused(kind, text, rest(text, TO_THE_SECOND), ".000000");
  }

  private static StatusException refused(Kind kind, String text, String rest, String part) {
    return Shapes.refused(
        kind,
        "parsing time \"%s\" as \"%s\": cannot parse \"%s\" as \"%s\""
            .formatted(text, LAYOUT, rest, part));
  }

  private static String rest(String text, Pattern start) {
    return start.matcher(text).replaceFirst("");
  }
}
