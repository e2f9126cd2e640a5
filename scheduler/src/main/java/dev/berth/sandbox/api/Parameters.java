package dev.berth.sandbox.api;

import dev.berth.http.IncomingRequest;
import dev.berth.sandbox.objects.StatusException;
import org.jspecify.annotations.Nullable;

/**
 * The query of a request, each parameter read once as what it must be.
 *
 * <p>Threading: immutable.
 */
record Parameters(IncomingRequest request) {

  /** The method; the listener leaves the body out of what is answered to HEAD. */
  String verb() {
    return request.method().equals("HEAD") ? "GET" : request.method();
  }

  /** Empty when absent. */
  String text(String name) {
    String value = request.parameter(name);
    return value == null ? "" : value;
  }

  /** Upstream takes anything but these for true. */
  boolean flag(String name) {
    String value = request.parameter(name);
    return value != null && !value.equals("false") && !value.equals("0");
  }

  @Nullable Long number(String name) {
    String value = text(name);
    if (value.isEmpty()) {
      return null;
    }
    try {
      return Long.valueOf(value);
    } catch (NumberFormatException _) {
      throw StatusException.badRequest(
          "strconv.ParseInt: parsing \"%s\": invalid syntax".formatted(value));
    }
  }
}
