package dev.berth.explain;

import dev.berth.cycle.Attempt;
import dev.berth.cycle.CycleListener;
import dev.berth.model.PodKey;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The last decision about each pod, as many as fit into a number of bytes; the oldest decision goes
 * first.
 *
 * <p>Sizes are estimates of what a record holds on the heap. Threading: any thread; {@code this}
 * guards the fields.
 */
public final class DecisionStore implements CycleListener {

  private record Entry(Attempt attempt, long bytes) {}

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
    long size = RecordSize.of(kept);
    Entry before = latest.remove(kept.pod().key());
    bytes += size - (before == null ? 0 : before.bytes());
    latest.put(kept.pod().key(), new Entry(kept, size));
    evict();
  }

  private void evict() {
    Iterator<Entry> oldestFirst = latest.values().iterator();
    while (bytes > maxBytes && oldestFirst.hasNext()) {
      bytes -= oldestFirst.next().bytes();
      oldestFirst.remove();
    }
  }

  /** The last attempt to place the pod of that name, or null when none is kept. */
  public synchronized @Nullable Attempt find(PodKey pod) {
    Entry entry = latest.get(pod);
    return entry == null ? null : entry.attempt();
  }

  /** Decisions kept. */
  public synchronized int size() {
    return latest.size();
  }

  /** The estimated size of all decisions kept. */
  public synchronized long bytes() {
    return bytes;
  }
}
