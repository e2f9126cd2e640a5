package dev.berth.cycle;

import dev.berth.framework.Status;
import dev.berth.model.ClusterObject;
import dev.berth.model.Node;
import dev.berth.model.ObjectKey;
import dev.berth.model.PodInfo;
import dev.berth.model.PodKey;
import dev.berth.pipeline.ExtenderAnswer;

/**
 * Something that the scheduler thread is told: a change of the cluster, an outcome, or a question.
 *
 * <p>Threading: immutable.
 */
public sealed interface Message {

  /** A node as it is now. */
  record NodeSeen(Node node) implements Message {}

  record NodeGone(String name) implements Message {}

  /** A pod as it is now, placed or pending. */
  record PodSeen(PodInfo pod) implements Message {}

  record PodGone(PodKey key, String uid) implements Message {}

  /** An object of another kind as it is now. */
  record ObjectSeen(ClusterObject object) implements Message {}

  record ObjectGone(ClusterObject.Kind kind, ObjectKey key) implements Message {}

  /**
   * Objects of this kind cannot be read for now, so none is known, or only old ones.
   *
   * @param why what somebody can do about it
   */
  record KindMissing(ObjectKind kind, String why) implements Message {}

  /**
   * A list of one kind has been posted completely: the first one, or the first one after {@link
   * KindMissing}.
   */
  record ListComplete(ObjectKind kind) implements Message {}

  /** The binding thread of this pod is done: Success, or what failed. */
  record BindingFinished(String uid, Status status) implements Message {}

  /** The extenders that were asked about this pod have answered, or failed. */
  record ExtendersAnswered(String uid, ExtenderAnswer answer) implements Message {}

  /** Runs on the scheduler thread between two attempts; must be quick. */
  record Question(Runnable ask) implements Message {}
}
