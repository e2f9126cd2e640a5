package dev.berth.sandbox.fault;

import dev.berth.http.ReplyStream;
import dev.berth.sandbox.objects.Json;
import dev.berth.sandbox.objects.StatusException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayDeque;

/**
 * The lines of one watch, with what {@link Faults} says done to them.
 *
 * <p>Threading: one per request.
 */
final class FaultyStream implements ReplyStream {
  private static final int REMEMBERED = 64;

  /** A fault has ended the watch. */
  static final class EndedException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  private final Faults faults;
  private final String resource;
  private final ReplyStream out;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final ArrayDeque<WatchLine> sent = new ArrayDeque<>();
  private boolean silent;

  FaultyStream(Faults faults, String resource, ReplyStream out) {
    this.faults = faults;
    this.resource = resource;
    this.out = out;
  }

  @Override
  public void open() throws IOException {
    out.open();
  }

  @Override
  public void write(byte[] bytes, int length) throws IOException {
    if (silent) {
      return;
    }
    if (line.size() == 0 && !faults.hasEventRules()) {
      out.write(bytes, length);
      return;
    }
    for (int i = 0; i < length; i++) {
      line.write(bytes[i]);
      if (bytes[i] == '\n') {
        byte[] whole = line.toByteArray();
        line.reset();
        send(WatchLine.of(resource, whole));
      }
    }
  }

  private void send(WatchLine event) throws IOException {
    if (silent) {
      return;
    }
    switch (faults.striking(event)) {
      case null -> sendAsItIs(event);
      case WatchFault.Drop() -> {}
      case WatchFault.OnlyBookmark() -> out.write(event.asBookmark());
      case WatchFault.Duplicate() -> {
        sendAsItIs(event);
        out.write(event.text());
      }
      case WatchFault.ReplayOlder() -> {
        WatchLine older = olderThan(event);
        sendAsItIs(event);
        out.write(older.text());
      }
      case WatchFault.Delay(Duration by) -> {
        pause(by);
        sendAsItIs(event);
      }
      case WatchFault.ErrorEvent(int code) -> sendError(code);
      case WatchFault.ErrorEventWithoutStatus() -> {
        out.write(WatchLine.line(Json.object().put("type", "ERROR").putNull("object")));
        throw new EndedException();
      }
      case WatchFault.End() -> throw new EndedException();
      case WatchFault.Cut() -> cutAfter(new byte[0]);
      case WatchFault.CutMidLine() -> cutAfter(event.half());
      case WatchFault.CutMidCharacter() -> cutAfter(event.halfACharacter());
      case WatchFault.Silence() -> silent = true;
    }
  }

  private void sendAsItIs(WatchLine event) throws IOException {
    out.write(event.text());
    sent.add(event);
    if (sent.size() > REMEMBERED) {
      sent.remove();
    }
  }

  /** The oldest that was sent about the same object, or else about any, or else itself. */
  private WatchLine olderThan(WatchLine event) {
    return sent.stream()
        .filter(event::isAboutTheSameAs)
        .findFirst()
        .orElse(sent.isEmpty() ? event : sent.getFirst());
  }

  private void sendError(int code) throws IOException {
    StatusException status =
        StatusException.of(code, FaultyHandler.reason(code), "a fault of the sandbox");
    var error = Json.object().put("type", "ERROR");
    error.set("object", status.status());
    out.write(WatchLine.line(error));
    throw new EndedException();
  }

  private void cutAfter(byte[] last) throws IOException {
    out.write(last);
    out.cut();
    throw new EndedException();
  }

  static void pause(Duration time) throws InterruptedIOException {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the caller has gone");
    }
  }

  @Override
  public void cut() {
    out.cut();
  }
}
