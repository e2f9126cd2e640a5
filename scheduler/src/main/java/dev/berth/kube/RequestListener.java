package dev.berth.kube;

/**
 * Told of each request to the API server.
 *
 * <p>The moments are those of {@code rest/request.go} of client-go, Kubernetes 1.36.3, where it
 * measures the same. Called on the thread that makes the request, or closes its answer; must be
 * quick.
 */
public interface RequestListener {
  RequestListener NONE = new RequestListener() {};

  /**
   * A try of a request; one with a token that was no longer good is two.
   *
   * @param host of the server, with its port when the address names one
   */
  record Try(String method, String host) {}

  /** The server has answered. */
  default void answered(Try request, int code) {}

  /** No answer came. */
  default void failed(Try request) {}

  /**
   * A request is over, its answer read; not told of watches.
   *
   * @param nanos since it was made, what it waited for a limit of our own included
   */
  default void took(Try request, long nanos) {}

  /** A limit of our own has let a request through, at once or later. */
  default void passedLimit(Try request, long nanos) {}
}
