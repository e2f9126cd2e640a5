package dev.berth.kube.watch;

import dev.berth.cycle.Message;
import dev.berth.cycle.ObjectKind;
import dev.berth.kube.FakeApiServer;
import dev.berth.model.ClusterObject;
import dev.berth.model.ObjectKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** An inbox that keeps the messages of each kind in their order, as short texts. */
final class Messages implements Consumer<Message> {
  private final Map<ObjectKind, BlockingQueue<String>> byKind = new ConcurrentHashMap<>();

  @Override
  public void accept(Message message) {
    switch (message) {
      case Message.PodSeen(var pod) ->
          add(ObjectKind.PODS, pod.key() + " " + pod.uid() + " on '" + pod.nodeName() + "'");
      case Message.PodGone(var key, String uid) -> add(ObjectKind.PODS, key + " " + uid + " gone");
      case Message.NodeSeen(var node) -> add(ObjectKind.NODES, node.name() + " " + node.uid());
      case Message.NodeGone(String name) -> add(ObjectKind.NODES, name + " gone");
      case Message.ObjectSeen(ClusterObject object) ->
          add(kindOf(object.kind()), "" + object.key());
      case Message.ObjectGone(ClusterObject.Kind kind, ObjectKey key) ->
          add(kindOf(kind), key + " gone");
      case Message.KindMissing(ObjectKind kind, String why) -> add(kind, why);
      case Message.ListComplete(ObjectKind kind) -> add(kind, "complete");
      case Message.BindingFinished _, Message.ExtendersAnswered _, Message.Question _ ->
          throw new AssertionError("not of a watch: " + message);
    }
  }

  private static ObjectKind kindOf(ClusterObject.Kind kind) {
    return Arrays.stream(ObjectKind.values())
        .filter(k -> k.lookedUpAs() == kind)
        .findFirst()
        .orElseThrow();
  }

  private BlockingQueue<String> queueOf(ObjectKind kind) {
    return byKind.computeIfAbsent(kind, k -> new LinkedBlockingQueue<>());
  }

  private void add(ObjectKind kind, String text) {
    queueOf(kind).add(text);
  }

  /** Waits for the next {@code count} messages of a kind. */
  List<String> next(ObjectKind kind, int count) {
    List<String> texts = new ArrayList<>();
    try {
      while (texts.size() < count) {
        String text = queueOf(kind).poll(FakeApiServer.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        if (text == null) {
          throw new AssertionError("no further message of " + kind + " after " + texts);
        }
        texts.add(text);
      }
      return texts;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** What of this kind came and was not asked for. */
  List<String> rest(ObjectKind kind) {
    List<String> texts = new ArrayList<>();
    queueOf(kind).drainTo(texts);
    return texts;
  }
}
