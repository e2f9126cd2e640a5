package dev.berth.kube.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.config.LeaderElection;
import dev.berth.kube.KubeClient;
import dev.berth.kube.KubeReply;
import dev.berth.kube.KubeRequest;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The cluster under examination, and the Berth that is meant to schedule for it.
 *
 * <p>Threading: immutable; calls block.
 *
 * @param profiles the scheduler names that Berth schedules for
 * @param user whose permissions are asked for; "" for Berth's service account, or if there is none
 *     the client's own credentials
 * @param maxItems of one kind that are looked at
 */
record Cluster(
    KubeClient client,
    List<String> profiles,
    LeaderElection lease,
    String user,
    InstantSource clock,
    int maxItems) {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int PAGE = 500;

  Cluster {
    profiles = List.copyOf(profiles);
  }

  /** What came of a request. */
  sealed interface Answer {
    record Read(JsonNode json) implements Answer {}

    record Refused(int code, String message) implements Answer {}
  }

  /**
   * What came of a list.
   *
   * @param cut there are more than are looked at
   * @param problem why the list is empty or ends early, "" when it does not
   */
  record Listing(List<JsonNode> items, boolean cut, String problem) {
    Listing {
      items = List.copyOf(items);
    }

    /** For a sentence about the items. */
    String bounds() {
      return cut ? " (only the first " + items.size() + " were looked at)" : "";
    }
  }

  /** The same, for the permissions of another user. */
  Cluster withUser(String other) {
    return new Cluster(client, profiles, lease, other, clock, maxItems);
  }

  Answer get(String path) throws IOException, InterruptedException {
    return read(client.send(KubeRequest.get(path, Map.of())));
  }

  Answer post(String path, JsonNode body) throws IOException, InterruptedException {
    return read(client.send(KubeRequest.post(path, body.toString())));
  }

  private static Answer read(KubeReply reply) throws IOException {
    return reply.isSuccess()
        ? new Answer.Read(MAPPER.readTree(reply.body()))
        : new Answer.Refused(reply.code(), reply.message());
  }

  /** Page by page, until there are {@link #maxItems}. */
  Listing list(String path, String fieldSelector) throws IOException, InterruptedException {
    List<JsonNode> items = new ArrayList<>();
    String more = "";
    do {
      Map<String, String> query = new TreeMap<>(Map.of("limit", Integer.toString(PAGE)));
      if (!fieldSelector.isEmpty()) {
        query.put("fieldSelector", fieldSelector);
      }
      if (!more.isEmpty()) {
        query.put("continue", more);
      }
      switch (read(client.send(KubeRequest.get(path, query)))) {
        case Answer.Refused(int _, String message) -> {
          return new Listing(items, false, message);
        }
        case Answer.Read(JsonNode page) -> {
          page.path("items").forEach(items::add);
          more = page.path("metadata").path("continue").asText("");
        }
      }
    } while (!more.isEmpty() && items.size() < maxItems);
    boolean cut = !more.isEmpty() || items.size() > maxItems;
    return new Listing(items.subList(0, Math.min(items.size(), maxItems)), cut, "");
  }
}
