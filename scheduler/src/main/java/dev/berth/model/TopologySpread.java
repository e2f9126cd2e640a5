package dev.berth.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pod's own {@code topologySpreadConstraints}, by what happens when no node keeps them.
 *
 * <p>One selector that does not parse spoils all constraints of its sort.
 *
 * <p>Mirrors {@code filterTopologySpreadConstraints}, plugins/podtopologyspread/common.go,
 * Kubernetes 1.36.3.
 *
 * <p>Threading: immutable.
 */
public final class TopologySpread {
  /** The pod says nothing about spreading, so that default constraints apply to it. */
  public static final TopologySpread UNSAID = new TopologySpread(false, List.of(), List.of());

  private final boolean said;
  private final List<SpreadConstraint> hard;
  private final List<SpreadConstraint> soft;
  private final @Nullable String hardError;
  private final @Nullable String softError;
  private final int hash;

  private TopologySpread(boolean said, List<SpreadConstraint> hard, List<SpreadConstraint> soft) {
    this.said = said;
    this.hardError = firstError(hard);
    this.softError = firstError(soft);
    this.hard = List.copyOf(hard);
    this.soft = List.copyOf(soft);
    this.hash = 31 * hard.hashCode() + soft.hashCode();
  }

  /**
   * What a pod with at least one constraint says.
   *
   * @param hard {@code DoNotSchedule}
   * @param soft {@code ScheduleAnyway}
   */
  public static TopologySpread of(List<SpreadConstraint> hard, List<SpreadConstraint> soft) {
    return new TopologySpread(true, hard, soft);
  }

  private static @Nullable String firstError(List<SpreadConstraint> constraints) {
    for (SpreadConstraint constraint : constraints) {
      String error = constraint.selector().parseError();
      if (error != null) {
        return error;
      }
    }
    return null;
  }

  /** Whether the pod has any constraint, even one that is neither hard nor soft. */
  public boolean isSaid() {
    return said;
  }

  /** Only asked if there is no {@link #hardError}. */
  public List<SpreadConstraint> hard() {
    return hard;
  }

  /** Only asked if there is no {@link #softError}. */
  public List<SpreadConstraint> soft() {
    return soft;
  }

  /** The text of Go's error if the selector of a hard constraint does not parse. */
  public @Nullable String hardError() {
    return hardError;
  }

  /** The text of Go's error if the selector of a soft constraint does not parse. */
  public @Nullable String softError() {
    return softError;
  }

  @Override
  public boolean equals(@Nullable Object o) {
    return this == o
        || (o instanceof TopologySpread other
            && hash == other.hash
            && said == other.said
            && hard.equals(other.hard)
            && soft.equals(other.soft));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return said ? "hard: " + hard + ", soft: " + soft : "unsaid";
  }
}
