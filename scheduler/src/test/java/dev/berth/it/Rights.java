package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What the service account {@code kube-system/berth} may do by the roles of the manifests, and a
 * way to take some of it away for a while.
 *
 * <p>Threading: one test at a time.
 */
final class Rights {

  private static final String RBAC = "/apis/rbac.authorization.k8s.io/v1";
  private static final List<String> ROLES =
      List.of(RBAC + "/clusterroles/berth", RBAC + "/namespaces/kube-system/roles/berth");
  private static final String REVIEWS = "/apis/authorization.k8s.io/v1/subjectaccessreviews";

  /** Where a right is for one object, in kube-system. */
  private static final Map<String, String> OBJECTS =
      Map.of("leases", "berth", "configmaps", "extension-apiserver-authentication");

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final ApiServer api;

  Rights(ApiServer api) {
    this.api = api;
  }

  /**
   * One of them.
   *
   * @param resource with its subresource, {@code pods/binding}
   */
  record Right(String group, String resource, String verb) {
    static Right core(String resource, String verb) {
      return new Right("", resource, verb);
    }

    @Override
    public String toString() {
      return verb + " " + resource + (group.isEmpty() ? "" : "." + group);
    }
  }

  /** All of them. */
  List<Right> all() {
    List<Right> rights = new ArrayList<>();
    for (String role : ROLES) {
      for (JsonNode rule : api.get(role).path("rules")) {
        rule.path("resources")
            .forEach(
                resource ->
                    rule.path("verbs")
                        .forEach(
                            verb ->
                                rights.add(
                                    new Right(
                                        rule.at("/apiGroups/0").asText(),
                                        resource.asText(),
                                        verb.asText()))));
      }
    }
    return rights;
  }

  /** Does something without some of them. */
  void without(List<Right> taken, Runnable action) {
    List<JsonNode> before = ROLES.stream().map(api::get).toList();
    try {
      ROLES.forEach(role -> replaceRules(role, rulesWithout(api.get(role), taken)));
      taken.forEach(right -> awaitDecision(right, false));
      action.run();
    } finally {
      for (int i = 0; i < ROLES.size(); i++) {
        replaceRules(ROLES.get(i), before.get(i).path("rules"));
      }
    }
    taken.forEach(right -> awaitDecision(right, true));
  }

  /**
   * Starts Berth without some of them and goes on without, then with all; Berth has to end well.
   */
  void startWithout(
      List<Right> taken,
      InstalledContainer container,
      Consumer<BerthProcess> without,
      Runnable withAll) {
    List<BerthProcess> started = new ArrayList<>();
    try {
      without(
          taken,
          () -> {
            started.add(BerthProcess.start(container.process()));
            without.accept(started.getFirst());
          });
      withAll.run();
      assertThat(started.getFirst().terminate()).as(started.getFirst().log()).isZero();
    } finally {
      started.forEach(BerthProcess::close);
    }
  }

  private void replaceRules(String role, JsonNode rules) {
    ObjectNode patch = ApiServer.JSON.createObjectNode();
    patch.set("rules", rules);
    api.patch(role, patch.toString());
  }

  private static JsonNode rulesWithout(JsonNode role, List<Right> taken) {
    List<ObjectNode> rules = oneForEachResource(role.path("rules"));
    for (Right right : taken) {
      for (JsonNode rule : rules) {
        if (rule.at("/apiGroups/0").asText().equals(right.group())
            && rule.at("/resources/0").asText().equals(right.resource())) {
          remove((ArrayNode) rule.path("verbs"), right.verb());
        }
      }
    }
    ArrayNode left = ApiServer.JSON.createArrayNode();
    rules.stream().filter(rule -> !rule.path("verbs").isEmpty()).forEach(left::add);
    return left;
  }

  private static List<ObjectNode> oneForEachResource(JsonNode rules) {
    List<ObjectNode> split = new ArrayList<>();
    for (JsonNode rule : rules) {
      for (JsonNode resource : rule.path("resources")) {
        ObjectNode one = rule.deepCopy();
        one.putArray("resources").add(resource.asText());
        split.add(one);
      }
    }
    return split;
  }

  private static void remove(ArrayNode verbs, String verb) {
    for (int i = verbs.size() - 1; i >= 0; i--) {
      if (verbs.get(i).asText().equals(verb)) {
        verbs.remove(i);
      }
    }
  }

  void awaitRefused(Right right) {
    awaitDecision(right, false);
  }

  /** The server takes a moment until a changed role counts. */
  private void awaitDecision(Right right, boolean wanted) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    String review = review(right);
    while (api.post(REVIEWS, review).body().at("/status/allowed").asBoolean() != wanted) {
      assertThat(System.nanoTime())
          .as("%s is never %s", right, wanted ? "allowed" : "refused")
          .isLessThan(deadline);
    }
  }

  private static String review(Right right) {
    int slash = right.resource().indexOf('/');
    String object = OBJECTS.getOrDefault(right.resource(), "");
    return """
    {"apiVersion":"authorization.k8s.io/v1","kind":"SubjectAccessReview","spec":{
     "user":"system:serviceaccount:kube-system:berth","resourceAttributes":{
     "namespace":"%s","name":"%s","verb":"%s","group":"%s","resource":"%s","subresource":"%s"}}}\
    """
        .formatted(
            object.isEmpty() ? "" : "kube-system",
            object,
            right.verb(),
            right.group(),
            slash < 0 ? right.resource() : right.resource().substring(0, slash),
            slash < 0 ? "" : right.resource().substring(slash + 1));
  }
}
