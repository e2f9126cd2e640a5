package dev.berth.bench;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * Where figures were measured.
 *
 * <p>Threading: immutable.
 *
 * @param jvm name and version of the Java virtual machine
 * @param flags the options that it was started with
 * @param loadAverage of the operating system over the last minute, negative when it does not say
 */
public record Machine(
    int cores,
    String os,
    String jvm,
    List<String> flags,
    List<String> collectors,
    long maxHeapBytes,
    double loadAverage) {

  public Machine {
    flags = List.copyOf(flags);
    collectors = List.copyOf(collectors);
  }

  /** This machine, now. */
  public static Machine current() {
    var system = ManagementFactory.getOperatingSystemMXBean();
    var runtime = ManagementFactory.getRuntimeMXBean();
    return new Machine(
        system.getAvailableProcessors(),
        system.getName() + " " + system.getVersion() + " " + system.getArch(),
        runtime.getVmName() + " " + runtime.getVmVersion(),
        runtime.getInputArguments(),
        ManagementFactory.getGarbageCollectorMXBeans().stream()
            .map(GarbageCollectorMXBean::getName)
            .toList(),
        Runtime.getRuntime().maxMemory(),
        system.getSystemLoadAverage());
  }
}
