package dev.berth.bench.extender;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What {@code berth bench extender} was asked to do.
 *
 * <p>Threading: immutable.
 *
 * @param verbs that are asked about each pod, as far as the contender knows them
 * @param requests how many are measured by name, of all verbs together
 * @param fullRequests how many with whole nodes
 */
public record ExtenderSettings(
    List<Contender> contenders,
    Set<Verb> verbs,
    ClusterShape cluster,
    int requests,
    int fullRequests,
    Duration warmUp,
    long seed) {

  public ExtenderSettings {
    contenders = List.copyOf(contenders);
    if (verbs.isEmpty()) {
      throw new IllegalArgumentException("--verbs is empty. Maybe filter,prioritize?");
    }
    verbs = Collections.unmodifiableSet(EnumSet.copyOf(verbs));
    requireAtLeast("--requests", requests, 0);
    requireAtLeast("--full-requests", fullRequests, 0);
    if (verbs.contains(Verb.PREEMPT)) {
      requireAtLeast("with preempt, --placed", cluster.placed(), 1);
    }
    if (warmUp.isNegative()) {
      throw new IllegalArgumentException("--warm-up is " + warmUp + ". Maybe 0 for none?");
    }
    for (Contender contender : contenders) {
      if (Collections.disjoint(verbs, contender.verbs())) {
        throw new IllegalArgumentException(
            "%s knows none of --verbs. Maybe one of %s, too?"
                .formatted(contender.name(), contender.verbs().stream().map(Verb::title).toList()));
      }
    }
  }

  static void requireAtLeast(String option, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "%s is %d. Maybe %d or more?".formatted(option, value, least));
    }
  }

  int requests(Form form) {
    return switch (form) {
      case NAMES -> requests;
      case WHOLE -> fullRequests;
    };
  }

  /** In the order in which they are asked. */
  List<Verb> verbsOf(Contender contender) {
    return verbs.stream().filter(contender.verbs()::contains).toList();
  }
}
