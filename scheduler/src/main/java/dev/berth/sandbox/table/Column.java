package dev.berth.sandbox.table;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.sandbox.objects.Json;

/**
 * A column of a table.
 *
 * <p>Threading: immutable.
 *
 * @param type of its cells: {@code string}, {@code integer}, {@code boolean}
 * @param format {@code name} for the one that names the object, else empty
 * @param priority 0 when it is always shown, 1 for {@code -o wide}
 */
record Column(String name, String type, String format, int priority, String description) {

  static Column plain(String name, String description) {
    return new Column(name, "string", "", 0, description);
  }

  static Column wide(String name, String description) {
    return new Column(name, "string", "", 1, description);
  }

  /** Of the name of the object. */
  static Column naming(int priority) {
    return new Column("Name", "string", "name", priority, "Unique among its kind and namespace.");
  }

  static Column age() {
    return plain("Age", "The time since its creation.");
  }

  ObjectNode definition() {
    return Json.object()
        .put("name", name)
        .put("type", type)
        .put("format", format)
        .put("description", description)
        .put("priority", priority);
  }
}
