package dev.berth.metrics;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The form of each metric in a page, without its values: type, name, labels but {@code le}, bounds
 * of the buckets.
 */
public final class MetricShapes {
  private static final Pattern SAMPLE = Pattern.compile("([a-z_0-9]+)(?:\\{(.*)})? \\S+");
  private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  private record Shape(String type, Set<String> labels, Set<String> bounds) {}

  private MetricShapes() {}

  public static List<String> of(String page) {
    Map<String, Shape> shapes = new TreeMap<>();
    for (String line : page.lines().toList()) {
      if (line.startsWith("# TYPE ")) {
        String[] words = line.split(" ", -1);
        shapes.put(words[2], new Shape(words[3], new TreeSet<>(), new LinkedHashSet<>()));
      } else if (!line.startsWith("#")) {
        addSample(line, shapes);
      }
    }
    return shapes.entrySet().stream()
        .map(
            e ->
                "%s %s %s %s"
                    .formatted(
                        e.getValue().type(),
                        e.getKey(),
                        orDash(String.join(",", e.getValue().labels())),
                        orDash(String.join(" ", e.getValue().bounds()))))
        .toList();
  }

  private static void addSample(String line, Map<String, Shape> shapes) {
    Matcher sample = SAMPLE.matcher(line);
    if (!sample.matches()) {
      throw new AssertionError("not a sample: " + line);
    }
    String name = sample.group(1);
    String base = shapes.containsKey(name) ? name : name.replaceFirst("_(bucket|sum|count)$", "");
    Shape shape = shapes.get(base);
    if (shape == null) {
      throw new AssertionError("a sample without a type: " + line);
    }
    String labels = sample.group(2);
    Matcher label = LABEL.matcher(labels == null ? "" : labels);
    while (label.find()) {
      if (label.group(1).equals("le")) {
        shape.bounds().add(label.group(2));
      } else {
        shape.labels().add(label.group(1));
      }
    }
  }

  private static String orDash(String text) {
    return text.isEmpty() ? "-" : text;
  }
}
