package dev.berth.plugins.interpodaffinity;

import dev.berth.config.InterPodAffinityArgs;
import dev.berth.model.AffinityTerm;
import dev.berth.model.LabelRequirement;
import dev.berth.model.LabelSelector;
import dev.berth.model.PodAffinity;
import dev.berth.model.PodInfo;
import dev.berth.model.WeightedAffinityTerm;
import dev.berth.plugins.Bed;
import dev.berth.plugins.Make;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Short ways to write pods with affinity, and the plugin over a {@link Bed}. */
final class Terms {

  static final String NOT_NEAR = "node(s) didn't match pod affinity rules";
  static final String TOO_NEAR = "node(s) didn't match pod anti-affinity rules";
  static final String KEPT_AWAY = "node(s) didn't satisfy existing pods anti-affinity rules";
  static final LabelSelector BROKEN = LabelSelector.of(Map.of("a b", "v"), List.of());

  private Terms() {}

  static InterPodAffinity plugin(Bed bed) {
    return new InterPodAffinity(new InterPodAffinityArgs(1, false), bed.listers());
  }

  static LabelSelector app(String value) {
    return LabelSelector.of(Map.of("app", value), List.of());
  }

  static LabelSelector without(String label) {
    return LabelSelector.of(
        Map.of(), List.of(new LabelRequirement(label, "DoesNotExist", List.of())));
  }

  /** About pods of the namespace of {@link Make}. */
  static AffinityTerm near(String key, String app) {
    return AffinityTerm.of(key, app(app), Set.of("default"));
  }

  static AffinityTerm inNamespaces(LabelSelector selector, String app) {
    return new AffinityTerm("zone", app(app), Set.of(), selector);
  }

  static PodInfo.Builder pod(String app) {
    return Make.pod("pod").labels(Make.labels("app=" + app));
  }

  static PodAffinity wants(AffinityTerm... terms) {
    return PodAffinity.of(List.of(terms), List.of(), List.of(), List.of());
  }

  static PodAffinity avoids(AffinityTerm... terms) {
    return PodAffinity.of(List.of(), List.of(terms), List.of(), List.of());
  }

  static PodAffinity prefers(int weight, AffinityTerm term) {
    return PodAffinity.of(
        List.of(), List.of(), List.of(new WeightedAffinityTerm(weight, term)), List.of());
  }

  static PodAffinity dislikes(int weight, AffinityTerm term) {
    return PodAffinity.of(
        List.of(), List.of(), List.of(), List.of(new WeightedAffinityTerm(weight, term)));
  }
}
