package dev.berth.sandbox.api;

import dev.berth.sandbox.objects.Json;
import dev.berth.sandbox.objects.StatusException;
import dev.berth.sandbox.objects.StatusException.Cause;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * As of when the objects are wanted: {@code resourceVersion} and its companions, valid together as
 * {@code apimachinery/pkg/apis/meta/internalversion/validation} of Kubernetes 1.36.3 has it.
 *
 * <p>Threading: immutable.
 */
sealed interface VersionMatch {

  /** As they are now: the sandbox has no older copies that would be cheaper. */
  record Newest() implements VersionMatch {}

  record NotOlderThan(long version) implements VersionMatch {}

  record Exactly(long version) implements VersionMatch {}

  static VersionMatch ofList(Parameters query, @Nullable Long limit) {
    String match = query.text("resourceVersionMatch");
    String text = query.text("resourceVersion");
    if (query.request().parameter("sendInitialEvents") != null) {
      throw forbidden("sendInitialEvents", "sendInitialEvents is forbidden for list");
    }
    if (!match.isEmpty() && text.isEmpty()) {
      throw forbidden(
          "resourceVersionMatch",
          "resourceVersionMatch is forbidden unless resourceVersion is provided");
    }
    if (!match.isEmpty() && !query.text("continue").isEmpty()) {
      throw forbidden(
          "resourceVersionMatch", "resourceVersionMatch is forbidden when continue is provided");
    }
    long version = version(text);
    return switch (match) {
      case "" ->
          version == 0
              ? new Newest()
              : limit != null && limit > 0 ? new Exactly(version) : new NotOlderThan(version);
      case "NotOlderThan" -> version == 0 ? new Newest() : new NotOlderThan(version);
      case "Exact" -> {
        if (version == 0) {
          throw forbidden(
              "resourceVersionMatch",
              "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\"");
        }
        yield new Exactly(version);
      }
      default -> throw unsupported(match);
    };
  }

  private static long version(String text) {
    try {
      return number(text);
    } catch (NumberFormatException _) {
      throw StatusException.badRequest("invalid resource version: " + noNumber(text));
    }
  }

  /** The version that a watch names; what is none is an error of the server upstream. */
  static long ofWatch(String text) {
    try {
      return number(text);
    } catch (NumberFormatException _) {
      throw StatusException.internal(noNumber(text));
    }
  }

  /** 0 for an empty text. */
  private static long number(String text) {
    return text.isEmpty() ? 0 : Long.parseUnsignedLong(text);
  }

  private static String noNumber(String text) {
    return "resourceVersion: Invalid value: %s: strconv.ParseUint: parsing %s: invalid syntax"
        .formatted(quoted(text), quoted(text));
  }

  static StatusException forbidden(String field, String why) {
    return invalid(Cause.forbidden(field, why));
  }

  private static StatusException unsupported(String match) {
    return invalid(
        new Cause(
            "FieldValueNotSupported",
            "resourceVersionMatch",
            "Unsupported value: %s: supported values: \"Exact\", \"NotOlderThan\", \"\""
                .formatted(quoted(match))));
  }

  private static StatusException invalid(Cause cause) {
    return StatusException.invalid(ListKinds.OPTIONS, "", List.of(cause));
  }

  private static String quoted(String text) {
    return Json.text(text);
  }
}
