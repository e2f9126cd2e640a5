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
   * @param meter pays for what is made of it
   * @throws MalformedRequest when it cannot be
   * @throws RefusedRequest when it becomes too much
   */
  Reply answer(IncomingRequest request, ProfileChoice profiles, Meter meter)
      throws MalformedRequest, RefusedRequest, Stages.BusyException, InterruptedException;

  /** How a failure is told: some results have a field for it, the others only have the status. */
  Reply failure(String text);
}
