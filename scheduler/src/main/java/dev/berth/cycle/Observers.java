package dev.berth.cycle;

import dev.berth.cluster.ClusterMirror;
import dev.berth.framework.Observations;
import dev.berth.model.ClusterObject;
import dev.berth.model.Node;
import dev.berth.model.NodeInfo;
import dev.berth.model.ObjectKey;
import dev.berth.model.PodInfo;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The binding threads that wait for something to show in the cluster, by what they look at.
 *
 * <p>Each question is asked again only when something changed that it looked at the last time, so a
 * change costs what those ask who wait for it, however many wait.
 *
 * <p>Threading: {@link #await} on any thread but the scheduler's; everything else scheduler thread
 * only.
 */
final class Observers implements Observations {

  /** Something that a question looked at. */
  private sealed interface Subject {
    record OfNode(String name) implements Subject {}

    record OfPod(String uid) implements Subject {}

    record OfObject(ClusterObject.Kind kind, ObjectKey key) implements Subject {}
  }

  private final ClusterMirror mirror;
  private final Inbox inbox;
  private final Map<Subject, Set<Waiting<?>>> bySubject = new HashMap<>();

  Observers(ClusterMirror mirror, Inbox inbox) {
    this.mirror = mirror;
    this.inbox = inbox;
  }

  @Override
  public <T> @Nullable T await(Question<T> question, Duration atMost) throws InterruptedException {
    Waiting<T> waiting = new Waiting<>(question);
    inbox.post(new Message.Question(waiting::look));
    try {
      return BindingPool.withoutPlace(
          () -> waiting.answer.get(atMost.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException over) {
      return null;
    } catch (ExecutionException thrown) {
      throw new IllegalStateException("the question of a waiting pod failed", thrown.getCause());
    } finally {
      inbox.post(new Message.Question(waiting::leave));
    }
  }

  /** The mirror has been changed by this message. */
  void applied(Message message) {
    switch (message) {
      case Message.NodeSeen seen -> changed(new Subject.OfNode(seen.node().name()));
      case Message.NodeGone gone -> changed(new Subject.OfNode(gone.name()));
      case Message.PodSeen seen -> changed(new Subject.OfPod(seen.pod().uid()));
      case Message.PodGone gone -> changed(new Subject.OfPod(gone.uid()));
      case Message.ObjectSeen(ClusterObject object) ->
          changed(new Subject.OfObject(object.kind(), object.key()));
      case Message.ObjectGone gone -> changed(new Subject.OfObject(gone.kind(), gone.key()));
      case Message.KindMissing _,
          Message.ListComplete _,
          Message.BindingFinished _,
          Message.ExtendersAnswered _,
          Message.Question _ -> {}
    }
  }

  /** How many things somebody waits for. */
  int subjects() {
    return bySubject.size();
  }

  private void changed(Subject subject) {
    Set<Waiting<?>> concerned = bySubject.get(subject);
    if (concerned != null) {
      List.copyOf(concerned).forEach(Waiting::look);
    }
  }

  /** One thread that waits. */
  private final class Waiting<T> implements Sight {
    private final Question<T> question;
    private final CompletableFuture<T> answer = new CompletableFuture<>();
    private final Set<Subject> lookedAt = new HashSet<>();
    private boolean left;

    private Waiting(Question<T> question) {
      this.question = question;
    }

    private void look() {
      forgetSubjects();
      if (left || answer.isDone()) {
        return;
      }
      try {
        T answered = question.ask(this);
        if (answered != null) {
          forgetSubjects();
          answer.complete(answered);
        }
      } catch (RuntimeException thrown) {
        forgetSubjects();
        answer.completeExceptionally(thrown);
      }
    }

    private void leave() {
      left = true;
      forgetSubjects();
    }

    private void forgetSubjects() {
      for (Subject subject : lookedAt) {
        bySubject.computeIfPresent(
            subject,
            (_, others) -> {
              others.remove(this);
              return others.isEmpty() ? null : others;
            });
      }
      lookedAt.clear();
    }

    private void note(Subject subject) {
      if (lookedAt.add(subject)) {
        bySubject.computeIfAbsent(subject, _ -> new LinkedHashSet<>()).add(this);
      }
    }

    @Override
    public @Nullable Node node(String name) {
      note(new Subject.OfNode(name));
      NodeInfo found = mirror.view().find(name);
      return found == null ? null : found.node();
    }

    @Override
    public boolean exists(PodInfo pod) {
      note(new Subject.OfPod(pod.uid()));
      return mirror.find(pod.uid()) != null;
    }

    @Override
    public @Nullable ClusterObject find(ClusterObject.Kind kind, ObjectKey key) {
      note(new Subject.OfObject(kind, key));
      return mirror.watched(kind, key);
    }
  }
}
