package dev.berth.bench.cluster;

import dev.berth.kube.KubeClient;
import dev.berth.kube.KubeReply;
import dev.berth.kube.KubeRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Writes to the API server as fast as it goes, and again what it refuses for now.
 *
 * <p>Threading: any thread.
 */
final class LoadWriter {
  private static final int WRITERS = 16;
  private static final int ATTEMPTS = 5;
  private static final int CONFLICT = 409;
  private static final int TOO_MANY = 429;
  private static final int SERVER_ERROR = 500;

  private final KubeClient client;

  LoadWriter(KubeClient client) {
    this.client = client;
  }

  /** Writes one thing. */
  @FunctionalInterface
  interface Write<T> {
    void write(T thing) throws IOException, InterruptedException;
  }

  /** Writes all of them, several at once. */
  <T> void all(List<T> things, Write<T> write) throws InterruptedException {
    AtomicInteger next = new AtomicInteger();
    AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < WRITERS; i++) {
        writers.execute(
            () -> {
              try {
                for (int n = next.getAndIncrement();
                    n < things.size() && failure.get() == null;
                    n = next.getAndIncrement()) {
                  write.write(things.get(n));
                }
              } catch (IOException | InterruptedException | RuntimeException e) {
                failure.compareAndSet(null, e);
              }
            });
      }
    }
    if (failure.get() != null) {
      throw new BenchException("the load cannot be made: " + failure.get(), failure.get());
    }
  }

  /**
   * Sends it, and again when it is not answered or refused for now; what then is there already is
   * ours.
   *
   * @return the answer; a conflict only when the object is there from an attempt before
   */
  KubeReply send(KubeRequest request) throws IOException, InterruptedException {
    String failure = "";
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      try {
        KubeReply reply = client.send(request);
        if (reply.isSuccess() || (attempt > 1 && reply.code() == CONFLICT)) {
          return reply;
        }
        failure = reply.message();
        if (reply.code() != TOO_MANY && reply.code() < SERVER_ERROR) {
          break;
        }
      } catch (IOException e) {
        failure = e.toString();
      }
      LockSupport.parkNanos(Duration.ofMillis(20L * attempt).toNanos());
    }
    throw new IOException(request.method() + " " + request.path() + ": " + failure);
  }
}
