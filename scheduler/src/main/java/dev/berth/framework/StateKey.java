package dev.berth.framework;

/**
 * The typed name of one plugin's entry in a {@link CycleState}; compared by identity, so keep it in
 * a constant.
 *
 * <p>Threading: immutable.
 *
 * @param <T> what is stored under it
 */
@SuppressWarnings("UnusedTypeParameter") // ties CycleState.get to the type of put
public final class StateKey<T> {

  private final String name;

  private StateKey(String name) {
    this.name = name;
  }

  public static <T> StateKey<T> of(String name) {
    return new StateKey<>(name);
  }

  @Override
  public String toString() {
    return name;
  }
}
