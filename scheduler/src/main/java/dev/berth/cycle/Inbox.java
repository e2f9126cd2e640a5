package dev.berth.cycle;

import dev.berth.model.PodInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The scheduler thread's one mailbox: every change of the cluster, every outcome and every question
 * ends here, in the order in which it was posted.
 *
 * <p>Two updates of one pod that both still wait are merged into the later one at the place of the
 * earlier. Adds, deletes, a changed uid and the transitions to assigned, to terminating and to
 * another phase are never merged: a message is merged into an earlier one only when that one was a
 * mere update of a still earlier one in the same stage.
 *
 * <p>Threading: any thread posts; only the scheduler thread takes. {@code lock} guards every field.
 */
public final class Inbox {

  private final Object lock = new Object();
  private List<Slot> waiting = new ArrayList<>();

  /**
   * The last waiting {@link Message.PodSeen} of each uid, as long as nothing else came for that
   * pod.
   */
  private final Map<String, Slot> lastSeen = new HashMap<>();

  private boolean woken;

  /** One place in the order; its message can be replaced by a later one of the same pod. */
  private static final class Slot {
    private Message message;
    private final boolean takesUpdates;

    private Slot(Message message, boolean takesUpdates) {
      this.message = message;
      this.takesUpdates = takesUpdates;
    }
  }

  public void post(Message message) {
    synchronized (lock) {
      if (!mergedIntoEarlier(message)) {
        append(message);
      }
      lock.notifyAll();
    }
  }

  /**
   * Asks for something that only the scheduler thread knows; the answer must be an immutable value.
   * A question that is cancelled before its turn is not asked.
   */
  public <T> CompletableFuture<T> ask(Supplier<T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    post(
        new Message.Question(
            () -> {
              if (answer.isDone()) {
                return;
              }
              try {
                answer.complete(question.get());
              } catch (RuntimeException thrown) {
                answer.completeExceptionally(thrown);
              }
            }));
    return answer;
  }

  /** Messages that wait. */
  public int depth() {
    synchronized (lock) {
      return waiting.size();
    }
  }

  /** Ends a running or the next {@link #await} early. */
  public void wake() {
    synchronized (lock) {
      woken = true;
      lock.notifyAll();
    }
  }

  /** Takes all messages that wait, oldest first. */
  List<Message> takeAll() {
    List<Slot> taken;
    synchronized (lock) {
      if (waiting.isEmpty()) {
        return List.of();
      }
      taken = waiting;
      waiting = new ArrayList<>();
      lastSeen.clear();
    }
    List<Message> messages = new ArrayList<>(taken.size());
    taken.forEach(slot -> messages.add(slot.message));
    return messages;
  }

  /** Waits until a message is there, somebody wakes the thread, or the time is over. */
  void await(Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    synchronized (lock) {
      while (waiting.isEmpty() && !woken) {
        long left = end - System.nanoTime();
        if (left <= 0) {
          break;
        }
        TimeUnit.NANOSECONDS.timedWait(lock, left);
      }
      woken = false;
    }
  }

  private boolean mergedIntoEarlier(Message message) {
    if (message instanceof Message.PodSeen later) {
      Slot slot = lastSeen.get(later.pod().uid());
      if (slot != null && slot.takesUpdates && isUpdate(slot.message, later.pod())) {
        slot.message = later;
        return true;
      }
    }
    return false;
  }

  /** The pod is in the same stage of its life as in the message before. */
  private static boolean isUpdate(Message before, PodInfo later) {
    if (!(before instanceof Message.PodSeen seen)) {
      return false;
    }
    PodInfo earlier = seen.pod();
    return earlier.key().equals(later.key())
        && earlier.nodeName().equals(later.nodeName())
        && earlier.phase() == later.phase()
        && earlier.terminating() == later.terminating();
  }

  private void append(Message message) {
    boolean takesUpdates = false;
    if (message instanceof Message.PodSeen(PodInfo pod)) {
      Slot before = lastSeen.get(pod.uid());
      takesUpdates = before != null && isUpdate(before.message, pod);
    }
    Slot slot = new Slot(message, takesUpdates);
    waiting.add(slot);
    switch (message) {
      case Message.PodSeen seen -> lastSeen.put(seen.pod().uid(), slot);
      case Message.PodGone gone -> lastSeen.remove(gone.uid());
      case Message.BindingFinished finished -> lastSeen.remove(finished.uid());
      case Message.NodeSeen _,
          Message.NodeGone _,
          Message.ObjectSeen _,
          Message.ObjectGone _,
          Message.KindMissing _,
          Message.ListComplete _,
          Message.ExtendersAnswered _,
          Message.Question _ -> {}
    }
  }
}
