package dev.berth.it;

import dev.berth.OwnClassPath;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * {@code berth run} as a process of its own, started by the launcher.
 *
 * <p>Threading: any thread.
 */
final class BerthProcess extends LoggedProcess {

  /** The launcher may have to build the program first. */
  private static final Duration START = Duration.ofMinutes(5);

  private static final Pattern DECISION = Pattern.compile(" pod default/(\\S+) -> node (\\S+) ");

  private static final Pattern REJECTION = Pattern.compile(" pod default/(\\S+) fits nowhere: ");

  private BerthProcess(ProcessBuilder command) {
    super("berth", START, command, line -> true);
  }

  /** Starts one without election, and waits until it says for whom it schedules. */
  static BerthProcess start(Path kubeconfig) {
    return startWith(kubeconfig, "--leader-elect=false");
  }

  /** Starts one and waits until it says for whom it schedules. */
  static BerthProcess startWith(Path kubeconfig, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of("bin/berth").toAbsolutePath().toString(),
                "run",
                "--kubeconfig=" + kubeconfig,
                "--secure-port=0"));
    command.addAll(List.of(arguments));
    return start(new ProcessBuilder(command));
  }

  /**
   * {@code berth run} from the classes of this test, for one that needs nothing of the launcher.
   */
  static ProcessBuilder ofClasses(String... arguments) {
    return ofClasses("run", List.of(arguments));
  }

  /** The same of any command. */
  static ProcessBuilder ofClasses(String verb, List<String> arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath(),
                "dev.berth.cli.Main",
                verb));
    command.addAll(arguments);
    return new ProcessBuilder(command);
  }

  /** Of this test, whoever has started it. */
  static String classPath() {
    return OwnClassPath.get();
  }

  /** Starts the given process and waits until it says for whom it schedules. */
  static BerthProcess start(ProcessBuilder process) {
    return start(process, "berth");
  }

  /** Starts the given process and waits until it says that it schedules for this profile. */
  static BerthProcess start(ProcessBuilder process, String profile) {
    BerthProcess berth = launch(process);
    berth.awaitLine(" schedules for [" + profile + "] at ");
    return berth;
  }

  /** Starts the given process. */
  static BerthProcess launch(ProcessBuilder process) {
    return new BerthProcess(process);
  }

  /** The port of its facade, as soon as it says it. */
  int extenderPort() {
    String url = after("serves a scheduler extender at ").split("[ ,]", 2)[0];
    return URI.create(url).getPort();
  }

  /** The node of each decision that the log tells of, by name of the pod. */
  Map<String, String> decisions() {
    Map<String, String> nodes = new HashMap<>();
    DECISION
        .matcher(log())
        .results()
        .forEach(decision -> nodes.put(decision.group(1), decision.group(2)));
    return nodes;
  }

  /** The pods that the log says fit nowhere. */
  Set<String> rejections() {
    return REJECTION
        .matcher(log())
        .results()
        .map(rejection -> rejection.group(1))
        .collect(Collectors.toSet());
  }
}
