package dev.berth.kube.watch;

import dev.berth.cycle.Message;
import io.kubernetes.client.informer.ResourceEventHandler;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts what an informer notices, and never throws: what a handler throws, the informer logs and
 * forgets, with the event.
 *
 * <p>Objects are told apart by uid: another uid under the same name is one object gone and another
 * seen.
 *
 * <p>Threading: the one thread of the informer's listener.
 *
 * @param <H> the kind
 */
final class InboxHandler<H extends Held> implements ResourceEventHandler<H> {
  private static final Logger LOG = LoggerFactory.getLogger(InboxHandler.class);

  private final Consumer<Message> inbox;
  private final InitialList initialList;
  private final Checkpoints checkpoints;

  /** Objects that are posted with the next list even if the informer finds nothing new. */
  private final Set<String> postAnyway = ConcurrentHashMap.newKeySet();

  InboxHandler(Consumer<Message> inbox, InitialList initialList, Checkpoints checkpoints) {
    this.inbox = inbox;
    this.initialList = initialList;
    this.checkpoints = checkpoints;
  }

  /** These were not understood by who reads the messages, so they are posted once more. */
  void postAnyway(Collection<String> keys) {
    postAnyway.clear();
    postAnyway.addAll(keys);
  }

  @Override
  public void onAdd(H seen) {
    if (Checkpoints.isMark(seen.identity())) {
      checkpoints.passed(seen.identity());
      return;
    }
    post(seen.news());
    delivered(seen);
  }

  @Override
  public void onUpdate(H before, H after) {
    if (!before.identity().uid().equals(after.identity().uid())) {
      post(before.gone());
      post(after.news());
    } else if (!isSameVersion(before, after) || isWantedAnyway(after)) {
      post(after.news());
    }
    delivered(after);
  }

  private boolean isWantedAnyway(H held) {
    return !postAnyway.isEmpty() && postAnyway.remove(held.key());
  }

  /** Each new list shows every object again, mostly unchanged. */
  private boolean isSameVersion(H before, H after) {
    String version = after.identity().resourceVersion();
    return !version.isEmpty() && version.equals(before.identity().resourceVersion());
  }

  /**
   * An object is no more.
   *
   * @param last as it was deleted, or as it was known when its deletion was missed; null only if
   *     the informer lost even that
   */
  @Override
  public void onDelete(@Nullable H last, boolean missedTheEnd) {
    if (last == null) {
      LOG.error("an object vanished of which nothing is known. Please report this.");
      return;
    }
    if (!Checkpoints.isMark(last.identity())) {
      post(last.gone());
      delivered(last);
    }
  }

  private void post(Message message) {
    try {
      inbox.accept(message);
    } catch (RuntimeException e) {
      LOG.error("{} could not be posted. Please report this.", message, e);
    }
  }

  private void delivered(H item) {
    try {
      initialList.delivered(item);
    } catch (RuntimeException e) {
      LOG.error("the end of the first list could not be posted. Please report this.", e);
    }
  }
}
