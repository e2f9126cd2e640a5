package dev.berth.sandbox.patch;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A type of the API, as far as a strategic merge patch must know it: which of its lists are merged,
 * and the types below it for which the same is asked.
 *
 * <p>Threading: immutable.
 *
 * @param lists by name of the field; the others are replaced
 * @param below the types of fields, or of the elements of a list
 */
record PatchShape(Map<String, ListRule> lists, Map<String, PatchShape> below) {
  static final PatchShape PLAIN = new PatchShape(Map.of(), Map.of());

  PatchShape {
    lists = Map.copyOf(lists);
    below = Map.copyOf(below);
  }

  ListRule list(String field) {
    @Nullable ListRule rule = lists.get(field);
    return rule == null ? new ListRule.Replaced() : rule;
  }

  PatchShape at(String field) {
    @Nullable PatchShape shape = below.get(field);
    return shape == null ? PLAIN : shape;
  }

  /** With a field that is an object of that type. */
  PatchShape with(String field, PatchShape type) {
    Map<String, PatchShape> more = new HashMap<>(below);
    more.put(field, type);
    return new PatchShape(lists, more);
  }

  /** With a list of objects that are merged by that key. */
  PatchShape list(String field, String key) {
    return with(field, new ListRule.Keyed(key));
  }

  /** With such a list of objects of that type. */
  PatchShape list(String field, String key, PatchShape type) {
    return list(field, key).with(field, type);
  }

  /** With a list of plain values that is merged. */
  PatchShape values(String field) {
    return with(field, new ListRule.Values());
  }

  private PatchShape with(String field, ListRule rule) {
    Map<String, ListRule> more = new HashMap<>(lists);
    more.put(field, rule);
    return new PatchShape(more, below);
  }
}
