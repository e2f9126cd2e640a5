package dev.berth.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From a request of Jetty to an {@link Answer} and back: access first, then the route, then the
 * body, then the handler, all within the time for a request; only what streams may take longer.
 *
 * <p>Threading: any thread; blocks the virtual thread of the request.
 */
final class Dispatcher extends Handler.Abstract {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

  private static final int PIECE_BYTES = 256 << 10;

  private final AccessGate gate;
  private final Routes routes;
  private final Limits limits;
  private final Supplier<Scheduler> timer;
  private final SlowRequests slow;
  private final OpenStreams streams;
  private final BodyBudget bodies;

  Dispatcher(
      AccessGate gate,
      Routes routes,
      Limits limits,
      Supplier<Scheduler> timer,
      SlowRequests slow,
      OpenStreams streams) {
    this.gate = gate;
    this.routes = routes;
    this.limits = limits;
    this.timer = timer;
    this.slow = slow;
    this.streams = streams;
    this.bodies = new BodyBudget(limits.maxBufferedBytes(), limits.maxBodyBytes());
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    try {
      answer(request, response);
      callback.succeeded();
    } catch (IOException | RuntimeException broken) {
      LOG.debug("the answer to {} could not be written", request.getHttpURI().getPath(), broken);
      callback.failed(broken);
    }
    return true;
  }

  private void answer(Request request, Response response) throws IOException {
    Connection connection = request.getConnectionMetaData().getConnection();
    slow.begun(connection);
    try {
      if (answerInTime(request, response) instanceof StreamedReply streamed) {
        stream(streamed, request, response);
      }
    } finally {
      slow.over(connection);
    }
  }

  /** Finds the answer, and writes it unless it streams. */
  private Answer answerInTime(Request request, Response response) throws IOException {
    // A large answer follows from a large body, so it keeps the room of that.
    try (Deadline deadline = Deadline.start(timer.get(), limits.requestTime());
        BodyBudget.Share share = bodies.share(request.getLength())) {
      Answer answer = answerInTime(request, share, deadline);
      if (answer instanceof Reply reply) {
        write(reply, request, response);
      }
      return answer;
    }
  }

  private Answer answerInTime(Request request, BodyBudget.Share share, Deadline deadline) {
    try {
      return answer(request, share);
    } catch (UnreadableException e) {
      LOG.debug("a request could not be read", e);
      return deadline.isOver()
          ? Reply.text(408, "the request did not come in time\n")
          : Reply.text(400, "the request cannot be read\n");
    } catch (InterruptedException | IOException | RuntimeException e) {
      String what = request.getMethod() + " " + path(request);
      if (deadline.isOver()) {
        LOG.warn("{} was not answered within {}", what, limits.requestTime());
        return Reply.text(504, "no answer within " + limits.requestTime().toSeconds() + " s\n");
      }
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
        return Reply.text(503, "the listener is stopping\n");
      }
      LOG.error("{} failed", what, e);
      return Reply.text(500, "internal error; the log says more\n");
    }
  }

  private Answer answer(Request request, BodyBudget.Share share)
      throws IOException, InterruptedException {
    String method = request.getMethod();
    String path = path(request);
    return switch (gate.judge(method, path, credentials(request))) {
      case Verdict.Refused(Reply refusal) -> refusal;
      case Verdict.Admitted(Identity caller) ->
          switch (routes.find(method, path)) {
            case Routes.Match.Found(RouteHandler handler) ->
                call(handler, request, share, path, caller);
            case Routes.Match.WrongMethod(String allowed) ->
                Reply.text(405, "method not allowed\n").withHeader("Allow", allowed);
            case Routes.Match.Nothing() -> Reply.text(404, "404 page not found\n");
          };
    };
  }

  /** Decoded, without dot segments; Jetty has refused what could be read in two ways. */
  private static String path(Request request) {
    String path = request.getHttpURI().getDecodedPath();
    return path == null ? "" : path; // OPTIONS *
  }

  private Answer call(
      RouteHandler handler,
      Request request,
      BodyBudget.Share share,
      String path,
      @Nullable Identity caller)
      throws IOException, InterruptedException {
    return switch (body(request, share)) {
      case Body.Whole(byte[] bytes) ->
          handler.handle(
              new IncomingRequest(
                  request.getMethod(),
                  path,
                  query(request),
                  headers(request),
                  bytes,
                  caller,
                  share));
      case Body.TooLarge() ->
          Reply.text(413, "the body is larger than " + limits.maxBodyBytes() + " bytes\n");
      case Body.NoRoom() -> Reply.busy("too much is asked at once");
    };
  }

  /** What came of reading a body. */
  private sealed interface Body {
    @SuppressWarnings("ArrayRecordComponent") // read once, never compared
    record Whole(byte[] bytes) implements Body {}

    record TooLarge() implements Body {}

    record NoRoom() implements Body {}
  }

  /** The caller's fault, and not worth a line in the log: anybody can cause it. */
  private static final class UnreadableException extends IOException {
    private static final long serialVersionUID = 1L;

    private UnreadableException(Exception cause) {
      super(cause);
    }
  }

  private Body body(Request request, BodyBudget.Share share) throws UnreadableException {
    if (request.getLength() > limits.maxBodyBytes()) {
      return new Body.TooLarge();
    }
    BodyBytes body = new BodyBytes(request.getLength());
    try (InputStream in = Content.Source.asInputStream(request)) {
      for (int count = body.readFrom(in); count >= 0; count = body.readFrom(in)) {
        if (body.size() > limits.maxBodyBytes()) {
          return new Body.TooLarge();
        }
        if (share.take(count) != RequestMemory.Taken.YES) {
          return new Body.NoRoom();
        }
      }
      return new Body.Whole(body.toArray());
    } catch (IOException | RuntimeException e) {
      throw new UnreadableException(e);
    }
  }

  private static Map<String, List<String>> query(Request request) throws UnreadableException {
    Map<String, List<String>> query = new LinkedHashMap<>();
    try {
      for (Fields.Field field : Request.extractQueryParameters(request)) {
        query.put(field.getName(), List.copyOf(field.getValues()));
      }
    } catch (RuntimeException e) {
      throw new UnreadableException(e);
    }
    return query;
  }

  private static Map<String, String> headers(Request request) {
    Map<String, String> headers = new HashMap<>();
    for (String name : IncomingRequest.HEADERS) {
      List<String> values = request.getHeaders().getValuesList(name);
      if (!values.isEmpty()) {
        headers.put(name, String.join(", ", values));
      }
    }
    return headers;
  }

  private static Credentials credentials(Request request) {
    return new Credentials(
        request.getHeaders().get(HttpHeader.AUTHORIZATION), certificate(request));
  }

  private static @Nullable X509Certificate certificate(Request request) {
    if (request.getAttribute(EndPoint.SslSessionData.ATTRIBUTE)
        instanceof EndPoint.SslSessionData tls) {
      X509Certificate[] chain = tls.peerCertificates();
      return chain == null || chain.length == 0 ? null : chain[0];
    }
    return null;
  }

  private void stream(StreamedReply reply, Request request, Response response) throws IOException {
    OpenStream stream = new OpenStream(reply, request, response);
    if (request.getMethod().equals("HEAD")) {
      return;
    }
    streams.add(stream);
    try {
      stream.run(reply.body());
    } finally {
      streams.remove(stream);
    }
  }

  private static void write(Reply reply, Request request, Response response) throws IOException {
    response.setStatus(reply.status());
    HttpFields.Mutable headers = response.getHeaders();
    headers.put(HttpHeader.CONTENT_TYPE, reply.contentType());
    headers.put(HttpHeader.CONTENT_LENGTH, reply.body().length);
    headers.put(HttpHeader.CACHE_CONTROL, "no-cache, private");
    headers.put("X-Content-Type-Options", "nosniff");
    reply.headers().forEach(headers::put);
    boolean bodiless = request.getMethod().equals("HEAD");
    ByteBuffer body = bodiless ? ByteBuffer.allocate(0) : ByteBuffer.wrap(reply.body());
    // In pieces: what the kernel does not take at once is copied again with each attempt.
    while (body.remaining() > PIECE_BYTES) {
      Content.Sink.write(response, false, body.slice(body.position(), PIECE_BYTES));
      body.position(body.position() + PIECE_BYTES);
    }
    Content.Sink.write(response, true, body);
  }
}
