package dev.berth.cli;

import dev.berth.config.BerthConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What {@code berth sandbox} was asked to do.
 *
 * <p>Threading: immutable.
 *
 * @param port of the API server, 0 for a free one
 * @param verbosity of the log, which goes to a file
 */
record SandboxSettings(
    Contents contents, Ending ending, BerthConfig config, int port, int verbosity) {

  /**
   * What is in it at first.
   *
   * @param from a file to begin with instead of nodes and pods of the demo; null for none
   * @param arriveWithin from the first pod to the last
   */
  record Contents(int nodes, int pods, @Nullable Path from, Duration arriveWithin, long seed) {}

  /**
   * When it ends, and what it leaves.
   *
   * @param whenIdle end by itself, and judge
   * @param timeout to become idle
   * @param json say it in one line
   * @param snapshot a file for all objects; null for none
   */
  record Ending(boolean whenIdle, Duration timeout, boolean json, @Nullable Path snapshot) {}

  /** The names by which pods choose our scheduler; the first is that of the demo's pods. */
  List<String> schedulers() {
    return config.profiles().stream().map(profile -> profile.schedulerName()).toList();
  }

  Set<String> schedulerSet() {
    return schedulers().stream().collect(Collectors.toUnmodifiableSet());
  }
}
