package dev.berth.kube.events;

import dev.berth.kube.KubeClient;
import dev.berth.kube.KubeReply;
import dev.berth.kube.KubeRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries once to bring an event to the API server, and says what came of it.
 *
 * <p>As kube-scheduler's ({@code recordEvent}, {@code client-go/tools/events}, Kubernetes 1.36.3):
 * what the server refuses is not repeated, a server that cannot be reached or asks for time is, and
 * a series whose event is gone becomes an event again.
 *
 * <p>Threading: any thread; {@link #send} blocks.
 */
final class EventSender {
  private static final Logger LOG = LoggerFactory.getLogger(EventSender.class);

  /** What came of a try. */
  enum Outcome {
    SENT,
    TRY_LATER,
    REFUSED,
    NAMESPACE_GONE
  }

  private final KubeClient client;
  private final EventJson json;
  private final AtomicLong failuresInARow = new AtomicLong();
  private final AtomicBoolean toldOfRule = new AtomicBoolean();
  private final AtomicBoolean toldOfGroup = new AtomicBoolean();

  EventSender(KubeClient client, EventJson json) {
    this.client = client;
    this.json = json;
  }

  Outcome send(EventWrite write) throws InterruptedException {
    try {
      KubeReply reply = client.send(request(write));
      if (reply.code() == 404 && write.series() != null) {
        reply = client.send(creation(write));
      }
      Outcome outcome = outcome(write, reply);
      if (outcome == Outcome.SENT) {
        failuresInARow.set(0);
      }
      return outcome;
    } catch (IOException e) {
      failed(write, "no answer: " + e.getMessage());
      return Outcome.TRY_LATER;
    }
  }

  private KubeRequest request(EventWrite write) {
    return write.series() == null
        ? creation(write)
        : KubeRequest.strategicPatch(
            collection(write) + "/" + write.event().name(), json.patch(write.series()));
  }

  private KubeRequest creation(EventWrite write) {
    return KubeRequest.post(collection(write), json.create(write.event(), write.series()));
  }

  private static String collection(EventWrite write) {
    return "/apis/events.k8s.io/v1/namespaces/" + write.event().pod().namespace() + "/events";
  }

  private Outcome outcome(EventWrite write, KubeReply reply) {
    if (reply.isSuccess()) {
      return Outcome.SENT;
    }
    return switch (reply.code()) {
      // An earlier try got through and its answer was lost; or the event of a series came back.
      case 409 -> write.series() == null ? Outcome.SENT : Outcome.TRY_LATER;
      case 403 -> says(reply, "NamespaceTerminating") ? Outcome.NAMESPACE_GONE : forbidden(reply);
      case 404 -> says(reply, "\"Status\"") ? Outcome.NAMESPACE_GONE : noSuchGroup();
      case 429, 502, 503, 504 -> {
        failed(write, reply.message());
        yield Outcome.TRY_LATER;
      }
      default -> {
        failed(write, reply.message());
        yield Outcome.REFUSED;
      }
    };
  }

  private static boolean says(KubeReply reply, String text) {
    return new String(reply.body(), StandardCharsets.UTF_8).contains(text);
  }

  private Outcome forbidden(KubeReply reply) {
    if (toldOfRule.compareAndSet(false, true)) {
      LOG.warn(
          "events cannot be written: {}. Maybe a role lacks the rule: apiGroups"
              + " [\"events.k8s.io\"], resources [\"events\"], verbs [\"create\", \"patch\"]. Said"
              + " once.",
          reply.message());
    }
    return Outcome.REFUSED;
  }

  private Outcome noSuchGroup() {
    if (toldOfGroup.compareAndSet(false, true)) {
      LOG.warn(
          "events cannot be written: the API server does not know events.k8s.io/v1. Maybe it is"
              + " older than 1.19? Said once.");
    }
    return Outcome.REFUSED;
  }

  private void failed(EventWrite write, String problem) {
    if (failuresInARow.getAndIncrement() == 0) {
      LOG.warn("an event about pod {} could not be written: {}", write.event().pod(), problem);
    }
  }
}
