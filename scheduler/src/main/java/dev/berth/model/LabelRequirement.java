package dev.berth.model;

import java.util.List;

/**
 * One entry of {@code matchExpressions} of a label selector, as it was written.
 *
 * <p>Threading: immutable.
 */
public record LabelRequirement(String key, String operator, List<String> values) {
  public LabelRequirement {
    values = List.copyOf(values);
  }
}
