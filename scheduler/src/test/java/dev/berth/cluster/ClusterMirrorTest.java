package dev.berth.cluster;

import static dev.berth.cluster.Samples.node;
import static dev.berth.cluster.Samples.pod;
import static dev.berth.cluster.Samples.podOn;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.framework.Lister;
import dev.berth.model.ClusterObject;
import dev.berth.model.LabelSelector;
import dev.berth.model.Labels;
import dev.berth.model.Node;
import dev.berth.model.ObjectKey;
import dev.berth.model.PodInfo;
import dev.berth.model.ReplicaSet;
import dev.berth.model.ResourceName;
import dev.berth.model.Service;
import dev.berth.model.devices.DeviceClasses;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Nodes and other objects that the mirror is told of. */
final class ClusterMirrorTest {
  private final MirrorBed bed = new MirrorBed();
  private final ClusterMirror mirror = bed.mirror;

  @Nested
  class Nodes {

    @Test
    void aNewNode_isEmpty() {
      Node n1 = node("n1");
      assertThat(mirror.putNode(n1)).isEqualTo(new NodeChange.Added(n1));
      assertThat(bed.on("n1").node()).isSameAs(n1);
      bed.assertPods("n1");
    }

    @Test
    void newFactsOfANode_leaveItsPods() {
      Node before = node("n1");
      Node after = before.toBuilder().unschedulable(true).build();
      mirror.putNode(before);
      PodInfo a = podOn("n1", "a");
      mirror.putPod(a);

      assertThat(mirror.putNode(after)).isEqualTo(new NodeChange.Updated(before, after));

      assertThat(bed.on("n1").node()).isSameAs(after);
      bed.assertPods("n1", a);
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

      bed.assertPods("later", a, b);
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
      bed.assertPods("n1", a, c);
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
