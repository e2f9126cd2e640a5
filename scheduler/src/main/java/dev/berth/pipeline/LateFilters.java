package dev.berth.pipeline;

import dev.berth.framework.CycleState;
import dev.berth.framework.Filters;
import dev.berth.framework.Status;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;
import org.jspecify.annotations.Nullable;

/**
 * The filters of a profile, for plugins that are made before the pipeline that runs them.
 *
 * <p>Threading: the thread that owns the views of the pipeline.
 */
public final class LateFilters implements Filters {
  private @Nullable Filters real;

  /** The pipeline exists. */
  public void bind(Pipeline pipeline) {
    real = pipeline.filters();
  }

  private Filters real() {
    if (real == null) {
      throw new IllegalStateException(
          "a plugin used the filters while it was made. Maybe it should keep the port and use it"
              + " when called.");
    }
    return real;
  }

  @Override
  public Status filterWithNominatedPods(CycleState state, PodInfo pod, NodeInfo node) {
    return real().filterWithNominatedPods(state, pod, node);
  }

  @Override
  public Status addPod(CycleState state, PodInfo pod, PodInfo added, NodeInfo node) {
    return real().addPod(state, pod, added, node);
  }

  @Override
  public Status removePod(CycleState state, PodInfo pod, PodInfo removed, NodeInfo node) {
    return real().removePod(state, pod, removed, node);
  }
}
