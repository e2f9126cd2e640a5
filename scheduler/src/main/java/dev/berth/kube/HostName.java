package dev.berth.kube;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the machine calls itself, or the pod that this process runs in.
 *
 * <p>Threading: any thread.
 */
public final class HostName {
  private static final Path LINUX_HOSTNAME = Path.of("/proc/sys/kernel/hostname");

  private HostName() {}

  /** The kernel knows it; the name service may be slow, or down. */
  public static String get() {
    try {
      return Files.readString(LINUX_HOSTNAME).strip();
    } catch (IOException notLinux) {
      return ofNameService();
    }
  }

  private static String ofNameService() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
