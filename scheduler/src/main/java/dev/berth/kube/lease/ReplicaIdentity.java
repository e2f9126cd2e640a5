package dev.berth.kube.lease;

import dev.berth.kube.HostName;
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
  private ReplicaIdentity() {}

  /** The identity of a process on this host. */
  public static String onThisHost(UUID uuid) {
    return HostName.get() + "_" + uuid;
  }
}
