package dev.berth.sandbox.view;

import java.util.regex.Pattern;

/** Kube-scheduler's sentence, shortened. Threading: immutable. */
public final class Brief {
  private static final Pattern BEGINNING = Pattern.compile("^0/\\d+ nodes are available: ?");

  private Brief() {}

  /**
   * {@code 7 Insufficient cpu} of {@code 0/7 nodes are available: 7 Insufficient cpu.}: without
   * what every one of them begins and ends with.
   */
  public static String of(String message) {
    String counts = BEGINNING.matcher(message).replaceFirst("");
    String brief = counts.isEmpty() ? message : counts;
    return brief.endsWith(".") ? brief.substring(0, brief.length() - 1) : brief;
  }
}
