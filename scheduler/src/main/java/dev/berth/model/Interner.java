package dev.berth.model;

import com.google.common.collect.Interners;

/**
 * Keeps one object of each set of equal ones, so that pods made from one template share their
 * aspects. An object is kept as long as somebody outside refers to it: what this holds is bounded
 * by what the live pods and nodes hold, plus about 50 bytes each.
 *
 * <p>Objects of different classes are never equal, so one interner serves all aspects.
 *
 * <p>Threading: any thread.
 */
public final class Interner {
  private final com.google.common.collect.Interner<Object> objects =
      Interners.newBuilder().weak().concurrencyLevel(4).build();

  /** The kept object that equals this one, which is this one if it is the first. */
  public <T> T intern(T aspect) {
    @SuppressWarnings("unchecked") // equal objects have the same class
    T kept = (T) objects.intern(aspect);
    return kept;
  }
}
