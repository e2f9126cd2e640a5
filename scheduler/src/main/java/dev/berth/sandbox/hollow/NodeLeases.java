package dev.berth.sandbox.hollow;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.sandbox.objects.Json;
import dev.berth.sandbox.objects.Kinds;
import dev.berth.sandbox.objects.KubeObject;
import dev.berth.sandbox.objects.ObjectKey;
import dev.berth.sandbox.objects.StatusException;
import dev.berth.sandbox.registry.Registry;
import dev.berth.sandbox.registry.Registry.DeleteOptions;
import dev.berth.sandbox.registry.Registry.Part;
import dev.berth.sandbox.registry.Registry.WriteOptions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keeps the leases of the nodes alive, at a rate that does not grow with the cluster: each lease
 * every ten seconds when there are few nodes, more rarely when there are thousands.
 *
 * <p>Threading: one thread, that of {@link HollowNodes}.
 */
final class NodeLeases {
  /** Renewals in each second at most; 200 nodes every ten seconds. */
  private static final int PER_SECOND = 20;

  /** Leases written in one turn; turns are a second apart. */
  private static final int PER_TURN = 50;

  /** A lease outlives three renewals that fail, as with kubelets. */
  private static final int PERIODS_HELD = 4;

  private static final String NAMESPACE = "kube-node-lease";
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private final Registry registry;
  private final Duration shortestPeriod;
  private final InstantSource clock;
  private final Map<String, Instant> dueAt = new HashMap<>();

  NodeLeases(Registry registry, Duration shortestPeriod, InstantSource clock) {
    this.registry = registry;
    this.shortestPeriod = shortestPeriod;
    this.clock = clock;
  }

  /** Renews what is due, and removes the leases of nodes that are gone. */
  void turn() {
    Instant now = clock.instant();
    List<KubeObject> nodes = registry.list(Kinds.NODE).objects();
    Duration period = period(nodes.size());
    nodes.stream()
        .filter(node -> !dueAt.getOrDefault(node.name(), now).isAfter(now))
        .sorted(Comparator.comparing(node -> dueAt.getOrDefault(node.name(), Instant.MIN)))
        .limit(PER_TURN)
        .forEach(
            node -> {
              dueAt.put(node.name(), now.plus(period));
              renew(node, period, now);
            });
    Set<String> gone = new HashSet<>(dueAt.keySet());
    nodes.forEach(node -> gone.remove(node.name()));
    gone.forEach(this::remove);
  }

  private Duration period(int nodes) {
    Duration affordable = Duration.ofSeconds(nodes / PER_SECOND);
    return affordable.compareTo(shortestPeriod) > 0 ? affordable : shortestPeriod;
  }

  private void renew(KubeObject node, Duration period, Instant now) {
    ObjectKey key = new ObjectKey(NAMESPACE, node.name());
    try {
      registry.update(
          Kinds.LEASE, key, Part.WHOLE, lease -> held(lease, node, period, now), WriteOptions.NONE);
    } catch (StatusException e) {
      if (e.code() != 404) {
        throw e;
      }
      registry.create(Kinds.LEASE, NAMESPACE, first(node, period, now), WriteOptions.NONE);
    }
  }

  private static ObjectNode first(KubeObject node, Duration period, Instant now) {
    ObjectNode lease = Json.object();
    lease.put("apiVersion", Kinds.LEASE.apiVersion()).put("kind", Kinds.LEASE.name());
    ObjectNode metadata = lease.putObject("metadata");
    metadata.put("name", node.name()).put("namespace", NAMESPACE);
    metadata
        .putArray("ownerReferences")
        .addObject()
        .put("apiVersion", "v1")
        .put("kind", "Node")
        .put("name", node.name())
        .put("uid", node.uid());
    return held(lease, node, period, now);
  }

  private static ObjectNode held(ObjectNode lease, KubeObject node, Duration period, Instant now) {
    lease
        .withObject("/spec")
        .put("holderIdentity", node.name())
        .put("leaseDurationSeconds", Math.max(1, period.toSeconds() * PERIODS_HELD))
        .put("renewTime", MICROS.format(now));
    return lease;
  }

  private void remove(String node) {
    dueAt.remove(node);
    try {
      registry.delete(
          Kinds.LEASE, new ObjectKey(NAMESPACE, node), new DeleteOptions(null, null, null, false));
    } catch (StatusException e) {
      if (e.code() != 404) {
        throw e;
      }
    }
  }
}
