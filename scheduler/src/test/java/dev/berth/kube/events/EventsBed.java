package dev.berth.kube.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.cycle.AttemptEnd;
import dev.berth.kube.FakeApiServer;
import dev.berth.kube.FakeApiServer.Answer;
import dev.berth.kube.FakeApiServer.Request;
import dev.berth.kube.KubeClients;
import dev.berth.kube.events.EventOutcomes.Drop;
import dev.berth.kube.lease.Leadership;
import dev.berth.model.PodInfo;
import dev.berth.model.PodKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Events on their way to a server, and what is counted of them. */
final class EventsBed implements AutoCloseable {
  static final ObjectMapper MAPPER = new ObjectMapper();
  static final String EVENTS = "/apis/events.k8s.io/v1/namespaces/shop/events";
  static final Instant START = Instant.parse("2026-03-01T12:00:00.000120Z");
  static final KubeEvents.Limits LIMITS = new KubeEvents.Limits(100, 2, 1 << 20, Duration.ZERO);

  static final PodInfo WEB = pod("web");

  final FakeApiServer server = FakeApiServer.start();
  final KubeClients clients = server.clients();
  final Outcomes outcomes = new Outcomes();
  final AtomicBoolean leads = new AtomicBoolean(true);

  volatile Instant now = START;

  KubeEvents events = start(LIMITS);

  /** What was counted, in order. */
  static final class Outcomes implements EventOutcomes {
    final BlockingQueue<String> all = new LinkedBlockingQueue<>();

    @Override
    public void sent() {
      all.add("sent");
    }

    @Override
    public void failed() {
      all.add("failed");
    }

    @Override
    public void dropped(Drop reason) {
      all.add(reason.name());
    }

    String next() throws InterruptedException {
      String next = all.poll(FakeApiServer.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      return next == null ? "nothing" : next;
    }
  }

  KubeEvents start(KubeEvents.Limits limits) {
    Leadership leadership = leads::get;
    return KubeEvents.start(
        clients.events(),
        "host-1",
        () -> now,
        new SplittableRandom(1),
        leadership,
        outcomes,
        limits);
  }

  @Override
  public void close() {
    events.close();
    clients.close();
    server.close();
  }

  static PodInfo pod(String name) {
    return PodInfo.builder(new PodKey("shop", name))
        .uid("uid-" + name)
        .resourceVersion("7")
        .schedulerName("berth")
        .build();
  }

  static AttemptEnd failure(PodInfo pod, String message) {
    return new AttemptEnd(pod, AttemptEnd.Outcome.UNSCHEDULABLE, 1, 0, 0, false, message);
  }

  void onPost(Answer... answers) {
    Deque<Answer> rest = new ArrayDeque<>(List.of(answers));
    server.on(
        "POST " + EVENTS,
        request -> {
          synchronized (rest) {
            return rest.size() > 1 ? rest.removeFirst() : rest.getFirst();
          }
        });
  }

  static JsonNode body(Request request) {
    try {
      return MAPPER.readTree(request.body());
    } catch (JsonProcessingException e) {
      throw new AssertionError(request.body(), e);
    }
  }

  static Answer created() {
    return Answer.json(201, "{'kind': 'Event'}");
  }
}
