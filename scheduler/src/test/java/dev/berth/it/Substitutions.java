package dev.berth.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.base.Splitter;
import com.google.common.io.Resources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that a local process may have otherwise than the container of a manifest, as {@code
 * manifest-substitutions.txt} lists it.
 *
 * <p>Threading: one per request.
 */
final class Substitutions {

  private static final Splitter FIELDS =
      Splitter.onPattern(" {2,}").trimResults().omitEmptyStrings();

  private final String container;
  private boolean applies = true;
  private final Map<String, String> words = new HashMap<>();
  private final Map<String, String> texts = new HashMap<>();
  private final Map<String, String> variables = new HashMap<>();
  private final Set<String> kept = new HashSet<>();
  private final Set<String> unused = new HashSet<>();

  /**
   * @param container of which they are, {@code MANIFEST/NAME}
   * @param places what the names in braces stand for, without the braces
   */
  Substitutions(String container, Map<String, String> places) {
    this.container = container;
    try {
      Resources.readLines(
              Resources.getResource(Substitutions.class, "manifest-substitutions.txt"), UTF_8)
          .stream()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .forEach(line -> add(FIELDS.splitToList(filled(line, places))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    unused.addAll(words.keySet());
    unused.addAll(texts.keySet());
  }

  private static String filled(String line, Map<String, String> places) {
    String filled = line;
    for (Map.Entry<String, String> place : places.entrySet()) {
      filled = filled.replace("{" + place.getKey() + "}", place.getValue());
    }
    return filled;
  }

  private void add(List<String> fields) {
    if (fields.getFirst().equals("of")) {
      applies = fields.contains(container);
    } else if (applies) {
      put(fields);
    }
  }

  private void put(List<String> fields) {
    switch (fields.getFirst()) {
      case "word" -> words.put(fields.get(1), fields.get(2));
      case "text" -> texts.put(fields.get(1), fields.get(2));
      case "env" -> variables.put(fields.get(1), fields.get(2));
      case "keep" -> kept.add(fields.get(1));
      default -> throw new IllegalStateException("What is " + fields + "?");
    }
  }

  String word(String word) {
    for (Map.Entry<String, String> entry : words.entrySet()) {
      if (word.startsWith(entry.getKey())) {
        unused.remove(entry.getKey());
        return entry.getValue() + word.substring(entry.getKey().length());
      }
    }
    return word;
  }

  /** A file of a ConfigMap. */
  String text(String file) {
    String text = file;
    for (Map.Entry<String, String> entry : texts.entrySet()) {
      if (text.contains(entry.getKey())) {
        unused.remove(entry.getKey());
        text = text.replace(entry.getKey(), entry.getValue());
      }
    }
    return text;
  }

  /** Makes an environment, the test's own so far, into the container's. */
  void environment(Map<String, String> environment) {
    environment.keySet().retainAll(kept);
    environment.putAll(variables);
  }

  /** The words and texts that never occurred. */
  Set<String> unused() {
    return Set.copyOf(unused);
  }
}
