package dev.berth.framework;

import dev.berth.model.ClusterObject;
import dev.berth.model.Node;
import dev.berth.model.ObjectKey;
import dev.berth.model.PodInfo;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Lets a binding thread wait until something shows in the cluster, without reading the cluster
 * itself.
 *
 * <p>Threading: any thread but the scheduler's; blocks. A pod that waits here leaves its place
 * among the bindings in flight to others.
 */
public interface Observations {

  /**
   * Waits until the question has an answer.
   *
   * @return the answer; null when the time is over
   */
  <T> @Nullable T await(Question<T> question, Duration atMost) throws InterruptedException;

  /**
   * What somebody waits for.
   *
   * <p>Asked on the scheduler thread, at once and then whenever something changed that it looked at
   * the last time; must be quick.
   */
  @FunctionalInterface
  interface Question<T> {
    /** The answer; null: not yet. */
    @Nullable T ask(Sight sight);
  }

  /**
   * The cluster as the watches show it: nothing in it is assumed, and what is looked at is noted.
   */
  interface Sight {
    /** The node of that name, or null. */
    @Nullable Node node(String name);

    /** Whether the pod still waits to be bound, or is. */
    boolean exists(PodInfo pod);

    /** The object of that kind and name, or null. */
    @Nullable ClusterObject find(ClusterObject.Kind kind, ObjectKey key);
  }
}
