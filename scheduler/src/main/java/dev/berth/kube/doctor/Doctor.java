package dev.berth.kube.doctor;

import dev.berth.config.LeaderElection;
import dev.berth.kube.KubeClient;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs all checks, one after the other.
 *
 * <p>Threading: immutable; blocks.
 */
public final class Doctor {
  private static final int MAX_ITEMS = 20_000;

  private static final List<Check> CHECKS =
      List.of(
          new VersionCheck(),
          new ClockCheck(),
          new ApisCheck(),
          new RbacCheck(),
          new LeaseCheck(),
          new PodChecks(
              List.of(
                  new UnservedPodsCheck(),
                  new ReportersCheck(),
                  new LegacyAnnotationCheck(),
                  new PodFieldsCheck())));

  private final Cluster cluster;

  /**
   * A doctor for one cluster.
   *
   * @param profiles the scheduler names that Berth schedules for
   * @param user whose permissions are asked for; "" for Berth's service account, or if there is
   *     none the client's own credentials
   */
  public Doctor(
      KubeClient client,
      List<String> profiles,
      LeaderElection lease,
      String user,
      InstantSource clock) {
    this(new Cluster(client, profiles, lease, user, clock, MAX_ITEMS));
  }

  Doctor(Cluster cluster) {
    this.cluster = cluster;
  }

  /**
   * All findings, in the order of the checks.
   *
   * @throws IOException when the API server does not answer
   */
  public List<Finding> examine() throws IOException, InterruptedException {
    List<Finding> findings = new ArrayList<>();
    for (Check check : CHECKS) {
      findings.addAll(check.examine(cluster));
    }
    return findings;
  }
}
