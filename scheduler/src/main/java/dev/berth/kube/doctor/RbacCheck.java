package dev.berth.kube.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.config.LeaderElection;
import dev.berth.kube.RbacRules;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Does Berth have every permission of {@link RbacRules}, and what does it do without the ones that
 * are missing?
 *
 * <p>Threading: immutable.
 */
final class RbacCheck implements Check {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String REVIEWS = "/apis/authorization.k8s.io/v1/";
  private static final String SERVICE_ACCOUNT = "system:serviceaccount:";

  /** As the manifests name it. */
  private static final String ACCOUNT = "berth";

  /** What the server says about one verb. */
  private sealed interface Review {
    record Allowed() implements Review {}

    record Denied() implements Review {}

    record NotKnown(String why) implements Review {}
  }

  @Override
  public String name() {
    return "rbac";
  }

  @Override
  public List<Finding> examine(Cluster cluster) throws IOException, InterruptedException {
    Cluster asked = cluster.user().isEmpty() ? forItsOwn(cluster) : cluster;
    List<Finding> findings = new ArrayList<>();
    for (RbacRules.Rule rule : RbacRules.ALL) {
      if (rule.scope() == RbacRules.Scope.LEASE && !asked.lease().leaderElect()) {
        continue;
      }
      List<String> missing = new ArrayList<>();
      for (String verb : rule.verbs()) {
        switch (review(asked, rule, verb)) {
          case Review.Allowed() -> {}
          case Review.Denied() -> missing.add(verb);
          case Review.NotKnown(String why) -> {
            return List.of(notKnown(asked, why));
          }
        }
      }
      if (!missing.isEmpty()) {
        findings.add(missing(asked, rule, missing));
      }
    }
    if (findings.isEmpty()) {
      findings.add(Finding.ok(name(), who(asked) + " may do all that Berth does"));
    }
    return findings;
  }

  /** The service account of the manifests when there is one, otherwise whoever asks. */
  private static Cluster forItsOwn(Cluster cluster) throws IOException, InterruptedException {
    String namespace = cluster.lease().resourceNamespace();
    return cluster.get("/api/v1/namespaces/" + namespace + "/serviceaccounts/" + ACCOUNT)
            instanceof Cluster.Answer.Read
        ? cluster.withUser(SERVICE_ACCOUNT + namespace + ":" + ACCOUNT)
        : cluster;
  }

  private Finding notKnown(Cluster cluster, String why) {
    return Finding.skip(
        name(),
        "what " + who(cluster) + " may do is not known: " + why,
        cluster.user().isEmpty()
            ? ""
            : "you need the right to create subjectaccessreviews.authorization.k8s.io");
  }

  private Finding missing(Cluster cluster, RbacRules.Rule rule, List<String> verbs) {
    String text =
        "%s may not %s %s (needed %s); without it: %s"
            .formatted(
                who(cluster),
                String.join(", ", verbs),
                what(cluster, rule),
                rule.why(),
                rule.without());
    String remedy =
        "grant {apiGroups: [\"%s\"], resources: [%s], verbs: [%s]}, see manifests/install/permissions.yaml"
            .formatted(rule.group(), rule.resource(), String.join(", ", rule.verbs()));
    return switch (rule.need()) {
      case REQUIRED -> Finding.fail(name(), text, remedy);
      case DEGRADES -> Finding.warn(name(), text, remedy);
    };
  }

  private static String who(Cluster cluster) {
    return cluster.user().isEmpty() ? "the kubeconfig's user" : cluster.user();
  }

  private static String what(Cluster cluster, RbacRules.Rule rule) {
    String group = rule.group().isEmpty() ? "" : "." + rule.group();
    return rule.resource()
        + group
        + switch (rule.scope()) {
          case CLUSTER -> "";
          case LEASE -> " " + cluster.lease().lease();
        };
  }

  private static Review review(Cluster cluster, RbacRules.Rule rule, String verb)
      throws IOException, InterruptedException {
    boolean own = cluster.user().isEmpty();
    String kind = own ? "SelfSubjectAccessReview" : "SubjectAccessReview";
    ObjectNode review = MAPPER.createObjectNode();
    review.put("apiVersion", "authorization.k8s.io/v1").put("kind", kind);
    ObjectNode spec = review.putObject("spec");
    if (!own) {
      subject(spec, cluster.user());
    }
    attributes(spec.putObject("resourceAttributes"), cluster.lease(), rule, verb);
    String path = REVIEWS + (own ? "selfsubjectaccessreviews" : "subjectaccessreviews");
    return switch (cluster.post(path, review)) {
      case Cluster.Answer.Refused(int _, String message) -> new Review.NotKnown(message);
      case Cluster.Answer.Read(JsonNode answer) ->
          answer.path("status").path("allowed").asBoolean()
              ? new Review.Allowed()
              : new Review.Denied();
    };
  }

  private static void attributes(
      ObjectNode attributes, LeaderElection lease, RbacRules.Rule rule, String verb) {
    int slash = rule.resource().indexOf('/');
    String resource = slash < 0 ? rule.resource() : rule.resource().substring(0, slash);
    attributes.put("group", rule.group()).put("resource", resource).put("verb", verb);
    if (slash >= 0) {
      attributes.put("subresource", rule.resource().substring(slash + 1));
    }
    if (rule.scope() == RbacRules.Scope.LEASE) {
      attributes.put("namespace", lease.resourceNamespace()).put("name", lease.resourceName());
    }
  }

  /** The groups that the API server gives to such a user. */
  private static void subject(ObjectNode spec, String user) {
    spec.put("user", user);
    ArrayNode groups = spec.putArray("groups").add("system:authenticated");
    if (user.startsWith(SERVICE_ACCOUNT)) {
      String namespace = user.substring(SERVICE_ACCOUNT.length()).replaceAll(":.*", "");
      groups.add("system:serviceaccounts").add("system:serviceaccounts:" + namespace);
    }
  }
}
