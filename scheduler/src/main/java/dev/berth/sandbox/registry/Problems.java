package dev.berth.sandbox.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.sandbox.objects.Json;
import dev.berth.sandbox.objects.Kind;
import dev.berth.sandbox.objects.StatusException;
import dev.berth.sandbox.objects.StatusException.Cause;
import java.util.ArrayList;
import java.util.List;

/**
 * What is wrong with one object, in the order in which it was found.
 *
 * <p>Threading: one per request.
 */
final class Problems {
  private final List<Cause> causes = new ArrayList<>();

  void required(String field) {
    causes.add(Cause.required(field, ""));
  }

  void required(String field, String detail) {
    causes.add(Cause.required(field, detail));
  }

  void invalid(String field, String value, String detail) {
    causes.add(Cause.invalid(field, value, detail));
  }

  /** One for each detail. */
  void invalid(String field, String value, List<String> details) {
    details.forEach(detail -> invalid(field, value, detail));
  }

  void invalid(String field, JsonNode value, String detail) {
    causes.add(Cause.invalid(field, value, detail));
  }

  void forbidden(String field, String detail) {
    causes.add(Cause.forbidden(field, detail));
  }

  void unsupported(String field, String value, List<String> supported) {
    causes.add(Cause.unsupported(field, value, supported));
  }

  void duplicate(String field, String value) {
    causes.add(Cause.duplicate(field, value));
  }

  void notFound(String field, String value) {
    causes.add(new Cause("FieldValueNotFound", field, "Not found: " + Json.text(value)));
  }

  /** Any other. */
  void add(Cause cause) {
    causes.add(cause);
  }

  boolean isEmpty() {
    return causes.isEmpty();
  }

  /** For the rare refusal that lists problems in its message only. */
  String message() {
    List<String> each = causes.stream().map(c -> c.field() + ": " + c.message()).toList();
    return each.size() == 1 ? each.getFirst() : "[" + String.join(", ", each) + "]";
  }

  void refuse(Kind kind, String name) {
    if (!causes.isEmpty()) {
      throw StatusException.invalid(kind, name, causes);
    }
  }
}
