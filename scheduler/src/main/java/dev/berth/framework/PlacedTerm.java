package dev.berth.framework;

import dev.berth.model.AffinityTerm;

/**
 * A term of affinity or anti-affinity that pods on nodes have.
 *
 * <p>Threading: immutable.
 *
 * @param weight of a preferred term; 0 for a required one
 */
public record PlacedTerm(Sort sort, AffinityTerm term, int weight) {

  /** The list of the pod's spec that the term is in. */
  public enum Sort {
    REQUIRED,
    REQUIRED_ANTI,
    PREFERRED,
    PREFERRED_ANTI
  }
}
