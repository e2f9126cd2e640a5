package dev.berth.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.framework.CycleState;
import dev.berth.framework.PointTimes;
import dev.berth.framework.PostFilterResult;
import dev.berth.framework.ScoreException;
import dev.berth.framework.ScorePlugin;
import dev.berth.framework.Status;
import dev.berth.framework.TimedPoint;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;
import dev.berth.pipeline.EvaluationMode;
import dev.berth.plugins.tainttoleration.TaintToleration;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is told of single plugins, through the real loop. */
final class PluginTimesTest {

  private final TestLoop loop = new TestLoop();
  private final TracePlugin a = loop.plugin("a");
  private final Heard heard = new Heard();

  /** Counts by point, plugin and status, in the order of their names. */
  private static final class Heard implements PointTimes {
    private boolean wants = true;
    private final TreeMap<String, Integer> counts = new TreeMap<>();
    private boolean negative;

    @Override
    public void took(String profile, TimedPoint point, Status status, long nanos) {}

    @Override
    public boolean wantsPlugins() {
      return wants;
    }

    @Override
    public synchronized void pluginTook(
        TimedPoint point, String plugin, Status status, long nanos) {
      counts.merge(
          "%s %s %s".formatted(point.label(), plugin, status.getClass().getSimpleName()),
          1,
          Integer::sum);
      negative |= nanos < 0;
    }

    /** Of everything but what the loop brings itself. */
    synchronized List<String> lines() {
      assertThat(negative).as("a time below zero").isFalse();
      return counts.entrySet().stream()
          .map(count -> count.getKey() + " " + count.getValue())
          .toList();
    }
  }

  @AfterEach
  void close() {
    loop.close();
  }

  /** Throws for each node. */
  private static long broken(String node) throws ScoreException {
    throw new ScoreException("no score for " + node);
  }

  @Test
  void plugin_isTimedAtEachPoint_andForEachNodeThatItIsAskedAbout() throws Exception {
    a.at(
            Point.PRE_ENQUEUE,
            Point.PRE_FILTER,
            Point.FILTER,
            Point.PRE_SCORE,
            Point.SCORE,
            Point.NORMALIZE,
            Point.RESERVE,
            Point.PERMIT,
            Point.PRE_FLIGHT,
            Point.PRE_BIND,
            Point.POST_BIND)
        .answers(Point.BIND, Status.skip());

    loop.timing(heard).start(a).node("n1").node("n2").pod("p").settle();

    assertThat(heard.lines())
        .containsExactly(
            "Bind DefaultBinder Success 1",
            "Bind a Skip 1",
            "Filter a Success 2",
            "Permit a Success 1",
            "PostBind a Success 1",
            "PreBind a Success 1",
            "PreBindPreFlight a Success 1",
            "PreEnqueue a Success 1",
            "PreFilter a Success 1",
            "PreScore a Success 1",
            "Reserve a Success 1",
            "Score a Success 2",
            "ScoreExtensionNormalize a Success 1");
  }

  @Test
  void attemptThatIsNoSample_tellsNothingOfSinglePlugins() throws Exception {
    heard.wants = false;
    a.at(Point.PRE_ENQUEUE, Point.PRE_FILTER, Point.FILTER, Point.SCORE, Point.RESERVE);

    loop.timing(heard).start(a).node("n1").node("n2").pod("p").settle();

    assertThat(loop.trace.about("a.filter")).hasSize(2);
    assertThat(heard.lines()).isEmpty();
  }

  @Test
  void failures_areToldWithTheirStatus_andDryRunsToo() throws Exception {
    TracePlugin b = loop.plugin("b");
    a.at(Point.PRE_FILTER, Point.ADD_POD, Point.REMOVE_POD)
        .answers(
            Point.FILTER,
            call -> call.node().equals("n1") ? Status.unschedulable("no") : Status.success());
    b.answers(Point.POST_FILTER, Status.unschedulable("neither"))
        .answersFor("p", Point.RESERVE, Status.unschedulable("not now"));

    loop.timing(heard).start(a, b).node("n1").node("n2").pod("p").settle();

    assertThat(heard.lines())
        .contains(
            "Filter a Success 1",
            "Filter a Unschedulable 1",
            "Reserve b Unschedulable 1",
            "Unreserve b Success 1");

    a.answers(Point.FILTER, Status.unschedulable("no"));
    loop.pod("q").settle();

    assertThat(heard.lines()).contains("Filter a Unschedulable 3", "PostFilter b Unschedulable 1");
  }

  @Test
  void scoreThatFails_isTold() throws Exception {
    a.scores(PluginTimesTest::broken);

    loop.timing(heard).start(a).node("n1").node("n2").pod("p").settle();

    assertThat(heard.lines()).contains("Score a Error 1");
  }

  @Test
  void podsThatAreNominated_areAddedAndTimed() throws Exception {
    a.at(Point.PRE_FILTER, Point.ADD_POD)
        .answersFor("first", Point.FILTER, Status.unschedulable("not yet"))
        .rescues((_, _, _, _) -> new PostFilterResult(Status.success(), "n1"));

    loop.timing(heard).start(a).node("n1").node("n2").pod("first").settle();
    loop.pod("second").settle();

    assertThat(heard.lines()).contains("PreFilterExtensionAddPod a Success 1");
  }

  @Test
  void pluginWithAMemory_judgesAllNodesInOneTime_andNodeByNodeWithoutIt() throws Exception {
    assertThat(timesOfTaints(EvaluationMode.FAST))
        .contains("Filter TaintToleration Success 1", "Score TaintToleration Success 1");
    assertThat(timesOfTaints(EvaluationMode.SCALAR))
        .contains("Filter TaintToleration Success 3", "Score TaintToleration Success 3");
  }

  private static List<String> timesOfTaints(EvaluationMode mode) throws Exception {
    Heard heard = new Heard();
    try (TestLoop loop = new TestLoop().inMode(mode).timing(heard)) {
      loop.start(new TaintToleration()).node("n1").node("n2").node("n3").pod("p").settle();
    }
    return heard.lines();
  }

  @Test
  void pluginThatDoesNotNormalize_isNotTimedThere() throws Exception {
    loop.timing(heard).start(new Plain()).node("n1").node("n2").pod("p").settle();

    assertThat(heard.lines()).contains("Score Plain Success 2");
    assertThat(heard.lines()).noneMatch(line -> line.contains("Normalize"));
  }

  /** Its scores are normalised already. */
  private record Plain() implements ScorePlugin {
    @Override
    public String name() {
      return "Plain";
    }

    @Override
    public long score(CycleState state, PodInfo pod, NodeInfo node) {
      return 1;
    }
  }
}
