package dev.berth.sandbox.census;

import java.math.BigInteger;
import java.util.Comparator;

/**
 * Names as people order them: runs of digits by their value.
 *
 * <p>Names that differ only in leading zeros are ordered as plain text, so the order is total.
 * Threading: immutable.
 */
enum NaturalOrder implements Comparator<String> {
  INSTANCE;

  @Override
  public int compare(String a, String b) {
    int i = 0;
    int j = 0;
    while (i < a.length() && j < b.length()) {
      int endOfA = endOfRun(a, i);
      int endOfB = endOfRun(b, j);
      int order = compareRuns(a.substring(i, endOfA), b.substring(j, endOfB));
      if (order != 0) {
        return order;
      }
      i = endOfA;
      j = endOfB;
    }
    int order = Integer.compare(a.length() - i, b.length() - j);
    return order != 0 ? order : a.compareTo(b);
  }

  /** Where a run of digits ends that begins here, or one character that is none. */
  private static int endOfRun(String text, int start) {
    int end = start + 1;
    if (isDigit(text.charAt(start))) {
      while (end < text.length() && isDigit(text.charAt(end))) {
        end++;
      }
    }
    return end;
  }

  private static int compareRuns(String a, String b) {
    return isDigit(a.charAt(0)) && isDigit(b.charAt(0))
        ? new BigInteger(a).compareTo(new BigInteger(b))
        : a.compareTo(b);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
