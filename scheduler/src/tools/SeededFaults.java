import static java.util.stream.Collectors.joining;

import dev.berth.faults.Fault;
import dev.berth.faults.FaultList;
import dev.berth.faults.NamedTests;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.lang.classfile.AccessFlags;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.reflect.AccessFlag;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * The campaign of seeded faults: puts one small wrong change after the other into the program and
 * asks whether the tests that are named for it turn red.
 *
 * <p>{@code SeededFaults MODULE LIST [--list] [ID...]}, run as a source file with the compiled
 * program, its tests and their libraries on the class path; {@code bin/seeded-faults} does that.
 * The work tree is only read: a changed source is compiled into a directory of its own, which comes
 * first on the class path of a Java virtual machine that runs the named tests alone.
 */
final class SeededFaults {
  private static final int ALL_RED = 0;
  private static final int NOT_ALL_RED = 1;
  private static final int USAGE = 2;
  private static final int ENVIRONMENT = 3;

  /** A test that is still at work then is not red: in a build it would hang, not fail. */
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private static final Duration BASELINE_LIMIT = Duration.ofMinutes(20);

  /** What became of a fault: nothing to say when its tests turned red. */
  private record Outcome(Fault fault, String verdict, String sentence, double seconds) {
    boolean red() {
      return verdict.equals("red");
    }
  }

  /** A fault that could not be put to the test, or that no test noticed. */
  private static final class Missed extends Exception {
    private static final long serialVersionUID = 1L;
    private final String verdict;

    Missed(String verdict, String sentence) {
      super(sentence);
      this.verdict = verdict;
    }
  }

  /** The tests could not be run at all. */
  private static final class BrokenEnvironment extends Exception {
    private static final long serialVersionUID = 1L;

    BrokenEnvironment(String message) {
      super(message);
    }
  }

  private final Path sources;
  private final Path module;
  private final Path work;
  private final String classPath = System.getProperty("java.class.path");
  private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();

  private SeededFaults(Path module) {
    this.module = module;
    this.sources = module.resolve("src/main/java/dev/berth");
    this.work = module.resolve("target/seeded-faults");
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    List<String> wanted = new ArrayList<>(List.of(args).subList(2, args.length));
    boolean list = wanted.removeIf("--list"::equals);
    List<Fault> faults;
    try {
      faults = chosen(FaultList.read(Path.of(args[1])), wanted);
    } catch (IllegalArgumentException e) {
      say(e.getMessage());
      System.exit(USAGE);
      return;
    }
    try {
      System.exit(list ? show(faults) : new SeededFaults(Path.of(args[0])).run(faults));
    } catch (BrokenEnvironment e) {
      say(e.getMessage());
      System.exit(ENVIRONMENT);
    }
  }

  /** All faults when none is asked for; a package stands for all of its faults. */
  private static List<Fault> chosen(List<Fault> all, List<String> wanted) {
    for (String id : wanted) {
      if (all.stream().noneMatch(fault -> isMeant(fault, id))) {
        throw new IllegalArgumentException(
            "there is no fault '%s'. Maybe look at the names: seeded-faults --list".formatted(id));
      }
    }
    return all.stream()
        .filter(fault -> wanted.isEmpty() || wanted.stream().anyMatch(id -> isMeant(fault, id)))
        .toList();
  }

  private static boolean isMeant(Fault fault, String wanted) {
    return fault.id().equals(wanted) || fault.id().startsWith(wanted + "/");
  }

  private static int show(List<Fault> faults) {
    int width = width(faults);
    faults.forEach(fault -> print("%-" + width + "s  %s", fault.id(), fault.why()));
    return ALL_RED;
  }

  private int run(List<Fault> faults) throws IOException, InterruptedException, BrokenEnvironment {
    long start = System.nanoTime();
    Set<String> tests = new TreeSet<>();
    faults.forEach(fault -> tests.addAll(fault.tests()));
    say("%d tests without any fault ...", tests.size());
    Map<String, String> baseline = baseline(tests);

    List<Outcome> outcomes = new ArrayList<>();
    for (Fault fault : faults) {
      Outcome outcome = outcome(fault, baseline);
      outcomes.add(outcome);
      say(
          "%d/%d %s: %s (%.1f s)",
          outcomes.size(), faults.size(), fault.id(), outcome.verdict(), outcome.seconds());
    }
    delete(work.resolve("fault"));
    return report(outcomes, secondsSince(start));
  }

  private Map<String, String> baseline(Set<String> tests)
      throws IOException, InterruptedException, BrokenEnvironment {
    try {
      return colors(tests, classPath, BASELINE_LIMIT);
    } catch (Missed e) {
      throw new BrokenEnvironment("without any fault, " + e.getMessage());
    }
  }

  private Outcome outcome(Fault fault, Map<String, String> baseline)
      throws IOException, InterruptedException, BrokenEnvironment {
    long start = System.nanoTime();
    try {
      judge(fault, baseline);
      return new Outcome(fault, "red", "", secondsSince(start));
    } catch (Missed e) {
      return new Outcome(fault, e.verdict, e.getMessage(), secondsSince(start));
    }
  }

  private void judge(Fault fault, Map<String, String> baseline)
      throws IOException, InterruptedException, Missed, BrokenEnvironment {
    for (String test : fault.tests()) {
      if (!baseline.get(test).equals("green")) {
        throw new Missed(
            "BASELINE", "%s is %s without the fault.".formatted(test, baseline.get(test)));
      }
    }
    Path overlay = overlayOf(fault);
    for (var color :
        colors(fault.tests(), overlay + File.pathSeparator + classPath, LIMIT).entrySet()) {
      if (!color.getValue().equals("red")) {
        throw new Missed(
            "GREEN",
            "%s is %s with the fault. Maybe the test lost its sting, or the fault changes nothing."
                .formatted(color.getKey(), color.getValue()));
      }
    }
  }

  // ---- compiling ----------------------------------------------------------------------------

  /** The classes that the fault changes; the directory is the same for every fault. */
  private Path overlayOf(Fault fault) throws IOException, Missed {
    delete(work.resolve("fault"));
    Path overlay = Files.createDirectories(work.resolve("fault/classes"));
    Path original = sources.resolve(fault.file().toString());
    if (!Files.isRegularFile(original)) {
      throw new Missed("STALE", original + " does not exist. Maybe the class was renamed.");
    }
    Path seeded = work.resolve("fault/source").resolve(fault.file().getFileName());
    Files.createDirectories(seeded.getParent());
    try {
      Files.writeString(seeded, fault.seededInto(Files.readString(original)));
    } catch (Fault.DoesNotApply e) {
      throw new Missed("STALE", e.getMessage());
    }
    compile(List.of(seeded), overlay);
    if (changesWhatOthersSee(overlay)) {
      List<Path> all = new ArrayList<>(dependants(original));
      all.add(seeded);
      compile(all, overlay);
    }
    return overlay;
  }

  private void compile(Collection<Path> files, Path overlay) throws Missed {
    List<String> arguments =
        new ArrayList<>(
            List.of("-d", overlay.toString(), "-cp", classPath, "-sourcepath", overlay.toString()));
    arguments.addAll(List.of("-proc:none", "-implicit:none", "-nowarn", "-g", "-parameters"));
    files.forEach(file -> arguments.add(file.toString()));
    var errors = new ByteArrayOutputStream();
    if (compiler.run(null, errors, errors, arguments.toArray(String[]::new)) != 0) {
      String first = errors.toString().lines().findFirst().orElse("");
      throw new Missed("NO COMPILE", "the changed source does not compile: " + first);
    }
  }

  /** Whether other classes were compiled against something that the fault makes different. */
  private boolean changesWhatOthersSee(Path overlay) throws IOException {
    Path classes = module.resolve("target/classes");
    try (Stream<Path> files = Files.walk(overlay)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path before = classes.resolve(overlay.relativize(file).toString());
        if (!Files.exists(before) || !shape(before).equals(shape(file))) {
          return true;
        }
      }
    }
    return false;
  }

  /** What other classes can see of one, constants with their values: those are copied into them. */
  private static Set<String> shape(Path file) throws IOException {
    ClassModel type = ClassFile.of().parse(file);
    Set<String> shape = new TreeSet<>();
    shape.add(type.flags().flags() + " " + type.superclass() + " " + type.interfaces());
    for (var field : type.fields()) {
      var constant = field.findAttribute(Attributes.constantValue());
      if (!isPrivate(field.flags())) {
        shape.add(
            "%s %s %s %s"
                .formatted(
                    field.flags().flags(),
                    field.fieldType().stringValue(),
                    field.fieldName().stringValue(),
                    constant.map(c -> c.constant().constantValue().toString()).orElse("")));
      }
    }
    for (var method : type.methods()) {
      if (!isPrivate(method.flags()) && !method.flags().has(AccessFlag.SYNTHETIC)) {
        shape.add(
            method.flags().flags()
                + method.methodName().stringValue()
                + method.methodType().stringValue());
      }
    }
    return shape;
  }

  private static boolean isPrivate(AccessFlags flags) {
    return flags.has(AccessFlag.PRIVATE);
  }

  private List<Path> dependants(Path original) throws IOException {
    String name = original.getFileName().toString().replace(".java", "");
    Pattern mention = Pattern.compile("\\b" + name + "\\b");
    List<Path> dependants = new ArrayList<>();
    try (Stream<Path> files = Files.walk(sources)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        if (!file.equals(original) && mention.matcher(Files.readString(file)).find()) {
          dependants.add(file);
        }
      }
    }
    return dependants;
  }

  // ---- running tests ------------------------------------------------------------------------

  /** The color of each test: green, red or absent. */
  private Map<String, String> colors(Collection<String> tests, String path, Duration limit)
      throws IOException, InterruptedException, Missed, BrokenEnvironment {
    Files.createDirectories(work);
    Path colors = work.resolve("colors.txt");
    Path output = work.resolve("tests.log");
    Files.deleteIfExists(colors);
    List<String> command =
        new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString()));
    // The time zone and the language are those of the build; the rest is for a quick start.
    command.addAll(
        List.of("-Duser.timezone=Pacific/Chatham", "-Duser.language=tr", "-Duser.country=TR"));
    command.addAll(List.of("-ea", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", path, NamedTests.class.getName(), colors.toString()));
    command.addAll(tests);
    Process process =
        new ProcessBuilder(command)
            .directory(module.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
      throw new Missed(
          "ENDLESS",
          "the tests did not end within %d s. Maybe give the test a limit (@Timeout)."
              .formatted(limit.toSeconds()));
    }
    if (!Files.exists(colors)) {
      throw new BrokenEnvironment(
          "the tests could not be run: exit code %d, see %s"
              .formatted(process.exitValue(), output));
    }
    Map<String, String> found = new TreeMap<>();
    for (String line : Files.readAllLines(colors)) {
      String[] parts = line.split(" ", 2);
      found.put(parts[1], parts[0]);
    }
    return found;
  }

  // ---- telling ------------------------------------------------------------------------------

  private static int report(List<Outcome> outcomes, double seconds) {
    int width = width(outcomes.stream().map(Outcome::fault).toList());
    String row = "%-" + width + "s  %-11s  %7s  %s";
    print(row, "FAULT", "VERDICT", "SECONDS", "TESTS");
    for (Outcome outcome : outcomes) {
      print(
          row,
          outcome.fault().id(),
          outcome.verdict(),
          "%.1f".formatted(outcome.seconds()),
          outcome.fault().tests().stream().map(SeededFaults::brief).collect(joining(", ")));
    }
    List<Outcome> missed = outcomes.stream().filter(outcome -> !outcome.red()).toList();
    missed.forEach(outcome -> print("%s: %s", outcome.fault().id(), outcome.sentence()));
    print("%d of %d red, %.0f s", outcomes.size() - missed.size(), outcomes.size(), seconds);
    return missed.isEmpty() ? ALL_RED : NOT_ALL_RED;
  }

  private static String brief(String test) {
    return test.replace("dev.berth.", "");
  }

  private static int width(List<Fault> faults) {
    return faults.stream()
        .mapToInt(fault -> fault.id().length())
        .reduce("FAULT".length(), Math::max);
  }

  private static double secondsSince(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static void print(String form, Object... parts) {
    System.out.println(form.formatted(parts));
  }

  private static void say(String form, Object... parts) {
    System.err.println("seeded-faults: " + (parts.length == 0 ? form : form.formatted(parts)));
  }

  private static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path dir, IOException e) throws IOException {
            Files.delete(dir);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
