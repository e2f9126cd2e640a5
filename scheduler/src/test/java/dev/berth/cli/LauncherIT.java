package dev.berth.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher {@code scheduler/bin/berth} as a user starts it: a real shell, a real build. */
final class LauncherIT {
  private static final Path MODULE = Path.of("").toAbsolutePath();
  private static final Path LAUNCHER = MODULE.resolve("bin/berth");
  private static final Path FIND_JDK = MODULE.resolve("bin/find-jdk");
  private static final Path BUILT = MODULE.resolve("target/program/built");

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
