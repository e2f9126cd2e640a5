package dev.berth.extender;

import dev.berth.framework.Binder;
import dev.berth.framework.Status;
import dev.berth.http.IncomingRequest;
import dev.berth.http.Reply;
import dev.berth.model.PodInfo;
import dev.berth.model.PodKey;
import java.util.HashMap;
import java.util.Map;

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

  private final Stages stages;
  private final SeenPods seen;
  private final Binder binder;

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
  public Reply answer(IncomingRequest request, ProfileChoice profiles)
      throws MalformedRequest, Stages.BusyException, InterruptedException {
    Args args = read(request.body());
    PodInfo known = seen.find(args.uid());
    if (known == null) {
      return reply(binder.bind(args.podByName(), args.node()));
    }
    stages.requireSynced();
    String profile = profiles.of(known.schedulerName());
    Status assumed = stages.ask(loop -> loop.assume(profile, known, args.node()));
    if (!assumed.isSuccess()) {
      return failure(
          "pod %s no longer fits on node %s: %s"
              .formatted(args.pod(), args.node(), assumed.message()));
    }
    return reply(bind(known, args.node()));
  }

  private Status bind(PodInfo pod, String node) throws InterruptedException, Stages.BusyException {
    boolean bound = false;
    try {
      Status status = binder.bind(pod, node);
      bound = status.isSuccess();
      return status;
    } finally {
      if (!bound) {
        stages.tell(loop -> loop.forget(pod.uid()));
      }
    }
  }

  private static Args read(byte[] body) throws MalformedRequest {
    Map<String, String> texts = new HashMap<>();
    Map<String, RequestReader.Value> fields = new HashMap<>();
    for (String field : new String[] {"PodName", "PodNamespace", "PodUID", "Node"}) {
      fields.put(
          field.toLowerCase(java.util.Locale.ROOT),
          json -> texts.put(field, RequestReader.text(json, field)));
    }
    new RequestReader(TYPE).read(body, fields);
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
