package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.base.Splitter;
import dev.berth.controlplane.ControlPlane;
import java.time.Duration;

/**
 * What the API server lets service accounts do by now: it learns of roles and bindings some time
 * after it has taken them.
 *
 * <p>Threading: any thread.
 */
final class RightsInForce {
  private static final String RBAC = "/apis/rbac.authorization.k8s.io/v1";
  private static final String REVIEWS = "/apis/authorization.k8s.io/v1/subjectaccessreviews";
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final ApiServer api;

  RightsInForce(ApiServer api) {
    this.api = api;
  }

  /**
   * Asked for by a service account.
   *
   * @param account NAMESPACE:NAME
   * @param attributes of the request, as a review has them
   */
  record Wish(String account, String attributes) {

    /** Something of the core group, anywhere, by an account of kube-system. */
    static Wish core(String account, String verb, String resource) {
      return of(account, "", verb, "", resource, "");
    }

    private static Wish of(
        String account,
        String namespace,
        String verb,
        String group,
        String resource,
        String object) {
      int slash = resource.indexOf('/');
      return new Wish(
          "kube-system:" + account,
          """
          "resourceAttributes":{"namespace":"%s","name":"%s",
           "verb":"%s","group":"%s","resource":"%s","subresource":"%s"}\
          """
              .formatted(
                  namespace,
                  object,
                  verb,
                  group,
                  slash < 0 ? resource : resource.substring(0, slash),
                  slash < 0 ? "" : resource.substring(slash + 1)));
    }

    private String review() {
      return """
      {"apiVersion":"authorization.k8s.io/v1","kind":"SubjectAccessReview","spec":{
       "user":"system:serviceaccount:%s",
       "groups":["system:serviceaccounts","system:authenticated"],%s}}\
      """
          .formatted(account, attributes);
    }
  }

  boolean allows(Wish wish) {
    return api.post(REVIEWS, wish.review()).body().at("/status/allowed").asBoolean();
  }

  void awaitAllowed(Wish wish) {
    await(wish, true);
  }

  void awaitRefused(Wish wish) {
    await(wish, false);
  }

  private void await(Wish wish, boolean wanted) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (allows(wish) != wanted) {
      assertThat(System.nanoTime())
          .as("%s is never %s", wish, wanted ? "allowed" : "refused")
          .isLessThan(deadline);
    }
  }

  /**
   * Waits until every binding of a manifest that was applied counts. Asked for are the first verb,
   * group, resource and name of each rule that is about resources, for the server learns of a role
   * as a whole; a role that is about paths only is not waited for.
   */
  void awaitThoseOf(ControlPlane controlPlane, String manifest) {
    Splitter.on("\n---\n")
        .splitToStream(controlPlane.kubectl("kustomize", manifest))
        .map(Yaml::json)
        .filter(object -> object.has("roleRef"))
        .forEach(this::awaitBinding);
  }

  private void awaitBinding(JsonNode binding) {
    String namespace = binding.at("/metadata/namespace").asText();
    boolean inCluster = binding.at("/roleRef/kind").asText().equals("ClusterRole");
    JsonNode role =
        api.get(
            RBAC
                + (inCluster ? "/clusterroles/" : "/namespaces/" + namespace + "/roles/")
                + binding.at("/roleRef/name").asText());
    for (JsonNode subject : binding.path("subjects")) {
      for (JsonNode rule : role.path("rules")) {
        if (rule.has("resources") && subject.path("kind").asText().equals("ServiceAccount")) {
          awaitAllowed(
              Wish.of(
                  subject.path("name").asText(),
                  namespace,
                  rule.at("/verbs/0").asText(),
                  rule.at("/apiGroups/0").asText(),
                  rule.at("/resources/0").asText(),
                  rule.at("/resourceNames/0").asText()));
        }
      }
    }
  }
}
