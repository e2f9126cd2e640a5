package dev.berth.framework;

import dev.berth.model.PodInfo;

/**
 * Looks at the feasible nodes once before they are scored; called only when two or more are
 * feasible.
 *
 * <p>Success; Skip drops this plugin's Score for the attempt; anything else ends the attempt with
 * an error.
 *
 * <p>Mirrors {@code PreScorePlugin}, Kubernetes 1.36.3. Cost: up to O(feasible nodes).
 */
public interface PreScorePlugin extends Plugin {
  Status preScore(CycleState state, PodInfo pod, ClusterView view, FeasibleNodes nodes);
}
