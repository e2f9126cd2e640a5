package dev.berth.extender;

import com.google.common.util.concurrent.Striped;
import dev.berth.cycle.ForeignPods;
import dev.berth.framework.Binder;
import dev.berth.framework.Status;
import dev.berth.http.IncomingRequest;
import dev.berth.http.Reply;
import dev.berth.model.PodInfo;
import dev.berth.model.PodKey;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.Lock;

/**
 * {@code bind}: binds the pod of that uid to the node.
 *
 * <p>The pod counts on its node before the API server is asked, if it fits there now: two pods that
 * were both told that the last room is theirs do not both get it. Asked twice, it says the same
 * twice: the binding has the uid as precondition, and a pod that is on the node already is bound.
 *
 * <p>Threading: any thread; waits for the API server.
 */
final class BindVerb implements Verb {
  private static final String TYPE = "ExtenderBindingArgs";

  /** So many that two pods rarely wait for each other. */
  private static final int TURNS = 1 << 16;

  private final Stages stages;
  private final SeenPods seen;
  private final Binder binder;

  /** Requests for one uid are answered one after the other. */
  private final Striped<Lock> turns = Striped.lazyWeakLock(TURNS);

  BindVerb(Stages stages, SeenPods seen, Binder binder) {
    this.stages = stages;
    this.seen = seen;
    this.binder = binder;
  }

  private record Args(PodKey pod, String uid, String node) {
    /** The pod, without anything that it needs. */
    PodInfo podByName() {
      return PodInfo.builder(pod).uid(uid).build();
    }
  }

  @Override
  public Reply answer(IncomingRequest request, ProfileChoice profiles, Meter meter)
      throws MalformedRequest, RefusedRequest, Stages.BusyException, InterruptedException {
    Args args = read(request.body(), meter);
    Lock turn = turns.get(args.uid());
    turn.lockInterruptibly();
    try {
      PodInfo known = seen.find(args.pod(), args.uid());
      return known == null
          ? reply(binder.bind(args.podByName(), args.node()))
          : bind(known, args.node(), profiles);
    } finally {
      turn.unlock();
    }
  }

  private Reply bind(PodInfo pod, String node, ProfileChoice profiles)
      throws Stages.BusyException, InterruptedException {
    String profile = profiles.of(pod.schedulerName());
    Assumption assumption = new Assumption();
    boolean bound = false;
    try {
      Status counted = stages.ask(loop -> assumption.make(loop, profile, pod, node));
      if (!counted.isSuccess()) {
        return failure(
            "pod %s no longer fits on node %s: %s".formatted(pod.key(), node, counted.message()));
      }
      Status status = binder.bind(pod, node);
      bound = status.isSuccess();
      return reply(status);
    } finally {
      if (!bound) {
        stages.tell(loop -> assumption.takeBack(loop, pod.uid()));
      }
    }
  }

  /**
   * That a pod counts on its node ahead of its binding; what an earlier request has made stays when
   * a later one fails.
   *
   * <p>Threading: scheduler thread only.
   */
  private static final class Assumption {
    private boolean made;

    Status make(ForeignPods loop, String profile, PodInfo pod, String node) {
      if (!loop.knowsNodes()) {
        return Status.success(); // whoever binds may know better
      }
      boolean counted = loop.counts(pod.uid());
      Status status = loop.assume(profile, pod, node);
      made = status.isSuccess() && !counted;
      return status;
    }

    void takeBack(ForeignPods loop, String uid) {
      if (made) {
        loop.forget(uid);
      }
    }
  }

  private static Args read(byte[] body, Meter meter) throws MalformedRequest, RefusedRequest {
    Map<String, String> texts = new HashMap<>();
    Map<String, RequestReader.Value> fields = new HashMap<>();
    for (String field : new String[] {"PodName", "PodNamespace", "PodUID", "Node"}) {
      fields.put(
          field.toLowerCase(Locale.ROOT),
          json -> texts.put(field, RequestReader.text(json, field)));
    }
    new RequestReader(TYPE, meter).read(body, fields);
    String name = required(texts, "PodName");
    String namespace = required(texts, "PodNamespace");
    return new Args(
        new PodKey(namespace, name), required(texts, "PodUID"), required(texts, "Node"));
  }

  private static String required(Map<String, String> texts, String field) throws MalformedRequest {
    String text = texts.get(field);
    if (text == null || text.isEmpty()) {
      throw new MalformedRequest(TYPE + " has no " + field);
    }
    return text;
  }

  private Reply reply(Status status) {
    return failure(status.isSuccess() ? "" : status.message());
  }

  /** Mirrors {@code ExtenderBindingResult}: an empty error is success. */
  @Override
  public Reply failure(String text) {
    return Replies.ok(Replies.error(text));
  }
}
