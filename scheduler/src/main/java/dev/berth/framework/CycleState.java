package dev.berth.framework;

import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What plugins remember for one attempt to place one pod, from PreFilter to PostBind.
 *
 * <p>{@link #fork()} gives a dry run its own layer: writes stay in the layer, reads fall through to
 * the state below, so a fork costs what it changes. A value that a plugin mutates in its PreFilter
 * extensions must implement {@link Forkable}; the layer copies it on the first read.
 *
 * <p>Mirrors {@code framework.CycleState}, Kubernetes 1.36.3, with types and without the clone of
 * everything.
 *
 * <p>Threading: one per attempt; scheduler thread, then the attempt's binding thread, never both at
 * once.
 */
public final class CycleState {

  /** A stored value that has a copy of its own in each {@link #fork()}. */
  public interface Forkable<T> {
    /** A copy that can be changed without changing this one. */
    T copy();
  }

  private final @Nullable CycleState below;
  private final boolean timesPlugins;
  private final IdentityHashMap<StateKey<?>, Object> values = new IdentityHashMap<>(8);

  private CycleState(@Nullable CycleState below, boolean timesPlugins) {
    this.below = below;
    this.timesPlugins = timesPlugins;
  }

  public static CycleState create() {
    return new CycleState(null, false);
  }

  /** Of an attempt whose plugins are timed one by one. */
  public static CycleState timingPlugins() {
    return new CycleState(null, true);
  }

  /** Whether plugins are timed one by one, in this attempt and its dry runs. */
  public boolean timesPlugins() {
    return timesPlugins;
  }

  public <T> void put(StateKey<T> key, T value) {
    values.put(key, value);
  }

  /** The value under {@code key}, or null when no plugin has written it. */
  public <T> @Nullable T find(StateKey<T> key) {
    Object own = values.get(key);
    if (own == null && below != null) {
      own = inherited(key, below);
    }
    return typed(own);
  }

  /**
   * The value under {@code key}.
   *
   * @throws IllegalStateException when nothing was written: the plugin's PreFilter or PreScore did
   *     not run
   */
  public <T> T get(StateKey<T> key) {
    T value = find(key);
    if (value == null) {
      throw new IllegalStateException(
          "no cycle state under "
              + key
              + ". Maybe the plugin is enabled at filter or score but not at its Pre point.");
    }
    return value;
  }

  /**
   * A layer above this state, for a dry run; this state must not change while the layer is in use.
   */
  public CycleState fork() {
    return new CycleState(this, timesPlugins);
  }

  private @Nullable Object inherited(StateKey<?> key, CycleState from) {
    Object value = from.find(key);
    if (value instanceof Forkable<?> forkable) {
      value = forkable.copy();
      values.put(key, value);
    }
    return value;
  }

  @SuppressWarnings({
    "unchecked",
    "TypeParameterUnusedInFormals"
  }) // put() ties the key's type to the value's
  private static <T> @Nullable T typed(@Nullable Object value) {
    return (T) value;
  }
}
