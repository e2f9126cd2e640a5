package dev.berth.kube.lease;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * A Lease as the server sent it, or as it will be sent: the whole JSON tree, of which only the
 * record in {@code spec} is ever changed. Fields that Berth does not know survive, and the {@code
 * resourceVersion} and {@code uid} in it make the server refuse a write over anything newer.
 *
 * <p>Threading: immutable.
 */
final class LeaseDocument {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final ObjectNode tree; // never changed after construction
  private final LeaseRecord record;

  private LeaseDocument(ObjectNode tree) {
    this.tree = tree;
    this.record = LeaseRecord.of(tree.path("spec"));
  }

  /**
   * @throws IOException when it is no JSON object
   */
  static LeaseDocument parse(byte[] json) throws IOException {
    if (MAPPER.readTree(json) instanceof ObjectNode tree) {
      return new LeaseDocument(tree);
    }
    throw new IOException("the lease on the server is no JSON object");
  }

  /** A lease without a holder that is not on the server yet. */
  static LeaseDocument fresh(String namespace, String name) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    tree.put("apiVersion", "coordination.k8s.io/v1").put("kind", "Lease");
    tree.putObject("metadata").put("namespace", namespace).put("name", name);
    return new LeaseDocument(tree);
  }

  LeaseRecord record() {
    return record;
  }

  /** Empty before it is on the server. */
  String uid() {
    return tree.path("metadata").path("uid").asText("");
  }

  String json() {
    return tree.toString();
  }

  /**
   * The same lease, held by {@code identity} from now on, or renewed when it is already. All parts
   * of the record are written: client-java's elector fails on a lease that lacks one.
   */
  LeaseDocument heldBy(String identity, int leaseSeconds, Instant now) {
    boolean renewal = record.isHeldBy(identity);
    long nowMicros = MicroTime.ofInstant(now);
    String acquireTime =
        renewal && !record.acquireTime().isEmpty()
            ? record.acquireTime()
            : MicroTime.format(nowMicros);
    long renewMicros = renewal ? afterLastRenewal(nowMicros, leaseSeconds) : nowMicros;
    return with(
        new LeaseRecord(
            identity,
            leaseSeconds,
            renewal ? record.transitions() : oneMoreTransition(),
            acquireTime,
            MicroTime.format(renewMicros)));
  }

  /**
   * A renewal must change the record, or standbys take it for silence: a clock that stands still or
   * was put back a little is helped on. One that was put back far is written as it is.
   */
  private long afterLastRenewal(long nowMicros, int leaseSeconds) {
    long last = MicroTime.parse(record.renewTime(), nowMicros - 1);
    boolean putBackALittle =
        nowMicros <= last && nowMicros > last - TimeUnit.SECONDS.toMicros(leaseSeconds);
    return putBackALittle ? last + 1 : nowMicros;
  }

  /** The server's number has 32 bits; it also may have been written by hand. */
  private int oneMoreTransition() {
    return Math.clamp(record.transitions() + 1L, 0, Integer.MAX_VALUE);
  }

  /**
   * The same lease without a holder. The holder is missing rather than empty: client-go's elector
   * takes both for free, client-java's only this.
   */
  LeaseDocument released(Instant now) {
    String time = MicroTime.format(MicroTime.ofInstant(now));
    return with(
        new LeaseRecord("", LeaseRecord.RELEASED_SECONDS, record.transitions(), time, time));
  }

  private LeaseDocument with(LeaseRecord changed) {
    ObjectNode copy = tree.deepCopy();
    JsonNode there = copy.path("spec");
    ObjectNode spec = there instanceof ObjectNode object ? object : copy.putObject("spec");
    if (changed.hasHolder()) {
      spec.put("holderIdentity", changed.holder());
    } else {
      spec.remove("holderIdentity");
    }
    spec.put("leaseDurationSeconds", changed.durationSeconds())
        .put("leaseTransitions", changed.transitions())
        .put("acquireTime", changed.acquireTime())
        .put("renewTime", changed.renewTime());
    return new LeaseDocument(copy);
  }
}
