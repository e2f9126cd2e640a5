package dev.berth.cluster;

import static dev.berth.cluster.Samples.node;
import static dev.berth.cluster.Samples.pod;
import static dev.berth.cluster.Samples.podOn;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.framework.Lister;
import dev.berth.model.ClusterObject;
import dev.berth.model.HostPort;
import dev.berth.model.LabelSelector;
import dev.berth.model.Labels;
import dev.berth.model.Node;
import dev.berth.model.NodeInfo;
import dev.berth.model.ObjectKey;
import dev.berth.model.Phase;
import dev.berth.model.PodInfo;
import dev.berth.model.PodKey;
import dev.berth.model.ReplicaSet;
import dev.berth.model.ResourceName;
import dev.berth.model.Service;
import dev.berth.model.devices.DeviceClasses;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class ClusterMirrorTest {

  private static final List<HostPort> PORT_80 = List.of(HostPort.of("", "TCP", 80));

  private final ClusterMirror mirror = new ClusterMirror();

  private NodeInfo on(String name) {
    return requireNonNull(mirror.view().find(name), "node of the view");
  }

  private void assertPods(String nodeName, PodInfo... wantPods) {
    assertThat(on(nodeName).pods()).containsExactlyInAnyOrder(wantPods);
  }

  @Nested
  class PodsFromTheWatch {

    @Test
    void aPodWithANode_countsThere() {
      mirror.putNode(node("n1"));
      PodInfo a = podOn("n1", "a");

      assertThat(mirror.putPod(a)).isEqualTo(new PodChange.Placed(a));

      assertPods("n1", a);
      assertThat(on("n1").requested().milliCpu()).isEqualTo(500);
      assertThat(mirror.find("a")).isSameAs(a);
      assertThat(mirror.isAssumed("a")).isFalse();
    }

    @Test
    void aPodWithoutANode_countsNowhere() {
      mirror.putNode(node("n1"));
      assertThat(mirror.putPod(pod("a"))).isEqualTo(new PodChange.Nothing());
      assertPods("n1");
      assertThat(mirror.find("a")).isNull();
    }

    @Test
    void newFactsOfAPod_takeThePlaceOfTheOldOnes() {
      mirror.putNode(node("n1"));
      PodInfo before = podOn("n1", "a").toBuilder().hostPorts(PORT_80).build();
      PodInfo after =
          podOn("n1", "a").toBuilder()
              .requests(Samples.requests(Map.of("cpu", "2")))
              .labels(Labels.of(Map.of("app", "web")))
              .build();
      mirror.putPod(before);

      assertThat(mirror.putPod(after)).isEqualTo(new PodChange.Updated(before, after));

      assertPods("n1", after);
      assertThat(on("n1").requested().milliCpu()).isEqualTo(2_000);
      assertThat(on("n1").usedPorts()).isEmpty();
    }

    @Test
    void aTerminatingPod_stillCounts() {
      mirror.putNode(node("n1"));
      PodInfo leaving = podOn("n1", "a").toBuilder().terminating(true).build();
      mirror.putPod(leaving);
      assertPods("n1", leaving);
    }

    @Test
    void aPodThatSucceededOrFailed_isGone() {
      mirror.putNode(node("n1"));
      for (Phase terminal : List.of(Phase.SUCCEEDED, Phase.FAILED)) {
        PodInfo running = podOn("n1", "a");
        mirror.putPod(running);
        assertThat(mirror.putPod(running.toBuilder().phase(terminal).build()))
            .isEqualTo(new PodChange.Gone(running, false));
        assertPods("n1");
        assertThat(mirror.find("a")).isNull();
      }
    }

    @Test
    void aPodThatIsTerminalWhenFirstSeen_neverCounts() {
      mirror.putNode(node("n1"));
      PodInfo done = podOn("n1", "a").toBuilder().phase(Phase.SUCCEEDED).build();
      assertThat(mirror.putPod(done)).isEqualTo(new PodChange.Nothing());
      assertPods("n1");
    }

    @Test
    void aDeletedPod_givesEverythingBack() {
      mirror.putNode(node("n1"));
      PodInfo a = podOn("n1", "a").toBuilder().hostPorts(PORT_80).build();
      mirror.putPod(a);

      assertThat(mirror.removePod("a")).isEqualTo(new PodChange.Gone(a, false));

      assertThat(on("n1").requested().milliCpu()).isZero();
      assertThat(on("n1").portsConflict(PORT_80)).isFalse();
      assertThat(mirror.removePod("a")).isEqualTo(new PodChange.Nothing());
    }

    @Test
    void aBoundPodSeenOnAnotherNode_followsTheWatch() {
      mirror.putNode(node("n1"));
      mirror.putNode(node("n2"));
      PodInfo before = podOn("n1", "a");
      PodInfo after = podOn("n2", "a");
      mirror.putPod(before);

      assertThat(mirror.putPod(after)).isEqualTo(new PodChange.Moved(before, after));

      assertPods("n1");
      assertPods("n2", after);
    }

    @Test
    void aBoundPodSeenWithoutItsNode_wasAStaleReadAndStays() {
      mirror.putNode(node("n1"));
      PodInfo bound = podOn("n1", "a");
      mirror.putPod(bound);
      assertThat(mirror.putPod(pod("a"))).isEqualTo(new PodChange.Nothing());
      assertPods("n1", bound);
    }
  }

  @Nested
  class NamesThatChangeHands {

    private final PodInfo first = podOn("n1", "first").toBuilder().key(name()).build();
    private final PodInfo second = pod("second").toBuilder().key(name()).build();

    private static PodKey name() {
      return new PodKey("ns", "web-0");
    }

    @Test
    void aPodOfAnotherUidOnANode_replacesTheOneBefore() {
      mirror.putNode(node("n1"));
      mirror.putNode(node("n2"));
      mirror.putPod(first);
      PodInfo placed = second.withNodeName("n2");

      assertThat(mirror.putPod(placed)).isEqualTo(new PodChange.Replaced(first, placed, false));

      assertPods("n1");
      assertPods("n2", placed);
      assertThat(mirror.find("first")).isNull();
    }

    @Test
    void aPendingPodOfAnotherUid_showsThatTheOneBeforeIsGone() {
      mirror.putNode(node("n1"));
      PodInfo assumed = mirror.assume(first, "n1").pod();

      assertThat(mirror.putPod(second)).isEqualTo(new PodChange.Gone(assumed, true));

      assertPods("n1");
      assertThat(mirror.isAssumed("first")).isFalse();
    }

    @Test
    void theLateDeletionOfTheOneBefore_doesNotTouchItsSuccessor() {
      mirror.putNode(node("n1"));
      mirror.putPod(first);
      mirror.assume(second, "n1");

      mirror.removePod("first");
      PodInfo third = pod("third").toBuilder().key(name()).build();

      assertThat(mirror.find("second")).isNotNull();
      assertThat(mirror.putPod(third)).isInstanceOf(PodChange.Gone.class);
      assertThat(mirror.find("second")).isNull();
    }
  }

  @Nested
  class Assumptions {

    @Test
    void anAssumedPod_countsAtOnceAndKeepsItsPorts() {
      mirror.putNode(node("n1"));
      PodInfo a = pod("a").toBuilder().hostPorts(PORT_80).build();

      PodInfo assumed = mirror.assume(a, "n1").pod();

      assertThat(assumed.nodeName()).isEqualTo("n1");
      assertPods("n1", assumed);
      assertThat(on("n1").portsConflict(PORT_80)).isTrue();
      assertThat(mirror.isAssumed("a")).isTrue();
    }

    @Test
    void aForgottenPod_givesEverythingBack() {
      mirror.putNode(node("n1"));
      PodInfo assumed = mirror.assume(pod("a").toBuilder().hostPorts(PORT_80).build(), "n1").pod();

      assertThat(mirror.forget("a")).isEqualTo(new PodChange.Forgotten(assumed));

      assertPods("n1");
      assertThat(on("n1").portsConflict(PORT_80)).isFalse();
      assertThat(on("n1").requested().milliCpu()).isZero();
      assertThat(mirror.isAssumed("a")).isFalse();
      assertThat(mirror.forget("a")).isEqualTo(new PodChange.Nothing());
    }

    @Test
    void theWatch_confirmsAnAssumption() {
      mirror.putNode(node("n1"));
      PodInfo assumed = mirror.assume(pod("a"), "n1").pod();
      PodInfo bound = podOn("n1", "a").toBuilder().phase(Phase.RUNNING).build();

      assertThat(mirror.putPod(bound)).isEqualTo(new PodChange.Confirmed(assumed, bound));

      assertPods("n1", bound);
      assertThat(mirror.isAssumed("a")).isFalse();
    }

    @Test
    void theWatchWins_whenItShowsAnAssumedPodElsewhere() {
      mirror.putNode(node("n1"));
      mirror.putNode(node("n2"));
      PodInfo assumed = mirror.assume(pod("a"), "n1").pod();
      PodInfo bound = podOn("n2", "a");

      assertThat(mirror.putPod(bound)).isEqualTo(new PodChange.ConfirmedElsewhere(assumed, bound));

      assertPods("n1");
      assertPods("n2", bound);
      assertThat(mirror.isAssumed("a")).isFalse();
    }

    @Test
    void anUpdateOfThePendingPod_doesNotTouchItsAssumption() {
      mirror.putNode(node("n1"));
      PodInfo assumed = mirror.assume(pod("a"), "n1").pod();
      PodInfo update = pod("a").toBuilder().labels(Labels.of(Map.of("k", "v"))).build();

      assertThat(mirror.putPod(update)).isEqualTo(new PodChange.Nothing());

      assertPods("n1", assumed);
      assertThat(mirror.isAssumed("a")).isTrue();
    }

    @Test
    void aConfirmedPod_isNotForgotten() {
      mirror.putNode(node("n1"));
      mirror.assume(pod("a"), "n1");
      PodInfo bound = podOn("n1", "a");
      mirror.putPod(bound);

      assertThat(mirror.forget("a")).isEqualTo(new PodChange.Nothing());

      assertPods("n1", bound);
    }

    @Test
    void theDeletionOfAnAssumedPod_endsTheAssumption() {
      mirror.putNode(node("n1"));
      PodInfo assumed = mirror.assume(pod("a"), "n1").pod();
      assertThat(mirror.removePod("a")).isEqualTo(new PodChange.Gone(assumed, true));
      assertPods("n1");
      assertThat(mirror.isAssumed("a")).isFalse();
    }

    @Test
    void aPodThatIsOnANodeAlready_cannotBeAssumed() {
      mirror.putNode(node("n1"));
      PodInfo bound = podOn("n1", "a");
      mirror.putPod(bound);

      assertThatThrownBy(() -> mirror.assume(pod("a"), "n2"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContainingAll("ns/a", "is on node n1", "assumed on n2", "Maybe");

      assertPods("n1", bound);
      assertThat(mirror.isAssumed("a")).isFalse();
    }
  }

  @Nested
  class Nodes {

    @Test
    void aNewNode_isEmpty() {
      Node n1 = node("n1");
      assertThat(mirror.putNode(n1)).isEqualTo(new NodeChange.Added(n1));
      assertThat(on("n1").node()).isSameAs(n1);
      assertPods("n1");
    }

    @Test
    void newFactsOfANode_leaveItsPods() {
      Node before = node("n1");
      Node after = before.toBuilder().unschedulable(true).build();
      mirror.putNode(before);
      PodInfo a = podOn("n1", "a");
      mirror.putPod(a);

      assertThat(mirror.putNode(after)).isEqualTo(new NodeChange.Updated(before, after));

      assertThat(on("n1").node()).isSameAs(after);
      assertPods("n1", a);
    }

    @Test
    void aPodOnANodeThatDoesNotExist_countsAsSoonAsTheNodeComes() {
      PodInfo a = podOn("later", "a");
      PodInfo b = mirror.assume(pod("b"), "later").pod();
      assertThat(mirror.putPod(a)).isEqualTo(new PodChange.Placed(a));
      assertThat(mirror.view().nodeCount()).isZero();
      assertThat(mirror.find("a")).isSameAs(a);
      assertThat(mirror.sizes()).isEqualTo(new MirrorSizes(0, 1, 2, 1));

      mirror.putNode(node("later"));

      assertPods("later", a, b);
      assertThat(mirror.sizes()).isEqualTo(new MirrorSizes(1, 0, 2, 1));
    }

    @Test
    void thePodsOfARemovedNode_countAgainWhenItComesBack() {
      Node n1 = node("n1");
      mirror.putNode(n1);
      PodInfo a = podOn("n1", "a");
      mirror.putPod(a);
      PodInfo b = mirror.assume(pod("b"), "n1").pod();

      assertThat(mirror.removeNode("n1")).isEqualTo(new NodeChange.Removed(n1));
      assertThat(mirror.view().ordinal("n1")).isEqualTo(-1);
      mirror.forget("b");
      PodInfo c = podOn("n1", "c");
      mirror.putPod(c);
      mirror.putNode(node("n1"));

      assertThat(b.nodeName()).isEqualTo("n1");
      assertPods("n1", a, c);
    }

    @Test
    void aGhostNode_isForgottenWithItsLastPod() {
      mirror.putPod(podOn("ghost", "a"));
      mirror.putPod(podOn("ghost", "b"));
      mirror.removePod("a");
      assertThat(mirror.sizes().ghostNodes()).isEqualTo(1);
      mirror.removePod("b");
      assertThat(mirror.sizes()).isEqualTo(new MirrorSizes(0, 0, 0, 0));
    }

    @Test
    void anUnknownNode_cannotBeRemoved() {
      mirror.putPod(podOn("ghost", "a"));
      assertThat(mirror.removeNode("ghost")).isEqualTo(new NodeChange.Nothing());
      assertThat(mirror.removeNode("never-seen")).isEqualTo(new NodeChange.Nothing());
      assertThat(mirror.find("a")).isNotNull();
    }
  }

  @Nested
  class ExtendedResourcesOfDeviceClasses {

    private void put(String name, String extendedResource) {
      mirror.put(DeviceClasses.offering(name, extendedResource));
    }

    private boolean backed(String resource) {
      return mirror.listers().deviceClasses().offering(ResourceName.of(resource)) != null;
    }

    @Test
    void aClass_offersTheNameThatItGivesAndItsOwn() {
      put("gpu.example.com", "example.com/gpu");
      assertThat(backed("example.com/gpu")).isTrue();
      assertThat(backed("deviceclass.resource.kubernetes.io/gpu.example.com")).isTrue();
      assertThat(backed("example.com/fpga")).isFalse();
      assertThat(backed("deviceclass.resource.kubernetes.io/other")).isFalse();
    }

    @Test
    void aChangedOrRemovedClass_offersItsOldNameNoMore() {
      put("gpu", "example.com/gpu");
      put("gpu", "");
      assertThat(backed("example.com/gpu")).isFalse();
      assertThat(backed("deviceclass.resource.kubernetes.io/gpu")).isTrue();
      mirror.remove(ClusterObject.Kind.DEVICE_CLASS, ObjectKey.ofCluster("gpu"));
      assertThat(backed("deviceclass.resource.kubernetes.io/gpu")).isFalse();
    }
  }

  @Nested
  class OtherObjects {

    private final Service web =
        new Service(new ObjectKey("shop", "web"), Labels.of(Map.of("app", "web")));

    @Test
    void theyAreFoundByNameAndByNamespace() {
      Service api = new Service(new ObjectKey("shop", "api"), Labels.EMPTY);
      Service other = new Service(new ObjectKey("bank", "web"), Labels.EMPTY);
      mirror.put(web);
      mirror.put(api);
      mirror.put(other);
      mirror.put(new ReplicaSet(web.key(), LabelSelector.NOTHING));

      Lister<Service> services = mirror.listers().services();
      assertThat(services.in("shop")).containsExactlyInAnyOrder(api, web);
      assertThat(services.in("none")).isEmpty();
      assertThat(services.find(web.key())).isEqualTo(web);
      assertThat(services.find(new ObjectKey("bank", "api"))).isNull();

      mirror.remove(ClusterObject.Kind.SERVICE, web.key());
      mirror.remove(ClusterObject.Kind.SERVICE, web.key());
      assertThat(services.in("shop")).containsExactly(api);
      assertThat(mirror.listers().replicaSets().in("shop")).hasSize(1);
    }

    @Test
    void anObjectThatIsNews_isAnotherGeneration_andOneThatIsNotIsNone() {
      long before = mirror.view().generation();
      mirror.put(web);
      long after = mirror.view().generation();
      assertThat(after).isGreaterThan(before);

      mirror.put(new Service(web.key(), Labels.of(Map.of("app", "web"))));
      assertThat(mirror.view().generation()).isEqualTo(after);
      mirror.put(new Service(web.key(), Labels.EMPTY));
      assertThat(mirror.view().generation()).isGreaterThan(after);
    }

    @Test
    void eachKind_isMissingForItself() {
      mirror.missing(ClusterObject.Kind.STATEFUL_SET, "no right");

      assertThat(mirror.listers().statefulSets().missing()).isEqualTo("no right");
      assertThat(mirror.listers().replicaSets().missing()).isNull();
      assertThat(mirror.listers().replicationControllers().missing()).isNull();
      assertThat(mirror.listers().namespaces().missing()).isNull();
      assertThat(mirror.known(ClusterObject.Kind.STATEFUL_SET)).isTrue();
      assertThat(mirror.known(ClusterObject.Kind.STATEFUL_SET)).isFalse();
      assertThat(mirror.listers().statefulSets().missing()).isNull();
    }
  }
}
