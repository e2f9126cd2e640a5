package dev.berth.faults;

import static java.util.stream.Collectors.joining;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One small wrong change of the program, and the tests that must notice it.
 *
 * <p>White space of any kind and amount is the same in the old text and in the source, so that
 * reformatting a source does not lose a fault.
 *
 * <p>Threading: immutable.
 *
 * @param id {@code package/what-goes-wrong}
 * @param why what the program would do wrong, in a few words
 * @param file the changed source, relative to the sources of {@code dev.berth}
 * @param tests what must turn red, as {@code dev.berth.a.BTest#method}
 * @param oldText occurs in the source exactly once
 * @param newText what stands there instead; may be empty
 */
public record Fault(
    String id, String why, Path file, List<String> tests, String oldText, String newText) {

  /** The old text is not in the source, or more than once. */
  public static final class DoesNotApply extends Exception {
    private static final long serialVersionUID = 1L;

    DoesNotApply(String message) {
      super(message);
    }
  }

  public Fault {
    tests = List.copyOf(tests);
  }

  /** The source with this fault in it. */
  public String seededInto(String source) throws DoesNotApply {
    Matcher found = pattern().matcher(source);
    if (!found.find()) {
      throw new DoesNotApply(
          "%s does not contain: %s. Maybe the code moved on: change the fault, or remove it when what it breaks is gone."
              .formatted(file, oldText));
    }
    String seeded = source.substring(0, found.start()) + newText + source.substring(found.end());
    if (found.find()) {
      throw new DoesNotApply(
          "%s contains more than once: %s. Maybe add the text around the one that is meant."
              .formatted(file, oldText));
    }
    return seeded;
  }

  @Override
  public String toString() {
    return id;
  }

  private Pattern pattern() {
    return Pattern.compile(
        Stream.of(oldText.strip().split("\\s+")).map(Pattern::quote).collect(joining("\\s+")));
  }
}
