package dev.berth.sandbox.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A request that is refused, in the words and codes of kube-apiserver: {@code
 * apimachinery/pkg/api/errors/errors.go} of Kubernetes 1.36.3.
 *
 * <p>Threading: immutable.
 */
public final class StatusException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * One thing wrong with an object.
   *
   * @param reason {@code FieldValueRequired} and the like
   * @param field its path: {@code spec.containers[0].name}
   * @param message without the path: {@code Required value}
   */
  public record Cause(String reason, String field, String message) {
    public static Cause required(String field, String detail) {
      return new Cause(
          "FieldValueRequired", field, "Required value" + (detail.isEmpty() ? "" : ": " + detail));
    }

    /** The value is shown in quotes, as Go's {@code %q} does. */
    public static Cause invalid(String field, String value, String detail) {
      return new Cause(
          "FieldValueInvalid", field, "Invalid value: " + quoted(value) + ": " + detail);
    }

    /** The value is shown as JSON. */
    public static Cause invalid(String field, JsonNode value, String detail) {
      return new Cause("FieldValueInvalid", field, "Invalid value: " + value + ": " + detail);
    }

    /** A value that is none of a closed list. */
    public static Cause unsupported(String field, String value, List<String> supported) {
      String all = supported.stream().map(Cause::quoted).collect(Collectors.joining(", "));
      return new Cause(
          "FieldValueNotSupported",
          field,
          "Unsupported value: " + quoted(value) + ": supported values: " + all);
    }

    public static Cause duplicate(String field, String value) {
      return new Cause("FieldValueDuplicate", field, "Duplicate value: " + quoted(value));
    }

    private static String quoted(String value) {
      return Json.text(value);
    }

    public static Cause forbidden(String field, String detail) {
      return new Cause("FieldValueForbidden", field, "Forbidden: " + detail);
    }
  }

  private final int code;
  private final String reason;
  private final transient @Nullable ObjectNode details;

  private StatusException(int code, String reason, String message, @Nullable ObjectNode details) {
    super(message, null, false, false);
    this.code = code;
    this.reason = reason;
    this.details = details;
  }

  /** Any refusal that needs no details. */
  public static StatusException of(int code, String reason, String message) {
    return new StatusException(code, reason, message, null);
  }

  public static StatusException badRequest(String message) {
    return of(400, "BadRequest", message);
  }

  public static StatusException notFound(Kind kind, String name) {
    return about(404, "NotFound", kind, name, "%s \"%s\" not found".formatted(kind, name));
  }

  public static StatusException alreadyExists(Kind kind, String name) {
    return about(
        409, "AlreadyExists", kind, name, "%s \"%s\" already exists".formatted(kind, name));
  }

  public static StatusException conflict(Kind kind, String name, String why) {
    return about(
        409,
        "Conflict",
        kind,
        name,
        "Operation cannot be fulfilled on %s \"%s\": %s".formatted(kind, name, why));
  }

  /**
   * A conflict about something that is no kind of its own.
   *
   * @param resource {@code pods/binding}
   */
  public static StatusException conflict(String resource, String name, String why) {
    return new StatusException(
        409,
        "Conflict",
        "Operation cannot be fulfilled on %s \"%s\": %s".formatted(resource, name, why),
        Json.object().put("name", name).put("kind", resource));
  }

  /** The one conflict that everybody knows. */
  public static StatusException modified(Kind kind, String name) {
    return conflict(
        kind,
        name,
        "the object has been modified; please apply your changes to the latest version and try"
            + " again");
  }

  public static StatusException forbidden(Kind kind, String name, String why) {
    return about(
        403, "Forbidden", kind, name, "%s \"%s\" is forbidden: %s".formatted(kind, name, why));
  }

  /** The object breaks rules of its kind; at least one cause. */
  public static StatusException invalid(Kind kind, String name, List<Cause> causes) {
    List<String> each =
        causes.stream().map(cause -> cause.field() + ": " + cause.message()).distinct().toList();
    String all = each.size() == 1 ? each.getFirst() : "[" + String.join(", ", each) + "]";
    StatusException invalid =
        about(
            422,
            "Invalid",
            kind,
            name,
            "%s%s \"%s\" is invalid: %s"
                .formatted(
                    kind.name(), kind.group().isEmpty() ? "" : "." + kind.group(), name, all));
    ObjectNode details = invalid.details;
    if (details != null) {
      details.put("kind", kind.name());
      if (name.isEmpty()) {
        details.remove("name");
      }
    }
    return invalid.because(causes);
  }

  /** An update that does not say which version it changes, of a kind where it must. */
  public static StatusException unversioned(Kind kind, String name) {
    Cause cause =
        new Cause(
            "FieldValueInvalid",
            "metadata.resourceVersion",
            "Invalid value: 0: must be specified for an update");
    return about(
            422,
            "Invalid",
            kind,
            name,
            "%s \"%s\" is invalid: %s: %s".formatted(kind, name, cause.field(), cause.message()))
        .because(List.of(cause));
  }

  /** Any refusal that is told in no more than its message. */
  public static StatusException internal(String message) {
    return of(500, "", message);
  }

  /** The same refusal in other words. */
  public StatusException saying(String message) {
    return new StatusException(code, reason, message, details);
  }

  /** The same with its causes in the details. */
  public StatusException because(List<Cause> causes) {
    ObjectNode explained = details == null ? Json.object() : details.deepCopy();
    causes.forEach(
        cause ->
            explained
                .withArray("causes")
                .addObject()
                .put("reason", cause.reason())
                .put("message", cause.message())
                .put("field", cause.field()));
    return new StatusException(code, reason, String.valueOf(getMessage()), explained);
  }

  /** A patch that is well formed and does not apply; a client is not told why. */
  public static StatusException rejected() {
    return new StatusException(
        422,
        "Invalid",
        "the server rejected our request due to an error in our request",
        Json.object());
  }

  /** A version that the server does not have yet: 504. */
  public static StatusException tooLargeVersion(long version, long current) {
    ObjectNode details = Json.object();
    details
        .putArray("causes")
        .addObject()
        .put("reason", "ResourceVersionTooLarge")
        .put("message", "Too large resource version");
    details.put("retryAfterSeconds", 1);
    return new StatusException(
        504,
        "Timeout",
        "Timeout: Too large resource version: %d, current: %d".formatted(version, current),
        details);
  }

  /** A version that the server no longer has: 410. */
  public static StatusException expired(String message) {
    return of(410, "Expired", message);
  }

  private static StatusException about(
      int code, String reason, Kind kind, String name, String message) {
    ObjectNode details = Json.object().put("name", name);
    if (!kind.group().isEmpty()) {
      details.put("group", kind.group());
    }
    details.put("kind", kind.plural());
    return new StatusException(code, reason, message, details);
  }

  public int code() {
    return code;
  }

  /** Empty for an error that upstream gives no reason for. */
  public String reason() {
    return reason;
  }

  /** The {@code Status} object. */
  public ObjectNode status() {
    ObjectNode status = Json.object().put("kind", "Status").put("apiVersion", "v1");
    status.putObject("metadata");
    status.put("status", "Failure").put("message", getMessage());
    if (!reason.isEmpty()) {
      status.put("reason", reason);
    }
    if (details != null) {
      status.set("details", details.deepCopy());
    }
    return status.put("code", code);
  }
}
