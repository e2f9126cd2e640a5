package dev.berth.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * That the list of seeded faults is alive: every fault still fits its source, and its tests exist.
 *
 * <p>Whether the tests turn red is for {@code bin/seeded-faults} to say.
 */
final class FaultListTest {
  private static final Path SOURCES = Path.of("src/main/java/dev/berth");
  private static final Path LIST = Path.of("src/test/faults/faults.txt");

  @TempDir private Path directory;

  static List<Fault> faults() throws IOException {
    return FaultList.read(LIST);
  }

  static Stream<String> pluginPackages() throws IOException {
    try (Stream<Path> plugins = Files.list(SOURCES.resolve("plugins"))) {
      return plugins
          .filter(Files::isDirectory)
          .map(p -> p.getFileName().toString())
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("faults")
  void oldText_occursInTheSourceOnce_andTheNewOneChangesIt(Fault fault) throws Exception {
    String source = Files.readString(SOURCES.resolve(fault.file().toString()));

    assertThat(fault.seededInto(source)).isNotEqualTo(source);
  }

  @ParameterizedTest
  @MethodSource("faults")
  void tests_exist(Fault fault) {
    assertThat(fault.tests())
        .isNotEmpty()
        .allSatisfy(test -> assertThat(NamedTests.methodsOf(test)).as(test).isNotEmpty());
  }

  @ParameterizedTest
  @MethodSource("pluginPackages")
  void everyPlugin_hasAFault(String plugin) throws IOException {
    assertThat(faults()).anyMatch(fault -> fault.file().startsWith(Path.of("plugins", plugin)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "model",
        "columns",
        "config",
        "plugins",
        "cluster",
        "queue",
        "pipeline",
        "cycle",
        "kube"
      })
  void everyMechanism_hasAFault(String name) throws IOException {
    assertThat(faults()).anyMatch(fault -> fault.file().startsWith(name));
  }

  @Test
  void text_isTheSameInAnyWhiteSpace() throws Exception {
    Fault fault = fault("a -  b", "a + b");

    assertThat(fault.seededInto("x(a\n    - b);")).isEqualTo("x(a + b);");
  }

  @Test
  void oldText_thatIsGoneOrThereTwice_doesNotApply() {
    Fault fault = fault("a - b", "");

    assertThatThrownBy(() -> fault.seededInto("a-b"))
        .isInstanceOf(Fault.DoesNotApply.class)
        .hasMessageStartingWith("model/A.java does not contain: a - b. Maybe ");
    assertThatThrownBy(() -> fault.seededInto("a - b; a - b"))
        .hasMessageStartingWith("model/A.java contains more than once: a - b. Maybe ");
    assertThatCode(() -> fault.seededInto("a - b")).doesNotThrowAnyException();
  }

  @Test
  void list_isReadLineByLine() throws IOException {
    List<Fault> got =
        read(
            """
            # nothing

            fault   model/x
            why     it breaks
            file    model/A.java
            test    model.ATest#x
            test    model.BTest#y
            -       if (a) {
            -         b();
            +       c();
            """);

    assertThat(got)
        .containsExactly(
            new Fault(
                "model/x",
                "it breaks",
                Path.of("model/A.java"),
                List.of("dev.berth.model.ATest#x", "dev.berth.model.BTest#y"),
                "if (a) {\nb();",
                "c();"));
  }

  @Test
  void list_thatIsWrong_namesTheLine() {
    assertThatThrownBy(() -> read("fault a/b\nwhy c\n\n"))
        .hasMessageEndingWith("list.txt:3: the fault above has no line file.");
    assertThatThrownBy(() -> read("fault a/b\nfault c/d\n"))
        .hasMessageContaining(":2: the fault above has two lines fault. Maybe add a blank line.");
    assertThatThrownBy(() -> read("because x"))
        .hasMessageContaining(":1: a line starts with fault, why, file, test, - or +, not because");
    String entry = "fault a/b\nwhy c\nfile d\ntest e\n- f\n\n";
    assertThatThrownBy(() -> read(entry + entry))
        .hasMessageContaining(":12: there are two faults a/b");
  }

  private List<Fault> read(String text) throws IOException {
    return FaultList.read(Files.writeString(directory.resolve("list.txt"), text));
  }

  private static Fault fault(String oldText, String newText) {
    return new Fault(
        "model/x", "why", Path.of("model/A.java"), List.of("dev.berth.ATest#x"), oldText, newText);
  }
}
