package dev.berth.config;

import java.time.Duration;
import java.util.List;

/**
 * Reads a {@code KubeSchedulerConfiguration} v1, defaults and checks it.
 *
 * <p>Mirrors {@code SetDefaults_KubeSchedulerConfiguration} of {@code apis/config/v1/defaults.go}
 * and {@code ValidateKubeSchedulerConfiguration} of {@code apis/config/validation/validation.go},
 * Kubernetes 1.36.3.
 *
 * <p>Threading: one per request.
 */
final class KubeConfiguration {
  static final String GROUP = "kubescheduler.config.k8s.io";
  static final String VERSION = GROUP + "/v1";
  static final String KIND = "KubeSchedulerConfiguration";

  private final OwnSettings own;
  private final String defaultName;

  /**
   * @param defaultName what the only profile is called when it has no name
   */
  KubeConfiguration(OwnSettings own, String defaultName) {
    this.own = own;
    this.defaultName = defaultName;
  }

  BerthConfig read(Fields fields) {
    fields.mustBe("apiVersion", VERSION);
    fields.mustBe("kind", KIND);
    List<Profile> profiles = readProfiles(fields);
    Duration initialBackoff = seconds(fields, "podInitialBackoffSeconds", 1, 1);
    Duration maxBackoff = readMaxBackoff(fields, initialBackoff);
    ClientConnection client = fields.object("clientConnection", ClientConnection::read);
    LeaderElection election = fields.object("leaderElection", this::readElection);
    List<ExtenderConfig> extenders = fields.objects("extenders", ExtenderConfig::read);
    ExtenderConfig.checkTogether(fields, extenders);
    List<String> ignored = ExtenderConfig.ignoredByScheduler(extenders);
    boolean delayCache = fields.flag("delayCacheUntilActive", false);
    readWhatHasNoMeaning(fields);
    return new BerthConfig(
        profiles.stream().map(profile -> profile.ignoring(ignored)).toList(),
        initialBackoff,
        maxBackoff,
        client,
        election,
        delayCache,
        extenders,
        own,
        EffectiveConfig.UNKNOWN,
        List.of());
  }

  private List<Profile> readProfiles(Fields fields) {
    int percentage = fields.wholeNumber("percentageOfNodesToScore", 0, 0, 100);
    boolean several = fields.count("profiles") > 1;
    ProfileReader reader = new ProfileReader(several ? "" : defaultName, percentage);
    List<Profile> profiles = fields.objects("profiles", reader::read);
    if (profiles.isEmpty()) {
      profiles =
          List.of(
              Fields.read(
                  null, fields.elementPath("profiles", 0), fields.findings(), reader::read));
    }
    ProfileReader.checkTogether(fields, profiles);
    profiles.forEach(profile -> refuseDefaultScheduler(fields, profile));
    return profiles;
  }

  private void refuseDefaultScheduler(Fields fields, Profile profile) {
    if (profile.schedulerName().equals(Differences.DEFAULT_SCHEDULER)
        && !own.allowDefaultScheduler()) {
      fields.problemAt(
          profile.path() + ".schedulerName",
          "is \"default-scheduler\", the name of the cluster's own scheduler; two schedulers for"
              + " the same pods fight. Maybe \"berth\"? Or, where no kube-scheduler runs, "
              + Differences.THE_SWITCH);
    }
  }

  private LeaderElection readElection(Fields fields) {
    LeaderElection election = LeaderElection.read(fields);
    if (election.isKubeSchedulers() && !own.allowDefaultScheduler()) {
      fields.problem(
          "resourceName",
          "is \"kube-scheduler\" in kube-system, the lease of the cluster's own scheduler. Maybe"
              + " \"berth\"? Or, where no kube-scheduler runs, "
              + Differences.THE_SWITCH);
    }
    return election;
  }

  private static Duration readMaxBackoff(Fields fields, Duration initial) {
    Duration max = seconds(fields, "podMaxBackoffSeconds", 10, 0);
    if (max.compareTo(initial) < 0 && fields.isSound("podMaxBackoffSeconds")) {
      fields.invalid(
          "podMaxBackoffSeconds",
          Long.toString(max.toSeconds()),
          "allowed is podInitialBackoffSeconds, " + initial.toSeconds() + ", or more");
    }
    return max;
  }

  private static Duration seconds(Fields fields, String field, long fallback, long least) {
    return Duration.ofSeconds(fields.wholeNumber(field, fallback, least, Fields.MAX_SECONDS));
  }

  /** Checked all the same: what kube-scheduler refuses is a mistake. */
  private static void readWhatHasNoMeaning(Fields fields) {
    fields.wholeNumber("parallelism", 16, 1, Integer.MAX_VALUE);
    fields.flag("enableProfiling", true);
    fields.flag("enableContentionProfiling", true);
  }
}
