package dev.berth.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.kube.decode.UndecodableObject;
import dev.berth.pipeline.EvaluationMode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Decides every case of a directory of {@code *.jsonl.gz} files and compares.
 *
 * <p>Threading: one per run.
 */
public final class ConformanceRun {

  /** Told of each file before it is read; for a line of progress. */
  @FunctionalInterface
  public interface Progress {
    void reading(Path file, int number, int of);
  }

  private static final ObjectMapper JSON = new ObjectMapper();

  private final EvaluationMode mode;
  private final Map<String, FamilyResult> families = new TreeMap<>();
  private final List<Difference> differences = new ArrayList<>();

  public ConformanceRun(EvaluationMode mode) {
    this.mode = mode;
  }

  /**
   * Runs all files of the directory, in order of their names.
   *
   * @throws IOException when the directory or a file cannot be read; the message names it
   */
  public void run(Path directory, Progress progress) throws IOException {
    List<Path> files = files(directory);
    for (int i = 0; i < files.size(); i++) {
      progress.reading(files.get(i), i + 1, files.size());
      runFile(files.get(i));
    }
  }

  private static List<Path> files(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new IOException(
          directory + " is not a directory. Maybe the folder with the *.jsonl.gz files?");
    }
    try (Stream<Path> entries = Files.list(directory)) {
      List<Path> files =
          entries.filter(file -> file.toString().endsWith(".jsonl.gz")).sorted().toList();
      if (files.isEmpty()) {
        throw new IOException(directory + " has no *.jsonl.gz file. Maybe another directory?");
      }
      return files;
    }
  }

  private void runFile(Path file) throws IOException {
    String family = file.getFileName().toString().replace(".jsonl.gz", "");
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        runLine(family, file, number, line);
      }
    }
  }

  private void runLine(String family, Path file, int number, String line) throws IOException {
    if (line.isBlank()) {
      return;
    }
    try {
      JsonNode tree = JSON.readTree(line);
      if (tree.has("in")) {
        add(family, family + "-" + number, List.of(QuantityCase.compare(tree)), List.of(tree));
      } else {
        runCase(Case.of(tree));
      }
    } catch (IOException | UndecodableObject | RuntimeException broken) {
      throw new IOException("%s line %d: %s".formatted(file, number, broken), broken);
    }
  }

  private void runCase(Case vector) throws UndecodableObject {
    Decided decided = new World(vector, mode).decide();
    List<Finding> findings = Comparison.of(vector.expect(), decided);
    add(vector.family(), vector.name(), findings, objectsThatMatter(vector, findings));
  }

  private void add(String family, String name, List<Finding> findings, List<JsonNode> objects) {
    families.computeIfAbsent(family, FamilyResult::new).add(findings);
    for (Finding finding : findings) {
      if (finding instanceof Finding.Disagree disagree) {
        differences.add(new Difference(family, name, disagree, objects));
      }
    }
  }

  private static List<JsonNode> objectsThatMatter(Case vector, List<Finding> findings) {
    List<JsonNode> objects = new ArrayList<>();
    for (Finding finding : findings) {
      if (finding instanceof Finding.Disagree disagree) {
        if (objects.isEmpty()) {
          objects.add(vector.pod());
          if (!vector.config().isNull()) {
            objects.add(vector.config());
          }
        }
        addNode(vector, disagree.subject(), objects);
      }
    }
    return objects;
  }

  private static void addNode(Case vector, String name, List<JsonNode> objects) {
    for (JsonNode node : vector.objects().path("nodes")) {
      if (node.path("metadata").path("name").asText().equals(name)) {
        objects.add(node);
      }
    }
    for (JsonNode pod : vector.objects().path("pods")) {
      if (!name.isEmpty() && pod.path("spec").path("nodeName").asText().equals(name)) {
        objects.add(pod);
      }
    }
  }

  public EvaluationMode mode() {
    return mode;
  }

  /** By family, in order of their names. */
  public Collection<FamilyResult> families() {
    return families.values();
  }

  /** The sum of all families. */
  public FamilyResult total() {
    FamilyResult total = new FamilyResult("total");
    families.values().forEach(total::add);
    return total;
  }

  public List<Difference> differences() {
    return List.copyOf(differences);
  }
}
