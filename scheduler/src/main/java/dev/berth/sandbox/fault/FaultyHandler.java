package dev.berth.sandbox.fault;

import dev.berth.http.Answer;
import dev.berth.http.IncomingRequest;
import dev.berth.http.Reply;
import dev.berth.http.ReplyStream;
import dev.berth.http.RouteHandler;
import dev.berth.http.StreamedReply;
import dev.berth.sandbox.objects.Json;
import dev.berth.sandbox.objects.StatusException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * The API with faults on its wire: does with each request what {@link Faults} says, and hands the
 * answers of watches out through {@link FaultyStream}.
 *
 * <p>Threading: any thread.
 */
final class FaultyHandler implements RouteHandler {
  private static final String JSON = "application/json";
  private static final Answer BROKEN_OFF = new StreamedReply(200, JSON, ReplyStream::cut);
  private static final Answer NOTHING_EVER =
      new StreamedReply(200, JSON, stream -> new CountDownLatch(1).await());

  private final Faults faults;
  private final RouteHandler api;

  FaultyHandler(Faults faults, RouteHandler api) {
    this.faults = faults;
    this.api = api;
  }

  @Override
  public Answer handle(IncomingRequest request) throws IOException, InterruptedException {
    Call call = Call.of(request.method(), request.path(), isWatch(request));
    return switch (faults.striking(call)) {
      case null -> carriedOut(request, call);
      case RequestFault.Refuse refuse -> refusal(refuse);
      case RequestFault.Delay(var by) -> {
        Thread.sleep(by);
        yield carriedOut(request, call);
      }
      case RequestFault.Hold(var until) -> {
        until.await();
        yield carriedOut(request, call);
      }
      case RequestFault.LoseRequest() -> BROKEN_OFF;
      case RequestFault.LoseReply() -> {
        api.handle(request);
        yield BROKEN_OFF;
      }
      case RequestFault.NoReply() -> {
        api.handle(request);
        yield NOTHING_EVER;
      }
      case RequestFault.Truncate(int percent) -> truncated(carriedOut(request, call), percent);
      case RequestFault.Slow(int bytesPerSecond) ->
          slowed(carriedOut(request, call), bytesPerSecond);
    };
  }

  private static boolean isWatch(IncomingRequest request) {
    String watch = request.parameter("watch");
    return "true".equals(watch) || "1".equals(watch);
  }

  private Answer carriedOut(IncomingRequest request, Call call)
      throws IOException, InterruptedException {
    Answer answer = api.handle(request);
    return answer instanceof StreamedReply streamed && call.verb().equals("watch")
        ? new StreamedReply(
            streamed.status(),
            streamed.contentType(),
            stream -> watched(streamed.body(), stream, call.resource()))
        : answer;
  }

  private void watched(StreamedReply.Body body, ReplyStream stream, String resource)
      throws IOException, InterruptedException {
    try {
      body.writeTo(new FaultyStream(faults, resource, stream));
    } catch (FaultyStream.EndedException _) {
      // In good order, unless the stream was cut before.
    }
  }

  private static Reply refusal(RequestFault.Refuse refuse) {
    StatusException status =
        StatusException.of(refuse.code(), reason(refuse.code()), "a fault of the sandbox");
    return new Reply(
        refuse.code(),
        JSON,
        Json.bytes(status.status()),
        refuse.retryAfterSeconds() == 0
            ? Map.of()
            : Map.of("Retry-After", Integer.toString(refuse.retryAfterSeconds())));
  }

  static String reason(int code) {
    return switch (code) {
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "NotFound";
      case 409 -> "Conflict";
      case 410 -> "Expired";
      case 422 -> "Invalid";
      case 429 -> "TooManyRequests";
      case 500 -> "InternalError";
      case 503 -> "ServiceUnavailable";
      case 504 -> "Timeout";
      default -> "";
    };
  }

  private static Answer truncated(Answer answer, int percent) {
    return switch (answer) {
      case Reply reply ->
          new Reply(
              reply.status(),
              reply.contentType(),
              Arrays.copyOf(reply.body(), reply.body().length * percent / 100),
              reply.headers());
      case StreamedReply streamed -> streamed;
    };
  }

  private static Answer slowed(Answer answer, int bytesPerSecond) {
    return switch (answer) {
      case Reply reply ->
          new StreamedReply(
              reply.status(),
              reply.contentType(),
              stream -> new SlowStream(stream, bytesPerSecond).write(reply.body()));
      case StreamedReply streamed ->
          new StreamedReply(
              streamed.status(),
              streamed.contentType(),
              stream -> streamed.body().writeTo(new SlowStream(stream, bytesPerSecond)));
    };
  }
}
