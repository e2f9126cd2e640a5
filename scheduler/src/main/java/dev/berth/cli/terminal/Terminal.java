package dev.berth.cli.terminal;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A terminal on standard output on which one can move the cursor.
 *
 * <p>Its size is asked of {@code stty}, which works on the terminal itself, so that a new size is
 * known without a signal; a JVM tells neither whether standard output is a terminal nor how large
 * it is. Threading: any thread.
 */
public final class Terminal {
  private static final Size USUAL = new Size(80, 24);
  private static final Pattern ANSWER = Pattern.compile("(\\d{1,5}) (\\d{1,5})\\s*");

  /** Fails when standard output is no terminal; says "rows columns" on standard error. */
  private static final List<String> QUESTION = List.of("sh", "-c", "[ -t 1 ] && stty size <&1 >&2");

  private final Map<String, String> environment;
  private volatile Size size;

  /** What fits on it. */
  public record Size(int columns, int rows) {}

  private Terminal(Map<String, String> environment, Size size) {
    this.environment = environment;
    this.size = size;
  }

  /** The terminal that standard output is, or null: it is none, or one that can only print. */
  public static @Nullable Terminal ofOutput(Map<String, String> environment) {
    if (isDumb(environment)) {
      return null;
    }
    String answer = ask();
    return answer == null ? null : new Terminal(environment, size(answer, environment));
  }

  static boolean isDumb(Map<String, String> environment) {
    return environment.getOrDefault("TERM", "dumb").equals("dumb");
  }

  /** Whether colors are welcome: {@code https://no-color.org}. */
  public boolean likesColor() {
    return environment.getOrDefault("NO_COLOR", "").isEmpty();
  }

  /** As it was when somebody last looked. */
  public Size size() {
    return size;
  }

  /** Looks again; takes some milliseconds. */
  public void look() {
    String answer = ask();
    if (answer != null) {
      size = size(answer, environment);
    }
  }

  static Size size(String answer, Map<String, String> environment) {
    Matcher numbers = ANSWER.matcher(answer);
    int rows = numbers.matches() ? Integer.parseInt(numbers.group(1)) : 0;
    int columns = numbers.matches() ? Integer.parseInt(numbers.group(2)) : 0;
    return new Size(
        columns > 0 ? columns : number(environment.get("COLUMNS"), USUAL.columns()),
        rows > 0 ? rows : number(environment.get("LINES"), USUAL.rows()));
  }

  private static int number(@Nullable String text, int otherwise) {
    return text != null && text.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(text) : otherwise;
  }

  /** Null when standard output is no terminal. */
  private static @Nullable String ask() {
    try {
      Process process =
          new ProcessBuilder(QUESTION)
              .redirectInput(new File("/dev/null"))
              .redirectOutput(ProcessBuilder.Redirect.INHERIT)
              .start();
      String answer =
          new String(process.getErrorStream().readAllBytes(), StandardCharsets.US_ASCII);
      return process.waitFor() == 0 ? answer : null;
    } catch (IOException e) {
      return null; // no shell: nothing to draw on either
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }
}
