package dev.berth.config;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The known name that somebody probably meant: for unknown fields, plugins, enum values and command
 * line flags.
 *
 * <p>Names are compared without regard to case by edit distance (insert, delete, replace, swap of
 * neighbours); a name is near when at most a third of its characters differ. Among equally near
 * names the first in natural order is taken.
 *
 * <p>Threading: immutable.
 */
public final class NearestName {
  private NearestName() {}

  /** Returns the known name nearest to {@code wrong}, or null when none is near. */
  public static @Nullable String of(String wrong, Collection<String> known) {
    String lower = wrong.toLowerCase(Locale.ROOT);
    String nearest = null;
    int least = Integer.MAX_VALUE;
    for (String candidate : known.stream().sorted().toList()) {
      int distance = distance(lower, candidate.toLowerCase(Locale.ROOT));
      if (distance < least && distance <= Math.max(wrong.length(), candidate.length()) / 3) {
        nearest = candidate;
        least = distance;
      }
    }
    return nearest;
  }

  /**
   * Returns {@code Maybe "wrong" -> "right"?} with a blank in front, to be put behind a sentence;
   * empty when no known name is near.
   */
  public static String maybe(String wrong, Collection<String> known) {
    String nearest = of(wrong, known);
    return nearest == null ? "" : " Maybe \"" + wrong + "\" -> \"" + nearest + "\"?";
  }

  /** Optimal string alignment distance, three rows at a time: O(a x b). */
  private static int distance(String a, String b) {
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, Math.min(last[j], row[j - 1]) + 1);
        if (i > 1 && j > 1 && swapped(a, i, b, j)) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
      }
      int[] free = beforeLast;
      beforeLast = last;
      last = row;
      row = free;
    }
    return last[b.length()];
  }

  private static boolean swapped(String a, int i, String b, int j) {
    return a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
  }
}
