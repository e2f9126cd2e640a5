package dev.berth.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.framework.PointTimes;
import dev.berth.framework.Status;
import dev.berth.framework.TimedPoint;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is told of the extension points that a placement meets, through the real loop. */
final class PointTimesTest {

  private final TestLoop loop = new TestLoop();
  private final TracePlugin a = loop.plugin("a");
  private final TracePlugin b = loop.plugin("b");
  private final Heard heard = new Heard();

  private static final class Heard implements PointTimes {
    private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();

    @Override
    public void took(String profile, TimedPoint point, Status status, long nanos) {
      lines.add(point.label() + " " + status.getClass().getSimpleName());
    }

    List<String> of(TimedPoint... points) {
      return lines.stream()
          .filter(line -> Stream.of(points).anyMatch(point -> line.startsWith(point.label() + " ")))
          .toList();
    }
  }

  @AfterEach
  void close() {
    loop.close();
  }

  @Test
  void permit_isAWaitWhenAPluginHoldsThePod_whateverTheOthersSay() throws Exception {
    a.answers(Point.PERMIT, Status.waiting(Duration.ofMinutes(1)));
    b.at(Point.PERMIT);

    loop.timing(heard).start(a, b).node("n1").pod("p").settle();

    assertThat(heard.of(TimedPoint.PERMIT)).containsExactly("Permit Wait");
  }

  @Test
  void permit_isWhatTheFirstSaid_whoRejectsThePod_andThenItIsUnreserved() throws Exception {
    a.at(Point.RESERVE);
    b.answers(Point.PERMIT, Status.unschedulable("no"));

    loop.timing(heard).start(a, b).node("n1").pod("p").settle();

    assertThat(heard.of(TimedPoint.RESERVE, TimedPoint.PERMIT, TimedPoint.UNRESERVE))
        .containsExactly("Reserve Success", "Permit Unschedulable", "Unreserve Success");
  }

  @Test
  void preFlight_isSkippedWhenNobodyHasWorkToDo() throws Exception {
    a.answers(Point.PRE_FLIGHT, Status.skip());
    loop.timing(heard).start(a).node("n1").pod("p").settle();
    assertThat(heard.of(TimedPoint.PRE_BIND_PRE_FLIGHT)).containsExactly("PreBindPreFlight Skip");
  }

  @Test
  void preFlight_isASuccessWhenSomebodyHasWorkToDo() throws Exception {
    a.answers(Point.PRE_FLIGHT, Status.skip());
    b.at(Point.PRE_FLIGHT, Point.PRE_BIND);
    loop.timing(heard).start(a, b).node("n1").pod("p").settle();
    assertThat(heard.of(TimedPoint.PRE_BIND_PRE_FLIGHT))
        .containsExactly("PreBindPreFlight Success");
  }
}
