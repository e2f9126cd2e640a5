package dev.berth.kube.decode;

import java.util.Map;
import java.util.TreeMap;

/**
 * Counts unknown fields by kind and path, and passes on the first sight of each.
 *
 * <p>Holds a bounded number of paths: names are chosen by whoever writes objects. What comes after
 * the bound is counted in one number and no longer passed on.
 *
 * <p>Threading: any thread.
 */
public final class UnknownFieldCounter implements UnknownFieldListener {
  private static final int MAX_PATHS = 256;
  private static final int MAX_PATH_CHARS = 256;

  private final UnknownFieldListener firstSight;
  private final Map<String, Long> counts = new TreeMap<>(); // guarded by this
  private long beyondTheBound; // guarded by this

  /**
   * A counter at zero.
   *
   * @param firstSight told once of each path, outside the lock: the place for a log line
   */
  public UnknownFieldCounter(UnknownFieldListener firstSight) {
    this.firstSight = firstSight;
  }

  @Override
  public void unknownField(String kind, String path) {
    String shown = path.length() <= MAX_PATH_CHARS ? path : path.substring(0, MAX_PATH_CHARS);
    if (count(kind + " " + shown)) {
      firstSight.unknownField(kind, shown);
    }
  }

  private synchronized boolean count(String key) {
    Long before = counts.get(key);
    if (before == null && counts.size() == MAX_PATHS) {
      beyondTheBound++;
      return false;
    }
    counts.put(key, before == null ? 1 : before + 1);
    return before == null;
  }

  /** Sightings by {@code Kind path}, in the order of the text. */
  public synchronized Map<String, Long> counts() {
    return new TreeMap<>(counts);
  }

  /** Sightings of paths beyond the bound. */
  public synchronized long beyondTheBound() {
    return beyondTheBound;
  }
}
