package dev.berth.cycle;

import dev.berth.framework.Binder;
import dev.berth.framework.Status;
import dev.berth.model.PodInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;

/**
 * Binds everything at once, but for the pods whose replies were arranged.
 *
 * <p>Threading: any thread.
 */
final class TestBinder implements Binder {
  private final Map<String, Queue<CompletableFuture<Status>>> replies = new ConcurrentHashMap<>();
  private final List<String> asked = new ArrayList<>();

  /** The reply to the next binding of that uid that has none yet: the test completes it. */
  CompletableFuture<Status> reply(String uid) {
    CompletableFuture<Status> reply = new CompletableFuture<>();
    replies.computeIfAbsent(uid, key -> new ConcurrentLinkedQueue<>()).add(reply);
    return reply;
  }

  void fail(String uid, String reason) {
    reply(uid).complete(Status.error(reason));
  }

  /**
   * Every binding asked for so far: pod, arrow, node. Certain for those whose outcome is in, so ask
   * when the loop is settled.
   */
  List<String> asked() {
    synchronized (asked) {
      return List.copyOf(asked);
    }
  }

  @Override
  public Status bind(PodInfo pod, String nodeName) throws InterruptedException {
    synchronized (asked) {
      asked.add(pod.key().name() + " -> " + nodeName);
    }
    Queue<CompletableFuture<Status>> arranged = replies.get(pod.uid());
    CompletableFuture<Status> reply = arranged == null ? null : arranged.poll();
    if (reply == null) {
      return Status.success();
    }
    try {
      return reply.get();
    } catch (ExecutionException thrown) {
      throw new IllegalStateException(thrown.getCause());
    }
  }
}
