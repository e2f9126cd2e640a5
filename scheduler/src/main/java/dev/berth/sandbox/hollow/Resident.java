package dev.berth.sandbox.hollow;

import dev.berth.sandbox.objects.ObjectKey;
import org.jspecify.annotations.Nullable;

/**
 * A pod as its kubelet sees it.
 *
 * <pre>
 * WAITING (for its node) -> STARTING -> RUNNING -> ENDING -> DONE
 *                      \--> REFUSED  ------------------------^
 * </pre>
 *
 * <p>Threading: the thread of the kubelets only.
 */
final class Resident {
  enum Stage {
    WAITING,
    STARTING,
    RUNNING,
    REFUSED,
    ENDING,
    DONE
  }

  final ObjectKey key;
  final String uid;
  final String node;
  Stage stage = Stage.WAITING;
  @Nullable Refusal refusal;
  int failedTries;

  Resident(ObjectKey key, String uid, String node) {
    this.key = key;
    this.uid = uid;
    this.node = node;
  }
}
