package dev.berth.kube.events;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What was told lately, so that the same again becomes a count and not another object.
 *
 * <pre>
 *   new ---- again ----> series, written ---- again ----> series, counted ---- silent ----> written, gone
 *    \---- silent ----> gone                      ^---- refreshed ----/
 * </pre>
 *
 * <p>The same is: one pod in one version, the same reason. The text does not count, but a text that
 * changes also changes the pod's condition and so its version. Mirrors {@code eventCache} of {@code
 * client-go/tools/events/event_broadcaster.go}, Kubernetes 1.36.3, which has no bound.
 *
 * <p>Threading: any thread; {@code this} guards every field.
 */
final class SeriesTable {
  private static final long SILENCE_MICROS = TimeUnit.MICROSECONDS.convert(Duration.ofMinutes(6));

  /** About what an entry takes beside its text. */
  private static final int ENTRY_BYTES = 600;

  private record Key(String uid, String resourceVersion, EventKind kind) {
    static Key of(PodEvent event) {
      return new Key(event.uid(), event.resourceVersion(), event.kind());
    }
  }

  private static final class Entry {
    private final PodEvent event;
    private int count = 1;
    private int written = 1;
    private long lastMicros;

    private Entry(PodEvent event) {
      this.event = event;
      this.lastMicros = event.epochMicros();
    }

    private int bytes() {
      return ENTRY_BYTES + event.note().length();
    }

    private EventWrite write() {
      written = count;
      return new EventWrite(event, new Series(count, lastMicros));
    }
  }

  private final long maxBytes;
  private final Map<Key, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  /**
   * @param maxBytes beyond, the event that was silent for longest is forgotten; should it happen
   *     again, it is new
   */
  SeriesTable(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** What is to be written because of this event; null for nothing yet. */
  synchronized @Nullable EventWrite observe(PodEvent event) {
    Entry entry = entries.get(Key.of(event));
    if (entry == null) {
      add(event);
      return new EventWrite(event, null);
    }
    entry.count++;
    entry.lastMicros = event.epochMicros();
    return entry.count == 2 ? entry.write() : null;
  }

  private void add(PodEvent event) {
    Entry entry = new Entry(event);
    entries.put(Key.of(event), entry);
    bytes += entry.bytes();
    Iterator<Entry> silentest = entries.values().iterator();
    while (bytes > maxBytes) {
      remove(silentest, silentest.next());
    }
  }

  private void remove(Iterator<Entry> at, Entry entry) {
    bytes -= entry.bytes();
    at.remove();
  }

  /** It was not written: the next of its kind is new again. */
  synchronized void forget(PodEvent event) {
    Entry entry = entries.remove(Key.of(event));
    if (entry != null) {
      bytes -= entry.bytes();
    }
  }

  /** Ends what was silent for long; series that went on since they were written are written. */
  synchronized List<EventWrite> finish(long nowMicros) {
    List<EventWrite> last = new ArrayList<>();
    for (Iterator<Entry> all = entries.values().iterator(); all.hasNext(); ) {
      Entry entry = all.next();
      if (entry.lastMicros < nowMicros - SILENCE_MICROS) {
        remove(all, entry);
        if (entry.count > entry.written) {
          last.add(entry.write());
        }
      }
    }
    return last;
  }

  /** All series as they are now: the server deletes events that nobody touches for an hour. */
  synchronized List<EventWrite> refresh() {
    return entries.values().stream().filter(entry -> entry.count > 1).map(Entry::write).toList();
  }

  synchronized int size() {
    return entries.size();
  }
}
