package dev.berth.bench.extender;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** An extender that is measured. Threading: immutable. */
public sealed interface Contender {

  /** What it is called in the report. */
  String name();

  /** How it is reached. */
  Wire wire();

  /** What it can be asked. */
  Set<Verb> verbs();

  /** Starts it there, at the loopback address. */
  List<String> command(Place place);

  /**
   * Where an extender is started.
   *
   * @param certificate in PEM, its own and that of its callers
   * @param key of the certificate
   */
  record Place(Path kubeconfig, Path certificate, Path key, int port, int servicePort) {}

  /**
   * Berth, as a user starts it.
   *
   * @param launcher the command without arguments
   */
  record Berth(List<String> launcher, Wire wire) implements Contender {
    public Berth {
      launcher = List.copyOf(launcher);
    }

    @Override
    public String name() {
      return wire == Wire.PLAIN ? "berth" : "berth " + wire.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Set<Verb> verbs() {
      return EnumSet.allOf(Verb.class);
    }

    @Override
    public List<String> command(Place place) {
      List<String> command = new ArrayList<>(launcher);
      command.addAll(
          List.of(
              "extender",
              "--kubeconfig=" + place.kubeconfig(),
              "--port=" + place.port(),
              "--bind-address=127.0.0.1",
              "--secure-port=" + place.servicePort()));
      if (wire == Wire.PLAIN) {
        command.add("--plain-http");
      } else {
        command.add("--cert-file=" + place.certificate());
        command.add("--key-file=" + place.key());
      }
      if (wire == Wire.MTLS) {
        command.add("--client-ca=" + place.certificate());
      }
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
    public Wire wire() {
      return Wire.PLAIN;
    }

    @Override
    public Set<Verb> verbs() {
      return EnumSet.of(Verb.FILTER, Verb.PRIORITIZE);
    }

    @Override
    public List<String> command(Place place) {
      return List.of(program.toString(), "-address=127.0.0.1:" + place.port());
    }
  }
}
