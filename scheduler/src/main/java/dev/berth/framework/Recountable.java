package dev.berth.framework;

import dev.berth.model.PodInfo;

/**
 * Experimental: a plugin whose PreFilter goes by facts that are kept outside of the view and follow
 * from objects that the listers show, so that they can be worked out anew.
 *
 * <p>For facts whose verdicts cost too much to ask for twice, as {@link CountedFilter} has it.
 */
public interface Recountable extends PreFilterPlugin {

  /**
   * Works out anew what {@link #preFilter} is about to go by for the pod, and keeps that from now
   * on where it is something else than what was kept. Called before PreFilter, in one decision of
   * so many, or in each once it was false. Costs O(objects that the facts follow from).
   *
   * @return whether what was kept was right
   */
  boolean recount(PodInfo pod);
}
