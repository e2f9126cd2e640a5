package dev.berth.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The reader of the list of seeded faults; its form is explained at the head of the list.
 *
 * <p>Threading: one per request.
 */
public final class FaultList {
  private static final String ROOT_PACKAGE = "dev.berth.";

  private final Path path;
  private final List<Fault> faults = new ArrayList<>();
  private final Map<String, List<String>> entry = new LinkedHashMap<>();

  private FaultList(Path path) {
    this.path = path;
  }

  /** The faults in the order of the file. */
  public static List<Fault> read(Path path) throws IOException {
    FaultList list = new FaultList(path);
    int number = 0;
    for (String line : Files.readAllLines(path)) {
      list.take(line.strip(), ++number);
    }
    list.endEntry(number);
    return List.copyOf(list.faults);
  }

  private void take(String line, int number) {
    if (line.startsWith("#")) {
      return;
    }
    if (line.isEmpty()) {
      endEntry(number);
      return;
    }
    String[] parts = line.split("\\s+", 2);
    switch (parts[0]) {
      case "fault", "why", "file", "test", "-", "+" ->
          entry
              .computeIfAbsent(parts[0], word -> new ArrayList<>())
              .add(parts.length == 2 ? parts[1] : "");
      default ->
          throw wrong(number, "a line starts with fault, why, file, test, - or +, not " + parts[0]);
    }
  }

  private void endEntry(int number) {
    if (entry.isEmpty()) {
      return;
    }
    Fault fault =
        new Fault(
            one("fault", number),
            one("why", number),
            Path.of(one("file", number)),
            some("test", number).stream().map(ROOT_PACKAGE::concat).toList(),
            String.join("\n", some("-", number)),
            String.join("\n", entry.getOrDefault("+", List.of())));
    if (faults.stream().anyMatch(other -> other.id().equals(fault.id()))) {
      throw wrong(number, "there are two faults " + fault.id());
    }
    faults.add(fault);
    entry.clear();
  }

  private String one(String word, int number) {
    List<String> lines = some(word, number);
    if (lines.size() > 1) {
      throw wrong(number, "the fault above has two lines " + word + ". Maybe add a blank line");
    }
    return lines.getFirst();
  }

  private List<String> some(String word, int number) {
    List<String> lines = entry.get(word);
    if (lines == null) {
      throw wrong(number, "the fault above has no line " + word);
    }
    return lines;
  }

  private IllegalArgumentException wrong(int number, String what) {
    return new IllegalArgumentException("%s:%d: %s.".formatted(path, number, what));
  }
}
