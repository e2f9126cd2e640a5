package dev.berth.bench.extender;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An extender that is measured. Threading: immutable. */
public sealed interface Contender {

  /** What it is called in the report. */
  String name();

  /** Starts it at this port of the loopback address. */
  List<String> command(Path kubeconfig, int port, int servicePort);

  /**
   * Berth, as a user starts it.
   *
   * @param launcher the command without arguments
   */
  record Berth(List<String> launcher) implements Contender {
    public Berth {
      launcher = List.copyOf(launcher);
    }

    @Override
    public String name() {
      return "berth";
    }

    @Override
    public List<String> command(Path kubeconfig, int port, int servicePort) {
      List<String> command = new ArrayList<>(launcher);
      command.addAll(
          List.of(
              "extender",
              "--kubeconfig=" + kubeconfig,
              "--plain-http",
              "--port=" + port,
              "--bind-address=127.0.0.1",
              "--secure-port=" + servicePort));
      return command;
    }
  }

  /**
   * The Go program that decides nothing: what the protocol costs by itself.
   *
   * @param program of {@code src/controlplane/floor}
   */
  record Floor(Path program) implements Contender {
    @Override
    public String name() {
      return "go-floor";
    }

    @Override
    public List<String> command(Path kubeconfig, int port, int servicePort) {
      return List.of(program.toString(), "-address=127.0.0.1:" + port);
    }
  }
}
