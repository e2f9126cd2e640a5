package dev.berth.kube.lease;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.kube.KubeReply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What an API server does with one Lease: versions, conflicts, validation.
 *
 * <p>Mirrors {@code registry/coordination/lease/strategy.go} and {@code
 * apis/coordination/validation}, Kubernetes 1.36.3.
 *
 * <p>Threading: as its simulation.
 */
final class SimulatedLeases {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private @Nullable ObjectNode lease;
  private long version = 100;
  private final List<String> writes = new ArrayList<>();

  KubeReply get() {
    return lease == null
        ? status(404, "leases.coordination.k8s.io \"berth\" not found")
        : answer(200);
  }

  KubeReply post(String json) {
    ObjectNode wanted = parse(json);
    if (lease != null) {
      return status(409, "leases.coordination.k8s.io \"berth\" already exists");
    }
    return invalid(wanted) ? status(422, "invalid") : store(wanted, 201, "uid-" + version);
  }

  KubeReply put(String json) {
    ObjectNode wanted = parse(json);
    JsonNode metadata = wanted.path("metadata");
    if (lease == null) {
      return status(409, "Precondition failed: UID in precondition: " + metadata.path("uid"));
    }
    JsonNode there = lease.path("metadata");
    if (!metadata.path("uid").equals(there.path("uid"))
        || !metadata.path("resourceVersion").equals(there.path("resourceVersion"))) {
      return status(409, "the object has been modified");
    }
    String uid = there.path("uid").asText();
    return invalid(wanted) ? status(422, "invalid") : store(wanted, 200, uid);
  }

  private static boolean invalid(ObjectNode wanted) {
    JsonNode spec = wanted.path("spec");
    boolean badTime =
        !spec.path("renewTime")
            .asText()
            .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
    return badTime
        || spec.path("leaseDurationSeconds").asInt() <= 0
        || spec.path("leaseTransitions").asInt() < 0;
  }

  private KubeReply store(ObjectNode wanted, int code, String uid) {
    ObjectNode stored = wanted.deepCopy();
    ObjectNode metadata = (ObjectNode) stored.path("metadata");
    metadata.put("uid", uid).put("resourceVersion", Long.toString(++version));
    lease = stored;
    writes.add(holder());
    return answer(code);
  }

  // ---- kubectl ------------------------------------------------------------------------------

  void delete() {
    lease = null;
  }

  /** Changes the spec by hand; nothing when there is no lease. */
  void edit(Consumer<ObjectNode> change) {
    if (lease != null) {
      change.accept((ObjectNode) lease.path("spec"));
      touch();
    }
  }

  /** A new version with the same record. */
  void touch() {
    if (lease != null) {
      ((ObjectNode) lease.path("metadata")).put("resourceVersion", Long.toString(++version));
    }
  }

  /** Puts a lease there, with single quotes for double ones. */
  void apply(String json) {
    store(parse(json.replace('\'', '"')), 201, "uid-" + version);
  }

  boolean exists() {
    return lease != null;
  }

  JsonNode spec() {
    return lease == null ? MAPPER.missingNode() : lease.path("spec");
  }

  String holder() {
    return spec().path("holderIdentity").asText("");
  }

  /** The holder after each write, in order. */
  List<String> writes() {
    return writes;
  }

  private KubeReply answer(int code) {
    return new KubeReply(code, String.valueOf(lease).getBytes(StandardCharsets.UTF_8));
  }

  static KubeReply status(int code, String message) {
    ObjectNode status = MAPPER.createObjectNode().put("kind", "Status").put("message", message);
    return new KubeReply(code, status.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static ObjectNode parse(String json) {
    try {
      return (ObjectNode) MAPPER.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
