package dev.berth.kube.watch;

import dev.berth.kube.decode.ObjectIdentity;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells when everything that a watch had to say up to some version was posted.
 *
 * <p>Between the watch and the handler are the informer's two queues, which nobody can look into.
 * So a mark is sent through them: an object with a name that no object has.
 *
 * <p>Threading: one thread asks; {@link #due} the thread of the reflector, {@link #passed} that of
 * the handler.
 */
final class Checkpoints {
  private static final String PREFIX = "/"; // in no name of Kubernetes

  private record Mark(String name, long version, CompletableFuture<@Nullable Void> posted) {}

  private final AtomicReference<@Nullable Mark> waiting = new AtomicReference<>();
  private final AtomicReference<@Nullable Mark> onItsWay = new AtomicReference<>();
  private long asked; // the one thread that asks

  /** Done once everything up to this version was posted; an earlier question is forgotten. */
  CompletableFuture<@Nullable Void> after(long version) {
    Mark mark = new Mark(PREFIX + ++asked, version, new CompletableFuture<>());
    onItsWay.set(null);
    waiting.set(mark);
    return mark.posted();
  }

  /**
   * The name of a mark to send now, behind an event of that version; null when none is due.
   *
   * @param watchGoesOn asked with a mark in hand: who has all listed anew asks for the next mark
   *     afterwards, and the watch that ends for it must not carry that one
   */
  @Nullable String due(String position, BooleanSupplier watchGoesOn) {
    Mark mark = waiting.get();
    if (mark == null
        || ObjectVersion.of(position) < mark.version()
        || !watchGoesOn.getAsBoolean()
        || !waiting.compareAndSet(mark, null)) {
      return null;
    }
    onItsWay.set(mark);
    return mark.name();
  }

  static boolean isMark(ObjectIdentity identity) {
    return identity.name().startsWith(PREFIX);
  }

  /** The handler has seen a mark, and so everything before it. */
  void passed(ObjectIdentity identity) {
    Mark mark = onItsWay.get();
    if (mark != null && mark.name().equals(identity.name())) {
      mark.posted().complete(null);
    }
  }
}
