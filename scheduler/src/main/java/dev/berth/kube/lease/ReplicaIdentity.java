package dev.berth.kube.lease;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * The name of a replica in an election: {@code <hostname>_<uuid>}, as kube-scheduler's.
 *
 * <p>A restarted process gets a new one, so that it cannot mistake its predecessor's lease for its
 * own.
 *
 * <p>Threading: immutable.
 */
public final class ReplicaIdentity {
  private static final Path LINUX_HOSTNAME = Path.of("/proc/sys/kernel/hostname");

  private ReplicaIdentity() {}

  /** The identity of a process on this host. */
  public static String onThisHost(UUID uuid) {
    return hostname() + "_" + uuid;
  }

  /** The kernel knows it; the name service may be slow, or down. */
  private static String hostname() {
    try {
      return Files.readString(LINUX_HOSTNAME).strip();
    } catch (IOException notLinux) {
      return hostnameOfNameService();
    }
  }

  private static String hostnameOfNameService() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
