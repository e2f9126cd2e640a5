package dev.berth.kube.lease;

import dev.berth.kube.KubeReply;
import java.io.IOException;

/**
 * The requests of an election, about its one lease.
 *
 * <p>Each throws {@link IOException} when no answer came within its time; whether the server acted
 * is then not known.
 *
 * <p>Threading: one thread sends; {@link #abandon} is for any other.
 */
interface LeaseRequests {
  KubeReply read(long timeoutNanos) throws IOException, InterruptedException;

  KubeReply create(LeaseDocument lease, long timeoutNanos) throws IOException, InterruptedException;

  KubeReply replace(LeaseDocument lease, long timeoutNanos)
      throws IOException, InterruptedException;

  /** Interrupts the sending thread, in a request or before its next one. */
  void abandon(Thread sender);
}
