package dev.berth.extender;

import dev.berth.http.IncomingRequest;
import dev.berth.http.Reply;

/**
 * One verb of the protocol.
 *
 * <p>Threading: any thread; may wait for the loop.
 */
interface Verb {

  /**
   * The result of a request that could be read.
   *
   * @throws MalformedRequest when it cannot be
   */
  Reply answer(IncomingRequest request, ProfileChoice profiles)
      throws MalformedRequest, Stages.BusyException, InterruptedException;

  /** How a failure is told: some results have a field for it, the others only have the status. */
  Reply failure(String text);
}
