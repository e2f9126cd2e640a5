package dev.berth.kube.peer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.kube.KubeClient;
import dev.berth.kube.KubeReply;
import dev.berth.kube.KubeRequest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a Lease says about who leads.
 *
 * <p>Threading: immutable.
 *
 * @param identity who holds it, "" for nobody
 * @param renewed when it was renewed last, by the holder's clock; null when it does not say
 * @param lasts how long it is held after that
 */
public record LeaseHolder(String identity, @Nullable Instant renewed, Duration lasts) {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int NOT_FOUND = 404;

  /** What came of looking. */
  public sealed interface Sighting {
    record Found(LeaseHolder holder) implements Sighting {}

    record NoLease() implements Sighting {}

    /** The server refuses to say. */
    record Refused(int code, String message) implements Sighting {}
  }

  /**
   * Reads a lease.
   *
   * @throws IOException when the server does not answer
   */
  public static Sighting read(KubeClient client, String namespace, String name)
      throws IOException, InterruptedException {
    KubeReply reply =
        client.send(
            KubeRequest.get(
                "/apis/coordination.k8s.io/v1/namespaces/" + namespace + "/leases/" + name,
                Map.of()));
    if (reply.code() == NOT_FOUND) {
      return new Sighting.NoLease();
    }
    return reply.isSuccess()
        ? new Sighting.Found(of(MAPPER.readTree(reply.body())))
        : new Sighting.Refused(reply.code(), reply.message());
  }

  /** What a Lease says. */
  public static LeaseHolder of(JsonNode lease) {
    JsonNode spec = lease.path("spec");
    return new LeaseHolder(
        spec.path("holderIdentity").asText(""),
        instant(spec.path("renewTime").asText("")),
        Duration.ofSeconds(spec.path("leaseDurationSeconds").asLong(0)));
  }

  private static @Nullable Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException absentOrStrange) {
      return null;
    }
  }

  /** Whether somebody holds it at that moment, as far as the clocks agree. */
  public boolean isHeldAt(Instant now) {
    return !identity.isEmpty() && renewed != null && now.isBefore(renewed.plus(lasts));
  }

  /**
   * The pod whose process holds it, if that runs in a pod: replicas are named after their host,
   * with a suffix that makes them unique.
   */
  public String podName() {
    int suffix = identity.lastIndexOf('_');
    return suffix < 0 ? identity : identity.substring(0, suffix);
  }
}
