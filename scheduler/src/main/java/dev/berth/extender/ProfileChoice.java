package dev.berth.extender;

import java.util.List;

/**
 * Which of our profiles judges a pod: the one that the path names, else the one that has the pod's
 * schedulerName, else the first.
 *
 * <p>Threading: immutable.
 */
record ProfileChoice(List<String> profiles) {
  ProfileChoice {
    profiles = List.copyOf(profiles);
    if (profiles.isEmpty()) {
      throw new IllegalArgumentException("there is no profile. Maybe the configuration has none?");
    }
  }

  String of(String schedulerName) {
    return profiles.contains(schedulerName) ? schedulerName : profiles.getFirst();
  }

  /** Always this one. */
  ProfileChoice only(String profile) {
    return new ProfileChoice(List.of(profile));
  }
}
