package dev.berth.explain;

import dev.berth.cycle.Attempt;
import dev.berth.cycle.CycleListener;
import dev.berth.framework.Status;
import dev.berth.model.PodInfo;
import dev.berth.model.PodKey;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The last decision about each pod and what became of it, as many as fit into a number of bytes;
 * the oldest decision goes first.
 *
 * <p>Sizes are estimates of what a record holds on the heap. Threading: any thread; {@code this}
 * guards the fields.
 */
public final class DecisionStore implements CycleListener {

  private record Entry(Decision decision, long bytes) {}

  private final int maxRecordBytes;
  private final long maxBytes;
  private final Map<PodKey, Entry> latest = new LinkedHashMap<>();
  private long bytes;

  /**
   * An empty store.
   *
   * @param maxRecordBytes a decision that is larger is kept without its record
   * @param maxBytes of all decisions together; 0 keeps none
   */
  public DecisionStore(int maxRecordBytes, long maxBytes) {
    this.maxRecordBytes = maxRecordBytes;
    this.maxBytes = maxBytes;
  }

  @Override
  public synchronized void decided(Attempt attempt) {
    Attempt kept =
        RecordSize.of(attempt) <= maxRecordBytes ? attempt : RecordSize.withoutRecord(attempt);
    Entry before = latest.remove(kept.pod().key());
    bytes -= before == null ? 0 : before.bytes();
    put(new Decision(kept, Aftermath.NONE));
  }

  @Override
  public void bound(PodInfo pod, String nodeName) {
    followed(pod, new Aftermath.Bound(nodeName));
  }

  @Override
  public void undone(PodInfo pod, String nodeName, Status status) {
    followed(pod, new Aftermath.Undone(nodeName, status));
  }

  @Override
  public void placedElsewhere(PodInfo pod, String assumedNode) {
    followed(pod, new Aftermath.BoundElsewhere(pod.nodeName()));
  }

  /** The decision keeps its place in the order. */
  private synchronized void followed(PodInfo pod, Aftermath aftermath) {
    Entry entry = latest.get(pod.key());
    if (entry != null && entry.decision().attempt().pod().uid().equals(pod.uid())) {
      bytes -= entry.bytes();
      put(new Decision(entry.decision().attempt(), aftermath));
    }
  }

  private void put(Decision decision) {
    long size = RecordSize.of(decision);
    latest.put(decision.attempt().pod().key(), new Entry(decision, size));
    bytes += size;
    evict();
  }

  private void evict() {
    Iterator<Entry> oldestFirst = latest.values().iterator();
    while (bytes > maxBytes && oldestFirst.hasNext()) {
      bytes -= oldestFirst.next().bytes();
      oldestFirst.remove();
    }
  }

  /** The last decision about the pod of that name, or null when none is kept. */
  synchronized @Nullable Decision find(PodKey pod) {
    Entry entry = latest.get(pod);
    return entry == null ? null : entry.decision();
  }
}
