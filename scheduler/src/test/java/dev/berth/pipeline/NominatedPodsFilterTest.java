package dev.berth.pipeline;

import static dev.berth.pipeline.Scripted.plugin;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.cluster.ClusterMirror;
import dev.berth.config.NodeResourcesFitArgs;
import dev.berth.config.ResourceWeight;
import dev.berth.config.ScoringStrategy;
import dev.berth.framework.CycleState;
import dev.berth.framework.PreFilterResult;
import dev.berth.framework.StateKey;
import dev.berth.framework.Status;
import dev.berth.model.HostPort;
import dev.berth.model.NodeInfo;
import dev.berth.model.PodInfo;
import dev.berth.model.ResourceName;
import dev.berth.plugins.Make;
import dev.berth.plugins.nodeports.NodePorts;
import dev.berth.plugins.noderesources.NodeResourcesFit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A node that pods are nominated to: it has to pass with those of equal or higher priority on it,
 * and without them.
 */
@ParameterizedClass
@EnumSource(EvaluationMode.class)
record NominatedPodsFilterTest(EvaluationMode mode) {

  private static final PodInfo POD = Make.pod("pod").priority(5).build();

  /** Its state counts the pods that were added to the node. */
  private static final class Count implements CycleState.Forkable<Count> {
    static final StateKey<Count> KEY = StateKey.of("count");
    int added;

    @Override
    public Count copy() {
      Count copy = new Count();
      copy.added = added;
      return copy;
    }
  }

  @Test
  void aPodOfHigherPriority_takesItsRoom() {
    assertThat(fitting(rival(6)).unfit(pod()).message())
        .isEqualTo("0/1 nodes are available: 1 Insufficient cpu.");
  }

  @Test
  void aPodOfEqualPriority_takesItsRoom() {
    assertThat(fitting(rival(5)).unfit(pod()).message())
        .isEqualTo("0/1 nodes are available: 1 Insufficient cpu.");
  }

  @Test
  void aPodOfLowerPriority_isIgnored() {
    assertThat(fitting(rival(4)).selected(pod()).nodeName()).isEqualTo("a");
  }

  @Test
  void aPodWithoutPriority_ranksAsZero() {
    PodInfo belowZero = pod().toBuilder().priority(-1).build();
    PodInfo atZero = Make.pod("rival").requests(Make.requests("cpu=1")).build();

    assertThat(fitting(atZero).schedule(belowZero)).isInstanceOf(ScheduleResult.Unfit.class);
    assertThat(fitting(atZero).schedule(pod())).isInstanceOf(ScheduleResult.Selected.class);
  }

  @Test
  void thePodItself_doesNotStandInItsOwnWay() {
    assertThat(fitting(pod()).selected(pod()).nodeName()).isEqualTo("a");
  }

  @Test
  void thePodsOwnName_underAnotherUid_doesStandInItsWay() {
    PodInfo namesake = pod().toBuilder().uid("another").build();

    assertThat(fitting(namesake).schedule(pod())).isInstanceOf(ScheduleResult.Unfit.class);
  }

  @Test
  void severalPods_addUp() {
    PodInfo small = Make.pod("s1").priority(9).requests(Make.requests("cpu=300m")).build();
    PodInfo smallToo = small.toBuilder().uid("s2").build();

    assertThat(fitting(small).schedule(half())).isInstanceOf(ScheduleResult.Selected.class);
    assertThat(fitting(small, smallToo).schedule(half())).isInstanceOf(ScheduleResult.Unfit.class);
  }

  @Test
  void aPodNominatedElsewhere_changesNothingHere() {
    Trial trial = fitting().nodes("b").nominate(rival(9), "b");

    assertThat(trial.selected(pod()).nodeName()).isEqualTo("a");
  }

  @Test
  void aPodNominatedToANodeThatIsGone_changesNothing() {
    assertThat(fitting().nominate(rival(9), "gone").selected(pod()).nodeName()).isEqualTo("a");
  }

  @Test
  void hostPorts_ofANominatedPod_areTaken() {
    List<HostPort> ports = List.of(HostPort.of("", "TCP", 80));
    PodInfo wants = Make.pod("pod").hostPorts(ports).build();
    NodePorts plugin = new NodePorts();
    Trial trial =
        new Trial(mode)
            .nodes("a", "b")
            .preFilter(plugin)
            .filter(plugin)
            .nominate(Make.pod("rival").priority(1).hostPorts(ports).build(), "a");

    assertThat(trial.judge(wants).rejected().keySet()).containsExactly("a");
    assertThat(trial.selected(wants).nodeName()).isEqualTo("b");
  }

  @Test
  void bothPassesHaveToPass_withThePods_andWithout() {
    Trial onlyWithout =
        new Trial(mode)
            .nodes("a")
            .filter(plugin("A").onFilter((state, pod, node) -> passIf(node.podCount() == 0)));
    Trial onlyWith =
        new Trial(mode)
            .nodes("a")
            .filter(plugin("A").onFilter((state, pod, node) -> passIf(node.podCount() == 1)));

    assertThat(onlyWithout.nominate(rival(9), "a").schedule(POD))
        .isInstanceOf(ScheduleResult.Unfit.class);
    assertThat(onlyWith.nominate(rival(9), "a").schedule(POD))
        .isInstanceOf(ScheduleResult.Unfit.class);
  }

  @Test
  void theSecondPass_isLeftOutWhenTheFirstRejects_orAddsNobody() {
    List<Integer> podsSeen = new ArrayList<>();
    Scripted rejectsCrowded =
        plugin("A")
            .onFilter(
                (state, pod, node) -> {
                  podsSeen.add(node.podCount());
                  return passIf(node.podCount() == 0);
                });
    Trial trial = new Trial(mode).nodes("a").filter(rejectsCrowded).nominate(rival(9), "a");

    trial.pipeline().filters().filterWithNominatedPods(CycleState.create(), POD, node(trial));
    assertThat(podsSeen).as("pods on the node, pass by pass").containsExactly(1);

    podsSeen.clear();
    trial.nominees.clear();
    trial.nominate(rival(1), "a");
    trial.pipeline().filters().filterWithNominatedPods(CycleState.create(), POD, node(trial));
    assertThat(podsSeen).containsExactly(0);
  }

  @Test
  void addPod_seesTheNodeWithThePod_andCountsInTheFirstPassOnly() {
    List<Integer> countsSeen = new ArrayList<>();
    List<Integer> podsAtAddPod = new ArrayList<>();
    Scripted counts =
        plugin("A")
            .onPreFilter(
                (state, pod, view) -> {
                  state.put(Count.KEY, new Count());
                  return PreFilterResult.allNodes();
                })
            .onAddPod(
                (state, added, node) -> {
                  podsAtAddPod.add(node.podCount());
                  state.get(Count.KEY).added++;
                  return Status.success();
                })
            .onFilter(
                (state, pod, node) -> {
                  countsSeen.add(state.get(Count.KEY).added);
                  return Status.unschedulable("x");
                });
    Scripted passing = plugin("Passes");
    Trial trial =
        new Trial(mode)
            .nodes("a")
            .preFilter(counts)
            .filter(passing, counts)
            .nominate(rival(9), "a")
            .nominate(rival(8).toBuilder().uid("rival2").build(), "a");

    CycleState state = CycleState.create();
    trial.pipeline().schedule(state, POD, trial.view());

    assertThat(countsSeen).as("pods added, as the filter saw it").contains(2);
    assertThat(podsAtAddPod).containsSubsequence(1, 2);
    assertThat(state.get(Count.KEY).added).as("the attempt's own state").isZero();
  }

  @Test
  void addPodThatFails_isAnErrorOfTheAttempt() {
    Scripted fails = plugin("A").onAddPod((state, added, node) -> Status.error("broken"));
    Trial trial = new Trial(mode).nodes("a").preFilter(fails).nominate(rival(9), "a");

    assertThat(trial.aborted(POD).message())
        .isEqualTo("running AddPod on PreFilter plugin \"A\": broken");
  }

  @Test
  void addPodThatRejects_isAnErrorToo() {
    Scripted rejects = plugin("A").onAddPod((state, added, node) -> Status.unschedulable("no"));
    Trial trial = new Trial(mode).nodes("a").preFilter(rejects).nominate(rival(9), "a");

    assertThat(trial.aborted(POD).message())
        .isEqualTo("running AddPod on PreFilter plugin \"A\": no");
  }

  /** A node with one CPU, and a pod that wants all of it. */
  private Trial fitting(PodInfo... nominated) {
    NodeResourcesFit plugin =
        new NodeResourcesFit(
            new NodeResourcesFitArgs(
                List.of(),
                List.of(),
                new ScoringStrategy.LeastAllocated(
                    List.of(new ResourceWeight(ResourceName.CPU, 1)))),
            new ClusterMirror().listers());
    Trial trial =
        new Trial(mode)
            .node(Make.node("a").allocatable(Make.resources("cpu=1", "pods=10")))
            .preFilter(plugin)
            .filter(plugin);
    for (PodInfo pod : nominated) {
      trial.nominate(pod, "a");
    }
    return trial;
  }

  private static PodInfo pod() {
    return POD.toBuilder().requests(Make.requests("cpu=1")).build();
  }

  private static PodInfo half() {
    return POD.toBuilder().requests(Make.requests("cpu=500m")).build();
  }

  private static PodInfo rival(int priority) {
    return Make.pod("rival").priority(priority).requests(Make.requests("cpu=1")).build();
  }

  private static NodeInfo node(Trial trial) {
    return trial.view().node(0);
  }

  private static Status passIf(boolean condition) {
    return condition ? Status.success() : Status.unschedulable("x");
  }
}
