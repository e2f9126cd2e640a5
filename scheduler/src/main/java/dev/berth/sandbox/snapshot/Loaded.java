package dev.berth.sandbox.snapshot;

import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * What came of reading a snapshot.
 *
 * <p>Threading: immutable.
 *
 * @param objects how many of each kind were taken, by plural name: {@code pods}
 * @param leftOut how many of each kind the sandbox does not have or does not keep, by name: {@code
 *     ConfigMap (v1)}
 * @param made what was missing and was made: {@code namespace shop}
 * @param warnings sentences for the user
 */
public record Loaded(
    SequencedMap<String, Integer> objects,
    SequencedMap<String, Integer> leftOut,
    List<String> made,
    List<String> warnings) {

  public Loaded {
    made = List.copyOf(made);
    warnings = List.copyOf(warnings);
  }

  /** Lines to print: what was read, left out, made, and what to know. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("read " + (objects.isEmpty() ? "nothing" : counts(objects)));
    if (!leftOut.isEmpty()) {
      lines.add("left out: " + counts(leftOut));
    }
    if (!made.isEmpty()) {
      lines.add("made what was missing: " + String.join(", ", made));
    }
    lines.addAll(warnings);
    return lines;
  }

  private static String counts(SequencedMap<String, Integer> counts) {
    return counts.entrySet().stream()
        .map(count -> count.getValue() + " " + count.getKey())
        .collect(Collectors.joining(", "));
  }
}
