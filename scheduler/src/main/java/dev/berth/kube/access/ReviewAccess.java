package dev.berth.kube.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.http.AccessCheck;
import dev.berth.http.Identity;
import dev.berth.kube.KubeClient;
import dev.berth.kube.KubeReply;
import dev.berth.kube.KubeRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The access check of the cluster itself: a TokenReview says who, a SubjectAccessReview says
 * whether.
 *
 * <p>Needs {@code create} on both, which the ClusterRole {@code system:auth-delegator} gives.
 * Mirrors {@code k8s.io/apiserver/plugin/pkg/authenticator/token/webhook} and {@code
 * .../authorizer/webhook}, Kubernetes 1.36.3. Threading: any thread; calls wait for the server.
 */
public final class ReviewAccess implements AccessCheck {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String TOKEN_REVIEWS = "/apis/authentication.k8s.io/v1/tokenreviews";
  private static final String ACCESS_REVIEWS = "/apis/authorization.k8s.io/v1/subjectaccessreviews";

  private final KubeClient authentication;
  private final KubeClient authorization;

  public ReviewAccess(KubeClient client) {
    this(client, client);
  }

  /** With a server of its own, or another identity, for each of the two questions. */
  public ReviewAccess(KubeClient authentication, KubeClient authorization) {
    this.authentication = authentication;
    this.authorization = authorization;
  }

  @Override
  public Identification identify(String token) throws IOException, InterruptedException {
    ObjectNode review = MAPPER.createObjectNode();
    review.put("apiVersion", "authentication.k8s.io/v1").put("kind", "TokenReview");
    review.putObject("spec").put("token", token);
    JsonNode status = create(authentication, TOKEN_REVIEWS, review);
    JsonNode user = status.path("user");
    String name = user.path("username").asText();
    return status.path("authenticated").asBoolean() && !name.isEmpty()
        ? new Identification.Known(
            new Identity(
                name,
                user.path("uid").asText(),
                texts(user.path("groups")),
                extra(user.path("extra"))))
        : new Identification.Unknown();
  }

  @Override
  public Decision authorize(Identity user, String verb, String path)
      throws IOException, InterruptedException {
    ObjectNode review = MAPPER.createObjectNode();
    review.put("apiVersion", "authorization.k8s.io/v1").put("kind", "SubjectAccessReview");
    ObjectNode spec = review.putObject("spec");
    spec.put("user", user.user());
    if (!user.uid().isEmpty()) {
      spec.put("uid", user.uid());
    }
    ArrayNode groups = spec.putArray("groups");
    user.groups().forEach(groups::add);
    ObjectNode extra = spec.putObject("extra");
    user.extra().forEach((key, values) -> values.forEach(extra.withArrayProperty(key)::add));
    spec.putObject("nonResourceAttributes").put("path", path).put("verb", verb);
    JsonNode status = create(authorization, ACCESS_REVIEWS, review);
    return status.path("allowed").asBoolean() && !status.path("denied").asBoolean()
        ? new Decision.Allowed()
        : new Decision.Denied(status.path("reason").asText());
  }

  /** The status that the server gives to the review. */
  private static JsonNode create(KubeClient client, String path, ObjectNode review)
      throws IOException, InterruptedException {
    KubeReply reply = client.send(KubeRequest.post(path, MAPPER.writeValueAsString(review)));
    if (!reply.isSuccess()) {
      throw new IOException(
          "POST %s: %s. Maybe bind the ClusterRole system:auth-delegator to Berth?"
              .formatted(path, reply.message()));
    }
    JsonNode status = MAPPER.readTree(reply.body()).path("status");
    if (!status.isObject()) {
      throw new IOException("POST " + path + ": the answer has no status");
    }
    return status;
  }

  private static Map<String, List<String>> extra(JsonNode fields) {
    Map<String, List<String>> extra = new LinkedHashMap<>();
    fields.properties().forEach(field -> extra.put(field.getKey(), texts(field.getValue())));
    return extra;
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(element -> texts.add(element.asText()));
    return texts;
  }
}
