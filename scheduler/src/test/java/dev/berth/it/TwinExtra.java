package dev.berth.it;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * What twin clusters compare besides what they always do; {@code -Dtwins.with=volumes,claims} asks
 * for less than all of it.
 */
enum TwinExtra {
  /** Pods with volumes. */
  VOLUMES,

  /** Pods with claims of devices. */
  CLAIMS,

  /** What PostFilter adds to the message of a pod that fits nowhere. */
  PREEMPTION;

  static Set<TwinExtra> asked() {
    Set<TwinExtra> asked = EnumSet.noneOf(TwinExtra.class);
    Arrays.stream(System.getProperty("twins.with", "volumes,claims,preemption").split(","))
        .filter(name -> !name.isBlank())
        .map(name -> valueOf(name.strip().toUpperCase(Locale.ROOT)))
        .forEach(asked::add);
    return asked;
  }
}
