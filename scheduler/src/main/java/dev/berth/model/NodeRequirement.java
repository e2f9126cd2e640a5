package dev.berth.model;

import java.util.List;

/**
 * One entry of {@code matchExpressions} or {@code matchFields} of a node selector term, as it was
 * written.
 *
 * <p>Threading: immutable.
 */
public record NodeRequirement(String key, String operator, List<String> values) {
  public NodeRequirement {
    values = List.copyOf(values);
  }
}
