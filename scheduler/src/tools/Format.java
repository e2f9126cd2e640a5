import com.google.googlejavaformat.java.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The build's formatting step: google-java-format over every Java file below a directory.
 *
 * <p>{@code Format check DIR} names the files that are not formatted and fails when there are any;
 * {@code Format apply DIR} rewrites them. Run as a source file with google-java-format on the class
 * path.
 */
final class Format {
  public static void main(String[] args) throws Exception {
    String mode = args[0];
    List<String> files = javaFiles(Path.of(args[1]));
    int exit =
        switch (mode) {
          case "check" -> run(List.of("--dry-run", "--set-exit-if-changed"), files);
          case "apply" -> run(List.of("--replace"), files);
          default -> throw new IllegalArgumentException("mode " + mode + ". Maybe check or apply?");
        };
    if (exit != 0) {
      System.err.println("The files above are not formatted. Maybe: mvn process-sources -Pformat");
    }
    System.exit(exit);
  }

  private static int run(List<String> options, List<String> files) throws Exception {
    var arguments = new ArrayList<>(options);
    arguments.addAll(files);
    var out = new PrintWriter(System.out, true);
    var err = new PrintWriter(System.err, true);
    return new Main(out, err, System.in).format(arguments.toArray(String[]::new));
  }

  private static List<String> javaFiles(Path directory) throws IOException {
    try (var paths = Files.walk(directory)) {
      return paths.map(Path::toString).filter(path -> path.endsWith(".java")).sorted().toList();
    }
  }
}
