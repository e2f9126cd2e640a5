package dev.berth.kube.extend;

import dev.berth.framework.ExternalExtender;

/** Hears of calls of extenders. Threading: any thread; must be quick. */
@FunctionalInterface
public interface CallListener {
  /**
   * A call is over.
   *
   * @param extender its address
   * @param failed it did not answer, or with an error or nonsense
   */
  void called(String extender, ExternalExtender.Question question, boolean failed, long nanos);
}
