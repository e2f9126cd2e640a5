package dev.berth.sandbox.table;

import dev.berth.sandbox.objects.StatusException;

/** How much of its object comes with each row of a table. Threading: immutable. */
public enum IncludeObject {
  NONE,
  METADATA,
  OBJECT;

  /**
   * The value of the query parameter {@code includeObject}, empty when it is not given.
   *
   * @throws StatusException 400 for another value
   */
  public static IncludeObject of(String parameter) {
    return switch (parameter) {
      case "None" -> NONE;
      case "Metadata", "" -> METADATA;
      case "Object" -> OBJECT;
      default ->
          throw StatusException.badRequest(
              "Unable to convert to Table as requested: includeObject: Invalid value: \"%s\": must"
                      .formatted(parameter)
                  + " be 'Metadata', 'Object', 'None', or empty");
    };
  }
}
