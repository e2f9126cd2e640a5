package dev.berth.config;

import java.time.Duration;

/**
 * How replicas agree on which of them schedules.
 *
 * <p>Mirrors {@code LeaderElectionConfiguration} of component-base {@code config/v1alpha1}, its
 * validation, and the rule of client-go {@code tools/leaderelection} that the renew deadline must
 * leave time for a retry, Kubernetes 1.36.3.
 *
 * <p>Threading: immutable.
 */
public record LeaderElection(
    boolean leaderElect,
    Duration leaseDuration,
    Duration renewDeadline,
    Duration retryPeriod,
    String resourceNamespace,
    String resourceName) {
  static final String DEFAULT_NAME = "berth";
  static final String KUBE_SCHEDULER = "kube-scheduler";

  private static final String LEASES = "leases";

  /** A retry is delayed by up to a fifth. */
  private static final int JITTER_PERCENT = 120;

  /** The lease, as {@code namespace/name}. */
  public String lease() {
    return resourceNamespace + "/" + resourceName;
  }

  /** Whether the lease is the one of a kube-scheduler with default settings. */
  boolean isKubeSchedulers() {
    return leaderElect && lease().equals("kube-system/" + KUBE_SCHEDULER);
  }

  static LeaderElection read(Fields fields) {
    LeaderElection election =
        new LeaderElection(
            fields.flag("leaderElect", true),
            positive(fields, "leaseDuration", Duration.ofSeconds(15)),
            positive(fields, "renewDeadline", Duration.ofSeconds(10)),
            positive(fields, "retryPeriod", Duration.ofSeconds(2)),
            fields.text("resourceNamespace", "kube-system"),
            fields.text("resourceName", DEFAULT_NAME));
    String lock = fields.text("resourceLock", LEASES);
    if (election.leaderElect) {
      election.check(fields, lock);
    }
    return election;
  }

  /** Zero counts as absent, as in Go. */
  private static Duration positive(Fields fields, String field, Duration fallback) {
    Duration duration = fields.duration(field, fallback);
    return duration.isZero() ? fallback : duration;
  }

  private void check(Fields fields, String lock) {
    if (!lock.equals(LEASES)) {
      fields.invalid("resourceLock", Fields.quote(lock), "allowed is " + LEASES);
    }
    checkPositive(fields, "leaseDuration", leaseDuration);
    checkPositive(fields, "renewDeadline", renewDeadline);
    checkPositive(fields, "retryPeriod", retryPeriod);
    if (leaseDuration.compareTo(renewDeadline) <= 0) {
      fields.problem(
          "leaseDuration",
          "is "
              + text(leaseDuration)
              + "; it must be longer than renewDeadline, "
              + text(renewDeadline));
    }
    if (renewDeadline.compareTo(retryPeriod.multipliedBy(JITTER_PERCENT).dividedBy(100)) <= 0) {
      fields.problem(
          "renewDeadline",
          "is "
              + text(renewDeadline)
              + "; it must be longer than 1.2 times retryPeriod, "
              + text(retryPeriod));
    }
  }

  private static void checkPositive(Fields fields, String field, Duration duration) {
    if (duration.isNegative()) {
      fields.problem(field, "is " + text(duration) + "; it must be longer than zero");
    }
  }

  private static String text(Duration duration) {
    return duration.toNanosPart() == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
  }
}
