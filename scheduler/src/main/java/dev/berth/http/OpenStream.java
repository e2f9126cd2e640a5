package dev.berth.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * One streamed reply on its way: chunks of an HTTP/1.1 connection that carries nothing after it, so
 * that the connection can be watched meanwhile for the caller's going.
 *
 * <p>Idle times count while a write is under way, and only then: Jetty fails the write that begins
 * at the moment when a quiet connection has been idle for long enough.
 *
 * <p>Threading: its own thread writes, any thread interrupts; {@code this} guards the state.
 */
final class OpenStream implements ReplyStream {
  private static final ByteBuffer NOTHING = BufferUtil.EMPTY_BUFFER;
  private static final int MORE_THAN_A_CALLER_SENDS = 256;
  private static final long NEVER_IDLE = 0;

  private final Thread thread = Thread.currentThread();
  private final Response response;
  private final EndPoint connection;
  private final long idleMillis;
  private boolean over;

  OpenStream(StreamedReply reply, Request request, Response response) {
    this.response = response;
    this.connection = request.getConnectionMetaData().getConnection().getEndPoint();
    this.idleMillis = connection.getIdleTimeout();
    response.setStatus(reply.status());
    HttpFields.Mutable headers = response.getHeaders();
    headers.put(HttpHeader.CONTENT_TYPE, reply.contentType());
    headers.put(HttpHeader.TRANSFER_ENCODING, "chunked");
    headers.put(HttpHeader.CONNECTION, "close");
    headers.put(HttpHeader.CACHE_CONTROL, "no-cache, private");
    headers.put("X-Content-Type-Options", "nosniff");
  }

  /** Writes all of it; returns early when the caller goes or the listener stops. */
  void run(StreamedReply.Body body) throws IOException {
    connection.setIdleTimeout(NEVER_IDLE);
    awaitTheCallersEnd();
    try {
      body.writeTo(this);
    } catch (InterruptedException _) {
      // The caller has gone, or the listener stops: the end comes below.
    } finally {
      finish();
      connection.setIdleTimeout(idleMillis);
    }
    Content.Sink.write(response, true, NOTHING);
  }

  /** From here on nobody interrupts, and an interrupt that came is forgotten. */
  private synchronized void finish() {
    over = true;
    Thread.interrupted();
  }

  synchronized void interrupt() {
    if (!over) {
      thread.interrupt();
    }
  }

  private void awaitTheCallersEnd() {
    connection.fillInterested(Callback.from(this::readTheCallersEnd, _ -> interrupt()));
  }

  private void readTheCallersEnd() {
    ByteBuffer ignored = BufferUtil.allocate(MORE_THAN_A_CALLER_SENDS);
    try {
      if (connection.fill(ignored) < 0) {
        interrupt();
      } else {
        awaitTheCallersEnd();
      }
    } catch (IOException gone) {
      interrupt();
    }
  }

  @Override
  public void open() throws IOException {
    send(NOTHING);
  }

  @Override
  public void write(byte[] bytes, int length) throws IOException {
    send(ByteBuffer.wrap(bytes, 0, length));
  }

  private void send(ByteBuffer bytes) throws IOException {
    connection.setIdleTimeout(idleMillis);
    try {
      Content.Sink.write(response, false, bytes);
    } finally {
      connection.setIdleTimeout(NEVER_IDLE);
    }
  }

  @Override
  public void cut() {
    connection.close();
  }
}
