package dev.berth.framework;

import dev.berth.columns.NodeColumns;
import dev.berth.model.PodInfo;
import org.jspecify.annotations.Nullable;

/**
 * Experimental: a filter whose answer depends on one node and one aspect of the pod only, so that
 * it can be remembered per aspect and asked again only for nodes that changed.
 *
 * <p>The promise: for two pods with equal aspects and a node that is the same in what {@link
 * #filterDependence()} names, {@link FilterPlugin#filter} answers the same. Nodes with nominated
 * pods are always judged by the scalar form.
 */
public interface MemoizedFilter extends FilterPlugin {

  NodeDependence filterDependence();

  /**
   * The part of the pod that matters, with equals and hashCode; null: do not remember for this pod.
   */
  @Nullable Object filterAspect(CycleState state, PodInfo pod);

  /**
   * Writes the codes of nodes {@code from} to {@code to - 1} at once, from columns; false, with
   * nothing written, when this pod needs the scalar form. Code 0 is success; other codes come from
   * {@code codes}, never one of an error. The same instance of {@code codes} never changes the
   * meaning of a code, so a plugin may keep codes beside it. Called with one node where that is the
   * only one that changed.
   */
  default boolean filterColumns(
      PodInfo pod, NodeColumns columns, StatusCodes codes, int[] into, int from, int to) {
    return false;
  }
}
