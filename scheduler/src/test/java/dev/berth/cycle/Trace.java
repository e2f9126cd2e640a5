package dev.berth.cycle;

import java.util.ArrayList;
import java.util.List;

/** What happened, a line each, in order; any thread writes. */
final class Trace {
  private final List<String> lines = new ArrayList<>();

  synchronized void add(String line) {
    lines.add(line);
  }

  synchronized List<String> lines() {
    return List.copyOf(lines);
  }

  /** The lines that have {@code part} in them. */
  List<String> about(String part) {
    return lines().stream().filter(line -> line.contains(part)).toList();
  }

  synchronized void clear() {
    lines.clear();
  }
}
