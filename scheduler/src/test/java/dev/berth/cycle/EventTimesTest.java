package dev.berth.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.framework.ClusterEvent;
import dev.berth.model.ClusterObject;
import dev.berth.model.Labels;
import dev.berth.model.Namespace;
import dev.berth.model.ObjectKey;
import dev.berth.model.storage.StorageClass;
import dev.berth.plugins.Make;
import dev.berth.plugins.Volumes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Which events a change of the cluster is told as: those that {@code eventhandlers.go}, Kubernetes
 * 1.36.3, measures.
 */
final class EventTimesTest {

  private static final Labels LABELS = Labels.of(Map.of("a", "b"));
  private static final StorageClass FAST = Volumes.storageClass("fast", "p", null);

  private final List<String> events = new ArrayList<>();
  private final TestLoop loop =
      new TestLoop()
          .listening(
              new CycleListener() {
                @Override
                public void handled(ClusterEvent event, long nanos) {
                  assertThat(nanos).isPositive();
                  events.add(event.label());
                }
              });

  @BeforeEach
  void start() throws Exception {
    loop.start().node("n1").settle();
  }

  @AfterEach
  void close() {
    loop.close();
  }

  /** Since the last call. */
  private List<String> events() {
    List<String> seen = List.copyOf(events);
    events.clear();
    return seen;
  }

  @Test
  void nodes() throws Exception {
    assertThat(events()).containsExactly("NodeAdd");

    loop.node(Make.node("n1").uid("uid-n1").allocatable(Make.resources("cpu=8", "pods=10")));
    loop.settle();
    assertThat(events()).containsExactly("NodeUpdateNodeAllocatable");

    loop.node(
        Make.node("n1")
            .uid("uid-n1")
            .labels(LABELS)
            .allocatable(Make.resources("cpu=9", "pods=10")));
    loop.settle();
    assertThat(events()).containsExactly("NodeUpdateNodeAllocatable", "NodeUpdateNodeLabel");

    loop.post(new Message.NodeGone("n1")).settle();
    assertThat(events()).containsExactly("NodeDelete");
  }

  @Test
  void podThatIsBound_leavesTheQueueAndArrives() throws Exception {
    events();
    loop.pod("p").settle();
    assertThat(events()).containsExactly("UnschedulablePodAdd");

    loop.pod(TestLoop.pending("p").nodeName("n1")).settle();
    assertThat(events()).containsExactly("UnschedulablePodDelete", "AssignedPodAdd");

    // kube-scheduler tells the plain change twice, too.
    loop.pod(TestLoop.pending("p").nodeName("n1")).settle();
    assertThat(events()).containsExactly("AssignedPodUpdate", "AssignedPodUpdate");

    loop.pod(TestLoop.pending("p").nodeName("n1").labels(LABELS)).settle();
    assertThat(events()).containsExactly("AssignedPodUpdatePodLabel", "AssignedPodUpdate");

    loop.gone("p").settle();
    assertThat(events()).containsExactly("AssignedPodDelete");
  }

  @Test
  void podThatWaits_changesAndGoes() throws Exception {
    loop.pod(TestLoop.pending("p").schedulingGates(List.of("g"))).settle();
    events();

    loop.pod(TestLoop.pending("p").schedulingGates(List.of("g"))).settle();
    assertThat(events()).containsExactly("UnschedulablePodUpdate");

    loop.pod(TestLoop.pending("p").schedulingGates(List.of("g")).labels(LABELS)).settle();
    assertThat(events())
        .containsExactly("UnschedulablePodUpdate", "UnschedulablePodUpdatePodLabel");

    loop.gone("p").settle();
    assertThat(events()).containsExactly("UnschedulablePodDelete");
  }

  @Test
  void podThatIsDeletedWhileItIsAssumed_leavesTheQueueOnly() throws Exception {
    loop.pod("p").settle();
    events();

    loop.gone("p").settle();
    assertThat(events()).containsExactly("UnschedulablePodDelete");
  }

  @Test
  void podOfOthers_onlyArrives() throws Exception {
    events();
    loop.pod(TestLoop.pending("p").schedulerName("other")).settle();
    assertThat(events()).isEmpty();

    loop.pod(TestLoop.pending("p").schedulerName("other").nodeName("n1")).settle();
    assertThat(events()).containsExactly("AssignedPodAdd");
  }

  @Test
  void otherKinds_ofWhichPluginsHear() throws Exception {
    events();
    loop.post(new Message.ObjectSeen(FAST)).settle();
    loop.post(new Message.ObjectSeen(new Namespace(ObjectKey.ofCluster("a"), Labels.of(Map.of()))))
        .settle();
    assertThat(events()).containsExactly("storage.k8s.io/StorageClassAdd");

    loop.post(new Message.ObjectGone(ClusterObject.Kind.STORAGE_CLASS, FAST.key())).settle();
    assertThat(events()).containsExactly("storage.k8s.io/StorageClassDelete");
  }
}
