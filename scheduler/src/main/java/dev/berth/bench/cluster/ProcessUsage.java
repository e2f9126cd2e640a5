package dev.berth.bench.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * What a process of this machine has used, from {@code /proc}.
 *
 * <p>Threading: immutable.
 */
public final class ProcessUsage {
  /** Clock ticks of {@code /proc}: 100 a second on every Linux that Java 25 runs on. */
  static final int MILLIS_PER_TICK = 10;

  private static final int USER_TICKS = 11; // fields after the name, which may hold anything
  private static final int SYSTEM_TICKS = 12;

  private ProcessUsage() {}

  /** Whether this system has what is read here. */
  public static boolean isKnown() {
    return Files.isReadable(Path.of("/proc/self/stat")) && Files.isReadable(Path.of("/proc/stat"));
  }

  /** CPU time of all its threads, those that ended too; 0 when there is no such process. */
  public static long cpuMillis(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      long ticks = Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS]);
      return ticks * MILLIS_PER_TICK;
    } catch (IOException gone) {
      return 0;
    }
  }

  static long cpuMillis(List<Long> pids) {
    return pids.stream().mapToLong(ProcessUsage::cpuMillis).sum();
  }

  /** The most memory that it ever had, in bytes ({@code VmHWM}); 0 when it has ended. */
  static long peakResidentBytes(long pid) {
    return statusBytes(pid, "VmHWM:");
  }

  /** The memory that it has now, in bytes ({@code VmRSS}); 0 when it has ended. */
  public static long residentBytes(long pid) {
    return statusBytes(pid, "VmRSS:");
  }

  private static long statusBytes(long pid, String field) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
        if (line.startsWith(field)) {
          return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
        }
      }
      return 0;
    } catch (NoSuchFileException gone) {
      return 0;
    } catch (IOException e) {
      return 0; // it ended while it was read
    }
  }
}
