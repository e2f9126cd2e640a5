package dev.berth.http;

import java.io.IOException;

/**
 * Answers the requests of one route, with a {@link Reply} or a {@link StreamedReply}.
 *
 * <p>Called on a virtual thread per request, many at once; may wait. When the time for the request
 * is over the thread is interrupted. Whatever is thrown is logged and answered with 500.
 */
@FunctionalInterface
public interface RouteHandler {
  Answer handle(IncomingRequest request) throws IOException, InterruptedException;
}
