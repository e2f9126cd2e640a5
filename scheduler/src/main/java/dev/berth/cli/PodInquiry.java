package dev.berth.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.berth.config.LeaderElection;
import dev.berth.explain.ExplainRoutes;
import dev.berth.explain.PodOnServer;
import dev.berth.explain.WhyReport;
import dev.berth.kube.KubeClients;
import dev.berth.kube.KubeReply;
import dev.berth.kube.KubeRequest;
import dev.berth.kube.peer.LeaseHolder;
import dev.berth.kube.peer.Peer;
import dev.berth.kube.peer.PeerAddress;
import dev.berth.kube.peer.SchedulerTrace;
import dev.berth.model.PodKey;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks the API server what a pod is, and the scheduler that leads why it is so.
 *
 * <p>Threading: one per request.
 */
final class PodInquiry {
  private static final int NOT_FOUND = 404;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;

  private final KubeClients clients;
  private final UserKubeconfig user;
  private final LeaderElection lease;
  private final @Nullable PeerAddress given;
  private final List<String> notes = new ArrayList<>();

  /** What came of asking a scheduler. */
  private sealed interface Answer {
    record Explained(JsonNode explanation) implements Answer {}

    record NoAnswer(String why) implements Answer {}
  }

  /**
   * An inquiry.
   *
   * @param lease where the leader is found
   * @param given whom to ask instead, or null
   */
  PodInquiry(
      KubeClients clients, UserKubeconfig user, LeaderElection lease, @Nullable PeerAddress given) {
    this.clients = clients;
    this.user = user;
    this.lease = lease;
    this.given = given;
  }

  /**
   * The answer about a pod.
   *
   * @throws IOException when the API server does not answer
   */
  WhyReport about(PodKey pod) throws IOException, InterruptedException {
    JsonNode document = document(pod);
    PodOnServer onServer =
        document.isMissingNode() ? new PodOnServer.Absent() : PodOnServer.of(document);
    JsonNode explanation = explanation(pod, onServer, document);
    if (onServer instanceof PodOnServer.Present present) {
      traceForeign(present, explanation);
    }
    return WhyReport.of(pod.toString(), onServer, explanation, notes);
  }

  private JsonNode document(PodKey pod) throws IOException, InterruptedException {
    KubeReply reply = clients.list().send(KubeRequest.get(path(pod), Map.of()));
    if (reply.code() == NOT_FOUND) {
      return MissingNode.getInstance();
    }
    if (!reply.isSuccess()) {
      throw new EnvironmentException(
          "The API server does not show pod "
              + pod
              + ": "
              + reply.message()
              + ". Maybe you need the right to get pods?");
    }
    return new ObjectMapper().readTree(reply.body());
  }

  private static String path(PodKey pod) {
    return "/api/v1/namespaces/" + pod.namespace() + "/pods/" + pod.name();
  }

  private JsonNode explanation(PodKey pod, PodOnServer onServer, JsonNode document)
      throws IOException, InterruptedException {
    PeerAddress address = given == null ? leader() : given;
    Answer answer = ask(address, pod);
    if (answer instanceof Answer.Explained(JsonNode first)) {
      PeerAddress better = betterThan(address, first.path("scheduler"));
      answer = better == null ? answer : orElse(ask(better, pod), first);
    }
    return switch (answer) {
      case Answer.Explained(JsonNode explanation) -> explanation;
      case Answer.NoAnswer(String _) when onServer instanceof PodOnServer.Absent ->
          MissingNode.getInstance();
      case Answer.NoAnswer(String why) ->
          throw new EnvironmentException(why + remedy() + lastCondition(document));
    };
  }

  private static Answer orElse(Answer better, JsonNode first) {
    return better instanceof Answer.Explained ? better : new Answer.Explained(first);
  }

  private Answer ask(PeerAddress address, PodKey pod) throws InterruptedException {
    try (Peer peer = Peer.open(address, user.file(), clients, UserKubeconfig.settings())) {
      KubeReply reply = peer.get(ExplainRoutes.PODS + pod.namespace() + "/" + pod.name());
      JsonNode explanation = WhyReport.explanation(reply.body());
      return explanation == null
          ? new Answer.NoAnswer(refusal(address, reply))
          : new Answer.Explained(explanation);
    } catch (IOException e) {
      return new Answer.NoAnswer("The scheduler cannot be asked at " + e.getMessage() + ".");
    }
  }

  private static String refusal(PeerAddress address, KubeReply reply) {
    String said = "The scheduler at " + address.text() + " answers " + reply.message() + ". ";
    return switch (reply.code()) {
      case UNAUTHORIZED -> said + "Maybe the kubeconfig has no token or certificate for it?";
      case FORBIDDEN -> said + "Maybe you need a ClusterRole with nonResourceURLs /explain/*?";
      default -> said + "Maybe it is not Berth, or an older one?";
    };
  }

  /** The pod that holds the lease, or this machine's loopback. */
  private PeerAddress leader() throws IOException, InterruptedException {
    return LeaseHolder.read(clients.list(), lease.resourceNamespace(), lease.resourceName())
            instanceof LeaseHolder.Sighting.Found(LeaseHolder holder)
        ? podOf(holder, PeerAddress.LOOPBACK)
        : PeerAddress.LOOPBACK;
  }

  private PeerAddress podOf(LeaseHolder holder, PeerAddress otherwise)
      throws IOException, InterruptedException {
    PodKey pod = new PodKey(lease.resourceNamespace(), holder.podName());
    return !holder.identity().isEmpty()
            && clients.list().send(KubeRequest.get(path(pod), Map.of())).isSuccess()
        ? new PeerAddress.ThroughApiServer(pod)
        : otherwise;
  }

  /** Another address when a standby has answered and the leader can be asked from here. */
  private @Nullable PeerAddress betterThan(PeerAddress asked, JsonNode scheduler)
      throws IOException, InterruptedException {
    if (scheduler.path("leads").asBoolean(true)) {
      return null;
    }
    if (given == null && leader() instanceof PeerAddress.ThroughApiServer(PodKey pod)) {
      PeerAddress leader = new PeerAddress.ThroughApiServer(pod);
      if (!leader.equals(asked)) {
        return leader;
      }
    }
    String leader = scheduler.path("leader").asText();
    notes.add(
        leader.isEmpty()
            ? "Nobody leads now, so nothing is scheduled."
            : "A standby has answered, which has no records. Ask the leader: its identity is "
                + leader
                + ".");
    return null;
  }

  private String remedy() {
    return given == null
        ? " Maybe run 'kubectl -n %s port-forward deploy/berth %d' beside this command, or give --address?"
            .formatted(lease.resourceNamespace(), PeerAddress.PORT)
        : " Maybe another --address?";
  }

  /** What the last attempt has written to the pod is better than nothing. */
  private static String lastCondition(JsonNode document) {
    for (JsonNode condition : document.path("status").path("conditions")) {
      if (condition.path("type").asText().equals("PodScheduled") && condition.has("message")) {
        return "\nThe pod's own condition says: " + condition.path("message").asText();
      }
    }
    return "";
  }

  private void traceForeign(PodOnServer.Present pod, JsonNode explanation)
      throws IOException, InterruptedException {
    JsonNode profiles = explanation.path("scheduler").path("profiles");
    boolean ours =
        profiles.isMissingNode()
            || profiles.valueStream().anyMatch(name -> name.asText().equals(pod.schedulerName()));
    if (!ours && pod.nodeName().isEmpty()) {
      notes.add(
          SchedulerTrace.of(pod.schedulerName(), clients.list(), Instant.now())
              .text(pod.schedulerName()));
    }
  }
}
