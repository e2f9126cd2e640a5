package dev.berth.bench.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A scheduler that is measured.
 *
 * <p>Threading: immutable.
 *
 * @param name what it is called in the report
 * @param command starts it, without the arguments of {@link #commandFor}
 * @param extra more arguments
 */
public record Contender(String name, List<String> command, List<String> extra) {

  public Contender {
    command = List.copyOf(command);
    extra = List.copyOf(extra);
  }

  /** Its whole command line: all read the same configuration file and serve the same port. */
  List<String> commandFor(Path configuration, int port) {
    List<String> whole = new ArrayList<>(command);
    whole.add("--config=" + configuration);
    whole.add("--bind-address=127.0.0.1");
    whole.add("--secure-port=" + port);
    whole.addAll(extra);
    return whole;
  }
}
