package dev.berth.cycle;

import dev.berth.framework.Binder;
import dev.berth.framework.Status;
import dev.berth.model.PodInfo;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/**
 * Keeps every binding open until the history replies; what the reply does to the truth happens on
 * the history's thread, so a history does not depend on the order of threads.
 */
final class ModelBinder implements Binder {
  private final Map<String, Integer> asked = new ConcurrentHashMap<>();
  private final Map<String, Integer> answered = new ConcurrentHashMap<>();
  private final Map<String, CompletableFuture<Status>> replies = new ConcurrentHashMap<>();

  @Override
  public Status bind(PodInfo pod, String nodeName) throws InterruptedException {
    try {
      return next(asked, pod.uid()).get();
    } catch (ExecutionException thrown) {
      throw new IllegalStateException(thrown.getCause());
    }
  }

  void reply(String uid, Status status) {
    next(answered, uid).complete(status);
  }

  /** The n-th binding of a pod gets the n-th reply, whichever comes first. */
  private CompletableFuture<Status> next(Map<String, Integer> counter, String uid) {
    int n = counter.merge(uid, 1, Integer::sum);
    return replies.computeIfAbsent(uid + "#" + n, key -> new CompletableFuture<>());
  }
}
