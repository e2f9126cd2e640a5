package dev.berth.model;

/**
 * A taint of a node, its effect as it was written.
 *
 * <p>Threading: immutable.
 */
public record Taint(String key, String value, String effect) {
  public static final String NO_SCHEDULE = "NoSchedule";
  public static final String PREFER_NO_SCHEDULE = "PreferNoSchedule";
  public static final String NO_EXECUTE = "NoExecute";

  /** Whether the taint keeps pods away that do not tolerate it. */
  boolean repels() {
    return effect.equals(NO_SCHEDULE) || effect.equals(NO_EXECUTE);
  }
}
