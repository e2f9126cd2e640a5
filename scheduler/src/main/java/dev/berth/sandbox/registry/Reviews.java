package dev.berth.sandbox.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.sandbox.objects.StatusException;

/**
 * The answers about who somebody is and what they may do: everybody may everything, and whoever has
 * a token is {@link #USER}.
 *
 * <p>Threading: any thread.
 */
final class Reviews {
  static final String USER = "sandbox-user";

  private Reviews() {}

  static ObjectNode answer(ObjectNode review) {
    ObjectNode answered = review.deepCopy();
    answered.withObject("/metadata");
    ObjectNode status = answered.putObject("status");
    String kind = review.path("kind").asText();
    switch (kind) {
      case "TokenReview" -> token(review.path("spec").path("token").asText(), status);
      case "SubjectAccessReview", "SelfSubjectAccessReview", "LocalSubjectAccessReview" ->
          status.put("allowed", true);
      case "SelfSubjectRulesReview" -> rules(status);
      case "SelfSubjectReview" -> user(status.putObject("userInfo"));
      default ->
          throw StatusException.badRequest(
              "no kind \"%s\" is registered for reviews".formatted(kind));
    }
    return answered;
  }

  private static void token(String token, ObjectNode status) {
    if (token.isEmpty()) {
      status.putObject("user");
      status.put("error", "invalid bearer token");
    } else {
      status.put("authenticated", true);
      user(status.putObject("user"));
    }
  }

  private static void user(ObjectNode user) {
    user.put("username", USER).putArray("groups").add("system:masters").add("system:authenticated");
  }

  private static void rules(ObjectNode status) {
    ObjectNode resources = status.putArray("resourceRules").addObject();
    resources.putArray("verbs").add("*");
    resources.putArray("apiGroups").add("*");
    resources.putArray("resources").add("*");
    ObjectNode paths = status.putArray("nonResourceRules").addObject();
    paths.putArray("verbs").add("*");
    paths.putArray("nonResourceURLs").add("*");
    status.put("incomplete", false);
  }
}
