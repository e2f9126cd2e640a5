package dev.berth.kube.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.kube.peer.LeaseHolder;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Does somebody hold our lease, and does another Berth lead elsewhere in the cluster?
 *
 * <p>Threading: immutable.
 */
final class LeaseCheck implements Check {
  /** Nodes renew one each there; none of them is a scheduler. */
  private static final String NOT_OF_NODES = "metadata.namespace!=kube-node-lease";

  @Override
  public String name() {
    return "lease";
  }

  @Override
  public List<Finding> examine(Cluster cluster) throws IOException, InterruptedException {
    String lease = cluster.lease().lease();
    if (lease.equals("kube-system/kube-scheduler")) {
      return List.of(
          Finding.fail(
              name(),
              "the lease of the configuration is kube-scheduler's, " + lease,
              "set leaderElection.resourceName to berth: the two would take turns"));
    }
    if (!cluster.lease().leaderElect()) {
      return List.of(
          Finding.warn(
              name(),
              "leaderElect is false: two replicas would both schedule",
              "leave it out, or run one replica with strategy Recreate"));
    }
    List<Finding> findings = new ArrayList<>();
    findings.add(own(cluster, lease));
    findings.addAll(namesakes(cluster));
    return findings;
  }

  private Finding own(Cluster cluster, String lease) throws IOException, InterruptedException {
    return switch (LeaseHolder.read(
        cluster.client(), cluster.lease().resourceNamespace(), cluster.lease().resourceName())) {
      case LeaseHolder.Sighting.NoLease() ->
          Finding.warn(
              name(),
              "there is no lease " + lease + ": no Berth has run here with leader election",
              "apply manifests/install, or start berth run");
      case LeaseHolder.Sighting.Refused(int _, String message) ->
          Finding.skip(name(), "lease " + lease + " is not shown: " + message, "");
      case LeaseHolder.Sighting.Found(LeaseHolder holder) ->
          judge(lease, holder, cluster.clock().instant());
    };
  }

  private Finding judge(String lease, LeaseHolder holder, Instant now) {
    if (holder.isHeldAt(now)) {
      return Finding.ok(
          name(), lease + " is held by " + holder.identity() + ", " + ago(holder, now));
    }
    return holder.identity().isEmpty()
        ? Finding.warn(
            name(),
            lease + " is held by nobody: nothing is scheduled",
            "look at the pods and the log of Berth")
        : Finding.fail(
            name(),
            lease
                + " was held by "
                + holder.identity()
                + ", "
                + ago(holder, now)
                + ", and has expired: nothing is scheduled",
            "look at the pods and the log of Berth; a standby takes it over within the lease"
                + " duration");
  }

  private static String ago(LeaseHolder holder, Instant now) {
    Instant renewed = holder.renewed();
    return renewed == null
        ? "never renewed"
        : "renewed " + Math.max(0, Duration.between(renewed, now).toSeconds()) + " s ago";
  }

  /** The same name in another namespace is another installation. */
  private List<Finding> namesakes(Cluster cluster) throws IOException, InterruptedException {
    List<Finding> findings = new ArrayList<>();
    Cluster.Listing leases = cluster.list("/apis/coordination.k8s.io/v1/leases", NOT_OF_NODES);
    for (JsonNode lease : leases.items()) {
      String namespace = lease.path("metadata").path("namespace").asText();
      LeaseHolder holder = LeaseHolder.of(lease);
      if (lease.path("metadata").path("name").asText().equals(cluster.lease().resourceName())
          && !namespace.equals(cluster.lease().resourceNamespace())
          && holder.isHeldAt(cluster.clock().instant())) {
        findings.add(
            Finding.warn(
                name(),
                "a lease of the same name is held in namespace "
                    + namespace
                    + " by "
                    + holder.identity()
                    + ": maybe a second Berth",
                "give the two different profile names, or remove one: they would place the same"
                    + " pods"));
      }
    }
    return findings;
  }
}
