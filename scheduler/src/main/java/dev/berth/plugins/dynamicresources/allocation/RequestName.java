package dev.berth.plugins.dynamicresources.allocation;

/**
 * The name of a request, and of the alternative if it has alternatives.
 *
 * <p>Threading: immutable.
 *
 * @param base of the request
 * @param alternative "" for a request without alternatives
 * @param full as allocations show it: {@code request} or {@code request/alternative}
 */
record RequestName(String base, String alternative, String full) {
  static RequestName of(String request) {
    return new RequestName(request, "", request);
  }

  static RequestName of(String request, String alternative) {
    return new RequestName(request, alternative, request + "/" + alternative);
  }

  /** As errors show it: the name of the alternative alone if there is one. */
  String own() {
    return alternative.isEmpty() ? base : alternative;
  }
}
