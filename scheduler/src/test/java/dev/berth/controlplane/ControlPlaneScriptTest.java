package dev.berth.controlplane;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code bin/control-plane} answers where nothing is built and nothing runs. */
final class ControlPlaneScriptTest {

  private record Answer(int exitCode, String out, String err) {}

  @TempDir private Path empty;

  @Test
  void help_names_every_command_and_every_exit_code() throws Exception {
    Answer got = controlPlane(Map.of(), "--help");

    assertThat(got.exitCode()).isZero();
    assertThat(got.out()).contains("build", "up", "down", "status", "path", "env");
    assertThat(got.out()).contains("exit codes: 0 ", "; 1 ", "2 wrong usage", "3 ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "bulid | unknown command 'bulid'. Maybe 'build'?",
        "up --foregruond | unknown option '--foregruond'. Maybe '--foreground'?",
        "up --with schedular | unknown component for --with 'schedular'. Maybe 'scheduler'?",
        "up --port-base 70000 | --port-base '70000' is not a port from 1 to 65533",
        "down --dir | option --dir of 'control-plane down' needs a value",
        "path kubeclt | unknown binary 'kubeclt'. Maybe 'kubectl'?",
        "status now | 'control-plane status' takes no argument 'now'.",
      })
  void wrong_usage_is_exit_code_2_with_the_nearest_known_word(String arguments, String want)
      throws Exception {
    Answer got = controlPlane(Map.of(), arguments.split(" ", -1));

    assertThat(got.exitCode()).isEqualTo(2);
    assertThat(got.err()).startsWith("control-plane: " + want);
  }

  @Test
  void missing_binaries_are_exit_code_3_with_the_command_to_run() throws Exception {
    Answer got = controlPlane(Map.of(), "up", "--no-build", "--dir", empty.resolve("d").toString());

    assertThat(got.exitCode()).isEqualTo(3);
    assertThat(got.err())
        .contains("kube-apiserver")
        .contains("run scheduler/bin/control-plane build");
    assertThat(empty.resolve("d")).doesNotExist();
  }

  @Test
  void go_that_is_too_old_is_exit_code_3_with_its_version() throws Exception {
    Path go = empty.resolve("go");
    Files.writeString(go, "#!/bin/sh\n[ \"$PWD\" = / ] && echo go1.25.3\n");
    Files.setPosixFilePermissions(go, PosixFilePermissions.fromString("rwx------"));

    Answer got = controlPlane(Map.of("PATH", empty + ":" + System.getenv("PATH")), "build");

    assertThat(got.exitCode()).isEqualTo(3);
    assertThat(got.err()).contains("needs Go 1.26 or newer, and 'go' on the PATH is go1.25.3");
  }

  @Test
  void binary_in_kubebuilder_assets_comes_first() throws Exception {
    Path kubectl = Files.createFile(empty.resolve("kubectl"));
    Files.setPosixFilePermissions(kubectl, PosixFilePermissions.fromString("rwx------"));

    Answer got = controlPlane(Map.of("KUBEBUILDER_ASSETS", empty.toString()), "path", "kubectl");

    assertThat(got.out()).isEqualTo(kubectl + "\n");
  }

  @Test
  void each_minor_that_is_pinned_has_binaries_of_its_own() throws Exception {
    String mirrored = controlPlane(Map.of(), "path").out();
    assertThat(mirrored).contains("/v1.36.");
    assertThat(controlPlane(Map.of("BERTH_KUBERNETES", "1.36"), "path").out()).isEqualTo(mirrored);
    assertThat(controlPlane(Map.of("BERTH_KUBERNETES", "1.37"), "path").out()).contains("/v1.37.");
  }

  @Test
  void minor_that_is_not_pinned_is_exit_code_2_with_those_that_are() throws Exception {
    Answer got = controlPlane(Map.of("BERTH_KUBERNETES", "1.35"), "path");

    assertThat(got.exitCode()).isEqualTo(2);
    assertThat(got.err()).contains("BERTH_KUBERNETES is '1.35'").contains("1.36, 1.37");
  }

  @Test
  void down_leaves_a_directory_alone_that_is_no_control_plane() throws Exception {
    Path other = Files.createFile(empty.resolve("other"));

    Answer got = controlPlane(Map.of(), "down", "--dir", empty.toString());

    assertThat(got.exitCode()).isZero();
    assertThat(got.err()).contains("nothing is up in " + empty);
    assertThat(other).exists();
  }

  private Answer controlPlane(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(ControlPlane.script().toString()));
    command.addAll(List.of(arguments));
    Path err = empty.resolve("err");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
    builder.environment().remove("KUBEBUILDER_ASSETS");
    builder.environment().remove("BERTH_KUBERNETES");
    builder.environment().put("XDG_CACHE_HOME", empty.resolve("cache").toString());
    builder.environment().put("TMPDIR", empty.toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Answer(process.waitFor(), out, Files.readString(err));
  }
}
