package dev.berth.sandbox.api;

import dev.berth.sandbox.objects.Kind;
import dev.berth.sandbox.objects.Kinds;
import dev.berth.sandbox.objects.ObjectKey;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * What the path of a request names: {@code apiserver/pkg/endpoints/request/requestinfo.go} of
 * Kubernetes 1.36.3.
 *
 * <p>Threading: immutable.
 */
sealed interface ApiPath {

  /**
   * All objects of a kind.
   *
   * @param namespace empty for all namespaces
   */
  record Collection(Kind kind, String namespace) implements ApiPath {}

  record Item(Kind kind, ObjectKey key) implements ApiPath {}

  record Subresource(Kind kind, ObjectKey key, String name) implements ApiPath {}

  /** Where bindings are created that name their pod themselves. */
  record Bindings(String namespace) implements ApiPath {}

  /** A question in the form of an object that is never kept. */
  record Review(String group, String plural) implements ApiPath {}

  /** Nothing that is served under that path. */
  record Unknown() implements ApiPath {}

  Set<String> OF_NAMESPACES = Set.of("status", "finalize");

  static ApiPath parse(String path) {
    List<String> parts = Arrays.asList(path.split("/", -1));
    if (parts.size() >= 4 && parts.get(1).equals("api") && parts.get(2).equals("v1")) {
      return inGroup("", "v1", parts.subList(3, parts.size()));
    }
    if (parts.size() >= 5 && parts.get(1).equals("apis")) {
      return inGroup(parts.get(2), parts.get(3), parts.subList(4, parts.size()));
    }
    return new Unknown();
  }

  private static ApiPath inGroup(String group, String version, List<String> parts) {
    boolean empty = parts.stream().anyMatch(String::isEmpty);
    boolean inNamespace =
        parts.size() >= 3
            && parts.get(0).equals("namespaces")
            && !(group.isEmpty() && OF_NAMESPACES.contains(parts.get(2)));
    if (empty) {
      return new Unknown();
    }
    return inNamespace
        ? named(group, version, parts.get(1), parts.subList(2, parts.size()))
        : named(group, version, "", parts);
  }

  private static ApiPath named(String group, String version, String namespace, List<String> parts) {
    Kind kind = Kinds.served(group, version, parts.getFirst());
    if (kind == null) {
      return unkept(group, version, namespace, parts);
    }
    boolean misplaced = !kind.namespaced() && !namespace.isEmpty();
    boolean nowhere = kind.namespaced() && namespace.isEmpty() && parts.size() > 1;
    if (misplaced || nowhere || parts.size() > 3) {
      return new Unknown();
    }
    return switch (parts.size()) {
      case 1 -> new Collection(kind, namespace);
      case 2 -> new Item(kind, new ObjectKey(namespace, parts.get(1)));
      default -> new Subresource(kind, new ObjectKey(namespace, parts.get(1)), parts.get(2));
    };
  }

  private static ApiPath unkept(
      String group, String version, String namespace, List<String> parts) {
    String plural = parts.getFirst();
    if (parts.size() > 1 || !version.equals("v1")) {
      return new Unknown();
    }
    if (group.isEmpty() && plural.equals("bindings") && !namespace.isEmpty()) {
      return new Bindings(namespace);
    }
    ReviewKind review = ReviewKind.served(group, plural);
    return review != null && review.namespaced() != namespace.isEmpty()
        ? new Review(group, plural)
        : new Unknown();
  }
}
