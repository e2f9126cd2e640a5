package dev.berth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That what our documents name as evidence is there: tests, their methods, and linked files. */
final class DocumentationTest {
  private static final Pattern TEST = Pattern.compile("\\b([A-Z]\\w+(?:Test|IT))\\b");
  private static final Pattern METHOD =
      Pattern.compile("`([A-Z]\\w+(?:Test|IT))\\.(\\w+?)(\\.\\.\\.)?`");
  private static final Pattern LINK = Pattern.compile("]\\(([^):#]+)(?:#[^)]*)?\\)");

  private static final Map<String, String> SOURCES = new HashMap<>();

  @BeforeAll
  static void readTests() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        SOURCES.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../README.md",
        "../manifests/README.md",
        "ARCHITECTURE.md",
        "OPERATIONS.md",
        "METRICS.md"
      })
  void whatADocumentNames_isThere(String document) throws IOException {
    String text = Files.readString(Path.of(document));

    assertThat(found(TEST, text, test -> !SOURCES.containsKey(test.group(1))))
        .as("tests that are not there")
        .isEmpty();
    assertThat(found(METHOD, text, method -> !isMethod(method)))
        .as("methods that their tests do not have")
        .isEmpty();
    assertThat(
            found(
                LINK, text, link -> !Files.exists(Path.of(document).resolveSibling(link.group(1)))))
        .as("links to files that are not there")
        .isEmpty();
  }

  private static Set<String> found(Pattern pattern, String text, Predicate<MatchResult> what) {
    return pattern
        .matcher(text)
        .results()
        .filter(what)
        .map(MatchResult::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean isMethod(MatchResult named) {
    String end = named.group(3) == null ? "\\(" : "";
    return Pattern.compile("void " + named.group(2) + end)
        .matcher(SOURCES.getOrDefault(named.group(1), ""))
        .find();
  }
}
