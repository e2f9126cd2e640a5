package dev.berth.config;

import java.util.ArrayList;
import java.util.List;

/**
 * The places where Berth reads a configuration otherwise than kube-scheduler does, on purpose, as
 * sentences for those that take effect: taken over blindly, kube-scheduler's defaults would set two
 * schedulers on the same pods, and slow a client that needs no slowing.
 *
 * <p>Threading: immutable.
 */
final class Differences {
  /** What a profile is called that has no name. */
  static final String PROFILE = "berth";

  /** The name of pods that name no scheduler. */
  static final String DEFAULT_SCHEDULER = "default-scheduler";

  static final String THE_SWITCH =
      "set allowDefaultScheduler: true in a second document of kind " + OwnSettings.KIND;

  static final String ALL_NODES =
      "percentageOfNodesToScore is not set or 0: all nodes are filtered and scored, where"
          + " kube-scheduler looks at a part of them in clusters of 100 nodes and more";

  private static final String JSON = "application/json";

  private Differences() {}

  /** The differences that take effect in this configuration. */
  static List<String> of(BerthConfig config, Findings findings) {
    List<String> sentences = new ArrayList<>();
    config.profiles().forEach(profile -> name(profile, findings, sentences));
    lease(config.leaderElection(), findings, sentences);
    qps(config.clientConnection(), findings, sentences);
    contentType("contentType", config.clientConnection().contentType(), sentences);
    contentType("acceptContentTypes", config.clientConnection().acceptContentTypes(), sentences);
    return sentences;
  }

  private static void name(Profile profile, Findings findings, List<String> sentences) {
    if (profile.schedulerName().equals(DEFAULT_SCHEDULER)) {
      sentences.add(
          profile.path()
              + " serves default-scheduler, as allowDefaultScheduler permits: no kube-scheduler may"
              + " run beside it");
    } else if (!findings.isSet(profile.path() + ".schedulerName")) {
      sentences.add(
          profile.path()
              + ".schedulerName is not set: it is "
              + profile.schedulerName()
              + ", not default-scheduler");
    }
  }

  private static void lease(LeaderElection election, Findings findings, List<String> sentences) {
    if (election.isKubeSchedulers()) {
      sentences.add(
          "leaderElection uses the lease kube-system/kube-scheduler, as allowDefaultScheduler"
              + " permits");
    } else if (election.leaderElect() && !findings.isSet("leaderElection.resourceName")) {
      sentences.add(
          "leaderElection.resourceName is not set: the lease is "
              + election.lease()
              + ", not kube-scheduler's");
    }
  }

  private static void qps(ClientConnection client, Findings findings, List<String> sentences) {
    if (client.rateLimit() == null) {
      String burst = findings.isSet("clientConnection.burst") ? ", and burst has no effect" : "";
      sentences.add(
          "clientConnection.qps is not set: requests to the API server are not limited, where"
              + " kube-scheduler takes 50 a second"
              + burst);
    }
  }

  private static void contentType(String field, String value, List<String> sentences) {
    if (!value.isEmpty() && !value.equals(JSON)) {
      sentences.add(
          "clientConnection." + field + " is " + value + ": accepted, but Berth speaks " + JSON);
    }
  }
}
