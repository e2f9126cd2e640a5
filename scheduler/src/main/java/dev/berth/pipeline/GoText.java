package dev.berth.pipeline;

import java.util.Collection;
import java.util.TreeSet;

/** Texts in the shape that kube-scheduler prints them. Threading: any thread. */
final class GoText {

  private GoText() {}

  /** Sorted and blank-separated in brackets. */
  static String list(Collection<String> names) {
    return "[" + String.join(" ", new TreeSet<>(names)) + "]";
  }
}
