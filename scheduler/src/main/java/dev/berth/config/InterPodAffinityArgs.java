package dev.berth.config;

/**
 * Arguments of InterPodAffinity.
 *
 * <p>Threading: immutable.
 *
 * @param hardPodAffinityWeight score of a required affinity term of a placed pod, 0 to 100
 */
public record InterPodAffinityArgs(
    int hardPodAffinityWeight, boolean ignorePreferredTermsOfExistingPods) implements PluginArgs {
  static InterPodAffinityArgs read(Fields fields) {
    return new InterPodAffinityArgs(
        fields.wholeNumber("hardPodAffinityWeight", 1, 0, 100),
        fields.flag("ignorePreferredTermsOfExistingPods", false));
  }
}
