package dev.berth.kube;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One way to the API server, with its own connections and time-outs: requests of JSON text out,
 * codes and raw bodies back.
 *
 * <p>Address, TLS and credentials are the official client's. Its generated calls are not used: they
 * parse an answer into models that reject what they do not know, after the server has acted.
 *
 * <p>Threading: any thread; calls block.
 */
public final class KubeClient {
  private static final Logger LOG = LoggerFactory.getLogger(KubeClient.class);

  private final RequestTemplate template;
  private final OkHttpClient http;
  private final List<Gate> gates;
  private final Slowdown slowdown;
  private final BooleanSupplier mayWrite;
  private final FirstConnection first;

  /** What a request passes before it begins. */
  @FunctionalInterface
  interface Gate {
    void pass(Request request) throws InterruptedException;
  }

  /**
   * A client.
   *
   * @param slowdown is told of answers that ask for one; holds up only whom it is a gate of
   */
  KubeClient(RequestTemplate template, OkHttpClient http, List<Gate> gates, Slowdown slowdown) {
    this(
        template,
        http,
        gates,
        slowdown,
        () -> true,
        new FirstConnection(
            http.connectionPool()::connectionCount, FirstConnection.PATIENCE, System::nanoTime));
  }

  private KubeClient(
      RequestTemplate template,
      OkHttpClient http,
      List<Gate> gates,
      Slowdown slowdown,
      BooleanSupplier mayWrite,
      FirstConnection first) {
    this.template = template;
    this.http = http;
    this.gates = List.copyOf(gates);
    this.slowdown = slowdown;
    this.mayWrite = mayWrite;
    this.first = first;
  }

  /**
   * The same way to the server, for what may write only while that is so. It is asked right before
   * each request that is not a GET, behind the gates, where a request can wait for long.
   */
  public KubeClient writingWhile(BooleanSupplier allowed) {
    return new KubeClient(template, http, gates, slowdown, allowed, first);
  }

  /** A call that {@link #open} makes and that can be cancelled from any thread. */
  public Call call(KubeRequest request) {
    return http.newCall(template.json(request));
  }

  /** The same, for an answer in another form: as a table, or metadata only. */
  public Call call(KubeRequest request, String accept) {
    return http.newCall(template.accepting(accept, request));
  }

  /** A call whose server may be silent for so long: before its answer, and within it. */
  public Call call(KubeRequest request, Duration silence) {
    OkHttpClient patient = http.newBuilder().readTimeout(silence).build();
    return patient.newCall(template.json(request));
  }

  /** Upgrades a GET to a web socket of that protocol; the listener hears of what comes of it. */
  public WebSocket webSocket(KubeRequest request, String protocol, WebSocketListener listener) {
    Request upgrade =
        call(request).request().newBuilder().header("Sec-WebSocket-Protocol", protocol).build();
    return http.newWebSocket(upgrade, listener);
  }

  /**
   * Makes the call. The caller closes the response, whose body can still break.
   *
   * @throws IOException when no answer came; whether the server acted is then not known
   */
  public Response open(Call call) throws IOException, InterruptedException {
    for (Gate gate : gates) {
      gate.pass(call.request());
    }
    boolean isFirst = first.enter();
    try {
      return execute(call);
    } finally {
      if (isFirst) {
        first.leave();
      }
    }
  }

  private Response execute(Call call) throws IOException, InterruptedException {
    if (!call.request().method().equals("GET") && !mayWrite.getAsBoolean()) {
      throw new IOException("not sent, because this replica does not lead");
    }
    long started = System.nanoTime();
    try {
      Response response = call.execute();
      if (LOG.isTraceEnabled()) {
        LOG.trace(
            "{} {} -> {} after {} ms",
            call.request().method(),
            call.request().url().encodedPath(),
            response.code(),
            TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started));
      }
      slowdown.heed(response);
      return response;
    } catch (IOException e) {
      throw interruptOr(e);
    } catch (RuntimeException e) {
      // An unreadable token file, for one, ends up here.
      throw new IOException("the request could not be made: " + e.getMessage(), e);
    }
  }

  /** An interrupt reaches a thread in a socket as one of several IOExceptions. */
  private static IOException interruptOr(IOException e) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted while the API server was asked");
    }
    return e;
  }

  /**
   * Makes the request and reads the whole answer.
   *
   * @throws IOException when no answer came; whether the server acted is then not known
   */
  public KubeReply send(KubeRequest request) throws IOException, InterruptedException {
    return send(call(request));
  }

  /** As {@link #send(KubeRequest)}, for a caller that limits its time or may cancel it. */
  public KubeReply send(Call call) throws IOException, InterruptedException {
    try (Response response = open(call)) {
      return new KubeReply(response.code(), bytesOf(response));
    }
  }

  private static byte[] bytesOf(Response response) throws IOException, InterruptedException {
    ResponseBody body = response.body();
    try {
      return body.bytes();
    } catch (IOException e) {
      if (response.isSuccessful() && !response.request().method().equals("GET")) {
        return new byte[0]; // the code said all that matters
      }
      throw interruptOr(e);
    }
  }

  /** Ends all calls and closes all connections. */
  void close() {
    http.dispatcher().cancelAll();
    http.connectionPool().evictAll();
  }
}
