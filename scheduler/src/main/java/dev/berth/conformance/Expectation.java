package dev.berth.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The {@code expect} object of a case, read by name.
 *
 * <p>Threading: immutable.
 */
record Expectation(JsonNode tree) {

  @Nullable Verdict preEnqueue() {
    return tree.path("preEnqueue").isObject() ? Verdict.of(tree.path("preEnqueue")) : null;
  }

  /** Null when the case says nothing of PreFilter. */
  @Nullable Verdict preFilter() {
    return tree.path("preFilter").isObject() ? Verdict.of(tree.path("preFilter")) : null;
  }

  /** The nodes that PreFilter narrowed to; null for all. */
  @Nullable Set<String> preFilterNodes() {
    JsonNode names = tree.path("preFilter").path("nodeNames");
    return names.isArray() ? new TreeSet<>(texts(names)) : null;
  }

  Map<String, Verdict> filter() {
    Map<String, Verdict> byNode = new TreeMap<>();
    tree.path("filter").properties().forEach(e -> byNode.put(e.getKey(), Verdict.of(e.getValue())));
    return byNode;
  }

  Set<String> feasible() {
    return new TreeSet<>(texts(tree.path("feasible")));
  }

  boolean hasScores() {
    return tree.path("scores").isObject();
  }

  /** Plugin to node to score. */
  Map<String, Map<String, Long>> scoresByPlugin() {
    Map<String, Map<String, Long>> scores = new TreeMap<>();
    tree.path("scores")
        .properties()
        .forEach(
            node ->
                node.getValue()
                    .path("plugins")
                    .properties()
                    .forEach(
                        plugin ->
                            scores
                                .computeIfAbsent(plugin.getKey(), name -> new TreeMap<>())
                                .put(node.getKey(), plugin.getValue().asLong())));
    return scores;
  }

  Map<String, Long> totals() {
    Map<String, Long> totals = new TreeMap<>();
    tree.path("scores")
        .properties()
        .forEach(node -> totals.put(node.getKey(), node.getValue().path("total").asLong()));
    return totals;
  }

  Set<String> best() {
    return new TreeSet<>(texts(tree.path("best")));
  }

  Set<String> decision() {
    return new TreeSet<>(texts(tree.path("decision")));
  }

  List<String> errors() {
    return texts(tree.path("error"));
  }

  @Nullable String message() {
    return tree.hasNonNull("message") ? tree.path("message").asText() : null;
  }

  Set<String> unschedulablePlugins() {
    return new TreeSet<>(texts(tree.path("unschedulablePlugins")));
  }

  Set<String> pendingPlugins() {
    return new TreeSet<>(texts(tree.path("pendingPlugins")));
  }

  /** Every plugin that the expectation names. */
  Set<String> plugins() {
    Set<String> plugins = new TreeSet<>(scoresByPlugin().keySet());
    plugins.addAll(unschedulablePlugins());
    plugins.addAll(pendingPlugins());
    Stream.concat(Stream.of(preEnqueue(), preFilter()), filter().values().stream())
        .filter(Objects::nonNull)
        .forEach(verdict -> plugins.add(verdict.plugin()));
    return plugins;
  }

  @Nullable String nomination() {
    return tree.hasNonNull("nomination") ? tree.path("nomination").asText() : null;
  }

  /** Null when nobody was to look for victims. */
  @Nullable WantedPreemption preemption() {
    JsonNode preemption = tree.path("preemption");
    return preemption.isObject() ? new WantedPreemption(preemption) : null;
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(element -> texts.add(element.asText()));
    return texts;
  }
}
