package dev.berth.kube.bind;

import dev.berth.framework.StatusWriter;
import dev.berth.kube.KubeClient;
import dev.berth.model.PodInfo;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes into the status of pods, later, on virtual threads: a bounded number of pods waits, and a
 * newer write for a pod takes the place of the one that waits.
 *
 * <p>What the server answered to the last write of a pod is known until the watch has shown it:
 * otherwise a nomination that was just written would not be cleared by a failure that follows at
 * once.
 *
 * <p>Threading: any thread; never blocks. {@code this} guards every field.
 */
public final class KubeStatusWriter implements StatusWriter, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KubeStatusWriter.class);

  private final StatusSender sender;
  private final Limits limits;

  /** Writes that nobody has begun, by uid, oldest first. */
  private final Map<String, StatusWrite> waiting = new LinkedHashMap<>();

  /** What the last writes were answered, by uid, oldest first; at most as many as may wait. */
  private final Map<String, PodOnServer> answers = new LinkedHashMap<>();

  /** The threads that write, by the uid that they write to: a pod has one at most. */
  private final Map<String, Thread> writing = new HashMap<>();

  private long dropped;
  private boolean closed;

  /**
   * How much may be under way.
   *
   * @param waiting pods with a write that waits; beyond, the newest is dropped, as the next attempt
   *     of its pod writes again
   * @param inFlight writes at once
   */
  public record Limits(int waiting, int inFlight) {
    public static final Limits STANDARD = new Limits(10_000, 16);

    public Limits {
      if (waiting < 1 || inFlight < 1) {
        throw new IllegalArgumentException(
            "limits are %d waiting, %d in flight. Maybe %s: at least one write must be possible."
                .formatted(waiting, inFlight, STANDARD));
      }
    }
  }

  /** A writer over the client for writes. */
  public KubeStatusWriter(KubeClient write, InstantSource clock, Limits limits) {
    this.sender = new StatusSender(write, clock);
    this.limits = limits;
  }

  @Override
  public void notScheduled(
      PodInfo pod, Reason reason, String message, @Nullable String nominatedNode) {
    put(new StatusWrite(pod, new StatusWrite.Failure(reason.text(), message), nominatedNode));
  }

  @Override
  public void expectedNode(PodInfo pod, String nodeName) {
    put(new StatusWrite(pod, null, nodeName));
  }

  private synchronized void put(StatusWrite write) {
    String uid = write.pod().uid();
    StatusWrite earlier = waiting.get(uid);
    if (closed || (earlier == null && !writing.containsKey(uid) && hasNoEffect(write))) {
      return;
    }
    if (earlier == null && waiting.size() >= limits.waiting()) {
      drop(write);
      return;
    }
    waiting.put(uid, earlier == null ? write : earlier.followedBy(write));
    startNext();
  }

  private boolean hasNoEffect(StatusWrite write) {
    return sender.hasNoEffect(write, newest(write.pod()));
  }

  private synchronized PodOnServer newest(PodInfo pod) {
    PodOnServer watched = PodOnServer.of(pod);
    PodOnServer answered = answers.get(pod.uid());
    if (answered == null || !answered.isNewerThan(watched)) {
      answers.remove(pod.uid());
      return watched;
    }
    return answered;
  }

  private synchronized void answered(PodOnServer pod) {
    answers.put(pod.uid(), pod);
    if (answers.size() > limits.waiting()) {
      answers.remove(answers.keySet().iterator().next());
    }
  }

  private void drop(StatusWrite write) {
    if (dropped++ == 0) {
      LOG.warn(
          "the status of pod {} is not written: {} others wait. Maybe the API server is slow?",
          write.pod().key(),
          limits.waiting());
    }
  }

  /** Gives the oldest write that may begin to a thread. */
  private void startNext() {
    if (writing.size() >= limits.inFlight()) {
      return;
    }
    for (Iterator<StatusWrite> oldest = waiting.values().iterator(); oldest.hasNext(); ) {
      StatusWrite write = oldest.next();
      String uid = write.pod().uid();
      if (!writing.containsKey(uid)) {
        oldest.remove();
        Thread thread = Thread.ofVirtual().name("status-" + uid).unstarted(() -> run(write));
        writing.put(uid, thread);
        thread.start();
        return;
      }
    }
  }

  /** Writes, then what came for the same pod meanwhile, on top of what the server then had. */
  private void run(StatusWrite first) {
    String uid = first.pod().uid();
    try {
      PodOnServer now = sender.send(first, newest(first.pod()));
      while (now != null) {
        answered(now);
        StatusWrite next = takeNext(uid);
        if (next == null) {
          return;
        }
        now = sender.send(next, now);
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    } catch (Throwable thrown) { // the edge of the thread
      LOG.error(
          "writing the status of pod {} failed. Please report this.", first.pod().key(), thrown);
    } finally {
      finished(uid);
    }
  }

  private synchronized @Nullable StatusWrite takeNext(String uid) {
    return waiting.remove(uid);
  }

  private synchronized void finished(String uid) {
    writing.remove(uid);
    startNext();
    notifyAll();
  }

  /** Takes no more writes, gives those under way and waiting a moment, then ends them. */
  public synchronized void close(Duration patience) {
    closed = true;
    awaitIdle(patience);
    waiting.clear();
    writing.values().forEach(Thread::interrupt);
  }

  /** Until nothing waits or is being written, or the patience ends. */
  synchronized void awaitIdle(Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    try {
      for (long left = patience.toNanos();
          left > 0 && !(waiting.isEmpty() && writing.isEmpty());
          left = end - System.nanoTime()) {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends at once what is under way. */
  @Override
  public void close() {
    close(Duration.ZERO);
  }
}
