package dev.berth.bench.extender;

import java.util.Locale;

/**
 * What an extender is asked, in the order in which it is asked about a pod. Threading: immutable.
 */
public enum Verb {
  FILTER,
  PRIORITIZE,
  PREEMPT,
  BIND;

  /** As it is called in reports. */
  public String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  String path() {
    return "/" + title();
  }
}
