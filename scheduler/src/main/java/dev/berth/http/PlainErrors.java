package dev.berth.http;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * What Jetty itself says about requests that it refuses: one line of plain text, no stack.
 *
 * <p>Threading: any thread.
 */
final class PlainErrors extends ErrorHandler {
  private static final String PLAIN_TEXT = "text/plain; charset=utf-8";

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    response.getHeaders().put("Content-Type", PLAIN_TEXT);
    Content.Sink.write(response, true, line(response.getStatus()), callback);
    return true;
  }

  private static String line(int status) {
    return HttpStatus.getMessage(status) + "\n";
  }
}
