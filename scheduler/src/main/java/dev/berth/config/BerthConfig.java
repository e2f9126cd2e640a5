package dev.berth.config;

import java.time.Duration;
import java.util.List;

/**
 * The whole configuration of a scheduler: defaulted, checked, typed.
 *
 * <p>Threading: immutable.
 *
 * @param profiles at least one, each with a name of its own, in the order of the file
 * @param podInitialBackoff how long a pod waits after its first failed attempt
 * @param podMaxBackoff how long a pod waits at most
 * @param delayCacheUntilActive a replica that stands by does not follow the cluster
 * @param extenders asked about pods, in the order of the file
 * @param own what only Berth knows
 * @param effective all of it written out again
 * @param notices sentences to print at start: each difference from kube-scheduler that takes
 *     effect, and each field that the user set and nothing honours
 */
public record BerthConfig(
    List<Profile> profiles,
    Duration podInitialBackoff,
    Duration podMaxBackoff,
    ClientConnection clientConnection,
    LeaderElection leaderElection,
    boolean delayCacheUntilActive,
    List<ExtenderConfig> extenders,
    OwnSettings own,
    EffectiveConfig effective,
    List<String> notices) {
  public BerthConfig {
    profiles = List.copyOf(profiles);
    extenders = List.copyOf(extenders);
    notices = List.copyOf(notices);
  }

  /** The names of the profiles, in their order. */
  public List<String> profileNames() {
    return profiles.stream().map(Profile::schedulerName).toList();
  }

  BerthConfig finished(EffectiveConfig writtenOut, List<String> sentences) {
    return new BerthConfig(
        profiles,
        podInitialBackoff,
        podMaxBackoff,
        clientConnection,
        leaderElection,
        delayCacheUntilActive,
        extenders,
        own,
        writtenOut,
        sentences);
  }
}
