package dev.berth.pipeline;

import dev.berth.framework.CycleState;
import dev.berth.framework.StateKey;
import java.util.Set;

/**
 * Which plugins asked to be left out of this attempt's Filter or Score; kept in the cycle state so
 * that forks know. Threading: the thread that owns the state.
 */
final class SkippedPlugins {

  private static final StateKey<Set<String>> FILTER = StateKey.of("pipeline/skippedFilters");
  private static final StateKey<Set<String>> SCORE = StateKey.of("pipeline/skippedScores");

  private SkippedPlugins() {}

  static void ofFilter(CycleState state, Set<String> names) {
    state.put(FILTER, names);
  }

  static Set<String> ofFilter(CycleState state) {
    Set<String> names = state.find(FILTER);
    return names == null ? Set.of() : names;
  }

  static void ofScore(CycleState state, Set<String> names) {
    state.put(SCORE, names);
  }

  static Set<String> ofScore(CycleState state) {
    Set<String> names = state.find(SCORE);
    return names == null ? Set.of() : names;
  }
}
