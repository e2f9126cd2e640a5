package dev.berth.plugins.podtopologyspread;

import dev.berth.config.PodTopologySpreadArgs;
import dev.berth.config.PodTopologySpreadArgs.DefaultConstraint;
import dev.berth.config.PodTopologySpreadArgs.Defaulting;
import dev.berth.model.LabelSelector;
import dev.berth.model.PodInfo;
import dev.berth.model.SpreadConstraint;
import dev.berth.model.TopologySpread;
import dev.berth.plugins.Bed;
import dev.berth.plugins.Make;
import java.util.List;
import java.util.Map;

/** Short ways to write pods with constraints, and the plugin over a {@link Bed}. */
final class Constrained {

  static final LabelSelector WEB = LabelSelector.of(Map.of("app", "web"), List.of());
  static final String TOO_FULL = "node(s) didn't match pod topology spread constraints";
  static final String NO_LABEL = TOO_FULL + " (missing required label)";

  private Constrained() {}

  static SpreadConstraint over(String key, int maxSkew) {
    return SpreadConstraint.of(key, maxSkew, WEB);
  }

  /** A pod labelled {@code app=web}. */
  static PodInfo.Builder web() {
    return Make.pod("pod").labels(Make.labels("app=web"));
  }

  static PodInfo hard(SpreadConstraint... constraints) {
    return web().topologySpread(TopologySpread.of(List.of(constraints), List.of())).build();
  }

  static PodInfo soft(SpreadConstraint... constraints) {
    return web().topologySpread(TopologySpread.of(List.of(), List.of(constraints))).build();
  }

  static PodTopologySpread plugin(Bed bed) {
    return new PodTopologySpread(
        new PodTopologySpreadArgs(Defaulting.SYSTEM, List.of()), bed.listers());
  }

  static PodTopologySpread pluginWith(Bed bed, DefaultConstraint... constraints) {
    return new PodTopologySpread(
        new PodTopologySpreadArgs(Defaulting.LIST, List.of(constraints)), bed.listers());
  }
}
