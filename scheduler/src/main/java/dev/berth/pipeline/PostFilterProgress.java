package dev.berth.pipeline;

import dev.berth.framework.Preemption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far PostFilter came before it had to wait.
 *
 * <p>Threading: immutable.
 *
 * @param plugin the position of the plugin that goes on
 * @param reasons of plugins before it
 * @param nomination null keeps the pod's nomination, "" clears it, a name sets it
 * @param startNanos {@link System#nanoTime} when the stage began
 */
public record PostFilterProgress(
    int plugin,
    List<String> reasons,
    @Nullable String nomination,
    Preemption preemption,
    long startNanos) {

  static PostFilterProgress start() {
    return new PostFilterProgress(0, List.of(), null, Preemption.notTried(), System.nanoTime());
  }

  public PostFilterProgress {
    reasons = List.copyOf(reasons);
  }
}
