package dev.berth.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.framework.ActionType;
import dev.berth.framework.ClusterEvent;
import dev.berth.framework.EventRegistration;
import dev.berth.framework.EventResource;
import dev.berth.framework.QueueingHint;
import dev.berth.framework.Status;
import java.util.List;

/** A loop with two plugins that reserve, and a pod that fits nowhere and tells who left. */
final class CommitmentBed implements AutoCloseable {
  final TestLoop loop = new TestLoop();
  final TracePlugin a = loop.plugin("a").at(Point.RESERVE);
  final TracePlugin b = loop.plugin("b").at(Point.RESERVE);

  /** Rejects the pod "other", and says what wakes it: one more pod that holds a place. */
  final TracePlugin full =
      loop.plugin("full")
          .answersFor("other", Point.FILTER, Status.unschedulable("full"))
          .wokenBy(
              EventRegistration.onPod(
                  ClusterEvent.of(EventResource.POD, ActionType.DELETE),
                  (pod, before, after) -> {
                    String left = before == null ? "?" : before.key().name();
                    loop.trace.add("hint for " + pod.key().name() + ": " + left + " left");
                    return QueueingHint.SKIP;
                  }));

  @Override
  public void close() {
    loop.close();
  }

  void startWithOther() {
    loop.start(a, b, full).node("n1").pod("other").run();
    loop.trace.clear();
  }

  List<String> withoutFilters() {
    return loop.trace.lines().stream().filter(line -> !line.contains(".filter")).toList();
  }

  Status seen(String pod) {
    loop.trace.add(pod + " is " + loop.whereabouts(pod) + ", " + loop.queue());
    return Status.success();
  }

  /** A pod that no plugin minds is bound still. */
  void assertLoopGoesOn() throws InterruptedException {
    a.answers(Point.RESERVE, Status.success()).answers(Point.UNRESERVE, Status.success());
    b.answers(Point.RESERVE, Status.success())
        .answers(Point.PERMIT, Status.success())
        .answers(Point.PRE_FLIGHT, Status.success())
        .answers(Point.PRE_BIND, Status.success())
        .answers(Point.BIND, Status.skip());
    loop.pod("q").settle();
    assertThat(loop.trace.lines()).contains("bound q n1");
  }
}
