package dev.berth.kube.decode;

import org.jspecify.annotations.Nullable;

/**
 * An object that cannot be understood: no name, or a wrong type in a field that decides something.
 *
 * <p>The caller skips the object and counts it; the others of the list or watch are not affected.
 *
 * <p>Threading: immutable.
 */
public final class UndecodableObject extends Exception {
  private static final long serialVersionUID = 1L;

  private final String kind;
  private final String name;
  private final String path;

  /**
   * An undecodable object.
   *
   * @param kind {@code Pod}, {@code Node}, ...
   * @param namespace empty when not known (yet) or when the kind has none
   * @param name empty when not known (yet)
   * @param path the field, empty for the object itself
   * @param problem what is wrong, with the value found
   */
  UndecodableObject(
      String kind,
      String namespace,
      String name,
      String path,
      String problem,
      @Nullable Throwable cause) {
    super(sentence(kind, namespace, name, path, problem), cause);
    this.kind = kind;
    this.name = name;
    this.path = path;
  }

  private static String sentence(
      String kind, String namespace, String name, String path, String problem) {
    String who =
        name.isEmpty() ? "(no name read)" : namespace.isEmpty() ? name : namespace + "/" + name;
    String where = path.isEmpty() ? "" : path + " ";
    return kind + " " + who + ": " + where + problem;
  }

  /** The kind of the object. */
  public String kind() {
    return kind;
  }

  /** The name, empty when it was not read. */
  public String name() {
    return name;
  }

  /**
   * The field that is wrong, {@code spec.containers[0].resources.requests.cpu}; empty for the
   * object itself.
   */
  public String path() {
    return path;
  }
}
