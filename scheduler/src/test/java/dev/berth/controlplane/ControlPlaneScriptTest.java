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

/**
 * What {@code bin/control-plane} answers where nothing is built, and where what it starts fails.
 */
final class ControlPlaneScriptTest {

  private static final String ETCD = "echo ready to serve client requests; exec sleep 1000";

  /** As kube-apiserver 1.36 writes it when etcd does not answer for 20 s. */
  private static final String OUT_OF_TIME =
      "E1123 05:28:07.192661    1031 run.go:72] \"command failed\""
          + " err=\"error creating storage factory: context deadline exceeded\"";

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

  @Test
  void api_server_that_ended_because_of_time_is_started_three_times_and_each_time_it_is_said()
      throws Exception {
    program("etcd", ETCD);
    program("kube-apiserver", "echo begun >>" + empty + "/begun; echo '" + OUT_OF_TIME + "'");
    program("provision", provision("while kill -0 $5; do sleep 0.02; done; exit 1"));

    Answer got = upOfPrograms(ControlPlane.script());

    assertThat(got.exitCode()).isEqualTo(1);
    assertThat(Files.readAllLines(empty.resolve("begun"))).hasSize(3);
    assertThat(got.err().lines().filter(line -> line.contains("starting again")))
        .hasSize(2)
        .allMatch(
            line ->
                line.endsWith("run out of time: starting again; it ended with: " + OUT_OF_TIME));
    assertThat(got.err()).contains("kube-apiserver did not start");
  }

  @Test
  void api_server_that_hangs_is_started_once_whatever_was_the_last_error_of_asking_it()
      throws Exception {
    program("etcd", ETCD);
    program("kube-apiserver", "echo begun >>" + empty + "/begun; exec sleep 1000");
    program(
        "provision",
        provision(
            "until [ -s "
                + empty
                + "/begun ]; do sleep 0.02; done;"
                + " echo 'F1123 context deadline exceeded (Client.Timeout exceeded)' >&2; exit 1"));

    Answer got = upOfPrograms(ControlPlane.script());

    assertThat(got.exitCode()).isEqualTo(1);
    assertThat(Files.readAllLines(empty.resolve("begun"))).hasSize(1);
    assertThat(got.err()).contains("kube-apiserver did not start").doesNotContain("starting again");
  }

  @Test
  void component_that_ends_after_the_api_server_had_slow_answers_is_not_started_again()
      throws Exception {
    program("etcd", ETCD);
    program("kube-apiserver", "echo '" + OUT_OF_TIME + "'; exec sleep 1000");
    program("kube-scheduler", "echo begun >>" + empty + "/begun");
    program(
        "provision",
        provision(
            "until [ -s $2/../log/kube-apiserver.log ]; do sleep 0.02; done; [ ! -e"
                + " $2/../log/kube-scheduler.log ] || { while kill -0 $5; do sleep 0.02; done; exit"
                + " 1; }"));

    Answer got = upOfPrograms(ControlPlane.script(), "--with", "scheduler");

    assertThat(got.exitCode()).isEqualTo(1);
    assertThat(Files.readAllLines(empty.resolve("begun"))).hasSize(1);
    assertThat(got.err()).contains("kube-scheduler did not start");
  }

  @Test
  void etcd_that_never_says_that_it_is_ready_ends_the_start_with_what_was_waited_for()
      throws Exception {
    program("etcd", "exec sleep 1000");
    program("provision", provision("exit 0"));

    Answer got = upOfPrograms(scriptThatWaitsOneSecond());

    assertThat(got.exitCode()).isEqualTo(1);
    assertThat(got.err())
        .contains("etcd has not said 'ready to serve client requests' within 1 s")
        .contains("etcd did not start");
  }

  /** A stand-in for a program of the control plane; those that a test does not name do nothing. */
  private void program(String name, String shell) throws IOException {
    Path file = Files.createDirectories(empty.resolve("programs")).resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + shell + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  private static String provision(String ready) {
    return "case $1 in ports) echo 1 2 3 ;; credentials) mkdir $2 ;; ready) " + ready + " ;; esac";
  }

  private Answer upOfPrograms(Path script, String... more)
      throws IOException, InterruptedException {
    for (String name :
        List.of("kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubectl")) {
      if (!Files.exists(empty.resolve("programs").resolve(name))) {
        program(name, "exit 0");
      }
    }
    List<String> arguments = new ArrayList<>(List.of("up", "--dir", empty.resolve("d").toString()));
    arguments.addAll(List.of(more));
    Map<String, String> programs =
        Map.of("KUBEBUILDER_ASSETS", empty.resolve("programs").toString());
    Answer got = answer(script, programs, arguments.toArray(String[]::new));
    assertThat(empty.resolve("d")).doesNotExist();
    return got;
  }

  private Path scriptThatWaitsOneSecond() throws IOException {
    Path script = ControlPlane.script();
    String text = Files.readString(script);
    String limit = "readonly ready_seconds=180\n";
    assertThat(text).contains(limit);
    Path bin = Files.createDirectories(empty.resolve("scheduler/bin"));
    Files.createSymbolicLink(
        bin.resolveSibling("src"), script.resolveSibling("../src").normalize());
    Path copy = bin.resolve("control-plane");
    Files.writeString(copy, text.replace(limit, "readonly ready_seconds=1\n"));
    Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwx------"));
    return copy;
  }

  private Answer controlPlane(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    return answer(ControlPlane.script(), environment, arguments);
  }

  private Answer answer(Path script, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(script.toString()));
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
