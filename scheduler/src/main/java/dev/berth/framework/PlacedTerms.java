package dev.berth.framework;

import dev.berth.model.PodInfo;
import java.util.List;

/**
 * The terms that pods on nodes have, each once, however many pods have it, found by the namespaces
 * and labels that they are about.
 *
 * <p>Threading: the thread that owns the view, until the view changes.
 */
public interface PlacedTerms {

  /**
   * Terms of required anti-affinity that may mean the pod: all that do, perhaps some that do not.
   * O(labels of the pod + terms found).
   */
  List<PlacedTerm> requiredAntiAbout(PodInfo pod);

  /** As {@link #requiredAntiAbout}, the terms of the other three sorts. */
  List<PlacedTerm> othersAbout(PodInfo pod);
}
