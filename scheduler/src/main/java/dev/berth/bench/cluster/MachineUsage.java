package dev.berth.bench.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What all processors of this machine have done since it started, in milliseconds.
 *
 * <p>Threading: immutable.
 *
 * @param busyMillis for processes and the kernel
 * @param stolenMillis taken away by the hypervisor for other machines
 * @param totalMillis idle time included
 */
record MachineUsage(long busyMillis, long stolenMillis, long totalMillis) {

  private static final int IDLE = 3;
  private static final int WAITING = 4;
  private static final int STOLEN = 7;
  private static final int FIELDS = 8;

  static MachineUsage now() {
    try {
      return of(Files.readString(Path.of("/proc/stat")));
    } catch (IOException e) {
      throw new UncheckedIOException("/proc/stat cannot be read", e);
    }
  }

  /** From the text of {@code /proc/stat}. */
  static MachineUsage of(String stat) {
    String[] fields = stat.lines().findFirst().orElseThrow().strip().split(" +", -1);
    long busy = 0;
    long total = 0;
    long stolen = 0;
    for (int i = 0; i < FIELDS; i++) {
      long millis = Long.parseLong(fields[i + 1]) * ProcessUsage.MILLIS_PER_TICK;
      total += millis;
      if (i == STOLEN) {
        stolen = millis;
      } else if (i != IDLE && i != WAITING) {
        busy += millis;
      }
    }
    return new MachineUsage(busy, stolen, total);
  }

  MachineUsage since(MachineUsage before) {
    return new MachineUsage(
        busyMillis - before.busyMillis,
        stolenMillis - before.stolenMillis,
        totalMillis - before.totalMillis);
  }
}
