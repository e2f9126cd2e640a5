package dev.berth.sandbox.store;

import dev.berth.sandbox.objects.KubeObject;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened to one object.
 *
 * <p>Threading: immutable.
 *
 * @param object the object after it; of a deletion the last state, under the version of the
 *     deletion
 * @param previous the object before it, null when it is new: a watch with a selector needs both
 */
public record Change(Type type, KubeObject object, @Nullable KubeObject previous) {
  /** In the words of a watch. */
  public enum Type {
    ADDED,
    MODIFIED,
    DELETED
  }

  public long version() {
    return object.version();
  }
}
