package dev.berth.framework;

import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;

/**
 * Ranks the feasible nodes.
 *
 * <p>{@link #score} gives a raw number per node; {@link #normalize} turns the raw numbers into
 * {@link Scores#MIN_SCORE}..{@link Scores#MAX_SCORE} (default: they are in that range already). A
 * score outside of the range after normalising ends the attempt with an error, as does a {@link
 * ScoreException}. The framework multiplies by the plugin's weight and adds up.
 *
 * <p>Mirrors {@code ScorePlugin} and {@code ScoreExtensions}, Kubernetes 1.36.3. Cost: O(1) per
 * node.
 */
public interface ScorePlugin extends Plugin {

  long score(CycleState state, PodInfo pod, NodeInfo node) throws ScoreException;

  default void normalize(CycleState state, PodInfo pod, Scores scores) {}
}
