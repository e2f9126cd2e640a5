package dev.berth.sandbox.fault;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What a request asks for, in the words of an API server's access rules.
 *
 * <p>Threading: immutable.
 *
 * @param verb {@code get}, {@code list}, {@code watch}, {@code create}, {@code update}, {@code
 *     patch}, {@code delete} or {@code deletecollection}
 * @param resource {@code pods}, or {@code pods/binding}; empty for a path outside the APIs
 * @param namespace empty for all
 * @param name empty for a collection; the whole path outside the APIs
 */
record Call(String verb, String resource, String namespace, String name) {
  private static final Pattern SLASHES = Pattern.compile("/+");

  static Call of(String method, String path, boolean watch) {
    List<String> parts = SLASHES.splitAsStream(path).filter(part -> !part.isEmpty()).toList();
    int version = parts.isEmpty() ? 0 : prefix(parts.getFirst());
    if (version == 0 || parts.size() <= version) {
      return new Call(verb(method, true, false), "", "", path);
    }
    List<String> rest = parts.subList(version, parts.size());
    boolean inNamespace = rest.size() > 2 && isNamespaced(rest);
    String namespace = inNamespace ? rest.get(1) : "";
    List<String> own = inNamespace ? rest.subList(2, rest.size()) : rest;
    String name = own.size() > 1 ? own.get(1) : "";
    String resource = own.size() > 2 ? own.get(0) + "/" + own.get(2) : own.get(0);
    return new Call(verb(method, !name.isEmpty(), watch), resource, namespace, name);
  }

  /** How many parts of a path come before the resource; 0 when it is none of the APIs'. */
  private static int prefix(String first) {
    return switch (first) {
      case "api" -> 2;
      case "apis" -> 3;
      default -> 0;
    };
  }

  private static boolean isNamespaced(List<String> rest) {
    return rest.get(0).equals("namespaces")
        && !rest.get(2).equals("status")
        && !rest.get(2).equals("finalize");
  }

  private static String verb(String method, boolean named, boolean watch) {
    return switch (method) {
      case "POST" -> "create";
      case "PUT" -> "update";
      case "PATCH" -> "patch";
      case "DELETE" -> named ? "delete" : "deletecollection";
      default -> named ? "get" : watch ? "watch" : "list";
    };
  }
}
