package dev.berth.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.framework.ActionType;
import dev.berth.framework.ClusterEvent;
import dev.berth.framework.EventRegistration;
import dev.berth.framework.EventResource;
import dev.berth.framework.QueueingHint;
import dev.berth.framework.Status;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * A loop with a pod that fits nowhere, whose waker tells who left, and one pod that can be brought
 * to each step of its way.
 */
final class PodLifeBed implements AutoCloseable {
  static final Duration MINUTE = Duration.ofMinutes(1);
  static final String NOBODY = "active 0, backoff 0, unschedulable 0, gated 0, in flight 0";

  final TestLoop loop = new TestLoop();
  final TracePlugin a = loop.plugin("a").at(Point.RESERVE, Point.POST_BIND);

  /** Rejects the pod "other" and traces who left. */
  final TracePlugin full =
      loop.plugin("full")
          .answersFor("other", Point.FILTER, Status.unschedulable("full"))
          .wokenBy(
              EventRegistration.onPod(
                  ClusterEvent.of(EventResource.POD, ActionType.DELETE),
                  (pod, before, after) -> {
                    loop.trace.add(before == null ? "?" : before.key().name() + " left");
                    return QueueingHint.SKIP;
                  }));

  @Override
  public void close() {
    loop.close();
  }

  List<String> since() {
    List<String> lines =
        loop.trace.lines().stream().filter(line -> !line.contains(".filter")).toList();
    loop.trace.clear();
    return lines;
  }

  /** The pod's place on the node, as the view counts it. */
  int podsOn(String node) {
    return Objects.requireNonNull(loop.scheduler().mirror().view().find(node)).podCount();
  }

  void startWithOther() {
    loop.start(a, full).node("n1").node("n2").pod("other").run();
    loop.trace.clear();
  }

  CompletableFuture<Status> handOverP() {
    CompletableFuture<Status> reply = loop.binder.reply("p");
    loop.pod("p").run();
    assertThat(loop.scheduler().bindingsInFlight()).isEqualTo(1);
    since();
    return reply;
  }

  void waitInPermit() {
    a.answersFor("p", Point.PERMIT, Status.waiting(MINUTE));
    startWithOther();
    loop.pod("p").run();
    assertThat(loop.whereabouts("p")).isEqualTo("assumed on n1 waiting");
    since();
  }
}
