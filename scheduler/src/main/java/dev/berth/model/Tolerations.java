package dev.berth.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tolerations of a pod.
 *
 * <p>Mirrors {@code component-helpers/scheduling/corev1/helpers.go} and the TaintToleration plugin
 * of Kubernetes 1.36.3.
 *
 * <p>Threading: immutable.
 */
public final class Tolerations {
  /** Tolerates nothing. */
  public static final Tolerations NONE = new Tolerations(List.of());

  private final List<Toleration> list;

  private final int hash;

  private Tolerations(List<Toleration> list) {
    this.list = List.copyOf(list);
    this.hash = list.hashCode();
  }

  public static Tolerations of(List<Toleration> list) {
    return list.isEmpty() ? NONE : new Tolerations(list);
  }

  public boolean tolerates(Taint taint) {
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i).tolerates(taint)) {
        return true;
      }
    }
    return false;
  }

  /** The first taint with effect NoSchedule or NoExecute that is not tolerated; null if none. */
  public @Nullable Taint firstUntolerated(List<Taint> taints) {
    for (int i = 0; i < taints.size(); i++) {
      Taint taint = taints.get(i);
      if (taint.repels() && !tolerates(taint)) {
        return taint;
      }
    }
    return null;
  }

  /**
   * How many taints with effect PreferNoSchedule are not tolerated. A toleration with another
   * effect never tolerates one of these, so none has to be left out.
   */
  public int untoleratedPreferNoSchedule(List<Taint> taints) {
    int count = 0;
    for (int i = 0; i < taints.size(); i++) {
      Taint taint = taints.get(i);
      if (taint.effect().equals(Taint.PREFER_NO_SCHEDULE) && !tolerates(taint)) {
        count++;
      }
    }
    return count;
  }

  public List<Toleration> list() {
    return list;
  }

  @Override
  public boolean equals(@Nullable Object o) {
    return this == o
        || (o instanceof Tolerations other && hash == other.hash && list.equals(other.list));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return list.toString();
  }
}
