package dev.berth.sandbox.api;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A kind of question that is created, answered and forgotten.
 *
 * <p>Threading: immutable.
 */
record ReviewKind(String group, String name, boolean namespaced) {
  private static final String AUTHENTICATION = "authentication.k8s.io";
  private static final String AUTHORIZATION = "authorization.k8s.io";

  static final List<ReviewKind> ALL =
      List.of(
          new ReviewKind(AUTHENTICATION, "SelfSubjectReview", false),
          new ReviewKind(AUTHENTICATION, "TokenReview", false),
          new ReviewKind(AUTHORIZATION, "LocalSubjectAccessReview", true),
          new ReviewKind(AUTHORIZATION, "SelfSubjectAccessReview", false),
          new ReviewKind(AUTHORIZATION, "SelfSubjectRulesReview", false),
          new ReviewKind(AUTHORIZATION, "SubjectAccessReview", false));

  String apiVersion() {
    return group + "/v1";
  }

  String singular() {
    return name.toLowerCase(Locale.ROOT);
  }

  String plural() {
    return singular() + "s";
  }

  static @Nullable ReviewKind served(String group, String plural) {
    return ALL.stream()
        .filter(kind -> kind.group().equals(group) && kind.plural().equals(plural))
        .findFirst()
        .orElse(null);
  }
}
