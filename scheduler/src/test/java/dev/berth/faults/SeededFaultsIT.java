package dev.berth.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The campaign of seeded faults as it is run, on a list of its own. */
final class SeededFaultsIT {
  private static final Path MODULE = Path.of("").toAbsolutePath();

  private static final String FAULTS =
      """
      fault   model/noticed
      why     every port is the same
      file    model/HostPort.java
      test    model.HostPortTest#conflictsWith
      -       port == other.port
      +       true

      fault   config/constant-that-others-copied
      why     the profile has another name
      file    config/Differences.java
      test    config.ConfigDefaultsTest#configuration_withoutProfiles_hasOneCalledBerth
      -       String PROFILE = "berth";
      +       String PROFILE = "moored";

      fault   model/harmless
      why     nothing
      file    model/HostPort.java
      test    model.HostPortTest#conflictsWith
      -       port > 0
      +       0 < port

      fault   model/outdated
      why     nothing
      file    model/HostPort.java
      test    model.HostPortTest#conflictsWith
      -       port == other.harbour

      fault   model/nonsense
      why     nothing
      file    model/HostPort.java
      test    model.HostPortTest#conflictsWith
      -       port == other.port
      +       port == other.harbour

      fault   model/unwatched
      why     nothing
      file    model/HostPort.java
      test    model.HostPortTest#noSuchTest
      -       port == other.port
      """;

  @TempDir private Path directory;

  private record Ended(int code, String out, String err) {}

  @Test
  void faults_thatTurnTheirTestsRed_areCode0() throws Exception {
    Ended got = campaign("model/noticed", "config");

    assertThat(got.code()).as(got.err()).isZero();
    assertThat(got.out()).contains("2 of 2 red");
  }

  @Test
  void faults_thatDoNot_areCode1_andSayWhy() throws Exception {
    Ended got = campaign("model");

    assertThat(got.code()).as(got.err()).isEqualTo(1);
    assertThat(got.out())
        .containsPattern("model/noticed +red ")
        .containsPattern("model/harmless +GREEN ")
        .containsPattern("model/outdated +STALE ")
        .containsPattern("model/nonsense +NO COMPILE ")
        .containsPattern("model/unwatched +BASELINE ")
        .contains("model/outdated: model/HostPort.java does not contain: port == other.harbour.")
        .contains("1 of 5 red");
  }

  @Test
  void fault_thatIsNotInTheList_isCode2() throws Exception {
    Ended got = campaign("model/typo");

    assertThat(got.code()).isEqualTo(2);
    assertThat(got.err()).contains("there is no fault 'model/typo'. Maybe");
  }

  @Test
  void script_withAnUnknownOption_isCode2_andHelpNamesEveryCode() throws Exception {
    String script = MODULE.resolve("bin/seeded-faults").toString();

    assertThat(run(List.of(script, "--lits")).code()).isEqualTo(2);
    assertThat(run(List.of(script, "--faults", "nowhere")).code()).isEqualTo(2);
    assertThat(run(List.of(script, "--help")).out()).contains("exit codes: 0 ", "1 ", "2 ", "3 ");
  }

  private Ended campaign(String... ids) throws IOException, InterruptedException {
    Path list = Files.writeString(directory.resolve("faults.txt"), FAULTS, UTF_8);
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-cp",
                classPath,
                MODULE.resolve("src/tools/SeededFaults.java").toString(),
                MODULE.toString(),
                list.toString()));
    command.addAll(List.of(ids));
    return run(command);
  }

  private Ended run(List<String> command) throws IOException, InterruptedException {
    Path err = directory.resolve("err");
    Process process = new ProcessBuilder(command).redirectError(err.toFile()).start();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Ended(process.waitFor(), out, Files.readString(err, UTF_8));
  }
}
