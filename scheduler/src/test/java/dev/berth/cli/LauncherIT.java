package dev.berth.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher {@code scheduler/bin/berth} as a user starts it: a real shell, a real build. */
final class LauncherIT {
  private static final Path MODULE = Path.of("").toAbsolutePath();
  private static final Path LAUNCHER = MODULE.resolve("bin/berth");
  private static final Path FIND_JDK = MODULE.resolve("bin/find-jdk");
  private static final Path TRAIN = MODULE.resolve("bin/train-aot-cache");
  private static final Path PROGRAM = MODULE.resolve("target/program");
  private static final Path BUILT = PROGRAM.resolve("built");

  /** The virtual machine refuses to start with a cache that it cannot use. */
  private static final Map<String, String> CACHE_OR_NOTHING =
      Map.of("BERTH_JAVA_OPTS", "-XX:AOTMode=on -Xlog:class+load:stderr");

  @TempDir private Path directory;

  private record Ended(int code, String out, String err) {}

  private final class Started {
    private final Process process;
    private final Path out = Files.createTempFile(directory, "out", "");
    private final Path err = Files.createTempFile(directory, "err", "");

    Started(Map<String, String> environment, List<String> command) throws IOException {
      var builder = new ProcessBuilder(command).directory(directory.toFile());
      builder.environment().putAll(environment);
      process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    }

    Ended end() throws IOException, InterruptedException {
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("ended within 5 minutes").isTrue();
      return new Ended(
          process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
    }
  }

  private Started start(Map<String, String> environment, Path launcher, String... args)
      throws IOException {
    var command = Stream.concat(Stream.of(launcher.toString()), Stream.of(args)).toList();
    return new Started(environment, command);
  }

  private Ended run(Path launcher, String... args) throws IOException, InterruptedException {
    return start(Map.of(), launcher, args).end();
  }

  @Test
  void launcher_worksThroughSymbolicLinks_fromAnyDirectory() throws Exception {
    var first = Files.createSymbolicLink(directory.resolve("first"), LAUNCHER);
    var second = Files.createSymbolicLink(directory.resolve("second"), first.getFileName());
    var ended = run(second, "--version");
    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.out()).startsWith("berth ").doesNotContain("not from a jar");
  }

  @Test
  void launcher_withAnUnknownFlag_exitsAsTheProgramDoes() throws Exception {
    var ended = run(LAUNCHER, "--versoin");
    assertThat(ended.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(ended.err()).contains("Maybe --version?");
  }

  @Test
  void launcher_passesOnTheOptionsOfTheVirtualMachine() throws Exception {
    var ended =
        start(Map.of("BERTH_JAVA_OPTS", "-XshowSettings:vm -Xmx77m"), LAUNCHER, "--version").end();
    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.err()).contains("77.00M");
  }

  @Test
  void launcher_withAnOldJavaHome_findsTheRightOneElsewhere() throws Exception {
    Files.createDirectory(directory.resolve("bin"));
    Files.writeString(directory.resolve("release"), "JAVA_VERSION=\"17.0.1\"\n", UTF_8);
    var javac = Files.createFile(directory.resolve("bin/javac"));
    assertThat(javac.toFile().setExecutable(true)).isTrue();
    var ended = start(Map.of("JAVA_HOME", directory.toString()), LAUNCHER, "--version").end();
    assertThat(ended.code()).as(ended.err()).isZero();
  }

  @Test
  void launcher_withoutAnyJdk_saysSoInOneSentence() throws Exception {
    var launcher = copyOfLauncher("WANT_JAVA=25", "WANT_JAVA=9999");
    var ended = run(launcher, "--version");
    assertThat(ended.code()).isEqualTo(ExitCode.ENVIRONMENT.code());
    assertThat(ended.err().lines())
        .containsExactly(
            "berth: Berth needs a JDK 9999 or newer and none was found: install one, or set"
                + " JAVA_HOME to it.");
  }

  @Test
  void launcher_startedTwiceAtOnce_afterAChange_buildsOnceAndRunsTwice() throws Exception {
    run(LAUNCHER, "--version");
    Files.setLastModifiedTime(BUILT, FileTime.from(Instant.EPOCH));
    var one = start(Map.of(), LAUNCHER, "--version");
    var two = start(Map.of(), LAUNCHER, "--version");
    var ended = List.of(one.end(), two.end());
    assertThat(ended).allSatisfy(launch -> assertThat(launch.code()).as(launch.err()).isZero());
    assertThat(ended.stream().filter(launch -> launch.err().contains("berth: built."))).hasSize(1);
  }

  @Test
  void launcher_makesACacheAfterTheFirstStart_usesItFromThenOn_andPassesOverOneThatDoesNotFit()
      throws Exception {
    String want = run(LAUNCHER, "--version").out();
    Path cache = cacheOfThisBuild();
    deleteCaches();

    try (WatchService changes = PROGRAM.getFileSystem().newWatchService()) {
      PROGRAM.register(changes, StandardWatchEventKinds.ENTRY_CREATE);
      assertThat(run(LAUNCHER, "--version").out()).isEqualTo(want);
      awaitFile(cache, changes);
    }
    var fast = start(CACHE_OR_NOTHING, LAUNCHER, "--version").end();
    assertThat(fast.code()).as(fast.err()).isZero();
    assertThat(fast.err()).contains("dev.berth.cli.Main source: shared objects file");
    var off =
        start(
                Map.of("BERTH_AOT", "off", "BERTH_JAVA_OPTS", "-Xlog:class+load:stderr"),
                LAUNCHER,
                "--version")
            .end();
    assertThat(off.err()).contains("dev.berth.cli.Main source: file:");

    var jar = PROGRAM.resolve("berth.jar");
    var time = Files.getLastModifiedTime(jar);
    Files.setLastModifiedTime(jar, FileTime.from(time.toInstant().plusSeconds(60)));
    assertThat(start(CACHE_OR_NOTHING, LAUNCHER, "--version").end().code()).isNotZero();
    assertThat(run(LAUNCHER, "--version")).isEqualTo(new Ended(0, want, ""));
    Files.setLastModifiedTime(jar, time);
    Files.writeString(cache, "cut off", UTF_8);
    assertThat(run(LAUNCHER, "--version")).isEqualTo(new Ended(0, want, ""));

    deleteCaches();
    Files.createFile(Path.of(cache + ".failed"));
    assertThat(run(LAUNCHER, "--version")).isEqualTo(new Ended(0, want, ""));
    assertThat(Path.of(cache + ".training")).as("a training that failed once").doesNotExist();
    deleteCaches();
  }

  @Test
  void training_thatFails_leavesAMark_andNoCache() throws Exception {
    var jdk = run(FIND_JDK, "25").out().strip();
    var cache = directory.resolve("cache.aot");
    var ended = run(TRAIN, jdk, cache.toString(), directory.resolve("no.jar").toString());
    assertThat(ended.code()).isEqualTo(1);
    assertThat(directory.resolve("cache.aot.failed")).exists();
    assertThat(cache).doesNotExist();
    assertThat(directory.resolve("cache.aot.training")).doesNotExist();
  }

  @Test
  void training_ofACacheThatAnotherTrains_isLeftToThatOne() throws Exception {
    var training = Files.createDirectory(directory.resolve("cache.aot.training"));
    Files.writeString(training.resolve("pid"), ProcessHandle.current().pid() + "\n", UTF_8);
    var ended = run(TRAIN, "no-jdk", directory.resolve("cache.aot").toString(), "no.jar");
    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(training).exists();
    assertThat(directory.resolve("cache.aot.failed")).doesNotExist();
  }

  /** Others may come meanwhile: of a build before this one, whose training is still under way. */
  private Path cacheOfThisBuild() throws Exception {
    var ended =
        start(Map.of("BERTH_JAVA_OPTS", "-XX:+PrintCommandLineFlags"), LAUNCHER, "--version").end();
    Matcher flag = Pattern.compile("-XX:AOTCache=(\\S+)").matcher(ended.out());
    assertThat(flag.find()).as(ended.out()).isTrue();
    return Path.of(flag.group(1));
  }

  private static void awaitFile(Path cache, WatchService changes) throws Exception {
    while (!Files.exists(cache)) {
      assertThat(Path.of(cache + ".failed")).doesNotExist();
      WatchKey key = changes.poll(10, TimeUnit.MINUTES);
      assertThat(key).as("the training ended within 10 minutes").isNotNull();
      key.pollEvents();
      key.reset();
    }
  }

  private static List<Path> caches() throws IOException {
    try (Stream<Path> files = Files.list(PROGRAM)) {
      return files.filter(file -> file.getFileName().toString().contains(".aot")).toList();
    }
  }

  /** A training that is under way goes on, and puts its cache into place. */
  private static void deleteCaches() throws IOException {
    for (Path cache : caches()) {
      if (!Files.isDirectory(cache)) {
        Files.deleteIfExists(cache); // a training that ends removes what it has made
      }
    }
  }

  /** A launcher in a tree of its own, with one piece of its text replaced. */
  private Path copyOfLauncher(String piece, String replacement) throws IOException {
    var text = Files.readString(LAUNCHER, UTF_8);
    assertThat(text).contains(piece);
    var bin = Files.createDirectories(directory.resolve("scheduler/bin"));
    Files.createSymbolicLink(bin.resolve("find-jdk"), FIND_JDK);
    var copy = Files.writeString(bin.resolve("berth"), text.replace(piece, replacement), UTF_8);
    assertThat(copy.toFile().setExecutable(true)).isTrue();
    return copy;
  }
}
